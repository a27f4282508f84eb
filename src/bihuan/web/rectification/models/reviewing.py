"""Who decided what, who takes part in the co-review, and who has it on the desk."""

from __future__ import annotations

from django.db import models

from bihuan.web.accounts.models import Unit, User
from bihuan.web.inspections.models import Feedback, Round, known
from bihuan.web.rectification.models.ledger import Response
from bihuan.web.rectification.models.working import CaseRows
from bihuan.web.rectification.workflow import REVIEWERS, Defect, ResponseState, Step


class Decision(models.Model):
    """One step that somebody took; written once."""

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    response = models.ForeignKey(Response, models.CASCADE, related_name="decisions", db_index=False)
    submission = models.PositiveIntegerField("第几次送审")
    step = models.CharField("动作", max_length=16, choices=[(one.value, one.label) for one in Step])
    before = models.CharField("原环节", max_length=24)
    after = models.CharField("现环节", max_length=24)
    party = models.CharField("会审方", max_length=40, blank=True)
    opinion = models.TextField("意见", blank=True)
    defect = models.CharField(
        "缺陷类型", max_length=12, blank=True, choices=[(one.value, one.label) for one in Defect]
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="办理人")
    at = models.DateTimeField("办理时间")

    objects = CaseRows.as_manager()

    class Meta:
        constraints = (
            known("step", Step, "decision_step_known"),
            known("before", ResponseState, "decision_before_known"),
            known("after", ResponseState, "decision_after_known"),
            known("defect", ("", *(one.value for one in Defect)), "decision_defect_known"),
            models.CheckConstraint(
                condition=~models.Q(step__in=[Step.RETURN.value, Step.RETURN_PLAN.value])
                | ~models.Q(opinion=""),
                name="decision_return_has_a_reason",
            ),
        )
        indexes = (
            models.Index(fields=["response", "id"], name="decision_of_response"),
            models.Index(fields=["unit", "step", "id"], name="decision_of_unit"),
        )

    def __str__(self) -> str:
        return f"{self.response_id} {self.get_step_display()}"


class ReviewParty(models.Model):
    """A party of the co-review in a round. ``severe_approvals`` holds for severe findings; a party with no
    ``approvals`` takes part only there.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="parties", db_index=False)
    title = models.CharField("名称", max_length=40)
    role = models.CharField("由哪个角色审核", max_length=24)
    approvals = models.PositiveSmallIntegerField("需几人同意", default=1)
    severe_approvals = models.PositiveSmallIntegerField("重点问题需几人同意", default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["round", "title"], name="review_party_one_title_a_round"),
            known("role", tuple(one.value for one in REVIEWERS), "review_party_role_known"),
            models.CheckConstraint(
                condition=models.Q(approvals__lte=5, severe_approvals__lte=5),
                name="review_party_few_approvals",
            ),
        )

    def __str__(self) -> str:
        return self.title


class ReviewSeat(models.Model):
    """A party's place in the co-review of one submission, and who has taken it on until when. ``office``
    repeats the case's and ``waits_since`` the day on which the review began, for the list of what waits.
    """

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    office = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="+", db_index=False)
    response = models.ForeignKey(Response, models.CASCADE, related_name="seats", db_index=False)
    submission = models.PositiveIntegerField("第几次送审")
    title = models.CharField("会审方", max_length=40)
    role = models.CharField("由哪个角色审核", max_length=24)
    needed = models.PositiveSmallIntegerField("需几人同意", default=1)
    agreed = models.PositiveSmallIntegerField("已同意人数", default=0)
    claimed_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="承办人"
    )
    claimed_until = models.DateTimeField("承办到", null=True, blank=True)
    waits_since = models.DateField(
        "从哪天起等它审核", null=True, blank=True, help_text="已经都同意，或送审已经退回的，没有"
    )

    objects = CaseRows.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["response", "submission", "title"], name="review_seat_once"),
            models.CheckConstraint(
                condition=models.Q(agreed__lte=models.F("needed")), name="review_seat_not_more_than_needed"
            ),
        )
        indexes = (
            models.Index(
                fields=["office", "role", "waits_since", "response"],
                condition=models.Q(waits_since__isnull=False),
                name="review_seat_waiting",
            ),
        )

    def __str__(self) -> str:
        return self.title
