"""Work on measures: dated progress, extensions beside the frozen date, regular duties with their
occurrences.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from bihuan.web.accounts.models import Department, Person, Unit, User
from bihuan.web.base.guards import ScopedQuerySet
from bihuan.web.base.words import day_words
from bihuan.web.inspections.models import Feedback, known
from bihuan.web.rectification.models.ledger import Measure, Response
from bihuan.web.rectification.models.promises import Every


class CaseRows(ScopedQuerySet[Any]):
    """Rows that carry the unit; the office is on the case."""

    unit_path, office_path = "unit_id", "feedback__office_id"


class Progress(models.Model):
    """What was done on a measure by a day, what comes next, what stands in the way. Never changed: a mistake
    is put right by the next entry.
    """

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="progress", db_index=False)
    on = models.DateField("日期")
    done = models.TextField("已做")
    next = models.TextField("下一步", blank=True)
    obstacle = models.TextField("困难", blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间")

    objects = CaseRows.as_manager()

    class Meta:
        constraints = (models.CheckConstraint(condition=~models.Q(done=""), name="progress_says_something"),)
        indexes = (models.Index(fields=["measure", "-on", "-id"], name="progress_newest_first"),)

    def __str__(self) -> str:
        return f"{day_words(self.on)} {self.done[:40]}"


class Request(models.TextChoices):
    """How a request stands."""

    PENDING = "pending", "待批准"
    GRANTED = "granted", "已批准"
    REFUSED = "refused", "未批准"


class Extension(models.Model):
    """A request for a later day. The measure's original day never changes; a granted one moves the day in
    force.
    """

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="extensions", db_index=False)
    old_due = models.DateField("原时限")
    new_due = models.DateField("申请延至")
    reason = models.TextField("理由")
    state = models.CharField("状态", max_length=8, choices=Request.choices, default=Request.PENDING)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="申请人")
    asked_at = models.DateTimeField("申请时间")
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审批人"
    )
    decided_at = models.DateTimeField("审批时间", null=True, blank=True)
    opinion = models.TextField("审批意见", blank=True)

    objects = CaseRows.as_manager()

    class Meta:
        constraints = (
            known("state", tuple(Request.values), "extension_state_known"),
            models.CheckConstraint(
                condition=models.Q(new_due__gt=models.F("old_due")), name="extension_later_than_before"
            ),
            models.UniqueConstraint(
                fields=["measure"], condition=models.Q(state="pending"), name="extension_one_pending"
            ),
        )
        indexes = (
            models.Index(fields=["measure", "id"], name="extension_of_measure"),
            models.Index(
                fields=["unit", "id"], condition=models.Q(state="pending"), name="extension_pending"
            ),
        )

    def __str__(self) -> str:
        return f"{day_words(self.old_due)}→{day_words(self.new_due)}"


class RegularDuty(models.Model):
    """Something that comes round every month, quarter or year, as 长期坚持 asks for."""

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    response = models.ForeignKey(Response, models.CASCADE, related_name="duties")
    title = models.CharField("任务", max_length=200)
    every = models.CharField("周期", max_length=8, choices=Every.choices)
    starts_on = models.DateField("从何时起")
    ends_on = models.DateField("到何时止", null=True, blank=True)
    department = models.ForeignKey(
        Department, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="责任科室"
    )
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="责任人"
    )
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="设立人")
    made_at = models.DateTimeField("设立时间")

    objects = CaseRows.as_manager()

    class Meta:
        constraints = (
            known("every", tuple(Every.values), "regular_duty_every_known"),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="regular_duty_ends_after_start",
            ),
        )
        indexes = (models.Index(fields=["unit", "id"], name="regular_duty_of_unit"),)

    def __str__(self) -> str:
        return self.title


class Occurrence(models.Model):
    """A period of a duty in which it was done. What was not done has no row; what was done after its period
    stays visible as made up for.
    """

    duty = models.ForeignKey(RegularDuty, models.CASCADE, related_name="occurrences", db_index=False)
    period = models.DateField("所属周期的第一天")
    done_on = models.DateField("完成日期")
    note = models.TextField("做了什么")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["duty", "period"], name="occurrence_once_a_period"),
            models.CheckConstraint(
                condition=models.Q(done_on__gte=models.F("period")), name="occurrence_not_before_its_period"
            ),
        )

    def __str__(self) -> str:
        return f"{day_words(self.period)} {self.note[:40]}"
