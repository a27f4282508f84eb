"""措施清单: measures of every case that one sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.permissions import Action, Relation
from bihuan.web.base.partials import render_page
from bihuan.web.rectification.desk.filters import Address
from bihuan.web.rectification.desk.lists import MEASURES
from bihuan.web.rectification.desk.queries import choices, is_late, measures_page, numbers, unit_in_play
from bihuan.web.rectification.models import Category, MeasureKind, MeasureState
from bihuan.web.rectification.services.judging import allowed_at_all
from bihuan.web.rectification.workflow import LABELS
from bihuan.web.saved.queries import bar, opens_with

if TYPE_CHECKING:
    from datetime import date

    from bihuan.web.accounts.models import User


@require_safe
def measures(request: HttpRequest) -> HttpResponse:
    """Fifty measures, by the day in force; narrowed by unit, people, kind, state and what is missing."""
    user = signed_in(request)
    above = bar(request, user, MEASURES)
    if elsewhere := opens_with(request, above):
        return redirect(elsewhere)
    address = Address.read(request.path, request.GET)
    context = {**_context(user, address, timezone.localdate()), "bar": above}
    return render_page(request, "desk/measures.html", context, block="rows")


def _context(user: User, address: Address, today: date) -> dict[str, Any]:
    filters = address.filters
    found = measures_page(user, filters, today=today, token=address.page or None)
    findings = numbers(found.rows)
    scope = user.scope()
    offered = choices(unit_in_play(user, filters))
    return {
        "address": address,
        "filters": filters,
        "lines": [
            {"row": one, "numbers": findings.get(one.response, []), "late": is_late(one, today)}
            for one in found.rows
        ],
        "next_href": str(address.at(found.next)) if found.next else None,
        "previous_href": str(address.at(found.previous)) if found.previous else None,
        "many_units": bool(scope.units(Relation.OFFICE, Action.READ))
        or len(scope.units(Relation.OWN, Action.READ)) > 1,
        "may_bulk": bool(allowed_at_all(user)),
        "query": urlencode(filters.parts()),
        "departments": offered.departments,
        "people": offered.people,
        "kinds": [("none", "未定"), *MeasureKind.choices],
        "kind_words": dict(MeasureKind.choices),
        "category_words": dict(Category.choices),
        "states": MeasureState.values,
        "stages": [(state.value, word) for state, word in LABELS.items()],
        "today": today,
    }
