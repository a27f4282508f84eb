"""Documents received as bytes, the wizard's drafts that read them, and what checking found."""

from __future__ import annotations

from django.db import models

from bihuan.report.nodes import DocumentKind
from bihuan.web.accounts.models import Unit, User
from bihuan.web.base.guards import ScopedQuerySet
from bihuan.web.base.models import Versioned
from bihuan.web.diagnosis.ruleset_models import RuleSet, RuleSetState, RuleSetting, RuleTrial
from bihuan.web.diagnosis.snapshot_models import Snapshot
from bihuan.web.inspections.models import Feedback, Finding, Round, known

__all__ = [
    "Diagnostic", "Filing", "FilingContent", "ImportDraft", "RuleSet", "RuleSetState", "RuleSetting",
    "RuleTrial", "Snapshot", "Waiver", "WaiverState",
]  # fmt: skip


class FilingQuerySet(ScopedQuerySet["Filing"]):
    """Filings carry the unit; an office sees those of its cases."""

    unit_path, office_path = "unit_id", "feedback__office_id"


class Filing(models.Model):
    """A document as it was received. It stands under a case once its draft is confirmed; the case's text is
    made of the newest filing's rows, and ends with its ``tail``.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="filings", verbose_name="单位")
    feedback = models.ForeignKey(Feedback, models.PROTECT, null=True, blank=True, related_name="filings")
    name = models.CharField("文件名", max_length=200)
    size = models.PositiveBigIntegerField("字节数")
    sha256 = models.CharField("SHA-256", max_length=64)
    encoding = models.CharField("编码", max_length=20, blank=True, help_text="文本类文件的编码；其他为空")
    format = models.CharField("格式", max_length=10, help_text="txt、md、html、docx、pdf、doc、wps")
    kind = models.CharField("文种", max_length=16, choices=[(one.value, one.value) for one in DocumentKind])
    tail = models.TextField("末尾", blank=True, help_text="最后一个值之后的文字")
    received_at = models.DateTimeField("收到时间")
    received_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="收件人")
    superseded_at = models.DateTimeField("被替换时间", null=True, blank=True)

    objects = FilingQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["feedback"],
                condition=models.Q(superseded_at__isnull=True),
                name="filing_one_in_force_a_case",
            ),
            known("kind", DocumentKind, "filing_kind_known"),
        )
        indexes = (models.Index(fields=["sha256"], name="filing_by_content"),)

    def __str__(self) -> str:
        return self.name


class FilingContent(models.Model):
    """The bytes, in a table of their own: no page fetches twenty megabytes by accident."""

    filing = models.OneToOneField(Filing, models.CASCADE, primary_key=True, related_name="content")
    data = models.BinaryField("内容")

    def __str__(self) -> str:
        return f"{self.filing_id}"


class DraftQuerySet(ScopedQuerySet["ImportDraft"]):
    """Drafts belong to the unit of their filing; nobody but that unit and its office sees them."""

    unit_path, office_path = "filing__unit_id", "office_id"


class ImportDraft(Versioned):
    """The wizard's state: a filing, its text, and the corrections so far (``edits``, in
    order). Nothing of it is in the ledger before ``draft_confirm``; a confirmed draft is kept so that an
    undone import comes back with its corrections.
    """

    filing = models.OneToOneField(Filing, models.CASCADE, related_name="draft")
    owner = models.ForeignKey(User, models.PROTECT, related_name="drafts", verbose_name="经办人")
    office = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="巡察办"
    )
    round = models.ForeignKey(
        Round, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="轮次"
    )
    replaces = models.ForeignKey(
        Feedback,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name="拟替换的反馈",
    )
    text = models.TextField("正文", help_text="读出的全部文字；docx 等为逐段文字")
    notes = models.JSONField("说明", default=list, help_text="读取时略去或推断的内容，中文句子")
    edits = models.JSONField("更正", default=list, help_text="[{leaf, action}]，按先后")
    examined = models.JSONField("体检", default=dict, help_text="确认前体检所见：各程度几处、错误级的位置")
    examined_version = models.PositiveIntegerField("体检时的版本", null=True, blank=True)
    created_at = models.DateTimeField("建立时间")
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["owner", "-created_at"], name="draft_newest_of_owner"),)

    def __str__(self) -> str:
        return f"{self.filing}"


class DiagnosticQuerySet(ScopedQuerySet["Diagnostic"]):
    """Diagnostics reach unit and office through the case."""

    unit_path, office_path = "feedback__unit_id", "feedback__office_id"


class Diagnostic(models.Model):
    """What checking found, stored when the case changed; pages only read it. ``position`` is that of the
    row in which the quote stands, ``column`` counts from that row's value where the quote lies inside it.
    """

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="diagnostics", db_index=False)
    finding = models.ForeignKey(
        Finding,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="diagnostics",
        help_text="所在整改的第一个问题",
    )
    position = models.BigIntegerField("位置", null=True)
    code = models.CharField("代码", max_length=8)
    rule = models.CharField("规则", max_length=60)
    severity = models.CharField("程度", max_length=10)
    line = models.PositiveIntegerField("行")
    column = models.PositiveIntegerField("列")
    quote = models.TextField("引文", blank=True)
    message = models.TextField("说明")
    basis = models.CharField("依据", max_length=300, blank=True)
    findings = models.JSONField("涉及问题", default=list)
    related = models.JSONField("相关行", default=list)
    fix = models.TextField("可改为", blank=True)

    objects = DiagnosticQuerySet.as_manager()

    class Meta:
        constraints = (known("severity", ("error", "warning", "info"), "diagnostic_severity_known"),)
        indexes = (models.Index(fields=["feedback", "severity", "line"], name="diagnostic_of_case"),)

    def __str__(self) -> str:
        return f"{self.code} {self.message}"


class WaiverQuerySet(ScopedQuerySet["Waiver"]):
    """Waivers carry the unit; the office is on the case."""

    unit_path, office_path = "unit_id", "feedback__office_id"


class WaiverState(models.TextChoices):
    """How a request for a waiver stands."""

    PENDING = "pending", "待批准"
    GRANTED = "granted", "已同意"
    REFUSED = "refused", "未同意"


class Waiver(models.Model):
    """A diagnostic answered by a reason instead of a change, until a day, agreed to by somebody else.

    Diagnostics are written anew at every edit; what is waived is the rule with its quote at a finding.
    """

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="waivers", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    finding = models.ForeignKey(Finding, models.CASCADE, null=True, blank=True, related_name="waivers")
    code = models.CharField("代码", max_length=8)
    quote = models.TextField("引文", blank=True)
    reason = models.TextField("说明理由")
    until = models.DateField("有效期至")
    state = models.CharField("状态", max_length=8, choices=WaiverState.choices, default=WaiverState.PENDING)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="说明人")
    asked_at = models.DateTimeField("说明时间")
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="批准人"
    )
    decided_at = models.DateTimeField("批准时间", null=True, blank=True)
    opinion = models.TextField("批准意见", blank=True)

    objects = WaiverQuerySet.as_manager()

    class Meta:
        constraints = (
            known("state", tuple(WaiverState.values), "waiver_state_known"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="waiver_has_a_reason"),
        )
        indexes = (
            models.Index(fields=["feedback", "code"], name="waiver_of_case"),
            models.Index(fields=["id"], condition=models.Q(state="pending"), name="waiver_pending"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.reason[:40]}"
