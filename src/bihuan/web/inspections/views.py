"""The working calendar: what it covers, the yearly notice, what a new notice moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from bihuan.policy.notices import library_notices
from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.permissions import Action, may, require
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.partials import render_page
from bihuan.web.base.refusals import refuse
from bihuan.web.inspections.forms import NoticeForm
from bihuan.web.inspections.models import Deadline, YearNotice
from bihuan.web.inspections.queries import open_deadlines, policy_notice
from bihuan.web.inspections.services import year_notice_enter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bihuan.web.accounts.models import User

YEARS_SHOWN = 8


@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """Coverage for everybody; the notice is entered by whoever keeps the rules."""
    user = signed_in(request)
    form = NoticeForm(request.POST if request.method == "POST" else None)
    changed: Sequence[Deadline] | None = None
    if request.method == "POST":
        require(user, Action.MANAGE_POLICY)
        changed = _enter(user, form) if form.is_valid() else None
        if changed is not None:
            messages.success(request, f"{form.cleaned_data['year']}年的通知已保存，待核的期限已重算。")
            form = NoticeForm()
    return render_page(request, "inspections/calendar.html", {"form": form, **_context(user, changed)})


def _enter(user: User, form: NoticeForm) -> list[Deadline] | None:
    try:
        return year_notice_enter(actor=user, now=timezone.now(), **form.cleaned_data)
    except ServiceError as error:
        refuse(form, error)
        return None


def _context(user: User, changed: Sequence[Deadline] | None) -> dict[str, Any]:
    entered = {one.year: one for one in YearNotice.objects.select_related("entered_by__person")}
    years = {one.year: one for one in library_notices()}
    known = sorted({*years, *entered})
    this_year = timezone.localdate().year
    missing = [year for year in range(this_year, this_year + 2) if year not in known]
    notices = {**years, **{year: policy_notice(one) for year, one in entered.items()}}
    rows = [{"year": year, "source": ""} for year in missing[::-1]]
    rows += [_year(notices[year], entered) for year in known[::-1]]
    return {
        "first": known[0],
        "last": known[-1],
        "missing": missing,
        "rows": rows[:YEARS_SHOWN],
        "provisional": open_deadlines().count() if may(user, Action.MANAGE_POLICY) else None,
        "may_enter": may(user, Action.MANAGE_POLICY),
        "changed": changed,
    }


def _year(notice: Any, entered: dict[int, YearNotice]) -> dict[str, Any]:
    return {
        "year": notice.year,
        "source": notice.source,
        "off": sum(1 for day in notice.holidays if _weekday(day)),
        "work": len(notice.makeup_workdays),
        "by": entered.get(notice.year),
    }


def _weekday(day: date) -> bool:
    return day.weekday() < 5
