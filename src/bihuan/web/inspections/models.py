"""What was inspected and found. A *case* is one unit's feedback in one round; its text lives in these rows
and in those of ``rectification``, each with its surface (docs/decisions/0001-rows-keep-their-surface.md).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models.functions import Coalesce

from bihuan.report.nodes import DocumentKind, LeafKind, SectionRole
from bihuan.web.accounts.models import Unit
from bihuan.web.base.guards import ScopedQuerySet
from bihuan.web.base.models import TextRow, Versioned
from bihuan.web.base.words import day_words
from bihuan.zh.status import Status

if TYPE_CHECKING:
    from enum import StrEnum

FAR = date(9999, 12, 31)
"""Sorts after every deadline; stands in where there is none, because NULL sorts differently on the two
databases.
"""
NO_STATUS = "none"
"""The status of a response for which the report claims no outcome."""
STATUSES = (*(one.value for one in Status), NO_STATUS)
SETTLED = (Status.COMPLETED.value, Status.LONG_TERM.value)
"""Statuses that can no longer be overdue: 长期坚持 has a regular duty instead of an end."""
OPEN = tuple(one for one in STATUSES if one not in SETTLED)


def known(field: str, values: type[StrEnum] | tuple[str, ...], name: str) -> models.CheckConstraint:
    """A constraint that the column holds one of the closed set."""
    allowed = [str(one) for one in values]
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": allowed}), name=name)


class RoundKind(models.TextChoices):
    """The same loop under its several names."""

    INSPECTION = "inspection", "巡察"
    AUDIT = "audit", "审计"
    STATISTICS = "statistics", "统计督察"
    ENVIRONMENT = "environment", "环保督察"
    SUPERVISION = "supervision", "督查督办"


class RoundQuerySet(ScopedQuerySet["Round"]):
    """Rounds belong to an office; a unit sees those in which it has a case."""

    unit_path, office_path = "cases__unit_id", "office_id"


class Round(models.Model):
    """A round of inspections under one inspection office."""

    office = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="rounds", verbose_name="巡察办",
        limit_choices_to={"kind": "office"},
    )  # fmt: skip
    name = models.CharField("名称", max_length=100)
    kind = models.CharField("类型", max_length=16, choices=RoundKind.choices, default=RoundKind.INSPECTION)
    starts_on = models.DateField("开始", null=True, blank=True)
    ends_on = models.DateField("结束", null=True, blank=True)
    policy = models.CharField(
        "整改期限政策", max_length=60, blank=True, help_text="留空时按反馈日期当时有效的政策"
    )
    archived_at = models.DateTimeField("归档时间", null=True, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["office", "name"], name="round_one_name_an_office"),
            models.CheckConstraint(condition=models.Q(kind__in=RoundKind.values), name="round_kind_known"),
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="round_ends_after_start",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Feedback(Versioned):
    """The case: what the round fed back to the unit, and everything done about it. ``office`` and
    ``archived_at`` repeat the round's, so that the rights of a row are columns of the row or one join away.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="cases", verbose_name="轮次")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="cases", verbose_name="单位")
    office = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="supervised_cases", verbose_name="巡察办"
    )
    kind = models.CharField("文种", max_length=16, choices=[(one.value, one.value) for one in DocumentKind])
    title = models.CharField("标题", max_length=300, blank=True)
    issuer = models.CharField("发文单位", max_length=200, blank=True)
    issued_on = models.DateField("成文日期", null=True, blank=True)
    team = models.CharField("巡察组", max_length=100, blank=True)
    inspected_from = models.DateField("巡察开始", null=True, blank=True)
    inspected_to = models.DateField("巡察结束", null=True, blank=True)
    given_on = models.DateField("反馈日期", null=True, blank=True)
    errors = models.PositiveIntegerField("不能成立的体检项", default=0)
    answered = models.PositiveIntegerField("其中已说明的", default=0)
    open_errors = models.GeneratedField(
        expression=models.F("errors") - models.F("answered"),
        output_field=models.IntegerField(),
        db_persist=True,
    )
    warnings = models.PositiveIntegerField("须作说明的体检项", default=0)
    checked_at = models.DateTimeField("体检时间", null=True, blank=True)
    archived_at = models.DateTimeField("归档时间", null=True, blank=True)
    created_at = models.DateTimeField("建立时间")

    objects = ScopedQuerySet["Feedback"].as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["round", "unit"], name="feedback_one_case_a_unit_and_round"),
            known("kind", DocumentKind, "feedback_kind_known"),
        )
        indexes = (
            models.Index(fields=["office", "-open_errors", "-warnings", "id"], name="feedback_worst_cases"),
        )

    def __str__(self) -> str:
        return self.title or f"{self.unit} · {self.round}"


class CaseQuerySet(ScopedQuerySet["models.Model"]):
    """Rows that reach their unit through the case."""

    unit_path, office_path = "feedback__unit_id", "feedback__office_id"


class Section(TextRow):
    """An outermost part. A report without outer headings is one section with neither number nor title."""

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="sections", db_index=False)
    number = models.CharField("序号", max_length=20, blank=True)
    title = models.TextField("标题", blank=True)
    role = models.CharField("作用", max_length=16, choices=[(one.value, one.value) for one in SectionRole])

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["feedback", "position"], name="section_one_a_position"),
            known("role", SectionRole, "section_role_known"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class Group(TextRow):
    """A middle heading that gathers several findings."""

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="groups", db_index=False)
    section = models.ForeignKey(Section, models.CASCADE, related_name="groups")
    number = models.CharField("序号", max_length=20, blank=True)
    title = models.TextField("标题")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["feedback", "position"], name="group_one_a_position"),)

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class FindingQuerySet(ScopedQuerySet["Finding"]):
    """Findings carry unit and office themselves: lists over all units are one index scan."""

    unit_path, office_path = "unit_id", "office_id"


