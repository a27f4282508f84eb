"""A round's month as it stood: written once, and once more beside it when it is made again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models

from bihuan.web.accounts.models import Unit, User
from bihuan.web.base.guards import ScopedQuerySet
from bihuan.web.inspections.models import Feedback, Round, known
from bihuan.web.rectification.models.working import CaseRows
from bihuan.web.supervision.lights import Light

if TYPE_CHECKING:
    from datetime import datetime

Row = TypeVar("Row", bound=models.Model)
LIGHTS = [(one.value, one.label) for one in Light]


class Frozen(ScopedQuerySet[Row]):
    """Rows that are written once; there is no way back through the ORM."""

    def update(self, **_: Any) -> int:
        """Refused."""
        raise TypeError("督导记录一经生成不能修改，只能重新生成一份")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise TypeError("督导记录一经生成不能删除")


class Supervision(models.Model):
    """One record of a round's month; making it again adds one with the next ``serial``."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="supervisions", db_index=False)
    office = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    month = models.DateField("月份", help_text="当月第一天")
    serial = models.PositiveIntegerField("第几次生成")
    judged_on = models.DateField("截至", help_text="按哪一天判断逾期；当月已过时为次月第一天")
    formula = models.JSONField("计分权重", default=list, help_text="每行一项和它的分；不计分时为空")
    totals = models.JSONField("合计", default=dict)
    size = models.PositiveIntegerField("单位数")
    digest = models.CharField("内容摘要", max_length=64)
    made_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="生成人"
    )
    made_at = models.DateTimeField("生成时间")

    objects = Frozen["Supervision"].as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["round", "month", "serial"], name="supervision_one_serial_a_month"
            ),
            models.CheckConstraint(condition=models.Q(serial__gte=1), name="supervision_serial_from_one"),
            models.CheckConstraint(condition=models.Q(month__day=1), name="supervision_month_by_first_day"),
        )

    def __str__(self) -> str:
        return f"{self.month.year}年{self.month.month}月督导检查（第{self.serial}次）"


class Sheet(models.Model):
    """A unit's sheet of a record: its numbers, and every item as it stood (see ``owing.Item.frozen``)."""

    supervision = models.ForeignKey(Supervision, models.CASCADE, related_name="sheets", db_index=False)
    feedback = models.ForeignKey(Feedback, models.SET_NULL, null=True, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    office = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    unit_name = models.CharField("单位名称", max_length=100)
    month = models.DateField("月份")
    order = models.PositiveIntegerField("次序", help_text="最该先看的在前；计分时分高的在前")
    light = models.CharField("亮灯", max_length=8, choices=LIGHTS)
    active = models.PositiveIntegerField("在办")
    due = models.PositiveIntegerField("应完成")
    on_time = models.PositiveIntegerField("按期完成")
    made_up = models.PositiveIntegerField("已补")
    late = models.PositiveIntegerField("逾期")
    pending = models.PositiveIntegerField("未到期", default=0)
    soon = models.PositiveIntegerField("临期")
    unreported = models.PositiveIntegerField("未报进展")
    returned = models.PositiveIntegerField("被退回")
    unplanned = models.PositiveIntegerField("尚无批准的方案")
    score = models.PositiveIntegerField("得分", null=True, blank=True, help_text="十分之一分；不计分时为空")
    items = models.JSONField("清单", default=list)
    digest = models.CharField("内容摘要", max_length=64)

    objects = Frozen["Sheet"].as_manager()

    class Meta:
        constraints = (
            known("light", tuple(Light), "sheet_light_known"),
            models.CheckConstraint(
                condition=models.Q(
                    due=models.F("on_time") + models.F("made_up") + models.F("late") + models.F("pending")
                ),
                name="sheet_due_adds_up",
            ),
        )
        indexes = (
            models.Index(fields=["supervision", "order", "id"], name="sheet_worst_first"),
            models.Index(fields=["feedback", "month", "-id"], name="sheet_of_case"),
            models.Index(fields=["unit", "-month", "-id"], name="sheet_of_unit"),
        )

    def __str__(self) -> str:
        return f"{self.unit_name} {self.month.year}年{self.month.month}月"

    @property
    def archived_at(self) -> datetime | None:
        """When the round's books were closed; rights look at it."""
        return self.feedback.archived_at if self.feedback else None


class MonthStanding(models.Model):
    """How a month of a case looks today, beside its frozen sheets: once missed it is late until everything is
    caught up, and made up from then on.
    """

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    month = models.DateField("月份")
    light = models.CharField("亮灯", max_length=8, choices=LIGHTS)
    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="+")
    missed_on = models.DateField("何时记为逾期", null=True, blank=True)
    caught_up_on = models.DateField("何时补齐", null=True, blank=True)

    objects = CaseRows.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["feedback", "month"], name="month_standing_one_a_month"),
            known("light", tuple(Light), "month_standing_light_known"),
            models.CheckConstraint(
                condition=models.Q(missed_on__isnull=True) | models.Q(light__in=["late", "made_up"]),
                name="month_standing_never_green_again",
            ),
        )
        indexes = (
            models.Index(
                fields=["feedback"], condition=models.Q(light="late"), name="month_standing_still_late"
            ),
        )

    def __str__(self) -> str:
        return f"{self.feedback_id} {self.month:%Y-%m} {self.light}"


class Explanation(models.Model):
    """What the unit says about its month; once, and never changed."""

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    month = models.DateField("月份")
    text = models.TextField("说明")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="说明人")
    at = models.DateTimeField("说明时间")

    objects = CaseRows.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["feedback", "month"], name="explanation_one_a_month"),
            models.CheckConstraint(condition=~models.Q(text=""), name="explanation_says_something"),
        )

    def __str__(self) -> str:
        return self.text[:40]


class SupervisionSetting(models.Model):
    """What a round's office has switched on; a round without a row has nothing switched on."""

    round = models.OneToOneField(Round, models.CASCADE, primary_key=True, related_name="+")
    scored = models.BooleanField("计分排名", default=False)

    def __str__(self) -> str:
        return f"{self.round_id} {'计分' if self.scored else '不计分'}"
