"""What a text names: people by surname and post, villages, companies, numbers of persons.

The recognition is that of the privacy checks (``zh.people``, ``zh.personal_numbers``), so that what a check
would remark on is what masking replaces. What is not sure is left to people: they see every replacement.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bihuan.masking.kinds import Kind, Source, Term
from bihuan.zh.people import find_names
from bihuan.zh.personal_numbers import find_numbers, is_offered
from bihuan.zh.vocab import alternatives, words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

LONGEST_COMPANY = 24
"""Characters before 公司 that are looked at."""
SURE = 3
"""A name from a list counts anywhere from this length on; two characters may be part of other words."""
_NUMBERS = {"mobile": Kind.PHONE, "phone": Kind.PHONE, "id": Kind.IDENTITY, "card": Kind.CARD}
_HAN = "\u4e00-\u9fff"


def recognise(text: str, kinds: Collection[Kind], people: Collection[str] = ()) -> list[Term]:
    """Originals of these kinds in the order of their first place, each once.

    ``people`` are names that are known beforehand (the unit's own list).
    """
    found: dict[str, tuple[int, Term]] = {}
    for kind, finder in _FINDERS.items():
        if kind in kinds:
            for at, original in finder(text):
                found.setdefault(original, (at, Term(original, kind)))
    if set(_NUMBERS.values()) & set(kinds):
        for at, original, kind in _personal_numbers(text):
            if kind in kinds:
                found.setdefault(original, (at, Term(original, kind)))
    if Kind.PERSON in kinds:
        for name in people:
            at = text.find(name) if len(name) >= SURE else -1
            if at >= 0:
                found.setdefault(name, (at, Term(name, Kind.PERSON, Source.DICTIONARY)))
    return [term for _, term in sorted(found.values(), key=lambda one: (one[0], one[1].original))]


def _people(text: str) -> Iterator[tuple[int, str]]:
    for name in find_names(text):
        yield name.offset, name.text


def _posts(text: str) -> Iterator[tuple[int, str]]:
    """统计一室主任: a department and its head, which point to one person."""
    for match in _post().finditer(text):
        yield match.start(), match.group()


def _places(text: str) -> Iterator[tuple[int, str]]:
    """Villages, communities, townships by name."""
    no, none = words("masking", "no_village"), set(words("masking", "no_name_with"))
    before = words("masking", "before_place")
    for match in _place().finditer(text):
        name = match["name"]
        if len(name) == SURE and name[0] in before:  # 到大榆村; 和平村 is a name
            name = name[1:]
        if not none & set(name) and not any(word in name for word in no):
            yield match.start("level") - len(name), name + match["level"]


def _companies(text: str) -> Iterator[tuple[int, str]]:
    """The characters before 有限公司 and the like, back to where the name must begin."""
    for match in _company().finditer(text):
        before = text[max(0, match.start() - LONGEST_COMPANY) : match.start()]
        name = _edge().split(before)[-1].lstrip("（()）0123456789家和")
        if len(name) > 1 and not re.fullmatch("[某xX×*○]+", name):
            yield match.start() - len(name), name + match.group()


def _personal_numbers(text: str) -> Iterator[tuple[int, str, Kind]]:
    """Numbers that the unit does not offer itself."""
    for at, kind, number in find_numbers(text):
        line = text.rfind("\n", 0, at) + 1
        above = text.rfind("\n", 0, max(0, line - 1)) + 1 if line else 0
        end = text.find("\n", at)
        if not is_offered(kind, [text[above : end if end >= 0 else len(text)]]):
            yield at, number, _NUMBERS[kind]


_FINDERS: dict[Kind, Callable[[str], Iterator[tuple[int, str]]]] = {
    Kind.PERSON: _people,
    Kind.POST: _posts,
    Kind.PLACE: _places,
    Kind.COMPANY: _companies,
}


@cache
def _post() -> re.Pattern[str]:
    parts, heads = alternatives(words("masking", "department")), alternatives(words("masking", "head"))
    return re.compile(f"[{_HAN}]{{2}}[一二三四五六七八九十]?(?:{parts})副?(?:{heads})")


@cache
def _place() -> re.Pattern[str]:
    before = "".join(words("masking", "before_place"))
    levels = alternatives(words("masking", "village"))
    return re.compile(
        f"(?:(?<![{_HAN}])|(?<=[{before}]))(?P<name>[{_HAN}]{{2,3}}?)(?P<level>{levels})(?![镇级])"
    )


@cache
def _edge() -> re.Pattern[str]:
    """What cannot belong to the name of a company."""
    return re.compile(f"[^{_HAN}A-Za-z0-9（）()]|{alternatives(words('masking', 'before_company'))}")


@cache
def _company() -> re.Pattern[str]:
    return re.compile(alternatives(words("masking", "company")))
