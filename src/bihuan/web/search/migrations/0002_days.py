"""Statistics that know where the keys lie, and are renewed before they are wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import migrations

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.state import StateApps

POSTGRES = (
    "ALTER TABLE search_passage ALTER COLUMN key SET STATISTICS 1000",
    # New passages are newer than all that the statistics know; a search reads those one by one.
    "ALTER TABLE search_passage SET (autovacuum_analyze_scale_factor = 0.02)",
)


def keep_statistics(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Settings of the table that Django does not know; passages without tokens of their days are built anew.

    SQLite has no such tokens, and what is empty lacks none.
    """
    buildings = apps.get_model("search", "Building").objects.filter(version=1)
    if editor.connection.vendor == "postgresql":
        for statement in POSTGRES:
            editor.execute(statement, params=None)
        if apps.get_model("search", "Passage").objects.exists():
            buildings.delete()
    buildings.update(version=2)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_first")]

    operations = [migrations.RunPython(keep_statistics, migrations.RunPython.noop)]
