"""Boards: how a round stands, the lists behind its figures, a case over time."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from pydantic import Field

from bihuan.web.accounts.current import signed_in
from bihuan.web.api.areas import Area
from bihuan.web.api.operations import Operations
from bihuan.web.api.problems import Refused
from bihuan.web.api.routes.ledger import rows
from bihuan.web.api.shapes import board as shapes
from bihuan.web.api.shapes.common import Cursor, Day, Id, Rows, Words
from bihuan.web.api.shapes.measures import ResponseLine, response_line
from bihuan.web.board import case_queries
from bihuan.web.board import round_queries as queries
from bihuan.web.inspections.cases import case_for
from bihuan.web.rectification.loop.queries import numbers_of

operations = Operations(Area.BOARD)
WHICH = (
    "which：held:环节、party:会审方、ended:环节、all_ended、in_time、late、undated、assessed、returned、"
    "running_late。"
)
Which = Annotated[str, Field(min_length=1, max_length=60)]


@operations.get(
    "/rounds/{int:round}/board", "轮次看板", shapes.BoardShown, about="各单位还没办完的多的在前，每页 20 个。"
)
def board_get(request: HttpRequest, round: Id, q: Words = "", cursor: Cursor = "") -> Any:
    """Every figure of the round, and units by sections."""
    user, today = signed_in(request), timezone.localdate()
    found = queries.round_for(user, round)
    units = queries.units(user, found, words=q.strip(), token=cursor or None)
    heads, cells = queries.cells([one.case for one in units.rows], today)
    return {
        "figures": [shapes.figure(name, key, n) for (name, key), n in queries.sums(user, found).items()],
        **rows(units, [shapes.unit_line(one, heads, cells) for one in units.rows]),
    }


@operations.get("/rounds/{int:round}/board/findings", "看板数字后面的问题", Rows[shapes.BoardFinding])
def board_findings(
    request: HttpRequest,
    round: Id,
    unit: Id | None = None,
    section: Annotated[str | None, Field(max_length=20)] = None,
    opened: bool = False,
    late: bool = False,
    given_from: Day | None = None,
    given_to: Day | None = None,
    cursor: Cursor = "",
) -> Any:
    """Those due first in front."""
    user, today = signed_in(request), timezone.localdate()
    found = queries.round_for(user, round)
    given: tuple[date | None, date | None] | None = (given_from, given_to)
    wanted = queries.Wanted(unit, section, opened, late, given if given_from or given_to else None)
    shown = queries.findings(user, found, wanted, today, cursor or None)
    return rows(shown, [shapes.board_finding(one) for one in shown.rows])


@operations.get("/rounds/{int:round}/board/responses", "看板数字后面的整改", Rows[ResponseLine], about=WHICH)
def board_responses(
    request: HttpRequest,
    round: Id,
    which: Which,
    over: Annotated[int, Field(ge=0, le=9_999)] = 0,
    cursor: Cursor = "",
) -> Any:
    """``over`` is how many days they have waited at least."""
    user, today = signed_in(request), timezone.localdate()
    found = queries.round_for(user, round)
    try:
        shown = queries.responses(user, found, which, today, over=over, token=cursor or None)
    except KeyError as error:
        raise Refused(422, "no_such_figure", f"没有这个数。{WHICH}") from error
    findings = numbers_of(one.pk for one in shown.rows)
    return rows(shown, [response_line(one, findings[one.pk]) for one in shown.rows])


@operations.get(
    "/cases/{int:case}/timeline", "一份台账的时间线", Rows[shapes.TimelineLine], about="每页 20 项整改。"
)
def timeline_get(request: HttpRequest, case: Id, cursor: Cursor = "") -> Any:
    """Responses with their measures and what was handed in or sent back when."""
    found = case_queries.lines(case_for(signed_in(request), case), cursor or None)
    today = timezone.localdate()
    return rows(found, [shapes.timeline_line(one, today) for one in found.rows])
