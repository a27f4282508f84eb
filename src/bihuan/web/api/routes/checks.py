"""What checking found and how it was answered; the announcement."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from bihuan.checks.versions.written import as_object
from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.permissions import Action, require
from bihuan.web.api.areas import Area
from bihuan.web.api.operations import Operations
from bihuan.web.api.shapes import checks as shapes
from bihuan.web.api.shapes.common import Id
from bihuan.web.api.shapes.ledger import DiagnosticShown, diagnostic_shown
from bihuan.web.base.guards import get_for_user
from bihuan.web.diagnosis.models import Diagnostic, Waiver
from bihuan.web.diagnosis.queries import diagnostics_of
from bihuan.web.diagnosis.waiving import may_decide, waiver_ask, waiver_decide
from bihuan.web.disclosure.queries import announcement
from bihuan.web.disclosure.views.announcing import download
from bihuan.web.inspections.cases import case_for
from bihuan.web.rectification.examining import views as examining
from bihuan.web.rectification.examining.covering import covered
from bihuan.web.rectification.examining.versions import compared, versions

operations = Operations(Area.CHECKS)
announcements = Operations(Area.DISCLOSURE)
SHOWN = 200


@operations.get("/cases/{int:case}/diagnostics", "一份台账的体检意见", list[DiagnosticShown])
def diagnostics_list(
    request: HttpRequest, case: Id, severity: Literal["", "error", "warning", "info"] = ""
) -> Any:
    """What the examination found, in the order of the text."""
    found = diagnostics_of(case_for(signed_in(request), case))
    return [diagnostic_shown(one) for one in found if severity in ("", one.severity)]


@operations.get("/cases/{int:case}/diagnostics/page", "体检批注版（网页文件）", None, binary="text/html")
def diagnostics_page(request: HttpRequest, case: Id) -> HttpResponseBase:
    """The whole text with its diagnostics beside it, one file that needs nothing else."""
    return examining.page(request, case)


@operations.get("/cases/{int:case}/coverage", "问题与措施对应情况", shapes.CoveragePage)
def coverage_list(request: HttpRequest, case: Id, page: str = "") -> Any:
    """Key words of each finding and the measures that take them up, twenty findings a page."""
    return shapes.coverage_shown(covered(case_for(signed_in(request), case), page or None))


@operations.get("/cases/{int:case}/versions", "一份台账的各版和体检变化", list[shapes.CaseVersionShown])
def versions_list(request: HttpRequest, case: Id) -> Any:
    """The ledger as it stands, then its filings, the newest first, each held against the one before."""
    return [shapes.version_shown(one) for one in versions(case_for(signed_in(request), case))]


@operations.get("/cases/{int:case}/comparison", "两版对照", dict[str, Any], refuses=(409,))
def versions_compare(request: HttpRequest, case: Id, old: str = "", new: str = "") -> Any:
    """``bihuan.comparison/1`` of two versions by their keys; the newest filing and the ledger by default."""
    found = compared(case_for(signed_in(request), case), old, new)
    return as_object(found.old.name, found.new.name, found.comparison, None)


@operations.get("/cases/{int:case}/waivers", "一份台账的体检说明", list[shapes.WaiverShown])
def waivers_list(request: HttpRequest, case: Id) -> Any:
    """Answers to diagnostics, the newest first; two hundred at most."""
    found = case_for(signed_in(request), case)
    people = ("asked_by__person", "decided_by__person")
    rows = Waiver.objects.filter(feedback=found).select_related(*people).order_by("-id")
    return [shapes.waiver_shown(one) for one in rows[:SHOWN]]


@operations.post("/diagnostics/{int:diagnostic}/waivers", "说明体检意见", shapes.WaiverShown, status=201)
def waiver_ask_(request: HttpRequest, diagnostic: Id, told: shapes.WaiverTold) -> Any:
    """Say why a diagnostic may stand; it counts once somebody else has agreed."""
    user = signed_in(request)
    rows = Diagnostic.objects.select_related("feedback__round", "feedback__unit")
    found = get_for_user(rows, user, pk=diagnostic)
    require(user, Action.EDIT, found.feedback)
    now = timezone.now()
    return shapes.waiver_shown(waiver_ask(actor=user, now=now, diagnostic=found, **told.model_dump()))


@operations.post("/waivers/{int:waiver}/decision", "审批体检说明", shapes.WaiverShown)
def waiver_decide_(request: HttpRequest, waiver: Id, told: shapes.WaiverAnswer) -> Any:
    """Agree to a reason, or not; never by whoever gave it."""
    user = signed_in(request)
    people = ("asked_by__person", "feedback__round", "feedback__unit")
    found = get_for_user(Waiver.objects.select_related(*people), user, pk=waiver)
    if not may_decide(user, found.feedback):
        require(user, Action.APPROVE, found.feedback)
    now = timezone.now()
    return shapes.waiver_shown(waiver_decide(actor=user, now=now, waiver=found, **told.model_dump()))


@announcements.get("/cases/{int:case}/announcement", "公示稿", shapes.AnnouncementShown)
def announcement_get(request: HttpRequest, case: Id) -> Any:
    """The text of a case as its ledger stands."""
    found = case_for(signed_in(request), case)
    return {"case": found.pk, "text": announcement(found).render()}


@announcements.get("/cases/{int:case}/announcement/text", "公示稿的文件", None, binary="text/plain")
def announcement_text(request: HttpRequest, case: Id) -> HttpResponseBase:
    """As a file; for an untouched import of a text file its very bytes."""
    return download(request, case)
