"""What was done about it: responses (n:m with findings) and measures."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Coalesce

from bihuan.web.accounts.models import Department, Person, Unit, User
from bihuan.web.base.guards import ScopedQuerySet
from bihuan.web.base.models import TextRow, Versioned
from bihuan.web.inspections.models import (
    FAR,
    NO_STATUS,
    STATUSES,
    Feedback,
    Finding,
    Passage,
    Round,
    Section,
    known,
)
from bihuan.web.rectification.workflow import Aim, ResponseState
from bihuan.zh.tense import Tense


class ResponseQuerySet(ScopedQuerySet["Response"]):
    """Responses carry the unit; the office is on the case."""

    unit_path, office_path = "unit_id", "feedback__office_id"


class Response(Versioned):
    """One block of measures and one outcome that answers one or more findings. ``status`` is what the text
    claims, ``state`` is how far the loop has come: the two are never mixed up. ``round`` to ``in_time``
    repeat what case, findings and decisions say, written by ``figures.figures_write`` alone, so that the
    lists behind the board need no aggregate.
    """

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="responses", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    section = models.ForeignKey(Section, models.CASCADE, related_name="responses")
    heading = models.ForeignKey(
        Passage, models.SET_NULL, null=True, blank=True, related_name="responses",
        help_text="成效小标题：其下的措施不对应编号问题",
    )  # fmt: skip
    findings = models.ManyToManyField(Finding, through="ResponseFinding", related_name="responses")
    position = models.BigIntegerField("位置", help_text="它的第一个问题或第一项措施的位置")
    outcome = models.TextField("整改情况", blank=True)
    outcome_surface = models.TextField("整改情况的前缀", blank=True)
    outcome_position = models.BigIntegerField("整改情况的位置", null=True, blank=True)
    status = models.CharField("整改状态", max_length=20, default=NO_STATUS)
    state = models.CharField(
        "办理环节",
        max_length=24,
        choices=[(one.value, one.label) for one in ResponseState],
        default=ResponseState.DRAFT,
    )
    withdrawn_at = models.DateTimeField(
        "撤下时间", null=True, blank=True, help_text="它的问题全部撤下时，随之撤出正文和计数"
    )
    target = models.TextField("整改目标", blank=True)
    severe = models.BooleanField("重点问题", default=False, help_text="会审更严，需更多人同意")
    aim = models.CharField(
        "申请的了结方式", max_length=12, blank=True, choices=[(one.value, one.label) for one in Aim]
    )
    evaluation = models.TextField("自评", blank=True)
    submission = models.PositiveIntegerField("第几次送审", default=0)
    asked_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False, verbose_name="送审人"
    )
    state_since = models.DateTimeField("进入本环节的时间", null=True, blank=True)
    planned_at = models.DateTimeField("方案批准时间", null=True, blank=True)
    ended_at = models.DateTimeField("了结时间", null=True, blank=True)
    certificate = models.CharField("销号单编号", max_length=40, blank=True)
    assessed_at = models.DateTimeField("首次提交自评的时间", null=True, blank=True)
    returned_times = models.PositiveSmallIntegerField("被退回次数", default=0)
    round = models.ForeignKey(
        Round, models.CASCADE, null=True, blank=True, related_name="+", db_index=False, verbose_name="轮次"
    )
    office = models.ForeignKey(
        Unit, models.CASCADE, null=True, blank=True, related_name="+", db_index=False, verbose_name="巡察办"
    )
    due = models.DateField("整改期限", null=True, blank=True, help_text="它的各个问题中最早的期限")
    since_on = models.DateField("从哪天起在本环节", null=True, blank=True)
    days = models.IntegerField("从反馈到了结的天数", null=True, blank=True)
    in_time = models.BooleanField("按期了结", null=True, blank=True)
    reopens = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="reopened_as",
        help_text="复查反弹后重新整改的，指向原来的整改",
    )

    objects = ResponseQuerySet.as_manager()

    class Meta:
        constraints = (
            known("status", STATUSES, "response_status_known"),
            known("state", ResponseState, "response_state_known"),
            known("aim", ("", *(one.value for one in Aim)), "response_aim_known"),
            models.UniqueConstraint(
                fields=["feedback", "outcome_position"], name="response_one_outcome_a_position"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome_position__isnull=False) | models.Q(outcome="", status=NO_STATUS),
                name="response_outcome_has_a_place",
            ),
        )
        indexes = (
            models.Index(fields=["feedback", "position"], name="response_in_text_order"),
            models.Index(fields=["unit", "state", "since_on", "id"], name="response_unit_stage"),
            models.Index(fields=["office", "state", "since_on", "id"], name="response_office_stage"),
            models.Index(fields=["round", "state", "since_on", "id"], name="response_round_stage"),
            models.Index(
                fields=["round", "due", "id"],
                condition=models.Q(ended_at__isnull=True, due__isnull=False),
                name="response_round_running",
            ),
            models.Index(
                fields=["round", "id"],
                condition=models.Q(ended_at__isnull=False),
                name="response_round_ended",
            ),
            models.Index(
                fields=["round", "id"],
                condition=models.Q(assessed_at__isnull=False),
                name="response_round_assessed",
            ),
            models.Index(
                fields=["round", "id"],
                condition=models.Q(returned_times__gt=0),
                name="response_round_returned",
            ),
        )

    def __str__(self) -> str:
        return self.outcome or f"整改 {self.pk}"


class ResponseFinding(models.Model):
    """A finding is answered by a response; both sides may be many."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="links")
    finding = models.ForeignKey(Finding, models.CASCADE, related_name="links", db_index=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["finding", "response"], name="response_answers_finding_once"),
        )

    def __str__(self) -> str:
        return f"{self.response_id}→{self.finding_id}"


