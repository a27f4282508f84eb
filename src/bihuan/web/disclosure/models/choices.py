"""What people decided for an announcement: masks given or released by hand, findings left out."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from bihuan.masking import Kind
from bihuan.web.accounts.models import User
from bihuan.web.base.guards import ScopedQuerySet
from bihuan.web.disclosure.models.announcements import Announcement
from bihuan.web.disclosure.workflow import Basis
from bihuan.web.inspections.models import Finding, known


class OfAnnouncement(ScopedQuerySet[Any]):
    """Seen with their announcement."""

    unit_path, office_path = "announcement__unit_id", "announcement__office_id"


class MaskChoice(models.Model):
    """An original that somebody decided on: ``active`` masks it (with a mask of their own, if they gave one),
    else it is released.
    """

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="masks", db_index=False)
    original = models.CharField("原文词", max_length=60)
    kind = models.CharField("种类", max_length=10, choices=[(one.value, one.label) for one in Kind])
    mask = models.CharField("代称", max_length=60, blank=True)
    active = models.BooleanField("隐去")
    reason = models.CharField("理由", max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="决定人")
    at = models.DateTimeField("决定时间")

    objects = OfAnnouncement.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["announcement", "original"], name="mask_choice_one_an_original"),
            known("kind", Kind, "mask_choice_kind_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="mask_choice_has_a_reason"),
        )

    def __str__(self) -> str:
        return self.original


class OmissionState(models.TextChoices):
    """What became of the wish to leave a finding out."""

    ASKED = "asked", "待同意"
    GRANTED = "granted", "同意不公开"
    REFUSED = "refused", "不同意"
    LIFTED = "lifted", "恢复公开"


class Omission(models.Model):
    """A finding that an announcement shall leave out; decided by somebody else than who asked."""

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="omissions", db_index=False)
    finding = models.ForeignKey(Finding, models.CASCADE, related_name="+")
    basis = models.CharField("情形", max_length=10, choices=[(one.value, one.label) for one in Basis])
    reason = models.TextField("理由")
    state = models.CharField("结果", max_length=8, choices=OmissionState.choices, default=OmissionState.ASKED)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="申请人")
    asked_at = models.DateTimeField("申请时间")
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="决定人"
    )
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    opinion = models.TextField("意见", blank=True)

    objects = OfAnnouncement.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["announcement", "finding"],
                condition=Q(state__in=["asked", "granted"]),
                name="omission_one_a_finding",
            ),
            known("basis", Basis, "omission_basis_known"),
            known("state", tuple(OmissionState.values), "omission_state_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="omission_has_a_reason"),
            models.CheckConstraint(
                condition=Q(state="asked") | Q(decided_by__isnull=False), name="omission_decided_by_somebody"
            ),
        )

    def __str__(self) -> str:
        return f"{self.announcement_id} {self.finding_id}"
