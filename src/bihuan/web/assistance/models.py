"""A request to somebody outside the house, what came back, and the files on their way.

Whoever opens the link sees the words of the request and nothing of the ledger: what is shown is copied into
the request when it is asked.
"""

from __future__ import annotations

from django.db import models

from bihuan.web.accounts.models import Person, Unit, User
from bihuan.web.base.models import Versioned
from bihuan.web.evidence.models import Blob, Evidence, Upload
from bihuan.web.inspections.models import Feedback, known
from bihuan.web.rectification.models import Measure, Progress
from bihuan.web.rectification.models.working import CaseRows


class RequestState(models.TextChoices):
    """How a request stands."""

    OPEN = "open", "待答复"
    ANSWERED = "answered", "待采纳"
    RETURNED = "returned", "已退回"
    ACCEPTED = "accepted", "已采纳"
    REVOKED = "revoked", "已撤回"
    CLOSED = "closed", "已关闭"


AWAITED = (RequestState.OPEN, RequestState.RETURNED)
"""An answer is still to come."""


class AssistanceRequest(Versioned):
    """What is asked of somebody who has no account. The link and the access code are kept as hashes only.

    ``due`` is the day asked for; ``until`` the last day on which the link opens. ``draft`` is what the other
    side has typed and not sent; nobody in the house reads it.
    """

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="+", db_index=False)
    to_unit = models.CharField("协办单位", max_length=60)
    to_name = models.CharField("填报人", max_length=30)
    question = models.TextField("请协办的事")
    shown = models.TextField("给对方看的措施文字", blank=True)
    due = models.DateField("答复期限")
    until = models.DateField("链接有效至")
    token_hash = models.CharField("链接摘要", max_length=64, unique=True)
    code_hash = models.CharField("口令摘要", max_length=128, blank=True)
    state = models.CharField("状态", max_length=10, choices=RequestState.choices, default=RequestState.OPEN)
    why = models.TextField("撤回或关闭的原因", blank=True)
    draft = models.TextField("对方未送出的文字", blank=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="经办人")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="发起人")
    made_at = models.DateTimeField("发起时间")
    opened_at = models.DateTimeField("最近打开", null=True, blank=True)
    openings = models.PositiveIntegerField("打开次数", default=0)
    progress = models.ForeignKey(Progress, models.SET_NULL, null=True, blank=True, related_name="+")
    evidence = models.ForeignKey(Evidence, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = CaseRows.as_manager()

    class Meta:
        constraints = (
            known("state", tuple(RequestState.values), "assistance_state_known"),
            models.CheckConstraint(condition=~models.Q(question=""), name="assistance_asks_something"),
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("due")), name="assistance_opens_until_due"
            ),
        )
        indexes = (
            models.Index(fields=["measure", "id"], name="assistance_of_measure"),
            models.Index(fields=["unit", "id"], name="assistance_of_unit"),
            models.Index(fields=["feedback", "state"], name="assistance_of_case"),
            models.Index(
                fields=["person", "due", "id"],
                condition=models.Q(state__in=["open", "returned", "answered"]),
                name="assistance_running",
            ),
        )

    def __str__(self) -> str:
        return f"{self.to_unit}{self.to_name}：{self.question[:40]}"


class AssistanceAnswer(models.Model):
    """What was sent by the link; never changed. What became of it stands beside."""

    request = models.ForeignKey(AssistanceRequest, models.CASCADE, related_name="answers", db_index=False)
    number = models.PositiveIntegerField("第几次")
    text = models.TextField("答复")
    at = models.DateTimeField("送达时间")
    address = models.CharField("网络地址", max_length=60, blank=True)
    accepted = models.BooleanField("是否采纳", null=True, blank=True)
    reason = models.TextField("退回的理由", blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="办理人"
    )
    decided_at = models.DateTimeField("办理时间", null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["request", "number"], name="assistance_answer_once"),
            models.CheckConstraint(
                condition=~models.Q(accepted=False) | ~models.Q(reason=""),
                name="assistance_returned_with_reason",
            ),
        )

    def __str__(self) -> str:
        return f"第{self.number}次答复"


class AnswerFile(models.Model):
    """A file of an answer: a name for bytes that are in the store already."""

    answer = models.ForeignKey(AssistanceAnswer, models.CASCADE, related_name="files", db_index=False)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    position = models.PositiveIntegerField("先后")
    name = models.CharField("文件名", max_length=200)
    warnings = models.JSONField("已确认的事项", default=list)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["answer", "position"], name="assistance_file_one_a_position"),
        )

    def __str__(self) -> str:
        return self.name


class Enclosure(models.Model):
    """A file that the other side has put beside its draft: an upload on its way, swept like any other."""

    request = models.ForeignKey(AssistanceRequest, models.CASCADE, related_name="enclosures")
    upload = models.OneToOneField(Upload, models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return str(self.upload)
