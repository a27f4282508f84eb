"""What a text promises for later, once or again and again."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Coalesce

from bihuan.web.accounts.models import Unit, User
from bihuan.web.base.guards import ScopedQuerySet
from bihuan.web.inspections.models import FAR, Feedback
from bihuan.web.rectification.models.ledger import Measure, Response


class CommitmentQuerySet(ScopedQuerySet["Commitment"]):
    """Commitments carry the unit; the office is on the case."""

    unit_path, office_path = "unit_id", "feedback__office_id"


class Every(models.TextChoices):
    """How often a regular duty comes round."""

    MONTH = "month", "每月"
    QUARTER = "quarter", "每季度"
    YEAR = "year", "每年"


class Commitment(models.Model):
    """A sentence that promises something for later; ``position`` is that of the row in which it stands."""

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="commitments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    response = models.ForeignKey(Response, models.SET_NULL, null=True, blank=True, related_name="commitments")
    measure = models.ForeignKey(Measure, models.SET_NULL, null=True, blank=True, related_name="commitments")
    position = models.BigIntegerField("位置")
    text = models.TextField("承诺")
    due = models.DateField("期限", null=True, blank=True)
    due_key = models.GeneratedField(
        expression=Coalesce("due", models.Value(FAR)), output_field=models.DateField(), db_persist=True
    )
    every = models.CharField("周期", max_length=8, choices=Every.choices, blank=True)
    starts_on = models.DateField("从何时起", null=True, blank=True)
    kept_on = models.DateField("兑现日期", null=True, blank=True)
    kept_note = models.TextField("兑现情况", blank=True)
    kept_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人"
    )

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(every__in=["", *Every.values]), name="commitment_every_known"
            ),
        )
        indexes = (
            models.Index(fields=["unit", "due_key", "id"], name="commitment_of_unit_due"),
            models.Index(fields=["due_key", "id"], name="commitment_by_due"),
        )

    def __str__(self) -> str:
        return self.text[:40]
