"""Letters, visits, decisions, tasks and explanations of months are found from now on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import migrations

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.state import StateApps


def build_anew(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """By the first worker, where there may be some already; what is empty lacks none."""
    del editor
    if apps.get_model("search", "Passage").objects.exists():
        apps.get_model("search", "Building").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("search", "0002_days")]

    operations = [migrations.RunPython(build_anew, migrations.RunPython.noop)]
