"""The rows of data of a table: without notes, totals, examples, headings of sections, and what is empty."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from bihuan.ledger import numbers
from bihuan.ledger.days import Around
from bihuan.ledger.heads import Role
from bihuan.ledger.levels import finding_columns
from bihuan.ledger.vocabulary import words

if TYPE_CHECKING:
    from bihuan.ledger.grid import Area, Sheet
    from bihuan.ledger.heads import Column, Head

_SUBSTANCE = (Role.MEASURE, Role.DUE, Role.LEADER, Role.DEPARTMENT, Role.PERSON, Role.MIXED)
_CHINESE_NUMBER = re.compile("[（(]?[一二三四五六七八九十]{1,3}[）)]?[、.]?")
_SIGNED = re.compile("[^：:0-9]{2,14}[：:]")
_SECTION = re.compile("[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}部分")


IDENTIFIER = re.compile(r"b[0-9]{1,18}(?:-[0-9]{1,18}){1,6}")
"""What the product writes into the hidden column."""


class Line(NamedTuple):
    """One row of data of a table, before it is known to which finding it belongs."""

    row: int
    """From 0."""
    number: str
    """As shown; "" where there is none."""
    number_value: object
    finding: str
    anchor: tuple[int, int] | None
    """First cell of the region in which the finding stands, merged or not; None where there is none."""
    section: str = ""
    """Heading above and category of the row."""
    restarts: bool = False
    """True where the numbers begin anew with a section."""


class Table(NamedTuple):
    """A head with the rows down to the next one."""

    sheet: Sheet
    head: Head
    rows: range
    around: Around = Around()


def lines_of(table: Table) -> list[Line]:
    """The rows of data: without notes, totals, examples, headings of sections, and what is empty."""
    sheet, head = table.sheet, table.head
    columns = finding_columns(sheet, head, table.rows)
    number = number_column(head)
    categories = head.of(Role.CATEGORY)
    arabic = number is not None and any(sheet.text(row, number.at)[:1].isdecimal() for row in table.rows)
    section, noted = "", False
    found: list[Line] = []
    for row in table.rows:
        kind = _kind(table, row, columns, number, arabic=arabic)
        if kind == "section":
            section = " ".join(text for _, text in sheet.anchors(row))
        noted = noted or kind == "note"
        if kind != "data" or (noted and _single(sheet, row)):
            continue
        noted = False
        line = _line(sheet, row, columns, number)
        own = "|".join(sheet.text(row, column.at) for column in categories)
        if line.finding or _has_substance(sheet, head, row) or _is_numbered(sheet, head, line):
            found.append(line._replace(section=f"{section}|{own}"))
    while found and not found[-1].finding and not _has_substance(sheet, head, found[-1].row):
        found.pop()  # numbers written ahead in a form that was not filled to its end
    return _with_restarts(_without_coarse_numbers(sheet, found, number))


def _without_coarse_numbers(sheet: Sheet, lines: list[Line], number: Column | None) -> list[Line]:
    """A merged number that stands beside several findings counts something else (their category)."""
    if number is None or not sheet.merges:
        return lines
    beside: dict[tuple[int, int], set[tuple[int, int] | None]] = {}
    for line in lines:
        area = sheet.area(line.row, number.at)
        if area.bottom > area.top and line.anchor:
            beside.setdefault((area.top, area.left), set()).add(line.anchor)
    coarse = {place for place, anchors in beside.items() if len(anchors) > 1}
    if not coarse:
        return lines
    return [
        line._replace(number="", number_value="") if sheet.area(line.row, number.at)[:2] in coarse else line
        for line in lines
    ]


def _with_restarts(lines: list[Line]) -> list[Line]:
    """Mark where a section begins with number 1 and goes on with 2."""
    keys = [numbers.canonical(line.number) if line.number else "" for line in lines]
    starts = [at for at in range(len(lines)) if at == 0 or keys[at] != keys[at - 1]]
    for place, at in enumerate(starts):
        if keys[at] != "1" or at == 0 or lines[at].section == lines[at - 1].section:
            continue
        following = keys[starts[place + 1]] if place + 1 < len(starts) else ""
        new_heading = lines[at].section.partition("|")[0] != lines[at - 1].section.partition("|")[0]
        if following == "2" or new_heading:
            lines[at] = lines[at]._replace(restarts=True)
    return lines


def number_column(head: Head) -> Column | None:
    """The column that numbers findings: 问题序号 before 序号."""
    found = head.of(Role.REFERENCE) or head.of(Role.NUMBER)
    return found[0] if found else None


def _line(sheet: Sheet, row: int, columns: list[Column], number: Column | None) -> Line:
    value = sheet.value(row, number.at) if number else ""
    written = numbers.shown(value, sheet.text(row, number.at)) if number else ""
    for column in columns:
        text = tidy(sheet.text(row, column.at))
        area = sheet.area(row, column.at)
        if not text or (column is not columns[0] and (area.top, area.bottom) != (row, row)):
            continue  # a level above stands in only where it is this row's alone
        leading, rest = numbers.leading_number(text)
        if leading is not None and (number is None or leading == numbers.canonical(written)):
            written, text = written or leading, rest
        return Line(row, written, value, text, (area.top, area.left))
    return Line(row, written, value, "", None)


def tidy(text: str) -> str:
    """A finding on one line."""
    return "".join(line.strip() for line in text.split("\n"))


def _has_substance(sheet: Sheet, head: Head, row: int) -> bool:
    """True where a row without a finding still says what is to be done, by whom or when."""
    return any(
        sheet.text(row, column.at) and sheet.area(row, column.at).top == row
        for column in head.of(*_SUBSTANCE)
    )


def _is_numbered(sheet: Sheet, head: Head, line: Line) -> bool:
    """True for a number alone in a list of problems or with its own category: the finding is missing."""
    if not line.number:
        return False
    own = any(
        sheet.text(line.row, column.at) and sheet.area(line.row, column.at).bottom == line.row
        for column in head.of(Role.CATEGORY)
    )
    return own or not head.of(*_SUBSTANCE)


def _kind(table: Table, row: int, columns: list[Column], number: Column | None, *, arabic: bool) -> str:
    """``data``, ``section``, ``note`` or ``nothing``."""
    sheet = table.sheet
    anchors = sheet.anchors(row)
    if not anchors:
        return "nothing"
    if _is_ours(table, row):
        return "data"
    first = "".join(anchors[0][1].split())
    if first.startswith(words("note")) and len(anchors) <= 2:
        return "note"
    if first.startswith(words("foot")) or _is_signature(anchors) or _is_example(anchors):
        return "nothing"
    if _repeats_head(table, anchors) or _counts_columns(anchors):
        return "nothing"
    if _is_section(table, row, anchors, columns, number, arabic=arabic):
        return "section"
    return "data"


def _is_ours(table: Table, row: int) -> bool:
    """True for a row with one of our identifiers: it is data, whatever its words look like."""
    ids = table.head.of(Role.ID)
    return bool(ids) and IDENTIFIER.fullmatch(table.sheet.text(row, ids[0].at)) is not None


def _is_section(
    table: Table,
    row: int,
    anchors: list[tuple[Area, str]],
    columns: list[Column],
    number: Column | None,
    *,
    arabic: bool,
) -> bool:
    """True for a heading between the rows: one cell over many columns, or 一 beside a title alone."""
    sheet = table.sheet
    area, text = anchors[0]
    if len(anchors) == 1:
        if area.bottom == area.top and area.right - area.left >= 2:
            return True
        if number is not None and area.left == number.at:
            return not numbers.is_number(text)
        if columns and area.left < columns[0].at:
            return not numbers.is_number(text)
        return bool(_SECTION.match(text)) and len(table.head.columns) > 3
    if number is None or not arabic or not _CHINESE_NUMBER.fullmatch(sheet.text(row, number.at)):
        return False
    return not _has_substance(sheet, table.head, row)


def _single(sheet: Sheet, row: int) -> bool:
    return len(sheet.anchors(row)) == 1


def _is_signature(anchors: list[tuple[Area, str]]) -> bool:
    """True for 主要负责人签字：  填表人：李明: every cell is a label, with or without its value."""
    return all(_SIGNED.match(text) for _, text in anchors)


EXAMPLE_SIGNS = frozenset("例填删参")
"""Cheap look: every word that makes a row an example has one of these."""


def _is_example(anchors: list[tuple[Area, str]]) -> bool:
    """True for an example of how to fill in: it says so in front of a cell, or in a remark."""
    for _, text in anchors:
        if EXAMPLE_SIGNS.isdisjoint(text):
            continue
        plain = text.lstrip(" \n\u3000（([【")
        if plain.startswith(words("example")) or plain.rstrip("）)") == "例":
            return True
        if len(text) <= 60 and _example_remark().search("".join(text.split())):
            return True
    return False


@cache
def _example_remark() -> re.Pattern[str]:
    return re.compile("|".join(words("example_remark")))


def _repeats_head(table: Table, anchors: list[tuple[Area, str]]) -> bool:
    """True for the head printed again on the next page."""
    titles = {title for column in table.head.columns for title in (column.title, *column.parents)}
    texts = [text for _, text in anchors]
    return len(texts) > 1 and all(text in titles for text in texts)


def _counts_columns(anchors: list[tuple[Area, str]]) -> bool:
    """True for 1 2 3 4 … below a head (or 甲 乙 1 2)."""
    texts = [text for _, text in anchors]
    if len(texts) < 3 or max(map(len, texts)) > 2:
        return False
    counted = [int(text) for text in texts if re.fullmatch("[0-9]{1,2}", text)]
    others = [text for text in texts if not re.fullmatch("[0-9]{1,2}|[甲乙丙丁戊己]", text)]
    return not others and len(counted) >= 2 and counted == list(range(counted[0], counted[0] + len(counted)))
