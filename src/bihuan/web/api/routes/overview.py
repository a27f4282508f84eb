"""A case as a whole, as its pages of 责任矩阵, 看板 and the printed ledger show it."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from django.utils import timezone

from bihuan.web.accounts.current import signed_in
from bihuan.web.api.areas import Area
from bihuan.web.api.operations import Operations
from bihuan.web.api.shapes import overview as shapes
from bihuan.web.api.shapes.common import Id
from bihuan.web.inspections.cases import case_for
from bihuan.web.rectification.desk.kanban import lanes
from bihuan.web.rectification.desk.matrix import matrix
from bihuan.web.rectification.loop.queries import case_measures, case_responses, numbers_of

operations = Operations(Area.LEDGER)
BY = "by：finding 按问题、measure 按措施；section 只看一个部分。"
LANES = "办理用 POST /responses/{response}/steps/{step}，与页面上的按钮相同。"


@operations.get("/cases/{int:case}/matrix", "责任矩阵", shapes.MatrixShown, about=BY)
def matrix_get(
    request: HttpRequest, case: Id, by: Literal["finding", "measure"] = "finding", section: Id | None = None
) -> Any:
    """Who leads, answers, supports, is informed."""
    found = case_for(signed_in(request), case)
    return shapes.matrix_shown(matrix(found, by_measure=by == "measure", section=section))


@operations.get("/cases/{int:case}/kanban", "整改看板", list[shapes.LaneShown], about=LANES)
def kanban_get(request: HttpRequest, case: Id) -> Any:
    """Responses by stage, with the step that the account may take now."""
    user = signed_in(request)
    return [shapes.lane_shown(one) for one in lanes(user, case_for(user, case), timezone.localdate())]


@operations.get("/cases/{int:case}/ledger", "整份台账", list[shapes.LedgerLine], about="打印用的就是这些。")
def ledger_get(request: HttpRequest, case: Id) -> Any:
    """Every response with its findings, its measures and who carries them out, in the order of the text."""
    found, today = case_for(signed_in(request), case), timezone.localdate()
    rows, measures = case_responses(found), case_measures(found)
    findings = numbers_of(one.pk for one in rows)
    return [shapes.ledger_line(one, findings[one.pk], measures[one.pk], today) for one in rows]
