"""Floors for bench/web_ledger.py: plain Django views on the same tables, and every address of the product."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db.models import F, Sum
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path

from bihuan.web.config.urls import urlpatterns as product
from bihuan.web.inspections.models import Finding
from bihuan.web.rectification.models import Tally

PLAIN = Engine(autoescape=True).from_string(
    "<table>{% for one in rows %}<tr><td>{{ one.number }}</td>"
    "<td><a href='/f/{{ one.pk }}/'>{{ one.title }}</a></td>"
    "<td>{{ one.feedback.unit.name }}</td><td>{{ one.status }}</td><td>{{ one.due|date:'n月j日' }}</td>"
    "<td>{{ one.measure_count }}</td><td>{{ one.section.title }}</td></tr>{% endfor %}</table>"
)
SUMS = Engine(autoescape=True).from_string(
    "{% for status, n in rows %}<p>{{ status }} {{ n }}</p>{% endfor %}"
)


@login_not_required
def plain(request: HttpRequest) -> HttpResponse:
    """Fifty rows by key with what they belong to, as one writes it without thinking."""
    del request
    rows = Finding.objects.filter(feedback_id__gte=1).select_related("feedback__unit", "section")
    return HttpResponse(PLAIN.render(Context({"rows": rows.order_by("feedback_id", "position", "id")[:50]})))


@login_not_required
def tallies(request: HttpRequest) -> HttpResponse:
    """Sums over the whole-case rows of the tallies."""
    del request
    rows = (
        Tally.objects.filter(section=None)
        .values_list("status")
        .annotate(n=Sum(F("findings")))
        .order_by("status")
    )
    return HttpResponse(SUMS.render(Context({"rows": list(rows)})))


urlpatterns = [path("floor/list/", plain), path("floor/tallies/", tallies), *product]
