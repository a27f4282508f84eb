"""核对本系统：日志逐条、佐证逐个重算摘要（bihuan verify --journal、--evidence、--house）。"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MOST_TOLD = 50
"""Breaks that a text report lists one by one."""


def verify(parts: Sequence[str], *, as_json: bool = False) -> bool:
    """Print what was verified; whether anything does not hold."""
    found = {name: CHECKS[name]() for name in parts}
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        for told in found.values():
            print(_text(told))
            if told["note"]:
                print(told["note"])
    return any(told["breaks"] for told in found.values())


def _text(told: dict[str, Any]) -> str:
    breaks: list[str] = told["breaks"]
    if not breaks:
        return f"{told['what']}完整：{told['counted']}，逐一重算摘要，没有丢失和改动。"
    lines = [f"{told['what']}有 {len(breaks)} 处对不上（{told['counted']}）："]
    lines += [f"　■ {one}" for one in breaks[:MOST_TOLD]]
    if len(breaks) > MOST_TOLD:
        lines.append(f"　■ 另有 {len(breaks) - MOST_TOLD} 处，用 --format json 可以看到全部。")
    return "\n".join(lines)


def _journal() -> dict[str, Any]:
    from bihuan.web.base.models import JournalChain, JournalEntry
    from bihuan.web.base.queries import journal_verify

    breaks = [f"链 {one.chain}：{one.text}" for one in journal_verify()]
    counted = f"{JournalChain.objects.count()} 条链，{JournalEntry.objects.count()} 条日志"
    return {"what": "日志", "counted": counted, "breaks": breaks, "note": ""}


def _evidence() -> dict[str, Any]:
    from bihuan.web.evidence.verifying import orphans, store_verify

    count, size, breaks = store_verify()
    lost = orphans()
    note = f"存储里另有 {lost} 个没有登记的文件（多半是上传到一半时断电留下的），不影响佐证。" if lost else ""
    return {"what": "佐证存储", "counted": f"{count} 个文件，共 {size} 字节", "breaks": breaks, "note": note}


CHECKS: dict[str, Callable[[], dict[str, Any]]] = {"journal": _journal, "evidence": _evidence}


def run(parts: Sequence[str], *, as_json: bool) -> bool:
    """The same for ``bihuan verify``, which knows no Django: sets it up first."""
    from bihuan.web.commands import _start

    _start.set_up()
    return verify(parts, as_json=as_json)
