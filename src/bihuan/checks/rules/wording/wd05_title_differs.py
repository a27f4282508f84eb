"""同一份文件，名称写得不一样。

查什么
    两处书名号里的名称几乎一样，只差一两个字（“及”与“和”、少一个“的”、少几个字）。
为什么
    一份文件只有一个名称；两种写法，读者会以为是两份，检查的人会问哪一份是真的。
依据
    公文引用应当写准确的标题。
反例
    一、业务工作有短板
    1.缺少培训计划
    3月6日，制定《窗口业务及服务规范培训方案》。
    3月9日，按照《窗口业务和服务规范培训方案》培训窗口人员14名。
    整改情况：完成整改。
正例
    一、业务工作有短板
    1.缺少培训计划
    3月6日，制定《窗口业务和服务规范培训方案》。
    3月9日，按照《窗口业务和服务规范培训方案》培训窗口人员14名。
    整改情况：完成整改。
不查什么
    并列写在一起的不同文件；只差年份、届次、地名的；全称与简称。
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.zh.titles import bare_title, find_titles
from bihuan.zh.vocab import words

RULE = Rule("WD05", "title-differs", "同一份文件，名称写得不一样", Severity.WARNING, since="0.1")
SIGNS = ("《",)
SHORTEST = 8
MOST = 400
"""Different titles that are compared; a real report has a few dozen."""
JOINING = str.maketrans(dict.fromkeys("的和及与、“”‘’ 暨并对关于等", ""))
APART = set("0123456789０１２３４５６７８９一二三四五六七八九十上下省市县区镇乡村不男女新老")


def check_report(context: Context) -> Iterator[Flag]:
    """One flag at the first place of a title that the text also writes otherwise."""
    found = [(offset, bare_title(marked), marked) for offset, marked in find_titles(context.text)]
    listed = _side_by_side(found)
    first: dict[str, tuple[int, str]] = {}
    for offset, title, marked in found:
        if len(title) >= SHORTEST and len(first) < MOST:
            first.setdefault(title, (offset, marked))
    told: set[str] = set()
    for one, other in _alike(sorted(first, key=lambda title: first[title])):
        if one in told or other in told or frozenset((one, other)) in listed:
            continue
        told |= {one, other}
        offset, marked = first[one]
        place = places.in_text(context, offset, offset + len(marked))
        lines = {places.in_text(context, at, at + 1).line for at, title, _ in found if title == other}
        yield Flag(
            place,
            f"第{min(lines)}行写作“{other}”，是不是同一份文件？请统一名称。",
            findings=context.labels_at(place.line),
            related=tuple(sorted(lines - {place.line})),
        )


def _sense(bare: str) -> str:
    """The title with one word for those that are taken for each other (标准化, 规范化)."""
    for group in words("titles", "interchangeable"):
        usual, *others = group.split("/")
        for other in others:
            bare = bare.replace(other, usual)
    return bare


def _side_by_side(found: list[tuple[int, str, str]]) -> set[frozenset[str]]:
    """Pairs of titles that stand beside each other: these are two documents."""
    return {
        frozenset((one[1], other[1]))
        for one, other in pairwise(found)
        if 0 <= other[0] - one[0] - len(one[2]) <= 1
    }


def _alike(titles: list[str]) -> Iterator[tuple[str, str]]:
    """Pairs of which one is the other but for joining words, one gap or a word of the same sense, in the
    order of the text.
    """
    by_bare: dict[str, str] = {}
    by_gap: dict[str, str] = {}
    by_sense: dict[str, str] = {}
    for title in titles:
        bare = title.translate(JOINING)
        sense = _sense(bare)
        known = by_bare.setdefault(bare, title)
        alike = known if known != title else by_sense.setdefault(sense, title)
        if alike != title:
            yield alike, title
            continue
        gaps = list(_with_gaps(bare))
        for gap in gaps:
            if gap in by_bare:
                yield by_bare[gap], title
        longer = by_gap.get(bare)
        if longer is not None:
            yield longer, title
        for gap in gaps:
            by_gap.setdefault(gap, title)


def _with_gaps(bare: str) -> Iterator[str]:
    """The title without one or two characters of its inside, but for those that tell documents apart."""
    apart = [char in APART for char in bare]
    for start in range(2, len(bare) - 1):
        if apart[start]:
            continue
        if len(bare) > SHORTEST:
            yield bare[:start] + bare[start + 1 :]
        if len(bare) > SHORTEST + 1 and not apart[start + 1]:
            yield bare[:start] + bare[start + 2 :]
