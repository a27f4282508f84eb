"""Responses that were there before learn the office of their case."""

from typing import Any

from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps: Any, schema_editor: Any) -> None:
    del schema_editor
    cases = apps.get_model("inspections", "Feedback").objects.filter(pk=OuterRef("feedback_id"))
    apps.get_model("rectification", "Response").objects.update(office_id=Subquery(cases.values("office_id")[:1]))


class Migration(migrations.Migration):
    dependencies = [("rectification", "0010_owed_indexes")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
