"""Beside the ledger: changes of many measures, templates to plan with, who supports and who is informed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from bihuan.web.accounts.models import Department, Person, Unit, User
from bihuan.web.base.models import Versioned
from bihuan.web.inspections.models import Feedback, known
from bihuan.web.rectification.models.ledger import Category, Measure, MeasureKind
from bihuan.web.rectification.models.working import CaseRows

if TYPE_CHECKING:
    from django.db.models import QuerySet


class BulkEdit(models.Model):
    """One change of many measures with a result a row: a page to come back to, and what an undo needs."""

    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False, verbose_name="办理人")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False, verbose_name="单位")
    at = models.DateTimeField("时间")
    note = models.TextField("说明", blank=True)
    wanted = models.JSONField("改成什么")
    rows = models.JSONField("逐项结果", help_text="编号、文字、结果、说明、改前、改后、改后的版本")
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=["by", "-id"], name="bulk_edit_of_person"),)

    def __str__(self) -> str:
        return f"{len(self.rows)}项措施"

    @classmethod
    def of(cls, user: User) -> QuerySet[BulkEdit]:
        """Everybody sees their own."""
        return cls._default_manager.filter(by=user.pk)


class MeasureTemplate(Versioned):
    """A measure that a unit or an office keeps to plan with: its words, how it is carried out, when it counts
    as done, which department usually does it. What was planned from it is a measure of its own.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False, verbose_name="单位")
    title = models.CharField("名称", max_length=60)
    text = models.TextField("措施")
    kind = models.CharField("类型", max_length=12, choices=MeasureKind.choices, blank=True)
    category = models.CharField("性质", max_length=12, choices=Category.choices, blank=True)
    criteria = models.TextField("完成标准", blank=True)
    department = models.ForeignKey(
        Department, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="通常的责任科室"
    )
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="建立人")
    made_at = models.DateTimeField("建立时间")
    retired_at = models.DateTimeField("停用时间", null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["unit", "title"], name="measure_template_one_title"),
            known("kind", ("", *MeasureKind.values), "measure_template_kind_known"),
            known("category", ("", *Category.values), "measure_template_category_known"),
        )

    def __str__(self) -> str:
        return self.title


class Part(models.TextChoices):
    """What somebody has to do with a measure beside leading it and answering for it."""

    SUPPORT = "support", "配合"
    INFORMED = "informed", "知悉"


class Involvement(models.Model):
    """A person or a department that supports a measure or is kept informed of it."""

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="involved")
    part = models.CharField("作用", max_length=8, choices=Part.choices)
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    department = models.ForeignKey(Department, models.CASCADE, null=True, blank=True, related_name="+")

    objects = CaseRows.as_manager()

    class Meta:
        constraints = (
            known("part", tuple(Part.values), "involvement_part_known"),
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, department__isnull=True)
                | models.Q(person__isnull=True, department__isnull=False),
                name="involvement_of_one",
            ),
            models.UniqueConstraint(
                fields=["measure", "person"],
                condition=models.Q(person__isnull=False),
                name="involvement_once_a_person",
            ),
            models.UniqueConstraint(
                fields=["measure", "department"],
                condition=models.Q(department__isnull=False),
                name="involvement_once_a_department",
            ),
        )

    def __str__(self) -> str:
        return f"{self.measure_id} {self.get_part_display()}"