class Finding(TextRow, Versioned):
    """What the inspection found. ``status``, ``due`` and ``measure_count`` repeat what its responses say
    and are written by the services alone, so that a list needs no aggregate. A corrected feedback that no
    longer has the finding *withdraws* it: the row and its work stay, lists and counts leave it out.
    """

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="findings", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    office = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    section = models.ForeignKey(Section, models.CASCADE, related_name="findings")
    group = models.ForeignKey(Group, models.SET_NULL, null=True, blank=True, related_name="findings")
    number = models.CharField("序号", max_length=20, blank=True)
    title = models.TextField("问题")
    status = models.CharField("整改状态", max_length=20, default=NO_STATUS)
    due = models.DateField("整改期限", null=True, blank=True)
    due_key = models.GeneratedField(
        expression=Coalesce("due", models.Value(FAR)), output_field=models.DateField(), db_persist=True
    )
    is_open = models.GeneratedField(
        expression=models.Case(
            models.When(withdrawn_at__isnull=True, status__in=OPEN, then=models.Value(True)),
            default=models.Value(False),
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    measure_count = models.PositiveIntegerField("措施数", default=0)
    aspect_count = models.PositiveIntegerField("具体表现数", default=0)
    error_count = models.PositiveIntegerField("不能成立的体检项", default=0)
    warning_count = models.PositiveIntegerField("须作说明的体检项", default=0)
    joint = models.JSONField(
        "合并作答",
        default=list,
        help_text="由“编号和序号”组成的列表：同一项整改回答的全部问题；单独作答时为空",
    )
    withdrawn_at = models.DateTimeField("撤下时间", null=True, blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["feedback", "position"], name="finding_one_a_position"),
            known("status", STATUSES, "finding_status_known"),
        )
        live = models.Q(withdrawn_at__isnull=True)
        indexes = (
            models.Index(
                fields=["office", "feedback", "position", "id"], condition=live, name="finding_office_text"
            ),
            models.Index(fields=["office", "due_key", "id"], condition=live, name="finding_office_due"),
            models.Index(
                fields=["office", "status", "due_key", "id"], condition=live, name="finding_office_status"
            ),
            models.Index(
                fields=["unit", "feedback", "position", "id"], condition=live, name="finding_unit_text"
            ),
            models.Index(
                fields=["office", "due_key", "id"],
                condition=models.Q(is_open=True),
                name="finding_office_open",
            ),
            models.Index(
                fields=["unit", "due_key", "id"], condition=models.Q(is_open=True), name="finding_unit_open"
            ),
        )
        del live

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class Subfinding(TextRow):
    """One aspect of a finding."""

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="subfindings", db_index=False)
    finding = models.ForeignKey(Finding, models.CASCADE, related_name="subfindings")
    number = models.CharField("序号", max_length=20, blank=True)
    title = models.TextField("具体表现")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["feedback", "position"], name="subfinding_one_a_position"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class Passage(TextRow):
    """Any other piece of the text: front matter, title, preface, leadership, lead-ins, closing, signature,
    unread.
    """

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="passages", db_index=False)
    section = models.ForeignKey(Section, models.CASCADE, null=True, blank=True, related_name="passages")
    kind = models.CharField("类别", max_length=16, choices=[(one.value, one.value) for one in LeafKind])
    text = models.TextField("文字", blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["feedback", "position"], name="passage_one_a_position"),
            known("kind", LeafKind, "passage_kind_known"),
        )

    def __str__(self) -> str:
        return self.text[:40]


class DeadlinePurpose(models.TextChoices):
    """What must be done by then."""

    PLAN = "plan", "报送整改方案"
    RECTIFICATION = "rectification", "完成集中整改"


class Deadline(models.Model):
    """A computed date with the rule that made it. It is never overwritten: a recomputation closes this row
    and adds one that ``replaces`` it, so the trace stays.
    """

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="deadlines")
    purpose = models.CharField("事项", max_length=16, choices=DeadlinePurpose.choices)
    starts_on = models.DateField("起算日")
    policy = models.CharField("政策", max_length=60)
    due = models.DateField("期限")
    steps = models.JSONField("推算过程", help_text="中文句子的列表")
    provisional = models.BooleanField("待核", default=False, help_text="当年放假安排尚未公布，只按周末推算")
    computed_at = models.DateTimeField("推算时间")
    superseded_at = models.DateTimeField("失效时间", null=True, blank=True)
    replaces = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="replaced_by"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["feedback", "purpose"],
                condition=models.Q(superseded_at__isnull=True),
                name="deadline_one_in_force",
            ),
            models.CheckConstraint(
                condition=models.Q(purpose__in=DeadlinePurpose.values), name="deadline_purpose_known"
            ),
        )
        indexes = (
            models.Index(
                fields=["due"],
                condition=models.Q(superseded_at__isnull=True, provisional=True),
                name="deadline_provisional",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {day_words(self.due)}"


class YearNotice(models.Model):
    """The State Council's notice on holidays of one year, as an administrator entered it."""

    year = models.PositiveSmallIntegerField("年份", unique=True)
    document = models.CharField("文号", max_length=100)
    days_off = models.JSONField("放假日", help_text="ISO 日期的列表")
    working_days = models.JSONField("调休上班日", help_text="ISO 日期的列表")
    entered_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="录入人")
    entered_at = models.DateTimeField("录入时间")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(year__gte=2000, year__lte=2200), name="year_notice_year_sensible"
            ),
        )

    def __str__(self) -> str:
        return f"{self.year}年放假安排"
