"""What the sheets are: their columns in the layouts of offices, and what each takes from a line."""

from __future__ import annotations

from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils import timezone

from bihuan.ledger.layouts import STATUS_WORDS, Column, SheetPlan
from bihuan.ledger.safe_text import FORMULA, neutral
from bihuan.web.rectification.models import Category, MeasureKind, MeasureState
from bihuan.web.rectification.sheets.lines import AT
from bihuan.web.rectification.workflow import LABELS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bihuan.ledger.layouts import Cell
    from bihuan.web.rectification.sheets.lines import Line

SECTION, FINDING, RESPONSE = 1, 2, 3
"""Levels of merged cells: parts of ``key``."""

STATUSES = {status.value: word for status, word in STATUS_WORDS.items()} | {"none": "", "": ""}
KINDS = {"": "", **dict(MeasureKind.choices)}
CATEGORIES = {"": "", **dict(Category.choices)}
STATES = {"": "", **dict(MeasureState.choices)}
STAGES = {"": "", **{state.value: word for state, word in LABELS.items()}}


def _items(*names: str) -> Callable[[Any], Any]:
    return itemgetter(*(AT[name] for name in names))


_BELONGS = _items("feedback", "section", "finding", "response")
_ROW = _items("finding", "response", "measure", "response_version", "version")
_RESPONSE = _items("finding", "response", "response_version")


def key(line: Line) -> tuple[object, ...]:
    """What a line belongs to, the coarsest first."""
    feedback, section, finding, response = _BELONGS(line)
    return (feedback, section), finding, response


def identifier(line: Line) -> str:
    """What the hidden column holds: finding, response, measure, and the versions of the last two."""
    return "b%d-%d-%d-%d-%d" % _ROW(line)  # noqa: UP031 - the fastest way to a million of them


def of_response(line: Line) -> str:
    """The same of a row that stands for all measures of a response."""
    finding, response, version = _RESPONSE(line)
    return f"b{finding}-{response}-0-{version}-0"


class Take:
    """A value of the line (or of what else a row is) as a cell; for csv a whole column of them at once."""

    def __init__(self, name: str) -> None:
        self.at = AT.get(name, -1)
        """Its place in a line; -1 where it is not a value of lines."""
        self.get: Callable[[Any], Any] = _items(name) if name in AT else attrgetter(name)

    def __call__(self, line: Any) -> Cell:
        found: Cell = self.get(line)
        return "" if found is None else found

    def many(self, values: Iterable[Any]) -> Iterable[Any]:
        """The cells of these values; None stands for an empty one. Free text, which may look like a
        formula.
        """
        return [f"'{text}" if text and text[0] in FORMULA else text for text in values]


class Day(Take):
    """A day or a number."""

    def many(self, values: Iterable[Any]) -> Iterable[Any]:
        """As they are: none of them can be a formula."""
        return values


class Word(Take):
    """A stored code as its word."""

    def __init__(self, name: str, words: dict[str, str]) -> None:
        super().__init__(name)
        self.words = words

    def __call__(self, line: Any) -> Cell:
        return self.words[self.get(line)]

    def many(self, values: Iterable[Any]) -> Iterable[Any]:
        """In words of our own."""
        return map(self.words.__getitem__, values)


class Number(Take):
    """The finding's number, as a number where it is one."""

    def __call__(self, line: Any) -> Cell:
        text: str = self.get(line)
        whole = text.isdecimal() and text.isascii() and len(text) < 10 and text[0] != "0"
        return int(text) if whole else text


class Made(Take):
    """A cell that a function makes."""

    def __init__(self, make: Callable[[Any], Cell]) -> None:
        self.at, self.get = -1, make

    def many(self, values: Iterable[Any]) -> Iterable[Any]:
        """Whatever the cells are."""
        return [neutral(cell) if isinstance(cell, str) else cell for cell in values]


