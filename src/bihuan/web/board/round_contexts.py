"""From the figures of a round to its board, and to the lists behind it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from bihuan.web.base.errors import ServiceError
from bihuan.web.base.links import url
from bihuan.web.base.words import headed
from bihuan.web.board import round_queries as queries
from bihuan.web.board import round_words as words
from bihuan.web.board.round_words import Link, Sums
from bihuan.web.rectification.loop.contexts import called
from bihuan.web.rectification.loop.queries import numbers_of
from bihuan.web.rectification.pace import Figure
from bihuan.web.rectification.workflow import LABELS, ResponseState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from bihuan.web.accounts.models import User
    from bihuan.web.board.round_queries import Cell, UnitRow
    from bihuan.web.inspections.models import Round

    Column = tuple[str | None, str]

ROUNDS_SHOWN, LONGEST_NAME = 8, 40
UNNUMBERED = "-"
"""How the section without a number stands in an address."""


class Square(NamedTuple):
    """A cell of the heat map: a tone with a grade for the eye, words and numbers for everybody. Only what is
    shown has an address: all findings where none is open, else the open ones, and the late ones if any.
    """

    tone: str
    findings: Link
    open: Link | None = None
    late: Link | None = None


def board(user: User, round_: Round, query: Mapping[str, str], today: date) -> dict[str, Any]:
    """Everything on the board: five queries, whatever the size of the round."""
    found = queries.sums(user, round_)
    name = query.get("q", "").strip()[:LONGEST_NAME]
    page = queries.units(user, round_, words=name, token=query.get("page"))
    heads, cells = queries.cells([one.case for one in page.rows], today)
    here, columns = url("board:round", round_.pk), _columns(heads)
    return {
        "round": round_,
        "today": today,
        "all": queries.sees_all(user, round_),
        "q": name,
        "heads": heads,
        "rows": [_row(words.findings_of(round_.pk), one, columns, cells) for one in page.rows],
        "cases": words.total(found, Figure.RANK),
        "next": _paged(here, name, page.next),
        "previous": _paged(here, name, page.previous),
        "examined": queries.examined(user, round_),
        "rounds": [one for one in queries.newest_rounds(user, ROUNDS_SHOWN + 1) if one[0] != round_.pk],
        **_totals(found, round_.pk, today),
    }


def _paged(here: str, name: str, token: str | None) -> str:
    query = {**({"q": name} if name else {}), "page": token}
    return f"{here}?{urlencode(query)}" if token else ""


def _row(findings: str, one: UnitRow, places: list[Column], cells: dict[Any, Cell]) -> dict[str, Any]:
    return {
        "name": one.name,
        "href": url("rectification:ledger", one.case),
        "timeline": url("board:timeline", one.case),
        "errors": one.errors,
        "answered": one.answered,
        "checks": f"{url('diagnosis:diagnostics', one.case)}?severity=error",
        "squares": [
            _square(findings, f"unit={one.unit}{query}", cells.get((one.case, number)))
            for number, query in places
        ],
    }


def _columns(heads: list[tuple[str, str]]) -> list[Column]:
    """The number of each column and what it adds to an address; made once, since there are many squares."""
    return [
        (None, ""),
        *((number, f"&{urlencode({'section': number or UNNUMBERED})}") for number, _ in heads),
    ]


def _square(findings: str, place: str, cell: Cell | None) -> Square | None:
    if cell is None:
        return None
    tone = _tone(cell)
    if not cell.open:
        return Square(tone, Link(cell.findings, f"{findings}?only=all&{place}"))
    left = Link(cell.open, f"{findings}?only=open&{place}")
    late = Link(cell.late, f"{findings}?only=late&{place}") if cell.late else None
    return Square(tone, Link(cell.findings, ""), left, late)


def _tone(cell: Cell) -> str:
    """done, or late and doing in three grades by their share of the findings."""
    if not cell.open:
        return "done"
    kind, part = ("late", cell.late) if cell.late else ("doing", cell.open)
    return f"{kind}-{min(3, part * 3 // cell.findings + 1)}"


def _totals(found: Sums, round_: int, today: date) -> dict[str, Any]:
    opened, late = words.total(found, Figure.OPEN_DUE), words.late(found, Figure.OPEN_DUE, today)
    in_time, after = found[Figure.IN_TIME, 0], found[Figure.LATE, 0]
    running = words.late(found, Figure.RUNNING_DUE, today)
    ends = words.ends(found, round_)
    ended = sum(link.n for _, _, link in ends)
    return {
        "findings": words.findings_at(round_, found[Figure.FINDINGS, 0], "only=all"),
        "open": words.findings_at(round_, opened, "only=open"),
        "late": words.findings_at(round_, late, "only=late"),
        "ages": words.ages(found, round_, today),
        "in_time": words.responses_at(round_, in_time, Figure.IN_TIME),
        "after": words.responses_at(round_, after, Figure.LATE),
        "running_late": words.responses_at(round_, running, "running_late"),
        "due": in_time + after + running,
        "assessed": words.responses_at(round_, found[Figure.ASSESSED, 0], Figure.ASSESSED),
        "returned": words.responses_at(round_, found[Figure.RETURNED, 0], Figure.RETURNED),
        "ends": ends,
        "ended": words.responses_at(round_, ended, "all_ended"),
        "median": words.days_to_end(found),
        "holders": words.holders(found, round_, today),
        "percent": words.percent,
        "long": words.LONG,
    }


# --- the lists behind
# -------------------------------------------------------------------------------------------------------


def findings(user: User, round_: Round, query: Mapping[str, str], today: date) -> dict[str, Any]:
    """The findings behind a figure, with as many in the head as the figure says."""
    wanted, said = _wanted(query, today)
    page = queries.findings(user, round_, wanted, today, query.get("page"))
    here = f"{url('board:findings', round_.pk)}?{urlencode({k: query[k] for k in _KEPT if k in query})}"
    unit = page.rows[0][8] if page.rows and wanted.unit else ""
    part = headed(page.rows[0][6], page.rows[0][7]) if page.rows and wanted.section is not None else ""
    return {
        "round": round_,
        "today": today,
        "said": "，".join(word for word in (unit, part, said) if word),
        "count": _count(user, round_, wanted, today),
        "rows": [_finding(row) for row in page.rows],
        "next": f"{here}&page={page.next}" if page.next else "",
        "previous": f"{here}&page={page.previous}" if page.previous else "",
    }


_KEPT = ("only", "unit", "section", "age")


def _wanted(query: Mapping[str, str], today: date) -> tuple[queries.Wanted, str]:
    """What the address asks for, and in words; what makes no sense does not narrow."""
    only, number, section = query.get("only", ""), query.get("unit", ""), query.get("section")
    unit = int(number) if number.isascii() and number.isdigit() and len(number) < 16 else None
    place = queries.Wanted(unit, "" if section == UNNUMBERED else section[:20] if section else None)
    if only == "age":
        age = next((one for one in words.AGES if str(one[0]) == query.get("age")), words.AGES[0])
        upto = f"至{age[1]}天" if age[1] else "天以上"
        return replace(place, given=words.age_days(age, today)), f"反馈后{age[0]}{upto}仍未办结的问题"
    if only == "undated":
        return replace(place, given=(None, None)), "反馈日期未定、仍未办结的问题"
    if only in ("open", "late"):
        said = "逾期的问题" if only == "late" else "未办结的问题"
        return replace(place, opened=True, late=only == "late"), said
    return place, "全部问题"


def _count(user: User, round_: Round, wanted: queries.Wanted, today: date) -> int:
    """The number that the board shows for these findings."""
    if wanted.unit or wanted.section is not None:
        return queries.counted(user, round_, wanted, today)
    found = queries.sums(user, round_)
    if wanted.given is not None:
        first, last = wanted.given
        if first is None and last is None:
            return found[Figure.OPEN_GIVEN, 0]
        ends = last.toordinal() if last else None
        return words.total(found, Figure.OPEN_GIVEN, first.toordinal() if first else 1, ends)
    if wanted.late:
        return words.late(found, Figure.OPEN_DUE, today)
    return words.total(found, Figure.OPEN_DUE if wanted.opened else Figure.FINDINGS)


def _finding(row: tuple[Any, ...]) -> dict[str, Any]:
    pk, _, number, title, status, due, section, heading, unit, given_on = row
    return {
        "href": url("rectification:finding", pk),
        "number": number,
        "title": title,
        "status": status,
        "due": due,
        "section": headed(section, heading) or "全文",
        "unit": unit,
        "given_on": given_on,
    }


def responses(user: User, round_: Round, query: Mapping[str, str], today: date) -> dict[str, Any]:
    """The responses behind a figure."""
    which, over = query.get("which", ""), query.get("over", "")
    days = int(over) if over.isascii() and over.isdigit() and len(over) < 5 else 0
    said, count = _responses_said(queries.sums(user, round_), which, days, today)
    page = queries.responses(user, round_, which, today, over=days, token=query.get("page"))
    numbers = numbers_of(one.pk for one in page.rows)
    told = {"which": which, **({"over": days} if days else {})}
    here = f"{url('board:responses', round_.pk)}?{urlencode(told)}"
    return {
        "round": round_,
        "today": today,
        "said": said,
        "count": count,
        "rows": [
            {
                "row": one,
                "href": url("loop:response", one.pk),
                "called": called(numbers[one.pk]),
                "title": numbers[one.pk][0].title if numbers[one.pk] else str(one),
                "stay": (today - one.since_on).days if one.since_on else 0,
            }
            for one in page.rows
        ],
        "next": f"{here}&page={page.next}" if page.next else "",
        "previous": f"{here}&page={page.previous}" if page.previous else "",
    }


_SAID = {
    Figure.IN_TIME: "按期了结的整改",
    Figure.LATE: "逾期了结的整改",
    Figure.UNDATED: "没有期限、已经了结的整改",
    Figure.ASSESSED: "提交过自评的整改",
    Figure.RETURNED: "被退回过的整改",
}


def _responses_said(found: Sums, which: str, over: int, today: date) -> tuple[str, int]:
    """The figure in words, and what it says; ``ServiceError`` for one that there is not."""
    kind, _, name = which.partition(":")
    last = today.toordinal() - over
    if which in _SAID:
        return _SAID[Figure(which)], found[which, 0]
    if which == "running_late":
        return "已过期限、尚未了结的整改", words.late(found, Figure.RUNNING_DUE, today)
    if which == "all_ended":
        return "已经了结的整改", sum(n for (figure, _), n in found.items() if figure.startswith(Figure.ENDED))
    long = f"，已{over}天以上" if over else ""
    if kind == "party" and name:
        return f"等{name}会审的整改{long}", words.total(found, which, last=last)
    if kind in ("held", "ended") and name in tuple(ResponseState):
        return f"“{LABELS[ResponseState(name)]}”的整改{long}", words.total(found, which, last=last)
    raise ServiceError("没有这一项数字，请从看板重新打开。")
