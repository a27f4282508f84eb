"""A comparison as people read it in a terminal, and as ``bihuan.comparison/1`` for programs."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from bihuan.checks.versions.report import Change, Mode, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bihuan.checks.versions.report import Block, Comparison, Pair
    from bihuan.checks.versions.trend import Seen, Trend
    from bihuan.report.nodes import Finding

SCHEMA = "bihuan.comparison/1"
WORDS = {
    Change.SAME: "未变",
    Change.MOVED: "移动",
    Change.REWORDED: "改写",
    Change.ADDED: "新增",
    Change.REMOVED: "删去",
}
SEVERITIES = {"error": "错误", "warning": "须说明", "info": "提示"}
LONGEST = 40
SHOWN = 12
"""Diagnostics of one kind that are shown in full in a terminal."""


def as_object(old: str, new: str, found: Comparison, moved: Trend | None) -> dict[str, Any]:
    """The contract's object with its keys in order; ``trend`` is null where a feedback is compared."""
    return {
        "schema": SCHEMA,
        "mode": found.mode.value,
        "old": old,
        "new": new,
        "facts": [{"what": what, "old": before, "new": now} for what, before, now in found.facts],
        "responses": [_block(one) for one in found.blocks],
        "unanswered": [_finding(one) for one in found.unanswered],
        "unasked": [
            {
                "line": one.line,
                "findings": [_finding(each) for each in one.findings],
                "measures": len(one.measures),
            }
            for one in found.unasked
        ],
        "trend": moved and {
            "new": [_seen(one) for one in moved.new],
            "gone": [_seen(one) for one in moved.gone],
            "still": [{**_seen(now), "old_line": before.line} for before, now in moved.still],
        },
    }  # fmt: skip


def _block(block: Block) -> dict[str, Any]:
    return {
        "findings": [_pair(one) | _numbers(one) for one in block.findings],
        "subfindings": [_pair(pair) for pair in block.subfindings],
        "measures": [_pair(pair) for pair in block.measures],
        "outcome": block.outcome and {
            **_pair(block.outcome),
            "status": block.outcome.new and block.outcome.new.status.value,
            "old_status": block.outcome.old and block.outcome.old.status.value,
        },
        "questions": list(block.questions),
    }  # fmt: skip


def _pair(pair: Pair[Any]) -> dict[str, Any]:
    return {
        "change": pair.change.value,
        "line": pair.new.line if pair.new else None,
        "old_line": pair.old.line if pair.old else None,
        "text": text_of(pair.new) if pair.new else None,
        "old_text": text_of(pair.old) if pair.old else None,
    }


def _finding(one: Finding) -> dict[str, Any]:
    return {"number": one.number, "title": one.title, "line": one.line}


def _numbers(pair: Pair[Finding]) -> dict[str, Any]:
    return {
        "number": pair.new.number if pair.new else None,
        "old_number": pair.old.number if pair.old else None,
    }


def _seen(one: Seen) -> dict[str, Any]:
    return {
        "fingerprint": one.fingerprint,
        "code": one.code,
        "severity": one.severity,
        "line": one.line,
        "quote": one.quote,
        "message": one.message,
    }


def counts(pairs: Sequence[Pair[Any]]) -> Counter[Change]:
    """How many of each change."""
    return Counter(pair.change for pair in pairs)


def told(number: Counter[Change]) -> str:
    """The counts in words."""
    return "，".join(f"{WORDS[one]} {number[one]}" for one in Change if number[one]) or "没有"


def write(old: str, new: str, found: Comparison, moved: Trend | None) -> str:
    """For people: the sums, what is open, then every block in which something differs."""
    lines = [f"旧：{old}", f"新：{new}", ""]
    if found.mode is Mode.ANSWERS:
        lines += list(_answers(found))
    else:
        lines += list(_sums(found))
        lines += [f"{what}：{before} → {now}" for what, before, now in found.facts]
    lines += list(_open(found))
    if found.mode is Mode.VERSIONS:
        for block in found.blocks:
            if block.changed or block.questions:
                lines += ["", *_told_block(block)]
    lines += list(_trend(moved)) if moved else []
    return "\n".join(lines) + "\n"


