"""After closure: draws of closed items to look at again; and the talk about a response."""

from __future__ import annotations

from django.db import models

from bihuan.web.accounts.models import Person, Unit, User
from bihuan.web.base.guards import ScopedQuerySet
from bihuan.web.inspections.models import Feedback, Finding, Round, known
from bihuan.web.rectification.models.ledger import Measure, Response
from bihuan.web.rectification.models.working import CaseRows


class RecheckQuerySet(ScopedQuerySet["Recheck"]):
    """Draws belong to an office; a unit learns of the items that concern it, not of the draw."""

    unit_path, office_path = "office_id", "office_id"


class Recheck(models.Model):
    """A draw: the list was frozen and the seed written down before anything was drawn, so that anybody can
    repeat it.
    """

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    round = models.ForeignKey(Round, models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField("名称", max_length=100)
    seed = models.CharField("种子", max_length=64)
    size = models.PositiveIntegerField("抽取数")
    population = models.JSONField("名单", help_text="抽取时全部已了结整改的编号，从小到大")
    digest = models.CharField("名单摘要", max_length=64)
    drawn_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="抽取人")
    drawn_at = models.DateTimeField("抽取时间")

    objects = RecheckQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["office", "-id"], name="recheck_of_office"),)

    def __str__(self) -> str:
        return self.title


class RecheckItemQuerySet(ScopedQuerySet["RecheckItem"]):
    """Items are rows of the case that they look at."""

    unit_path, office_path = "response__unit_id", "response__feedback__office_id"


class RecheckResult(models.TextChoices):
    """What the second look found."""

    PENDING = "pending", "待复查"
    HOLDS = "holds", "成效稳固"
    FAILS = "fails", "问题反弹"


class RecheckItem(models.Model):
    """A response that was drawn, in the order of the draw."""

    recheck = models.ForeignKey(Recheck, models.CASCADE, related_name="items", db_index=False)
    response = models.ForeignKey(Response, models.CASCADE, related_name="rechecks")
    order = models.PositiveIntegerField("次序")
    result = models.CharField(
        "结果", max_length=8, choices=RecheckResult.choices, default=RecheckResult.PENDING
    )
    remark = models.TextField("情况", blank=True)
    judged_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="复查人"
    )
    judged_at = models.DateTimeField("复查时间", null=True, blank=True)
    reopened = models.ForeignKey(Response, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = RecheckItemQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["recheck", "response"], name="recheck_item_drawn_once"),
            models.UniqueConstraint(fields=["recheck", "order"], name="recheck_item_one_an_order"),
            known("result", tuple(RecheckResult.values), "recheck_item_result_known"),
            models.CheckConstraint(
                condition=models.Q(result="pending") | ~models.Q(remark=""),
                name="recheck_item_judged_with_words",
            ),
        )
        indexes = (
            models.Index(
                fields=["recheck", "order"], condition=models.Q(result="pending"), name="recheck_item_pending"
            ),
        )

    def __str__(self) -> str:
        return f"{self.recheck_id} 第{self.order}项"


class Comment(models.Model):
    """A remark on a response (perhaps on one of its measures) or on a finding; a question is resolved when it
    is answered.
    """

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    response = models.ForeignKey(
        Response, models.CASCADE, null=True, blank=True, related_name="comments", db_index=False
    )
    measure = models.ForeignKey(Measure, models.SET_NULL, null=True, blank=True, related_name="+")
    finding = models.ForeignKey(
        Finding, models.CASCADE, null=True, blank=True, related_name="comments", db_index=False
    )
    text = models.TextField("意见")
    mentions = models.ManyToManyField(Person, related_name="+", verbose_name="提到的人")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="发言人")
    at = models.DateTimeField("时间")
    resolved_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="解决人"
    )
    resolved_at = models.DateTimeField("解决时间", null=True, blank=True)

    objects = CaseRows.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(response__isnull=False, finding__isnull=True)
                | models.Q(response__isnull=True, finding__isnull=False, measure__isnull=True),
                name="comment_on_one_thing",
            ),
        )
        indexes = (
            models.Index(fields=["response", "id"], name="comment_of_response"),
            models.Index(
                fields=["finding", "id"],
                condition=models.Q(finding__isnull=False),
                name="comment_of_finding",
            ),
        )

    def __str__(self) -> str:
        return self.text[:40]
