"""docs/reference/speed.md: what the measurements of ``bench/`` printed when they were last recorded."""

from __future__ import annotations

from pathlib import Path

from reference import markdown as md

RECORDED = Path(__file__).resolve().parents[2] / "bench" / "recorded"


def page() -> str:
    """A chapter a script, its own words; nothing is copied by hand."""
    return md.page(
        "测速记录",
        "各脚本最近一次记下的输出，原样照录；日期、核数和 Python 版本写在标题里。机器有别的活时数字会大些，"
        "同一次运行里的比值较稳。重测：`make bench ARGS=脚本名`；加 `--record` 记到这里，未达标的照记。",
        *(part for path in sorted(RECORDED.glob("*.txt")) for part in _chapter(path)),
    )


def _chapter(path: Path) -> tuple[str, str]:
    where, _, told = path.read_text(encoding="utf-8").partition("\n")
    return f"## `bench/{path.stem}.py`（{where}）", md.code(told.strip(), "text")
