"""``bihuan compare --format html``: both texts side by side, block by block, as one page to print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bihuan.checks.versions.report import Change, Mode, text_of
from bihuan.checks.versions.written import SEVERITIES, WORDS, counts, told
from bihuan.documents.pages.shell import closed, opened, safe
from bihuan.report.nodes import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bihuan.checks.versions.report import Block, Comparison, Pair
    from bihuan.checks.versions.trend import Seen, Trend
    from bihuan.zh.differences import Piece

LETTERS = {"error": "e", "warning": "w", "info": "i"}
TONES = {Change.SAME: "s", Change.MOVED: "i", Change.REWORDED: "w", Change.ADDED: "d", Change.REMOVED: "e"}
MOST = 500
"""Blocks and diagnostics that one page shows; a browser must stay quick."""


def write(old: str, new: str, found: Comparison, moved: Trend | None) -> Iterator[str]:
    """The page in pieces; blocks in which nothing differs are only counted, unless a feedback is compared."""
    shown = [one for one in found.blocks if found.mode is Mode.ANSWERS or one.changed or one.questions]
    yield from opened(f"对照：{old} 与 {new}")
    yield from _head(old, new, found)
    yield from _open(found)
    yield from _trend(moved) if moved else ()
    sides = ("反馈意见", "整改报告") if found.mode is Mode.ANSWERS else ("上一版", "这一版")
    yield f'<section>\n<h2>逐项对照</h2>\n<div class="pairs">\n<p class="side">{sides[0]}</p>'
    yield f'<p class="side">{sides[1]}</p>\n'
    for block in shown[:MOST]:
        yield from _block(block, found.mode)
    yield "</div>\n"
    if len(shown) > MOST:
        yield f'<p class="soft">另有 {len(shown) - MOST} 处没有列出，请用 --format json 取得全部。</p>\n'
    if left := len(found.blocks) - len(shown):
        yield f'<p class="soft">其余 {left} 处作答没有变化。</p>\n'
    yield "</section>\n"
    yield from closed()


def _head(old: str, new: str, found: Comparison) -> Iterator[str]:
    what = "反馈意见与整改报告对照" if found.mode is Mode.ANSWERS else "两版报告对照"
    yield f'<header>\n<p class="over">{what}</p>\n<h1>{safe(new)}</h1>\n'
    yield f'<p class="soft">对照 {safe(old)}</p>\n'
    if found.mode is Mode.VERSIONS:
        yield f'<p class="counts">问题：{told(counts([p for b in found.blocks for p in b.findings]))}'
        yield f"　措施：{told(counts([p for b in found.blocks for p in b.measures]))}"
        yield f"　整改状态：{told(counts([b.outcome for b in found.blocks if b.outcome]))}</p>\n"
        for name, before, now in found.facts:
            yield f"<p>{name}：<del>{safe(before)}</del> <ins>{safe(now)}</ins></p>\n"
    yield "</header>\n"


def _open(found: Comparison) -> Iterator[str]:
    """What is unanswered, and what answers nothing."""
    side = "反馈意见" if found.mode is Mode.ANSWERS else "这一版"
    yield f"<section>\n<h2>没有作答的问题 {len(found.unanswered)} 个</h2>\n<ul>\n"
    for one in found.unanswered[:MOST]:
        yield f"<li>{side}第 {one.line} 行　{safe(one.number or '')} {safe(one.title)}</li>\n"
    what = "反馈的问题" if found.mode is Mode.ANSWERS else "编号问题"
    yield f"</ul>\n<h2>不对应{what}的作答 {len(found.unasked)} 处</h2>\n<ul>\n"
    for each in found.unasked[:MOST]:
        name = "、".join(f"{one.number or ''} {one.title}" for one in each.findings) or "成效或其他措施"
        yield f"<li>第 {each.line} 行　{safe(name)}（措施 {len(each.measures)} 项）</li>\n"
    yield "</ul>\n</section>\n"


def _trend(moved: Trend) -> Iterator[str]:
    told = f"新出现 {len(moved.new)} 处，已消除 {len(moved.gone)} 处，仍在 {len(moved.still)} 处"
    yield f"<section>\n<h2>体检：{told}</h2>\n"
    for what, each in (("新出现", moved.new), ("已消除", moved.gone)):
        if each:
            yield f"<h3>{what}</h3>\n<ul>\n"
            yield from (_seen(one) for one in each[:MOST])
            yield "</ul>\n"
    yield "</section>\n"


def _seen(one: Seen) -> str:
    tag = f'<span class="tag {LETTERS[one.severity]}">{SEVERITIES[one.severity]}</span>'
    quote = f'<span class="quote">“{safe(one.quote)}”</span>'
    return f"<li>{tag} <code>{one.code}</code> 第 {one.line} 行 {quote} {safe(one.message)}</li>\n"


def _block(block: Block, mode: Mode) -> Iterator[str]:
    """Findings and everything that differs; what does not is counted."""
    yield '<div class="block">\n'
    for pair in block.findings:
        yield from _pair(pair, "问题", mode)
    same = 0
    for what, pairs in (("", block.subfindings), ("", block.measures), ("整改状态：", (block.outcome,))):
        for each in pairs:
            if each and (mode is Mode.ANSWERS or each.change is not Change.SAME):
                yield from _pair(each, what, mode)
            same += what == "" and each is not None and each.change is Change.SAME
    if same and mode is Mode.VERSIONS:
        yield f'<p class="rest">其余 {same} 项没有变化</p>\n'
    yield from (f'<p class="ask">要问：{safe(one)}</p>\n' for one in block.questions)
    yield "</div>\n"


def _pair(pair: Pair[Any], before: str, mode: Mode) -> Iterator[str]:
    """One row of the table: what it was, what it is."""
    pieces = pair.pieces if pair.change is Change.REWORDED and mode is Mode.VERSIONS else None
    whose = (
        ("反馈", "报告") if mode is Mode.ANSWERS and isinstance(pair.old or pair.new, Finding) else ("", "")
    )
    same = " same" if pair.change is Change.SAME and mode is Mode.VERSIONS else ""
    for side, one, kind in ((0, pair.old, "gone"), (1, pair.new, "new")):
        yield f'<div class="half half--{side}{same}">'
        if one is not None:
            text = _runs(pieces, kind) if pieces else safe(text_of(one))
            word = _word(pair) if mode is Mode.VERSIONS and (side or pair.new is None) else ""
            yield f'<span class="no">{one.line}</span><p>{word}{_led(one, whose[side] + before, text)}</p>'
        yield "</div>\n"


def _word(pair: Pair[Any]) -> str:
    """What became of it, where something did."""
    if pair.change is Change.SAME:
        return ""
    return f'<span class="tag {TONES[pair.change]}">{WORDS[pair.change]}</span> '


def _led(one: Any, before: str, text: str) -> str:
    """A finding with its number stands out."""
    if isinstance(one, Finding):
        return f"<b>{before}{safe(one.number or '')}　{text}</b>"
    return before + text


def _runs(pieces: Iterable[Piece], kind: str) -> str:
    """One side of the changes."""
    mark = {"gone": "del", "new": "ins"}[kind]
    return "".join(
        safe(one.text) if one.kind == "same" else f"<{mark}>{safe(one.text)}</{mark}>"
        for one in pieces
        if one.kind in ("same", kind)
    )
