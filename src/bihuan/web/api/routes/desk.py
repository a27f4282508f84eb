"""Many measures at once, with a result a row."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.models import User
from bihuan.web.accounts.permissions import DENIED
from bihuan.web.api.areas import Area
from bihuan.web.api.operations import Operations
from bihuan.web.api.shapes import desk as shapes
from bihuan.web.api.shapes.common import Id
from bihuan.web.rectification.models import BulkEdit, MeasureState
from bihuan.web.rectification.services import bulk_undo, measures_change, measures_judged
from bihuan.web.rectification.services.judging import Wanted, allowed_at_all

operations = Operations(Area.WORK)
EACH = "一项不行不影响其他项；已批准方案的时限改晚，转为延期申请。"


def _editor(request: HttpRequest) -> User:
    user = signed_in(request)
    if not allowed_at_all(user):
        raise PermissionDenied(DENIED)
    return user


def _wanted(told: shapes.BulkTold) -> Wanted:
    """Only what was told is changed; ``null`` takes a person away."""
    names = {"leader": "leader_id", "department": "department_id", "person": "person_id"}
    given = told.changes.model_dump(exclude_unset=True)
    values = {names.get(name, name): value for name, value in given.items()}
    if "state" in values:
        done = values["state"] == MeasureState.DONE
        values["done_on"] = values.get("done_on") if done else None
        values["result"] = (values.get("result") or "") if done else ""
    else:
        values = {name: value for name, value in values.items() if name not in ("done_on", "result")}
    absent = [name for name in ("kind", "category", "due", "state") if values.get(name, 0) is None]
    return Wanted({name: value for name, value in values.items() if name not in absent}, told.note)


@operations.post(
    "/measures/bulk/preview", "预览批量修改", list[shapes.BulkRow], kept=False, about="不改动任何内容。"
)
def bulk_preview(request: HttpRequest, told: shapes.BulkTold) -> Any:
    """What would become of every row."""
    user = _editor(request)
    chosen = [(one.id, one.version) for one in told.measures]
    return [shapes.judged(one) for one in measures_judged(user, timezone.now(), chosen, _wanted(told))]


@operations.post("/measures/bulk", "批量修改措施", shapes.BulkShown, status=201, about=EACH)
def measures_change_(request: HttpRequest, told: shapes.BulkTold) -> Any:
    """Change all of them that may be changed; what is refused says why."""
    user = _editor(request)
    chosen = [(one.id, one.version) for one in told.measures]
    return shapes.bulk_shown(
        measures_change(actor=user, now=timezone.now(), chosen=chosen, wanted=_wanted(told))
    )


def _own(user: User, pk: int) -> BulkEdit:
    found = BulkEdit.of(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@operations.get("/measures/bulk/{int:bulk}", "一次批量修改的结果", shapes.BulkShown)
def bulk_get(request: HttpRequest, bulk: Id) -> Any:
    """What became of every row."""
    return shapes.bulk_shown(_own(signed_in(request), bulk))


@operations.post(
    "/measures/bulk/{int:bulk}/undo", "撤销批量修改", shapes.BulkUndone, about="此后被别人改过的不撤。"
)
def bulk_undo_(request: HttpRequest, bulk: Id) -> Any:
    """Put back what nobody changed since."""
    user = signed_in(request)
    count, said = bulk_undo(actor=user, now=timezone.now(), edit=_own(user, bulk))
    return {"undone": count, "kept": said}
