"""Files of a page: csv as a stream, xlsx as a temporary file. Neither knows who asks."""

from __future__ import annotations

import tempfile
from itertools import chain
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from bihuan.ledger.book import MOST_ROWS, Heading, write_book
from bihuan.ledger.layouts import ID_TITLE
from bihuan.web.inspections.cases import cases_page, dues_of
from bihuan.web.rectification.desk.queries import measures_page
from bihuan.web.rectification.queries import Filters, case_findings, totals_of_cases, visible_findings
from bihuan.web.rectification.sheets import columns, csv_rows
from bihuan.web.rectification.sheets.lines import entries, groups, loose_groups, measure_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback
    from bihuan.web.rectification.desk import filters as desk
    from bihuan.web.rectification.queries import Totals
    from bihuan.web.rectification.sheets.columns import Kind
    from bihuan.web.rectification.sheets.lines import Group, Line

MEASURES_AT_ONCE = 2_000
GROUPED = ("ledger", "tasks", "duties", "measures")
"""Files whose rows are measures under what they answer."""
MARK = "\N{BOM}".encode()
"""Without it Excel and WPS take a csv for GBK."""
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "txt": "text/plain; charset=utf-8",
}


class Wanted(NamedTuple):
    """A file that somebody asks for: of one case, or of all that they see."""

    user: User
    kind: str
    case: Feedback | None
    filters: Filters
    today: date
    said: str = ""
    """What the rows are narrowed to, for people."""
    desk: desk.Filters | None = None
    """The list of measures over all cases, narrowed so, instead of the ledger."""
    units: str = ""
    """Words in the names of units, for the list of cases."""

    @property
    def layout(self) -> Kind:
        """Its columns."""
        return columns.CATALOGUE[self.kind]

    @property
    def title(self) -> str:
        """What stands above the table, and in the name of the file."""
        whose = f"{self.case.unit}巡察整改" if self.case else "各单位巡察整改"
        return (
            "各单位整改情况一览"
            if self.kind == "cases"
            else f"{whose}{self.layout.word.removeprefix('整改')}"
        )

    def name(self, format: str) -> str:
        """The file's name."""
        return f"{self.title}（{self.today:%Y%m%d}）.{format}"


class CaseRow(NamedTuple):
    """A case with its counts."""

    case: Feedback
    totals: Totals
    due: date | None


def chunks(wanted: Wanted) -> Iterator[list[Any]]:
    """The rows of the file, a few hundred at a time."""
    if wanted.kind == "cases":
        yield from _cases(wanted)
        return
    if wanted.desk is not None:
        yield from _measures(wanted, wanted.desk)
        return
    sums = wanted.layout.sums
    told = ([line for one in some for line in one.lines(sums=sums)] for some in _groups(wanted))
    if wanted.kind == "progress":
        yield from (list(entries(some)) for some in told)
    elif wanted.kind == "problems":
        yield from (_firsts(some) for some in told)
    else:
        yield from told


def _groups(wanted: Wanted) -> Iterator[list[Group]]:
    """The measures of the ledger under their findings and responses."""
    found = case_findings(wanted.case) if wanted.case else visible_findings(wanted.user)
    told = groups(found, wanted.filters, today=wanted.today, aspects=wanted.layout.aspects)
    if wanted.case and wanted.layout.loose and wanted.filters == Filters():
        told = chain(told, [loose_groups(wanted.case)])
    if wanted.kind in ("tasks", "duties", "measures"):
        told = ([one for one in some if one.deeds[0][0]] for some in told)
    return told


def _measures(wanted: Wanted, filters: desk.Filters) -> Iterator[list[Any]]:
    """What the list of measures shows, in its order."""
    token, more = None, True
    while more:
        found = measures_page(wanted.user, filters, today=wanted.today, token=token, size=MEASURES_AT_ONCE)
        some = measure_lines([one.id for one in found.rows])
        yield list(entries(some)) if wanted.kind == "progress" else some
        token, more = found.next, found.next is not None


def _firsts(some: list[Line]) -> list[Line]:
    """One line for each response of a finding."""
    return list({(line.finding, line.response): line for line in reversed(some)}.values())[::-1]


def _cases(wanted: Wanted) -> Iterator[list[CaseRow]]:
    token, more = None, True
    while more:
        found = cases_page(wanted.user, token, wanted.units)
        ids = [one.pk for one in found.rows]
        totals, dues = totals_of_cases(ids, wanted.today), dues_of(ids)
        yield [CaseRow(one, totals[one.pk], dues.get(one.pk)) for one in found.rows]
        token, more = found.next, found.next is not None


def csv_stream(wanted: Wanted) -> Iterator[bytes]:
    """The first sheet of the kind, every cell written out; one piece a chunk."""
    plan = wanted.layout.plans(several=wanted.case is None)[0]
    known = plan.identifier or _identifier(wanted)
    titles = [column.title for column in plan.columns]
    yield MARK + "".join(csv_rows.rows([[*titles, *([ID_TITLE] if known else [])]])).encode()
    if wanted.kind in GROUPED and wanted.desk is None:
        parts = csv_rows.Parts.of(plan.columns)
        told = (csv_rows.of_groups(some, parts) for some in _groups(wanted))
    else:
        told = (csv_rows.of_rows(some, plan.columns, known) for some in chunks(wanted))
    yield from (text.encode("utf-8", "replace") for text in told if text)


def _identifier(wanted: Wanted) -> Callable[[Any], str] | None:
    return None if wanted.kind in ("progress", "cases") else columns.identifier


def write_xlsx(wanted: Wanted, *, to: IO[bytes], most: int = MOST_ROWS) -> int:
    """The workbook into ``to``; how many rows it has. LedgerTooLongError beyond ``most``."""
    known = _identifier(wanted)
    return write_book(
        chain.from_iterable(chunks(wanted)),
        wanted.layout.plans(several=wanted.case is None),
        to=to,
        key=columns.key if known else lambda row: (id(row),),
        identifier=known or (lambda _: ""),
        heading=Heading(
            wanted.title,
            str(wanted.case.unit if wanted.case else wanted.user.unit),
            wanted.today,
            f"筛选：{wanted.said}" if wanted.said else "",
        ),
        most=most,
    )


def xlsx_file(wanted: Wanted, *, most: int) -> IO[bytes]:
    """A temporary file that vanishes when it is closed, at its beginning."""
    file = tempfile.TemporaryFile(prefix="bihuan-")  # noqa: SIM115 - whoever answers closes it
    try:
        write_xlsx(wanted, to=file, most=most)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file
