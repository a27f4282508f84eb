"""Seats that are waited for already learn their office and since when."""

from typing import Any

from django.db import migrations
from django.db.models import F, OuterRef, Subquery


def fill(apps: Any, schema_editor: Any) -> None:
    del schema_editor
    seats = apps.get_model("rectification", "ReviewSeat").objects
    responses = apps.get_model("rectification", "Response").objects.filter(pk=OuterRef("response_id"))
    cases = apps.get_model("inspections", "Feedback").objects.filter(pk=OuterRef("feedback_id"))
    seats.update(office_id=Subquery(cases.values("office_id")[:1]))
    open_ones = seats.filter(
        response__state="under_review", submission=F("response__submission"), agreed__lt=F("needed")
    )
    waiting = list(open_ones.values_list("pk", flat=True))
    for at in range(0, len(waiting), 500):
        seats.filter(pk__in=waiting[at : at + 500]).update(
            waits_since=Subquery(responses.values("since_on")[:1])
        )


class Migration(migrations.Migration):
    dependencies = [("rectification", "0014_waiting_lists")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
