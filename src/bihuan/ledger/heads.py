"""Heads of tables: which rows they take, and what each column is.

A head has one to four rows; the title of a column is the path of texts down to it (责任分工 / 责任领导). The
lowest text decides; where it says nothing (名称, 一级), the path does.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from bihuan.ledger.progress import is_blank_tick, is_tick
from bihuan.ledger.vocabulary import head_rules, words
from bihuan.zh.status import is_status_only, read_status

if TYPE_CHECKING:
    from bihuan.ledger.grid import Sheet


class Role(StrEnum):
    """What a column, or the value of a label in a form, is for."""

    ID = "id"
    INDEX = "index"
    FILLED_ON = "filled_on"
    FEEDBACK_ON = "feedback_on"
    OTHER = "other"
    TASK_NO = "task_no"
    REFERENCE = "reference"
    NUMBER = "number"
    DUE = "due"
    STATE = "state"
    RATE = "rate"
    PROGRESS = "progress"
    LEADER = "leader"
    PERSON = "person"
    DEPARTMENT = "department"
    MIXED = "mixed"
    """Departments and people in one column."""
    TYPE = "type"
    MEASURE = "measure"
    CATEGORY = "category"
    ASPECT = "aspect"
    FINDING = "finding"
    TICK = "tick"
    """One of several columns of which one is ticked."""


CORE = {
    *(Role.NUMBER, Role.REFERENCE, Role.FINDING, Role.ASPECT, Role.MEASURE, Role.DUE, Role.LEADER),
    *(Role.PERSON, Role.DEPARTMENT, Role.MIXED, Role.STATE, Role.PROGRESS, Role.RATE, Role.CATEGORY),
}
TELLING = {Role.FINDING, Role.ASPECT, Role.MEASURE, Role.REFERENCE, Role.NUMBER}
_LONGEST_HEAD = 24
_DEEPEST = 4
_BRACKETS = re.compile(r"[（(\[【][^（）()\[\]【】]*[）)\]】]")
_TELLING_ALONE = {Role.FINDING, Role.MEASURE, Role.ASPECT, Role.REFERENCE}
_FIGURES = re.compile("[0-9０-９.年月日/\\-—~%％√×]+|[0-9]+月.{0,3}")
"""Numbers, dates and ticks are data."""
_SAID = re.compile(r"[：:]\s*[^\s（(：:]")
"""A label with its value in the same cell is no title."""


class Column(NamedTuple):
    """A column of a table."""

    at: int
    role: Role
    title: str
    """The lowest text of its head."""
    parents: tuple[str, ...] = ()


class Head(NamedTuple):
    """Where a table begins and what its columns are."""

    top: int
    bottom: int
    columns: tuple[Column, ...]

    def of(self, *roles: Role) -> list[Column]:
        """Columns of these roles, from left to right."""
        return [column for column in self.columns if column.role in roles]


@lru_cache(maxsize=4096)
def role_of(title: str) -> Role | None:
    """What a column title or a label means; None for other words."""
    if len(title) > 60 or _SAID.search(title):
        return None
    whole = plain_title(title, brackets=True)
    bare = plain_title(title)
    if not bare or len(bare) > _LONGEST_HEAD:
        return None
    for rule in head_rules():
        if bare in rule.exact or whole in rule.exact:
            return Role(rule.role)
        if any(word in bare or word == whole for word in rule.words) and not any(
            word in bare for word in rule.unless
        ):
            return _finer(Role(rule.role), bare)
    return None


def plain_title(title: str, *, brackets: bool = False) -> str:
    """A title without blanks, line breaks, closing colon and, unless ``brackets``, what is in brackets."""
    joined = "".join(title.split()).strip("：:*＊")
    return joined if brackets else _BRACKETS.sub("", unicodedata.normalize("NFKC", joined)).strip(":：*")


def _finer(role: Role, bare: str) -> Role:
    """责任单位及责任人 names both."""
    if role in {Role.PERSON, Role.LEADER, Role.DEPARTMENT}:
        body = any(word in bare for word in ("部门", "单位", "科室", "处室", "股室"))
        someone = any(word in bare for word in ("责任人", "领导", "负责人", "人员", "经办人", "承办人"))
        if body and someone and re.search("[及和与、/,]|(?:单位|部门|科室)责任人", bare):
            return Role.MIXED
        if body and role is Role.PERSON and bare.endswith(("部门", "单位", "科室", "处室")):
            return Role.DEPARTMENT  # 责任人所在单位
        if body and role is Role.LEADER and bare.endswith(("部门", "单位", "科室", "处室")):
            return Role.DEPARTMENT
    return role


def find_heads(sheet: Sheet) -> list[Head]:
    """Heads of all tables of a sheet, from top to bottom."""
    heads: list[Head] = []
    row = 0
    while row < len(sheet.texts):
        if _starts_head(sheet, row) and (not heads or _starts_anew(sheet, row, heads[-1])):
            heads.append(_read_head(sheet, row))
            row = heads[-1].bottom + 1
        else:
            row += 1
    return heads


def _starts_head(sheet: Sheet, row: int) -> bool:
    """True where most cells of the row are titles of columns and they tell of findings or measures."""
    anchors = sheet.anchors(row)
    if len(anchors) < 2 or anchors[0][1].isdecimal():
        return False  # the number of a row of data
    texts = [text for _, text in anchors]
    titles = [text for text in texts if len(text) <= 60 and len(plain_title(text)) <= _LONGEST_HEAD]
    if len(titles) < len(texts) * 0.8 or any(_FIGURES.fullmatch(text) for text in texts):
        return False
    roles = [role_of(text) for text in titles]
    core = {role for role in roles if role in CORE}
    named = sum(
        role is not None or _is_status_title(plain_title(text))
        for role, text in zip(roles, titles, strict=True)
    )
    if len(core) >= 3 and core & TELLING and named * 2 > len(anchors):
        return True
    return len(core) == 2 and bool(core & _TELLING_ALONE) and named * 3 >= len(anchors) * 2


def _starts_anew(sheet: Sheet, row: int, head: Head) -> bool:
    """True where a head below another is one, and not a row of short findings.

    It repeats the first, or a title or an empty row stands before it and it has more than two columns.
    """
    texts = [text for _, text in sheet.anchors(row)]
    known = {title for column in head.columns for title in (column.title, *column.parents)}
    if sum(text in known for text in texts) * 3 >= len(texts) * 2:
        return True
    before = sheet.anchors(row - 1)
    return len(before) <= 1 and not (before and before[0][1].isdecimal()) and len(texts) > 1


def _read_head(sheet: Sheet, row: int) -> Head:
    top, bottom = _upwards(sheet, row), _merged_bottom(sheet, row)
    while bottom - top < _DEEPEST - 1 and _is_subhead(sheet, row, bottom + 1):
        bottom = _merged_bottom(sheet, bottom + 1)
    columns = [column for at in range(sheet.width) if (column := _column(sheet, at, top, bottom)) is not None]
    return Head(top, bottom, tuple(_with_ticks(sheet, columns, bottom)))


def _merged_bottom(sheet: Sheet, row: int) -> int:
    """The lowest row that a title of this row reaches down to."""
    reached = max((area.bottom for area, _ in sheet.anchors(row)), default=row)
    return min(reached, row + _DEEPEST - 1)


def _upwards(sheet: Sheet, row: int) -> int:
    """The first row of the head when its spanning titles stand above the row that was recognised."""
    top = row
    while top > 0 and row - top < _DEEPEST - 1:
        anchors = sheet.anchors(top - 1)
        spanning = [area for area, text in anchors if area.right > area.left and len(text) <= _LONGEST_HEAD]
        titles = [area for area, _ in anchors if area.right - area.left + 1 >= sheet.width - 1]
        reaching = [area for area, _ in anchors if area.bottom >= top]
        if len(anchors) < 2 or titles or not (spanning or reaching):
            break
        if sheet.merges and len({*spanning, *reaching}) < len(anchors):
            break  # a single cell with a title of its own below it: a label and its value
        if any("：" in text or ":" in text for _, text in anchors):
            break
        top -= 1
    return top


def _is_subhead(sheet: Sheet, first: int, row: int) -> bool:
    """True where a row below the head still has titles: short words, known as such, under other titles."""
    if row >= len(sheet.texts):
        return False
    anchors = [(area, text) for area, text in sheet.anchors(row) if area.top == row]
    if not anchors:
        return False
    known = 0
    for area, text in anchors:
        title = plain_title(text)
        if len(title) > _LONGEST_HEAD or _identifies(sheet, first, area.left, title):
            return False
        known += _is_title(title)
        above = sheet.area(row - 1, area.left)
        under = sheet.text(row - 1, area.left) == "" or above.right > above.left
        if not under and role_of(sheet.text(row - 1, area.left)) is not None and sheet.merges:
            return False
    return known * 3 >= len(anchors) * 2


def _identifies(sheet: Sheet, first: int, column: int, title: str) -> bool:
    """True for a number in the column of numbers: that row is data."""
    above = role_of(sheet.text(first, column))
    return above in {Role.NUMBER, Role.REFERENCE, Role.TASK_NO} and any(c.isdigit() for c in title)


def _is_title(title: str) -> bool:
    return role_of(title) is not None or title in words("subhead") or _is_status_title(title)


def _is_status_title(title: str) -> bool:
    return bool(title) and len(title) <= 10 and is_status_only(title)


def _column(sheet: Sheet, at: int, top: int, bottom: int) -> Column | None:
    """The column by its path of titles; None where it has none."""
    path: list[str] = []
    for row in range(top, bottom + 1):
        text = sheet.text(row, at) or (_from_left(sheet, row, at, bottom) if row < bottom else "")
        if text and (not path or path[-1] != text):
            path.append(text)
    if not path:
        return None
    *parents, title = path
    role = _path_role(parents, title)
    return Column(at, role or Role.OTHER, title, tuple(parents))


def _from_left(sheet: Sheet, row: int, at: int, bottom: int) -> str:
    """Without merged cells a spanning title stands only over its first column."""
    if sheet.merges or not any(sheet.text(below, at) for below in range(row + 1, bottom + 1)):
        return ""
    return next((text for left in range(at - 1, -1, -1) if (text := sheet.text(row, left))), "")


def _path_role(parents: list[str], title: str) -> Role | None:
    joined = "".join(plain_title(text) for text in (*parents, title))
    own = role_of(title)
    if own is Role.NUMBER and parents:
        return role_of(joined) if role_of(joined) in {Role.REFERENCE, Role.TASK_NO} else Role.NUMBER
    if own in {Role.CATEGORY, Role.ASPECT} or own is None or title in words("subhead"):
        above = next((role for text in reversed(parents) if (role := role_of(text))), None)
        if own in {Role.CATEGORY, Role.ASPECT}:
            return own
        if _is_status_title(plain_title(title)) and above in {
            Role.STATE,
            Role.PROGRESS,
            Role.DUE,
            Role.TYPE,
            None,
        }:
            return None
        return own or role_of(joined) or above
    if own is Role.OTHER and parents and "实际" not in title:
        return own
    return own


def _with_ticks(sheet: Sheet, columns: list[Column], bottom: int) -> list[Column]:
    """Columns whose title is a status (or 立行立改) and which hold nothing but ticks."""
    found = []
    for column in columns:
        bare = plain_title(column.title)
        status = is_status_only(bare) and read_status(bare).value != "unknown"
        choice = any(word in bare for word in (*words("due_immediate"), *words("due_long_term")))
        if len(bare) <= 10 and (status or choice) and _only_ticks(sheet, column.at, bottom + 1):
            column = column._replace(role=Role.TICK)
        found.append(column)
    return found


def _only_ticks(sheet: Sheet, column: int, top: int) -> bool:
    """True where at least one cell is ticked and none says anything else (notes below are forgiven)."""
    ticks = others = 0
    for row in range(top, len(sheet.texts)):
        text = sheet.text(row, column)
        if not text or sheet.area(row, column).left != column:
            continue
        if is_tick(text):
            ticks += 1
        elif not is_blank_tick(text):
            others += 1
    return ticks > others * 4
