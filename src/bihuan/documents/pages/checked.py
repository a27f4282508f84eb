"""``bihuan check --format html``: the source with its diagnostics beside it, as one page to send on."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from bihuan import __version__
from bihuan.checks.api import Severity
from bihuan.checks.manual import read_manual
from bihuan.checks.registry import entries, load
from bihuan.documents.pages.marked import Mark, runs
from bihuan.documents.pages.shell import closed, opened, safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bihuan.checks.api import Diagnostic
    from bihuan.checks.engine import Checked

WORDS = {Severity.ERROR: "错误", Severity.WARNING: "须说明", Severity.INFO: "提示"}
ORDER = list(WORDS)
LETTERS = "ewi"
MOST_NOTES = 1500
"""Diagnostics shown on one page, the heaviest first; a browser must stay quick."""
MOST_LINES = 6000
MOST_CHARS = 1_500_000
"""Of a longer source only the lines around a diagnostic are shown."""
BESIDE = 1
LONGEST_QUOTE = 40
MOST_RELATED = 12


class Note(NamedTuple):
    """A diagnostic with its number on the page."""

    number: int
    one: Diagnostic


def write(name: str, lines: Sequence[str], checked: Checked, off: Sequence[str] = ()) -> Iterator[str]:
    """The page in pieces; ``name`` is what the source is called, ``off`` tells which rules did not run."""
    notes, left = _chosen(checked.diagnostics)
    short = len(lines) > MOST_LINES or sum(map(len, lines)) > MOST_CHARS
    yield from opened(f"体检：{name}")
    yield from _head(name, checked, off)
    yield '<div class="two">\n'
    yield from _index(notes, left)
    yield '<main>\n<h2 id="text">原文与批注</h2>\n'
    if short:
        yield '<p class="soft">原文很长，只列出有批注的行和它前后各一行；其余的略去，行号照原文。</p>\n'
    yield from _source(lines, notes, short)
    yield "</main>\n</div>\n"
    yield from _waived(checked)
    yield from closed()


def _chosen(found: Sequence[Diagnostic]) -> tuple[list[Note], int]:
    """The diagnostics that are shown, in the order of the text, and how many are not."""
    places = sorted(range(len(found)), key=lambda at: (ORDER.index(found[at].severity), at))[:MOST_NOTES]
    kept = [found[at] for at in sorted(places)]
    return [Note(number, one) for number, one in enumerate(kept, 1)], len(found) - len(kept)


def _head(name: str, checked: Checked, off: Sequence[str]) -> Iterator[str]:
    yield f'<header>\n<p class="over">整改报告体检</p>\n<h1>{safe(name)}</h1>\n<p class="counts">'
    for weight, word in WORDS.items():
        count = sum(one.severity is weight for one in checked.diagnostics)
        yield f'<span class="tag {_letter(weight)}">{word}</span> <b>{count}</b> 处　'
    waived = f"另有 {len(checked.waived)} 处已说明理由。" if checked.waived else ""
    yield f'{waived}</p>\n<p class="soft">“错误”不能成立，“须说明”要改正或说明理由，“提示”供知悉。'
    yield f"批注只就文字提出疑问，是否属实由人核定。闭环 {__version__} 版体检。"
    yield '<a class="skip" href="#text">直接看原文</a></p>\n'
    if off:
        yield f'<p class="soft">停用的规则没有查：{safe("；".join(off))}。</p>\n'
    yield "</header>\n"


def _index(notes: Sequence[Note], left: int) -> Iterator[str]:
    """By severity and rule: why it is asked, what is said, and where."""
    yield '<nav aria-label="批注目录">\n<h2>批注目录</h2>\n'
    if not notes:
        yield "<p>没有发现需要说明的地方。</p>\n"
    if left:
        yield f'<p class="soft">批注太多，只列出最重的 {len(notes)} 处，另有 {left} 处没有列出。</p>\n'
    ranked = sorted(notes, key=_rank)
    for rank, group in groupby(ranked, key=lambda note: _rank(note)[:2]):
        yield from _rule(rank[1], ORDER[rank[0]], list(group))
    yield "</nav>\n"


def _rank(note: Note) -> tuple[int, str, int]:
    return ORDER.index(note.one.severity), note.one.code, note.number


def _rule(code: str, severity: Severity, notes: Sequence[Note]) -> Iterator[str]:
    title, why, basis = _words(code)
    letter = _letter(severity)
    yield f'<section class="rule" id="r-{code}-{letter}">\n<h3><span class="tag {letter}">'
    yield f"{WORDS[severity]}</span> {safe(title)} <code>{code}</code> <b>{len(notes)}</b></h3>\n"
    yield f'<p class="why">{safe(why)}</p>\n' if why else ""
    stands = notes[0].one.basis or basis
    yield f'<p class="why">依据：{safe(stands)}</p>\n' if stands else ""
    for message, group in groupby(notes, key=lambda note: note.one.message):
        yield f"<p>{safe(message)}</p>\n<ul>\n"
        for note in group:
            yield f'<li><a href="#n{note.number}">第{note.one.line}行</a> {_quoted(note.one)}</li>\n'
        yield "</ul>\n"
    yield "</section>\n"


def _words(code: str) -> tuple[str, str, str]:
    """Title, reason and basis of a rule as its manual page has them."""
    for entry in entries():
        if entry.code == code:
            loaded = load(entry)
            parts = read_manual(loaded.manual).parts
            return loaded.rule.title, _flat(parts["为什么"]), _flat(parts["依据"])
    return code, "", ""


def _flat(text: str) -> str:
    return "".join(line.strip() for line in text.split("\n"))


def _quoted(one: Diagnostic) -> str:
    quote = one.quote if len(one.quote) <= LONGEST_QUOTE else one.quote[: LONGEST_QUOTE - 1] + "…"
    return f'<span class="quote">“{safe(quote)}”</span>' if quote else ""


def _source(lines: Sequence[str], notes: Sequence[Note], short: bool) -> Iterator[str]:
    by_line = {line: list(group) for line, group in groupby(notes, key=lambda note: note.one.line)}
    titles = {code: _words(code)[0] for code in {note.one.code for note in notes}}
    shown = _near(by_line, len(lines)) if short else range(1, len(lines) + 1)
    last = 0
    yield '<div class="source">\n'
    for line in shown:
        if line > last + 1:
            yield f'<p class="gap">略去第 {last + 1} 行至第 {line - 1} 行</p>\n'
        last = line
        yield from _line(line, lines[line - 1], by_line.get(line, []), titles)
    if last < len(lines):
        yield f'<p class="gap">略去第 {last + 1} 行至第 {len(lines)} 行</p>\n'
    yield "</div>\n"


def _near(marked: Iterable[int], count: int) -> list[int]:
    """Lines that have a note or stand beside one that has."""
    near = {line + step for line in marked for step in range(-BESIDE, BESIDE + 1)}
    return sorted(line for line in near if 1 <= line <= count)


def _line(number: int, text: str, notes: Sequence[Note], titles: dict[str, str]) -> Iterator[str]:
    """One line of the source, its notes at its side."""
    yield f'<div class="line" id="L{number}"><span class="no">{number}</span><p>'
    marks = [_mark(note) for note in notes]
    for run in runs(text, marks):
        if run.cut:
            yield f'<span class="gap">……略去 {run.text} 字……</span>'
        elif run.weight is None:
            yield safe(run.text)
        else:
            yield f'<mark class="{LETTERS[run.weight]}">{safe(run.text)}</mark>'
        for each in run.numbers:
            yield f'<a class="at" id="m{each}" href="#n{each}">{each}</a>'
    yield "</p>"
    if notes:
        yield '<div class="notes">'
        for note in notes:
            yield from _note(note, titles[note.one.code])
        yield "</div>"
    yield "</div>\n"


def _mark(note: Note) -> Mark:
    start = note.one.column - 1
    return Mark(start, start + len(note.one.quote), ORDER.index(note.one.severity), note.number)


def _note(note: Note, title: str) -> Iterator[str]:
    one, letter = note.one, _letter(note.one.severity)
    yield f'<div class="note {letter}" id="n{note.number}"><p class="note__head">'
    yield f'<a class="at" href="#m{note.number}">{note.number}</a> <span class="tag {letter}">'
    yield f'{WORDS[one.severity]}</span> <a href="#r-{one.code}-{letter}">{safe(title)}</a></p>'
    yield f"<p>{safe(one.message)}</p>"
    if one.fix is not None:
        yield f"<p>可改为：<b>{safe(one.fix)}</b></p>" if one.fix else "<p>可以删去。</p>"
    if one.related:
        links = "、".join(f'<a href="#L{line}">{line}</a>' for line in one.related[:MOST_RELATED])
        more = f"等 {len(one.related)} 处" if len(one.related) > MOST_RELATED else ""
        yield f'<p class="soft">另见第 {links} 行{more}</p>'
    yield "</div>"


def _waived(checked: Checked) -> Iterator[str]:
    if not checked.waived:
        return
    yield f'<section class="waived">\n<h2>已说明理由的 {len(checked.waived)} 处</h2>\n<ul>\n'
    for one, waiver in checked.waived[:MOST_NOTES]:
        until = f"（有效期至 {waiver.until}）" if waiver.until else ""
        yield f'<li><a href="#L{one.line}">第{one.line}行</a> {_quoted(one)} {safe(one.message)}'
        yield f"<br>说明：{safe(waiver.reason)}{until}</li>\n"
    yield "</ul>\n</section>\n"


def _letter(severity: Severity) -> str:
    return LETTERS[ORDER.index(severity)]