class MeasureKind(models.TextChoices):
    """How a measure is carried out."""

    IMMEDIATE = "immediate", "立行立改"
    LIMITED = "limited", "限期整改"
    LASTING = "lasting", "长期坚持"


class Category(models.TextChoices):
    """What a measure is good for."""

    RULES = "rules", "建章立制"
    RECOVERY = "recovery", "挽回损失"
    LIABILITY = "liability", "追责问责"
    INFERENCE = "inference", "举一反三"
    CAMPAIGN = "campaign", "专项整治"


class MeasureState(models.TextChoices):
    """How a measure stands, as the people say who carry it out; ``tense`` is what its words say."""

    OPEN = "open", "未落实"
    DONE = "done", "已落实"
    LASTING = "lasting", "转为定期任务"


class MeasureQuerySet(ScopedQuerySet["Measure"]):
    """Measures carry unit and office themselves: lists over all units are one index scan."""

    unit_path, office_path = "unit_id", "office_id"


class Measure(TextRow, Versioned):
    """One thing done or promised. ``begun_on``/``ended_on`` span the dates on which the text says it was
    carried out; ``dates`` holds every date of the text as ``{text, offset, start, end, precision, role}``.
    ``office`` and ``proof_count`` repeat the case's and count the evidence; the services alone write them.
    """

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="measures", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    office = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    response = models.ForeignKey(Response, models.CASCADE, related_name="measures", db_index=False)
    text = models.TextField("措施")
    tense = models.CharField("已做或计划", max_length=8, choices=[(one.value, one.value) for one in Tense])
    begun_on = models.DateField("开始日期", null=True, blank=True)
    ended_on = models.DateField("结束日期", null=True, blank=True)
    dates = models.JSONField("文中日期", default=list)
    kind = models.CharField("类型", max_length=12, choices=MeasureKind.choices, blank=True)
    category = models.CharField("性质", max_length=12, choices=Category.choices, blank=True)
    criteria = models.TextField("完成标准", blank=True)
    expects = models.JSONField("应有佐证", default=list, blank=True, help_text="佐证的类别，交齐才能了结")
    due = models.DateField("完成时限", null=True, blank=True)
    due_key = models.GeneratedField(
        expression=Coalesce("due", models.Value(FAR)), output_field=models.DateField(), db_persist=True
    )
    original_due = models.DateField("原定时限", null=True, blank=True, help_text="方案批准时定下，不再改动")
    state = models.CharField(
        "落实情况", max_length=8, choices=MeasureState.choices, default=MeasureState.OPEN
    )
    done_on = models.DateField("落实日期", null=True, blank=True)
    result = models.TextField("落实结果", blank=True)
    proof_count = models.PositiveIntegerField("佐证数", default=0)
    leader = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name="牵头领导",
    )
    department = models.ForeignKey(
        Department,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name="责任科室",
    )
    person = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name="责任人",
    )

    named = models.JSONField(
        "表上写明的责任",
        default=dict,
        blank=True,
        help_text="导入的表上写的领导、部门、责任人，系统里没有或不止一人时照录",
    )

    objects = MeasureQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["feedback", "position"], name="measure_one_a_position"),
            known("tense", Tense, "measure_tense_known"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["", *MeasureKind.values]), name="measure_kind_known"
            ),
            known("category", ("", *Category.values), "measure_category_known"),
            known("state", tuple(MeasureState.values), "measure_state_known"),
            models.CheckConstraint(
                condition=~models.Q(state="done") | models.Q(done_on__isnull=False),
                name="measure_done_on_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(begun_on__isnull=True) | models.Q(ended_on__gte=models.F("begun_on")),
                name="measure_ends_after_begin",
            ),
        )
        indexes = (
            models.Index(fields=["response", "position"], name="measure_in_text_order"),
            models.Index(
                fields=["person", "due"],
                condition=models.Q(person__isnull=False),
                name="measure_of_person_by_due",
            ),
            models.Index(
                fields=["leader", "due"],
                condition=models.Q(leader__isnull=False),
                name="measure_of_leader_by_due",
            ),
            models.Index(fields=["office", "due_key", "id"], name="measure_office_due"),
            models.Index(fields=["unit", "due_key", "id"], name="measure_unit_due"),
            models.Index(
                fields=["office", "due_key", "id"],
                condition=models.Q(state="open"),
                name="measure_office_open",
            ),
            models.Index(
                fields=["unit", "due_key", "id"], condition=models.Q(state="open"), name="measure_unit_open"
            ),
            models.Index(
                fields=["leader", "due_key", "id"],
                condition=models.Q(leader__isnull=False),
                name="measure_of_leader",
            ),
            models.Index(
                fields=["department", "due_key", "id"],
                condition=models.Q(department__isnull=False),
                name="measure_of_department",
            ),
            models.Index(
                fields=["office", "due_key", "id"],
                condition=models.Q(state="done", proof_count=0),
                name="measure_office_unproved",
            ),
            models.Index(
                fields=["unit", "due_key", "id"],
                condition=models.Q(state="done", proof_count=0),
                name="measure_unit_unproved",
            ),
        )

    def __str__(self) -> str:
        return self.text[:40]

    def who(self, field: str) -> str:
        """Leader, department or person as people read it: the words of the sheet where it named somebody who
        is not known here, or more than one; else the name; empty where nobody is named.
        """
        return str(self.named.get(field) or getattr(self, field) or "")
