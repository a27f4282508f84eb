"""The counts that pages show."""

from __future__ import annotations

from django.db import models

from bihuan.web.accounts.models import Unit
from bihuan.web.base.guards import ScopedQuerySet
from bihuan.web.inspections.models import FAR, STATUSES, Feedback, Section, known


class Tally(models.Model):
    """Counts that pages show: case × section × status × due date; ``section`` NULL counts the whole case.

    The services write it in the same transaction as the change; no page counts findings or measures itself.
    ``due_key`` is a column because "overdue" depends on the day on which one looks.
    """

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="tallies", db_index=False)
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+", db_index=False)
    office = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="+", db_index=False)
    section = models.ForeignKey(Section, models.CASCADE, null=True, blank=True, related_name="tallies")
    status = models.CharField("整改状态", max_length=20)
    due_key = models.DateField("整改期限", default=FAR)
    findings = models.PositiveIntegerField("问题数", default=0)
    responses = models.PositiveIntegerField("整改数", default=0)
    measures = models.PositiveIntegerField("措施数", default=0)

    objects = ScopedQuerySet["Tally"].as_manager()

    class Meta:
        whole = models.Q(section__isnull=True)
        constraints = (
            models.UniqueConstraint(
                fields=["feedback", "section", "status", "due_key"],
                condition=~whole,
                name="tally_one_a_section",
            ),
            models.UniqueConstraint(
                fields=["feedback", "status", "due_key"], condition=whole, name="tally_one_a_case"
            ),
            known("status", STATUSES, "tally_status_known"),
        )
        indexes = (
            models.Index(fields=["feedback"], name="tally_of_case"),
            models.Index(fields=["office", "unit"], condition=whole, name="tally_cases_of_office"),
            models.Index(fields=["unit", "section"], name="tally_of_unit"),
        )
        del whole

    def __str__(self) -> str:
        return f"{self.feedback_id} {self.section_id} {self.status}: {self.findings}"
