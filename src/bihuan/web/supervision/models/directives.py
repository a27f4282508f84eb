"""A superior's decision, broken down into what each department and person does about it (任务分解)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from bihuan.web.accounts.models import Department, Person, Unit, User
from bihuan.web.base.guards import ScopedQuerySet
from bihuan.web.base.models import Versioned
from bihuan.web.base.words import day_words
from bihuan.web.inspections.models import known
from bihuan.web.supervision.models.monthly import Frozen


class Directive(models.Model):
    """A decision of a superior that a unit, or an inspection office for its units, breaks down."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False, verbose_name="分解单位")
    office = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, verbose_name="巡察办"
    )
    title = models.CharField("名称", max_length=200)
    document = models.CharField("文号", max_length=60, blank=True)
    issuer = models.CharField("发文机关", max_length=100)
    issued_on = models.DateField("发文日期")
    note = models.TextField("要求", blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    made_at = models.DateTimeField("登记时间")

    objects = ScopedQuerySet["Directive"].as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["unit", "title"], name="directive_one_title_a_unit"),)
        indexes = (models.Index(fields=["office", "-id"], name="directive_of_office"),)

    def __str__(self) -> str:
        return self.title


class AssignmentState(models.TextChoices):
    """How a task stands."""

    OPEN = "open", "未完成"
    DONE = "done", "已完成"


class Assignment(Versioned):
    """A task of a directive: of a unit, and there of a department or a person."""

    directive = models.ForeignKey(Directive, models.CASCADE, related_name="assignments", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False, verbose_name="责任单位")
    office = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    order = models.PositiveIntegerField("次序")
    text = models.TextField("任务")
    criteria = models.TextField("完成标准", blank=True)
    department = models.ForeignKey(
        Department, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="责任科室"
    )
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="责任人"
    )
    due = models.DateField("完成时限", null=True, blank=True)
    state = models.CharField(
        "情况", max_length=8, choices=AssignmentState.choices, default=AssignmentState.OPEN
    )
    done_on = models.DateField("完成日期", null=True, blank=True)
    result = models.TextField("完成情况", blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="分解人")
    made_at = models.DateTimeField("分解时间")

    objects = ScopedQuerySet["Assignment"].as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["directive", "order"], name="assignment_one_an_order"),
            known("state", tuple(AssignmentState.values), "assignment_state_known"),
            models.CheckConstraint(
                condition=Q(state="open", done_on__isnull=True) | Q(state="done", done_on__isnull=False),
                name="assignment_done_on_a_day",
            ),
        )
        indexes = (
            models.Index(fields=["unit", "due", "id"], condition=Q(state="open"), name="assignment_open"),
        )

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def people_ids(self) -> tuple[int, ...]:
        """Whom it names; rights look at them."""
        return (self.person_id,) if self.person_id else ()


class AssignmentProgress(models.Model):
    """What was done on a task by a day. Never changed: a mistake is put right by the next entry."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="progress", db_index=False)
    on = models.DateField("日期")
    done = models.TextField("已做")
    next = models.TextField("下一步", blank=True)
    obstacle = models.TextField("困难", blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(done=""), name="assignment_progress_says_something"),
        )
        indexes = (models.Index(fields=["assignment", "-on", "-id"], name="assignment_progress_newest"),)

    def __str__(self) -> str:
        return f"{day_words(self.on)} {self.done[:40]}"


class DirectiveCheck(models.Model):
    """A month of a directive as it stood; written once, and once more beside it when it is made again."""

    directive = models.ForeignKey(Directive, models.CASCADE, related_name="checks", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    office = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    month = models.DateField("月份")
    serial = models.PositiveIntegerField("第几次生成")
    judged_on = models.DateField("截至")
    light = models.CharField("亮灯", max_length=8)
    figures = models.JSONField("数目", default=dict)
    items = models.JSONField("清单", default=list)
    digest = models.CharField("内容摘要", max_length=64)
    made_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="生成人"
    )
    made_at = models.DateTimeField("生成时间")

    objects = Frozen["DirectiveCheck"].as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["directive", "month", "serial"], name="directive_check_one_serial"
            ),
        )

    def __str__(self) -> str:
        return f"{self.directive_id} {self.month:%Y-%m} 第{self.serial}次"
