"""TOML tables, read with Chinese refusals."""

from __future__ import annotations

from typing import Any

from bihuan.policy.errors import PolicyDataError


def read_table(text: str, name: str) -> list[dict[str, Any]]:
    """The rows ``[[name]]`` of a TOML text. Raises PolicyDataError."""
    import tomllib  # costs milliseconds; many runs need no table

    try:
        rows = tomllib.loads(text).get(name, [])
    except tomllib.TOMLDecodeError as error:
        raise PolicyDataError(f"不是有效的 TOML 文本（{error}），请核对引号、方括号和日期写法。") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise PolicyDataError(f"表 {name} 应写成 [[{name}]]，一段一项。")
    if not rows:
        raise PolicyDataError(f"没有找到 [[{name}]]，请至少写一项。")
    return rows