_UNIT = Column("被巡察单位", 12, Take("unit"), level=SECTION)
_SECTION = Column("部分", 9, Take("section"), level=SECTION)
_NUMBER = Column("序号", 5, Number("number"), level=FINDING, centred=True)
_REFERENCE = _NUMBER._replace(title="问题编号", width=6)
_TITLE = Column("问题", 24, Take("title"), level=FINDING)
_ASPECTS = Column("具体表现", 20, Take("aspects"), level=FINDING)
_TARGET = Column("整改目标", 18, Take("target"), level=RESPONSE)
_STATUS = Column("整改状态", 9, Word("status", STATUSES), level=RESPONSE, centred=True)
_OUTCOME = Column("整改情况", 18, Take("outcome"), level=RESPONSE)
_STAGE = Column("办理环节", 9, Word("stage", STAGES), level=RESPONSE, centred=True)
_TEXT = Column("整改措施", 36, Take("text"))
_KIND = Column("措施类型", 8, Word("kind", KINDS), centred=True)
_CATEGORY = Column("性质", 8, Word("category", CATEGORIES), centred=True)
_CRITERIA = Column("完成标准", 18, Take("criteria"))
_LEADER = Column("责任领导", 8, Take("leader"), "责任分工", centred=True)
_DEPARTMENT = Column("责任部门", 10, Take("department"), "责任分工", centred=True)
_PERSON = Column("责任人", 8, Take("person"), "责任分工", centred=True)
_DUE = Column("完成时限", 12, Day("due"), centred=True)
_NOTE = Column("备注", 9, Take("note"))

LEDGER = (
    *(_SECTION, _NUMBER, _TITLE, _ASPECTS, _TEXT, _KIND, _CRITERIA, _LEADER, _DEPARTMENT, _PERSON),
    *(_DUE, _STATUS, _OUTCOME, _NOTE),
)
PROBLEMS = (
    *(_SECTION, _REFERENCE, _TITLE._replace(width=40), _ASPECTS._replace(width=28), _TARGET),
    Column("项数", 6, Day("sums.measures"), level=RESPONSE, centred=True),
    Column("责任领导", 10, Take("sums.leaders"), level=RESPONSE, centred=True),
    Column("责任部门", 12, Take("sums.departments"), level=RESPONSE, centred=True),
    Column("完成时限", 12, Day("sums.due"), level=RESPONSE, centred=True),
    *(_STATUS, _STAGE),
)
TASKS = (
    *(_REFERENCE, _TITLE, _TARGET, _TEXT, _KIND, _CATEGORY, _CRITERIA),
    *(_DEPARTMENT._replace(group=""), _PERSON._replace(group=""), _DUE),
    Column("落实情况", 8, Word("state", STATES), centred=True),
)
DUTIES = (_REFERENCE, _TITLE, _TEXT._replace(width=48), _LEADER, _DEPARTMENT, _PERSON, _DUE)
MEASURES = tuple(
    column._replace(level=0, group="")
    for column in (
        *(_SECTION, _REFERENCE, _TITLE, _TARGET, _TEXT, _KIND, _CATEGORY, _CRITERIA),
        *(_LEADER, _DEPARTMENT, _PERSON, Column("原定日期", 12, Day("original_due"), centred=True), _DUE),
        Column("落实情况", 8, Word("state", STATES), centred=True),
        Column("落实日期", 12, Day("done_on"), centred=True),
        Column("落实结果", 20, Take("result")),
        *(_STAGE, _STATUS, _OUTCOME, _NOTE),
    )
)


def _above(column: Column) -> Column:
    """A column of the line to which an entry belongs."""
    return column._replace(level=0, cell=Made(lambda entry: column.cell(entry.line)))


