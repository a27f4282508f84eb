"""Cases whose errors are answered already learn how many."""

from typing import Any

from django.db import migrations
from django.utils import timezone


def fill(apps: Any, schema_editor: Any) -> None:
    del schema_editor
    waivers = apps.get_model("diagnosis", "Waiver").objects
    errors = apps.get_model("diagnosis", "Diagnostic").objects.filter(severity="error")
    cases = apps.get_model("inspections", "Feedback").objects
    in_force = waivers.filter(state="granted", until__gte=timezone.localdate())
    key = ("finding_id", "code", "quote")
    for case in in_force.order_by("feedback_id").values_list("feedback_id", flat=True).distinct():
        answered = set(in_force.filter(feedback=case).values_list(*key))
        found = errors.filter(feedback=case).values_list(*key)
        cases.filter(pk=case).update(answered=sum(one in answered for one in found))


class Migration(migrations.Migration):
    dependencies = [("diagnosis", "0005_snapshots"), ("inspections", "0005_answered_errors")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
