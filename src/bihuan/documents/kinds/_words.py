"""Sentences and tables that several kinds have in common, so that all say the same in the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.documents import blocks as b
from bihuan.zh.numerals import chinese

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from bihuan.documents import facts

NONE = "—"
SPAN = "{}至{}"


def day(value: date | None) -> str:
    """2026年5月8日, or a dash."""
    return b.day_words(value) if value else NONE


def short(value: date | None) -> str:
    """2026-05-08, for narrow columns; empty where there is none."""
    return value.isoformat() if value else ""


def ended(text: str) -> str:
    """The text with a full stop, unless it has a mark of its own."""
    text = text.rstrip()
    return text if not text or text[-1] in "。！？；…”）" else f"{text}。"


def chapter(number: int, title: str) -> b.Heading:
    """一、…"""
    return b.Heading(1, f"{chinese(number)}、{title}")


def part(number: int, title: str) -> b.Heading:
    """（一）…"""
    return b.Heading(2, f"（{chinese(number)}）{title}")


def opening(case: facts.Case) -> str:
    """When who inspected whom, and when the findings were fed back."""
    told = f"按照{case.round}安排，" if case.round else ""
    if case.inspected_from and case.inspected_to:
        told += SPAN.format(day(case.inspected_from), day(case.inspected_to)) + "，"
    told += f"{case.team or '巡察组'}对{case.unit}进行了巡察。"
    if case.given_on:
        told += f"{day(case.given_on)}，巡察组向{case.signed}反馈了巡察意见。"
    return told


def numbers(case: facts.Case) -> str:
    """The one sentence with the totals of findings."""
    counts = case.counts
    if not counts.findings:
        return "本次反馈没有需要整改的问题。"
    told = f"截至{day(case.on)}，反馈的{counts.findings}个问题"
    if not counts.told:
        return f"{told}正在整改。"
    parts = "、".join(f"{word}{count}个" for word, count in counts.statuses)
    rest = counts.findings - counts.told
    return f"{told}中，{parts}{f'，其余{rest}个尚未形成整改结果' if rest else ''}。"


def deeds(case: facts.Case) -> str:
    """The one sentence with the totals of measures."""
    done = sum(one.done for one in case.measures)
    total = case.counts.measures
    if not total:
        return ""
    return f"制定整改措施{total}项，已落实{done}项。" if done else f"制定整改措施{total}项。"


def measure_text(measure: facts.Measure) -> str:
    """The measure, and what came of it where that says more."""
    text = ended("".join(measure.text.splitlines()))
    result = "".join(measure.result.split("\n")).strip()
    return text if not result or result in text else f"{text}{ended(result)}"


def lacks(case: facts.Case) -> list[str]:
    """What most documents of a case need."""
    told = []
    if not case.given_on:
        told.append("没有登记反馈日期，期限和文中日期无从推算。")
    if not case.issuer:
        told.append("没有登记署名的党组织，署名暂用单位名称。")
    if not case.counts.findings:
        told.append("台账里没有问题。")
    return told


def without(word: str, wanting: Iterable[bool]) -> list[str]:
    """How many of something lack something, as a sentence."""
    count = sum(wanting)
    return [f"有{count}{word}。"] if count else []


def table(
    heads: Sequence[tuple[str, float, b.Align]], rows: Iterable[tuple[b.Cell, ...]], name: str
) -> b.Table:
    """A list: heads with their widths, then rows."""
    columns = tuple(b.Column(width, align) for _, width, align in heads)
    head = tuple(b.label(word) for word, _, _ in heads)
    return b.Table(columns, (head, *rows), name=name)


def findings_text(response: facts.Response) -> str:
    """The findings of a response in a cell."""
    told = [f"{one.number}.{one.title}" if one.number else one.title for one in response.findings]
    return "\n".join(told) or response.heading


def signature(case: facts.Case) -> b.Signature:
    """Who signs, on the day."""
    return b.Signature(case.signed, case.on)


def answers(case: facts.Case) -> Iterator[tuple[facts.Section, facts.Response]]:
    """Every response with its section."""
    for section in case.sections:
        for response in section.responses:
            yield section, response
