"""An announcement of a case for an audience, and its versions, frozen once they are sent for examination."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from bihuan.web.accounts.models import Unit, User
from bihuan.web.base.guards import ScopedQuerySet
from bihuan.web.base.models import Versioned
from bihuan.web.disclosure.workflow import AT_WORK, KNOWN, SHOWN, Audience, State, Step
from bihuan.web.inspections.models import Feedback, known


class Announcement(models.Model):
    """One case told to one audience, whatever the versions."""

    feedback = models.ForeignKey(Feedback, models.PROTECT, related_name="announcements", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    office = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    audience = models.CharField("对象", max_length=8, choices=[(one.value, one.label) for one in Audience])
    kinds = models.JSONField("隐去哪些", default=list, help_text="自动识别的种类")
    days = models.PositiveSmallIntegerField("公开工作日数")
    made_at = models.DateTimeField("建立时间")

    objects = ScopedQuerySet["Announcement"].as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["feedback", "audience"], name="announcement_one_an_audience"),
            known("audience", Audience, "announcement_audience_known"),
            models.CheckConstraint(condition=Q(days__gte=1), name="announcement_stands_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.unit}{self.get_audience_display()}稿"


class EditionQuerySet(ScopedQuerySet[Any]):
    """Versions are seen with their announcement."""

    unit_path, office_path = "announcement__unit_id", "announcement__office_id"


class Edition(Versioned):
    """A version. ``text``, ``body`` and ``replaced`` are written when it is sent for examination and stand
    still from then on; ``files`` and ``head`` when it is published. Only ``replaced`` holds originals.
    """

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="editions", db_index=False)
    number = models.PositiveIntegerField("第几版")
    state = models.CharField("环节", max_length=10, choices=[(one.value, one.label) for one in State])
    reason = models.TextField("更正说明", blank=True)
    begun_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="拟稿人")
    begun_at = models.DateTimeField("拟稿时间")
    text = models.TextField("正文", blank=True)
    body = models.JSONField("段落和要素", default=dict, blank=True)
    replaced = models.JSONField("隐名对照", default=list, blank=True)
    published_at = models.DateTimeField("发布时间", null=True, blank=True)
    until = models.DateField("公开至", null=True, blank=True)
    files = models.JSONField("发布的文件", default=dict, blank=True, help_text="名称、摘要和字节数")
    head = models.JSONField("目录信息", default=dict, blank=True)
    ended_at = models.DateTimeField("终止时间", null=True, blank=True)
    ended_reason = models.TextField("撤回或更正的理由", blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["announcement", "number"], name="edition_one_a_number"),
            models.UniqueConstraint(
                fields=["announcement"],
                condition=Q(state__in=[one.value for one in AT_WORK]),
                name="edition_one_at_work",
            ),
            models.UniqueConstraint(
                fields=["announcement"],
                condition=Q(state__in=[one.value for one in SHOWN]),
                name="edition_one_on_show",
            ),
            known("state", State, "edition_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=[one.value for one in KNOWN])
                | Q(published_at__isnull=False, until__isnull=False),
                name="edition_known_since_a_day",
            ),
        )
        indexes = (
            models.Index(fields=["until"], condition=Q(state=State.PUBLISHED), name="edition_stands_until"),
        )

    def __str__(self) -> str:
        return f"{self.announcement}第{self.number}版"


class EditionStep(models.Model):
    """Who took a step; written once. ``submission`` counts how often the version was sent for examination."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="steps", db_index=False)
    submission = models.PositiveIntegerField("第几次送审", default=0)
    step = models.CharField("动作", max_length=10, choices=[(one.value, one.label) for one in Step])
    opinion = models.TextField("意见", blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="办理人")
    at = models.DateTimeField("办理时间")

    class Meta:
        constraints = (known("step", Step, "edition_step_known"),)
        indexes = (models.Index(fields=["edition", "id"], name="edition_step_of_edition"),)

    def __str__(self) -> str:
        return f"{self.edition_id} {self.get_step_display()}"


class PublicStamp(models.Model):
    """One row: how often what the public sees has changed, and when last. Public pages are kept by it."""

    number = models.PositiveBigIntegerField("第几次变化", default=0)
    at = models.DateTimeField("变化时间")

    def __str__(self) -> str:
        return str(self.number)
