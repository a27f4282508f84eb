"""What checking found in a document when it was filed; kept, so that later states can be held against it."""

from __future__ import annotations

from django.db import models


class Snapshot(models.Model):
    """The examination of a filing on the day it came into force. ``marks`` has a list for each diagnostic:
    code, severity, line, quote, message, title of its finding.
    """

    filing = models.OneToOneField(
        "diagnosis.Filing", models.CASCADE, primary_key=True, related_name="snapshot", verbose_name="来件"
    )
    taken_at = models.DateTimeField("体检时间")
    errors = models.PositiveIntegerField("不能成立的体检项", default=0)
    warnings = models.PositiveIntegerField("须作说明的体检项", default=0)
    infos = models.PositiveIntegerField("宜予知悉的体检项", default=0)
    marks = models.JSONField("意见", default=list)

    def __str__(self) -> str:
        return f"{self.filing_id}"
