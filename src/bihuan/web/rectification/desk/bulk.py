"""批量修改: choose, see current → new for every row, do it, see what became of every row."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.models import Department, Person
from bihuan.web.accounts.permissions import DENIED
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.partials import render_page
from bihuan.web.base.refusals import tell
from bihuan.web.rectification.desk import changes
from bihuan.web.rectification.desk.filters import Filters
from bihuan.web.rectification.desk.queries import Choices, choices, measures
from bihuan.web.rectification.models import BulkEdit, Category, Measure, MeasureKind
from bihuan.web.rectification.services import bulk_undo, measures_change, measures_judged
from bihuan.web.rectification.services.bulk import MOST
from bihuan.web.rectification.services.judging import Result, Wanted, allowed_at_all

if TYPE_CHECKING:
    from bihuan.web.accounts.models import User
    from bihuan.web.rectification.services.bulk import Chosen

_CHOSEN = re.compile(r"([0-9]{1,15}):([0-9]{1,9})")


@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """The form with its preview; ``do=apply`` writes and leads to the results."""
    user, now, told = signed_in(request), timezone.now(), request.POST
    if not allowed_at_all(user):
        raise PermissionDenied(DENIED)
    back = _back(told.get("query", ""))
    chosen, more = _chosen(user, request)
    if not chosen:
        tell(request, ServiceError("请先勾选要修改的措施。"))
        return redirect(back)
    typed, error = changes.Typed.read(told), None
    try:
        wanted = typed.wanted()
        if told.get("do") == "apply":
            made = measures_change(actor=user, now=now, chosen=chosen, wanted=wanted)
            return redirect("desk:bulk_done", made.pk)
    except ServiceError as refused:
        error, wanted = refused, Wanted({})
    context = _context(user, chosen, wanted, typed)
    context |= {"error": error, "more": more, "back": back, "query": told.get("query", "")}
    return render_page(request, "desk/bulk.html", context)


def _back(query: str) -> str:
    filters = Filters.read(dict(parse_qsl(query[:2000])))
    from bihuan.web.rectification.desk.filters import Address

    address = str(Address("/measures/", filters))
    return address if "?" in address else f"{address}?all=1"


def _chosen(user: User, request: HttpRequest) -> tuple[list[Chosen], bool]:
    """Rows of the form, of the page, or of the whole filter; whether there were more than go at once."""
    told = request.POST
    which = told.get("which", "")
    if which == "whole":
        filters = Filters.read(dict(parse_qsl(told.get("query", "")[:2000])))
        rows = measures(user, filters, timezone.localdate()).filter(unit__in=allowed_at_all(user))
        found = list(rows.order_by("due_key", "id").values_list("pk", "version")[: MOST + 1])
        return found[:MOST], len(found) > MOST
    texts = told.get("page", "") if which == "page" else " ".join(told.getlist("measure"))
    told_pairs = _CHOSEN.findall(texts or told.get("rows", ""))
    pairs = {int(pk): int(version) for pk, version in told_pairs}
    return list(pairs.items())[:MOST], len(pairs) > MOST


def _context(user: User, chosen: list[Chosen], wanted: Wanted, typed: changes.Typed) -> dict[str, Any]:
    seen = Measure.objects.visible_to(user).filter(pk__in=[pk for pk, _ in chosen])
    units = list(seen.values_list("unit", flat=True).distinct())
    offered = choices(units[0] if len(units) == 1 else None)
    names = changes.names_of(offered)
    verdicts = measures_judged(user, timezone.now(), chosen, wanted) if wanted.values else []
    verdicts.sort(key=lambda one: not one.accepted)  # what will be done stands first
    return {
        "rows": " ".join(f"{pk}:{version}" for pk, version in chosen),
        "count": len(chosen),
        "one_unit": len(units) == 1,
        "offered": {"leader": offered.people, "department": offered.departments, "person": offered.people},
        "people": changes.PEOPLE,
        "kinds": MeasureKind.choices,
        "categories": Category.choices,
        "typed": typed.texts,
        "lines": [
            {"verdict": one, "changes": changes.shown(one, names), "ok": one.accepted} for one in verdicts
        ],
        "counts": changes.counted(verdicts),
        "accepted": sum(one.accepted for one in verdicts),
    }


@require_safe
def bulk_done(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of every row; a page to come back to."""
    edit = _own(signed_in(request), pk)
    names = changes.names_of(_mentioned(edit))
    counts: dict[str, int] = {}
    for one in edit.rows:
        counts[one["result"]] = counts.get(one["result"], 0) + 1
    context = {
        "edit": edit,
        "counts": counts,
        "lines": [
            {"row": one, "changes": changes.kept(one, names)}
            for one in sorted(edit.rows, key=lambda row: row["result"] not in (Result.DONE, Result.ASKED))
        ],
        "may_undo": edit.undone_at is None and counts.get("done", 0) > 0,
    }
    return render_page(request, "desk/bulk_done.html", context)


def _mentioned(edit: BulkEdit) -> Choices:
    """Names of everybody in the results: two queries."""
    told = [one[side] for one in edit.rows for side in ("before", "after")]
    people = {one.get(name) for one in told for name in ("leader_id", "person_id")} - {None}
    departments = {one.get("department_id") for one in told} - {None}
    return Choices(
        list(Department.objects.filter(pk__in=departments).values_list("pk", "name")),
        list(Person.objects.filter(pk__in=people).values_list("pk", "name")),
    )


def _own(user: User, pk: int) -> BulkEdit:
    found = BulkEdit.of(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Put back what nobody changed since."""
    user = signed_in(request)
    edit = _own(user, pk)
    try:
        count, said = bulk_undo(actor=user, now=timezone.now(), edit=edit)
    except ServiceError as error:
        tell(request, error)
    else:
        messages.success(request, f"已撤销{count}项。")
        for one in said[:20]:
            messages.warning(request, one)
    return redirect("desk:bulk_done", pk)