PROGRESS = (
    *(_above(column) for column in (_REFERENCE, _TITLE, _TEXT)),
    Column("登记日期", 12, Day("on"), centred=True),
    Column("已做工作", 36, Take("done")),
    Column("下一步打算", 24, Take("next")),
    Column("存在困难", 20, Take("obstacle")),
    Column("登记人", 8, Take("by"), centred=True),
    Column(
        "登记时间", 14, Made(lambda entry: f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M}"), centred=True
    ),
)
CASES = (
    Column("单位", 16, Made(lambda one: str(one.case.unit))),
    Column("轮次", 16, Made(lambda one: str(one.case.round))),
    Column("材料标题", 36, Take("case.title")),
    Column("反馈日期", 12, Day("case.given_on"), centred=True),
    Column("整改期限", 12, Made(lambda one: one.due or ""), centred=True),
    *(
        Column(word, 8, Day(f"totals.{name}"), centred=True)
        for name, word in (
            *(("findings", "问题"), ("measures", "措施"), ("completed", "已完成"), ("doing", "推进中")),
            *(("long_term", "长期坚持"), ("overdue", "逾期")),
        )
    ),
    Column("体检不能成立", 8, Day("case.errors"), centred=True),
    Column("体检须作说明", 8, Day("case.warnings"), centred=True),
)


class Kind(NamedTuple):
    """A file that may be taken."""

    word: str
    about: str
    """One sentence for whoever chooses."""
    sheets: tuple[tuple[str, tuple[Column, ...]], ...]
    sums: bool = False
    loose: bool = False
    """With the responses of a case that answer no finding."""
    formats: tuple[str, ...] = ("xlsx", "csv")
    comes_back: bool = False
    """Read in again, it changes what was changed in it."""

    @property
    def aspects(self) -> bool:
        """Whether a sheet tells 具体表现."""
        return any(column.cell is _ASPECTS.cell for _, columns in self.sheets for column in columns)

    def plans(self, *, several: bool) -> tuple[SheetPlan, ...]:
        """The sheets; of ``several`` units each line names its own."""
        return tuple(
            SheetPlan(
                name,
                _with_unit(columns) if several else columns,
                held=FINDING,
                identifier=of_response if columns is PROBLEMS else None,
            )
            for name, columns in self.sheets
        )


def _with_unit(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    if columns is CASES:
        return columns
    if columns is PROGRESS:
        return (_above(_UNIT), *columns)
    flat = all(not column.level for column in columns)
    return (_UNIT._replace(level=0 if flat else SECTION), *columns)


CATALOGUE = {
    "ledger": Kind(
        "整改台账", "问题、措施、责任人、时限、整改情况在一张表上", (("整改台账", LEDGER),), comes_back=True
    ),
    "lists": Kind(
        "三个清单",
        "问题清单、任务清单、责任清单，三张工作表",
        (("问题清单", PROBLEMS), ("任务清单", TASKS), ("责任清单", DUTIES)),
        sums=True,
        loose=True,
        formats=("xlsx",),
        comes_back=True,
    ),
    "problems": Kind(
        "问题清单", "一个问题一行，牵头领导和最迟时限", (("问题清单", PROBLEMS),), sums=True, loose=True
    ),
    "tasks": Kind(
        "任务清单", "一项措施一行，标准、责任科室和时限", (("任务清单", TASKS),), loose=True, comes_back=True
    ),
    "duties": Kind(
        "责任清单", "一项措施一行，领导、科室、责任人", (("责任清单", DUTIES),), loose=True, comes_back=True
    ),
    "measures": Kind(
        "措施明细", "全部字段，不合并单元格，便于筛选统计", (("措施明细", MEASURES),), loose=True,
        comes_back=True,
    ),
    "progress": Kind("进展明细", "每次登记的进展一行", (("进展明细", PROGRESS),), loose=True),
    "cases": Kind("单位一览", "一个单位一行，问题、措施和完成数", (("单位一览", CASES),)),
}  # fmt: skip
"""By the name that the address uses; ``cases`` only for whoever sees several."""
