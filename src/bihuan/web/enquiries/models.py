"""What somebody of the public wrote about an announcement, what became of it, and what holds floods off.

Nobody is described here: the network address is never stored, name and contact are there only if they were
given, and are taken away by a daily job (``services.forgetting``). The journal holds neither.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from bihuan.web.accounts.models import Person, Unit, User
from bihuan.web.base.guards import ScopedQuerySet
from bihuan.web.base.models import Versioned
from bihuan.web.disclosure.models import Announcement
from bihuan.web.evidence.models import Blob
from bihuan.web.inspections.models import known


class EnquiryState(models.TextChoices):
    """How an enquiry stands."""

    HELD = "held", "待核看"
    OPEN = "open", "待答复"
    ANSWERED = "answered", "已答复"
    CLOSED = "closed", "不予答复"


WAITING = (EnquiryState.HELD, EnquiryState.OPEN)
"""Somebody of the office still has to do something."""


class Hold(models.TextChoices):
    """Why an enquiry is looked at by somebody before it is worked on."""

    UNPROVEN = "unproven", "提交时没有作人机校验"
    LINKS = "links", "文字里有网址"
    FILES = "files", "附有文件"


class Showing(models.TextChoices):
    """Whether enquiry and answer stand beside the announcement."""

    ASKED = "asked", "待批准公开"
    SHOWN = "shown", "已公开"
    REFUSED = "refused", "未同意公开"
    STOPPED = "stopped", "已停止公开"


class EnquiryQuerySet(ScopedQuerySet[Any]):
    """Seen by the unit that published the announcement, and by its inspection office."""


class Enquiry(Versioned):
    """One enquiry. ``code_hash`` is of the receipt; ``shown_text`` and ``shown_answer`` are masked."""

    announcement = models.ForeignKey(Announcement, models.PROTECT, related_name="+", db_index=False)
    edition = models.PositiveIntegerField("公开稿第几版")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    office = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    text = models.TextField("意见")
    name = models.CharField("称呼", max_length=30, blank=True)
    contact = models.CharField("联系方式", max_length=60, blank=True)
    keep_until = models.DateField("联系方式留到", null=True, blank=True)
    code_hash = models.CharField("回执码摘要", max_length=64, unique=True)
    received_at = models.DateTimeField("收到时间")
    due = models.DateField("答复期限")
    state = models.CharField("状态", max_length=8, choices=EnquiryState.choices)
    hold = models.CharField("为什么先核看", max_length=8, choices=Hold.choices, blank=True)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, verbose_name="承办人"
    )
    draft = models.TextField("拟答复", blank=True)
    answer = models.TextField("答复", blank=True)
    reason = models.TextField("不予答复的理由", blank=True)
    done_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="办结人"
    )
    done_at = models.DateTimeField("办结时间", null=True, blank=True)
    showing = models.CharField("公开", max_length=8, choices=Showing.choices, blank=True)
    shown_text = models.TextField("公开的意见", blank=True)
    shown_answer = models.TextField("公开的答复", blank=True)
    asked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="申请公开的人"
    )
    opinion = models.TextField("批准意见", blank=True)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        constraints = (
            known("state", tuple(EnquiryState.values), "enquiry_state_known"),
            known("hold", ("", *Hold.values), "enquiry_hold_known"),
            known("showing", ("", *Showing.values), "enquiry_showing_known"),
            models.CheckConstraint(condition=~Q(text=""), name="enquiry_says_something"),
            models.CheckConstraint(
                condition=~Q(state="answered") | ~Q(answer=""), name="enquiry_answered_with_words"
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | ~Q(reason=""), name="enquiry_closed_with_reason"
            ),
        )
        indexes = (
            models.Index(fields=["unit", "id"], name="enquiry_of_unit"),
            models.Index(fields=["office", "id"], name="enquiry_of_office"),
            models.Index(
                fields=["unit", "due", "id"], condition=Q(state__in=["held", "open"]), name="enquiry_waiting"
            ),
            models.Index(fields=["keep_until"], condition=~Q(contact="", name=""), name="enquiry_kept_until"),
            models.Index(fields=["announcement", "received_at"], name="enquiry_of_announcement"),
        )

    def __str__(self) -> str:
        return f"群众意见{self.pk}"


class EnquiryFile(models.Model):
    """A file that came with an enquiry: a name for bytes in the store of evidence. Handed to those who deal
    with the enquiry and to nobody else; never published.
    """

    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="files", db_index=False)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    position = models.PositiveIntegerField("先后")
    name = models.CharField("文件名", max_length=200)
    warnings = models.JSONField("须注意的事项", default=list, help_text="中文句子")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["enquiry", "position"], name="enquiry_file_one_a_position"),
        )

    def __str__(self) -> str:
        return self.name


class SpentProof(models.Model):
    """A proof of work that has been handed in; it counts once."""

    signature = models.CharField("签名", max_length=64, primary_key=True)
    until = models.DateTimeField("有效至")

    def __str__(self) -> str:
        return self.signature[:8]


class Allowance(models.Model):
    """How often something was done in a window of time; ``key`` is a hash that also depends on the window."""

    key = models.CharField("摘要", max_length=64, primary_key=True)
    count = models.PositiveIntegerField("次数", default=0)
    until = models.DateTimeField("窗口结束")

    def __str__(self) -> str:
        return self.key[:8]
