"""What the other side typed and never sent is not kept once its request was taken back or closed."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def clear(apps: Any, _schema: Any) -> None:
    """From now on the services do so themselves."""
    ended = apps.get_model("assistance", "AssistanceRequest").objects.filter(state__in=["revoked", "closed"])
    ended.exclude(draft="").update(draft="")
    apps.get_model("assistance", "Enclosure").objects.filter(request__state__in=["revoked", "closed"]).delete()


class Migration(migrations.Migration):
    dependencies = (("assistance", "0001_first"),)
    operations = (migrations.RunPython(clear, migrations.RunPython.noop),)