def _sums(found: Comparison) -> Iterator[str]:
    yield "问题：" + told(counts([pair for block in found.blocks for pair in block.findings]))
    yield "措施：" + told(counts([pair for block in found.blocks for pair in block.measures]))
    yield "整改状态：" + told(counts([block.outcome for block in found.blocks if block.outcome]))


def _answers(found: Comparison) -> Iterator[str]:
    asked = [pair for block in found.blocks for pair in block.findings if pair.old]
    yield f"反馈的问题 {len(asked)} 个，报告里作答的 {len(asked) - len(found.unanswered)} 个。"
    for block in found.blocks:
        for pair in block.findings:
            if pair.old and pair.new:
                number = f"（报告第{pair.new.number}）" if pair.new.number != pair.old.number else ""
                measures = sum(each.new is not None for each in block.measures)
                outcome = f"，{block.outcome.new.text}" if block.outcome and block.outcome.new else ""
                yield f"  {_named(pair.old)}{number}：措施 {measures} 项{outcome}"


def _open(found: Comparison) -> Iterator[str]:
    if found.unanswered:
        yield f"没有作答的问题 {len(found.unanswered)} 个："
        yield from (f"  第 {one.line} 行 {_named(one)}" for one in found.unanswered)
    if found.unasked:
        asked = "反馈里没有的问题" if found.mode is Mode.ANSWERS else "问题"
        yield (
            f"不对应{asked}的作答 {len(found.unasked)} 处："
            if found.mode is Mode.VERSIONS
            else (f"答的是{asked} {len(found.unasked)} 处：")
        )
        for one in found.unasked:
            name = "、".join(_named(each) for each in one.findings) or "成效或其他措施"
            yield f"  第 {one.line} 行 {_cut(name)}（措施 {len(one.measures)} 项）"


def _told_block(block: Block) -> Iterator[str]:
    for pair in block.findings:
        one = pair.new or pair.old
        was = f"（原第{pair.old.number}）" if pair.moved and pair.old else ""
        yield f"问题{_named(one)}{was}  {WORDS[pair.change]}" if one else ""
        if pair.change is Change.REWORDED:
            yield f"  {_marked(pair)}"
    if not block.findings:
        yield f"第 {block.line} 行起，不对应编号问题的措施"
    for what, pairs in (("具体表现", block.subfindings), ("措施", block.measures)):
        for each in pairs:
            if each.change is not Change.SAME:
                yield f"  {what}{WORDS[each.change]}（{_where(each)}）：{_marked(each)}"
    if block.outcome and block.outcome.change is not Change.SAME:
        yield f"  整改状态{WORDS[block.outcome.change]}（{_where(block.outcome)}）：{_marked(block.outcome)}"
    yield from (f"  要问：{one}" for one in block.questions)


def _where(pair: Pair[Any]) -> str:
    if pair.new is None:
        return f"旧第 {pair.old.line} 行" if pair.old else ""
    return f"第 {pair.new.line} 行" + (f"，旧第 {pair.old.line} 行" if pair.old else "")


def _marked(pair: Pair[Any]) -> str:
    """Both wordings in one line; what stands unchanged on both sides of a change is cut."""
    if pair.change not in (Change.REWORDED, Change.SAME):
        return _cut(text_of(pair.new or pair.old))
    marks = {"gone": "〔删：{}〕", "new": "〔增：{}〕"}
    return "".join(
        marks[piece.kind].format(piece.text) if piece.kind in marks else _middle(piece.text)
        for piece in pair.pieces
    )


def _middle(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:10]}……{text[-10:]}"


def _named(finding: Finding) -> str:
    return f"{finding.number or ''} {_cut(finding.title)}".strip()


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _trend(moved: Trend) -> Iterator[str]:
    yield f"\n体检：新出现 {len(moved.new)} 处，已消除 {len(moved.gone)} 处，仍在 {len(moved.still)} 处"
    for what, each in (("新出现", moved.new), ("已消除", moved.gone)):
        for one in each[:SHOWN]:
            where = "旧第" if what == "已消除" else "第"
            yield f"  {what} {SEVERITIES[one.severity]} {one.code} {where} {one.line} 行“{_cut(one.quote)}”"
        if len(each) > SHOWN:
            yield f"  {what}的另有 {len(each) - SHOWN} 处"
