"""What people saw when they went there."""

from __future__ import annotations

from django.db import models

from bihuan.web.accounts.models import Unit, User
from bihuan.web.base.words import day_words
from bihuan.web.inspections.models import Feedback, known
from bihuan.web.rectification.models import Response
from bihuan.web.rectification.models.working import CaseRows


class VisitWay(models.TextChoices):
    """How somebody looked."""

    SITE = "site", "实地查看"
    PAPERS = "papers", "查阅资料"
    TALK = "talk", "个别访谈"
    CALL = "call", "电话抽查"


class VisitResult(models.TextChoices):
    """Whether what was reported is so."""

    TRUE = "true", "属实"
    PARTLY = "partly", "部分属实"
    FALSE = "false", "不属实"


class Visit(models.Model):
    """A dated record of an on-site supervision or spot check; written once."""

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    response = models.ForeignKey(
        Response, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="核查的整改"
    )
    on = models.DateField("日期")
    way = models.CharField("方式", max_length=8, choices=VisitWay.choices)
    place = models.CharField("地点或对象", max_length=100)
    people = models.CharField("参加人员", max_length=200)
    seen = models.TextField("看到的情况")
    result = models.CharField("结论", max_length=8, choices=VisitResult.choices)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间")

    objects = CaseRows.as_manager()

    class Meta:
        constraints = (
            known("way", tuple(VisitWay.values), "visit_way_known"),
            known("result", tuple(VisitResult.values), "visit_result_known"),
            models.CheckConstraint(condition=~models.Q(seen=""), name="visit_says_something"),
        )
        indexes = (models.Index(fields=["feedback", "-on", "-id"], name="visit_newest_first"),)

    def __str__(self) -> str:
        return f"{day_words(self.on)} {self.place}"
