"""Ledgers that were there before the figures get theirs."""

from collections import defaultdict
from typing import Any

from django.db import migrations
from django.db.models import Count, F, Min, Q
from django.utils import timezone

from bihuan.web.rectification.pace import Told, counted


def fill(apps: Any, schema_editor: Any) -> None:
    del schema_editor

    def model(name: str) -> Any:
        return apps.get_model("rectification", name)

    Response, Decision = model("Response"), model("Decision")
    for case in apps.get_model("inspections", "Feedback").objects.order_by("pk").iterator():
        rows = Response.objects.filter(feedback=case)
        assessed = dict(Decision.objects.filter(response__feedback=case, step="assess").values_list("response").annotate(Min("at")).order_by())
        returned = dict(Decision.objects.filter(response__feedback=case, step="return").values_list("response").annotate(Count("pk")).order_by())
        seats = defaultdict(list)
        for pk, title in model("ReviewSeat").objects.filter(
            feedback=case, response__state="under_review", submission=F("response__submission"), agreed__lt=F("needed")
        ).values_list("response", "title"):
            seats[pk].append(title)
        told = []
        for one in rows.annotate(first_due=Min("findings__due", filter=Q(findings__withdrawn_at=None))):
            ended = timezone.localdate(one.ended_at) if one.ended_at else None
            one.round_id, one.due = case.round_id, one.first_due
            one.since_on = timezone.localdate(one.state_since or case.created_at)
            one.days = (ended - case.given_on).days if ended and case.given_on else None
            one.in_time = ended <= one.due if ended and one.due else None
            one.assessed_at, one.returned_times = assessed.get(one.pk), returned.get(one.pk, 0)
            one.save(update_fields=["round", "due", "since_on", "days", "in_time", "assessed_at", "returned_times"])
            if one.withdrawn_at is None:
                told.append(
                    Told(
                        one.state, one.since_on, one.due, one.assessed_at is not None, one.returned_times > 0,
                        one.days, one.in_time, tuple(seats[one.pk]),
                    )
                )
        tallies = model("Tally").objects.filter(feedback=case, section=None, findings__gt=0)
        found = counted(tallies.values_list("status", "due_key", "findings"), case.given_on, told)
        place = {"round_id": case.round_id, "office_id": case.office_id}
        own = {**place, "feedback": case, "unit_id": case.unit_id}
        model("CaseFigure").objects.bulk_create(model("CaseFigure")(**own, figure=str(f), key=k, n=n) for (f, k), n in found.items())
        model("RoundFigure").objects.bulk_create(model("RoundFigure")(**place, figure=str(f), key=k, n=n) for (f, k), n in found.items())


class Migration(migrations.Migration):
    dependencies = [("rectification", "0003_figures")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
