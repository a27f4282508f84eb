"""Which rules an office wants: versions that are drafted, tried, proposed, and put in force by others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from bihuan.web.accounts.models import Unit, UnitKind, User
from bihuan.web.base.guards import ScopedQuerySet
from bihuan.web.base.models import Versioned

if TYPE_CHECKING:
    from bihuan.web.inspections.models import Feedback


class RuleSetState(models.TextChoices):
    """How a version stands."""

    DRAFT = "draft", "拟订中"
    PROPOSED = "proposed", "待启用"
    IN_FORCE = "in_force", "执行中"
    REPLACED = "replaced", "已被替换"


OPEN = (RuleSetState.DRAFT, RuleSetState.PROPOSED)


class RuleSetQuerySet(ScopedQuerySet["RuleSet"]):
    """Seen by whoever may see the cases of its owner; the house's view asks without this."""

    unit_path = office_path = "owner_id"

    def governing(self, case: Feedback) -> RuleSetQuerySet:
        """What is in force for a case: its office decides, the unit itself where no office is over it."""
        return self.filter(owner=case.office_id or case.unit_id, state=RuleSetState.IN_FORCE)


class RuleSet(Versioned):
    """One version of what an office (or a unit without one) has changed about the rules. What it does not
    mention runs as it comes. Old versions stay.
    """

    owner = models.ForeignKey(
        Unit, models.PROTECT, related_name="rule_sets", db_index=False, verbose_name="单位"
    )
    number = models.PositiveIntegerField("第几版")
    state = models.CharField("状态", max_length=10, choices=RuleSetState.choices, default=RuleSetState.DRAFT)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="拟订人")
    made_at = models.DateTimeField("拟订时间")
    proposed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提交人"
    )
    proposed_at = models.DateTimeField("提交时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="启用人"
    )
    opinion = models.TextField("意见", blank=True)
    in_force_at = models.DateTimeField("启用时间", null=True, blank=True)
    replaced_at = models.DateTimeField("被替换时间", null=True, blank=True)

    objects = RuleSetQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["owner", "number"], name="rule_set_one_a_number"),
            models.UniqueConstraint(
                fields=["owner"], condition=models.Q(state="in_force"), name="rule_set_one_in_force"
            ),
            models.UniqueConstraint(
                fields=["owner"],
                condition=models.Q(state__in=("draft", "proposed")),
                name="rule_set_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=RuleSetState.values), name="rule_set_state_known"
            ),
        )
        indexes = (
            models.Index(fields=["id"], condition=models.Q(state="proposed"), name="rule_set_proposed"),
        )

    def __str__(self) -> str:
        return f"{self.owner}体检规则第{self.number}版"

    @property
    def unit_id(self) -> int | None:
        """Whose it is, where that is no office."""
        return None if self.owner.kind == UnitKind.OFFICE else self.owner_id

    @property
    def office_id(self) -> int | None:
        """Whose it is, where that is an office."""
        return self.owner_id if self.owner.kind == UnitKind.OFFICE else None


class RuleSetting(models.Model):
    """One rule that does not run as it comes: switched off, or with other numbers, and why."""

    rule_set = models.ForeignKey(RuleSet, models.CASCADE, related_name="settings", db_index=False)
    code = models.CharField("代码", max_length=8)
    off = models.BooleanField("停用", default=False)
    parameters = models.JSONField("参数", default=dict, help_text="名称 → 整数；只列与原设不同的")
    reason = models.TextField("理由")
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="调整人")
    set_at = models.DateTimeField("调整时间")
    since = models.DateTimeField("执行起始", null=True, blank=True, help_text="首次启用的时间；未启用为空")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["rule_set", "code"], name="rule_setting_one_a_rule"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="rule_setting_has_a_reason"),
        )

    def __str__(self) -> str:
        return f"{self.code} {'停用' if self.off else '调整参数'}"


class RuleTrial(models.Model):
    """What a drafted version would find in the owner's own reports, counted in the background in steps."""

    rule_set = models.OneToOneField(RuleSet, models.CASCADE, related_name="trial")
    version = models.PositiveIntegerField("所试的版本", help_text="草稿改动后须重新试查")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="试查人")
    asked_at = models.DateTimeField("试查时间")
    reports = models.PositiveIntegerField("已查份数", default=0)
    total = models.PositiveIntegerField("共几份", default=0)
    counts = models.JSONField("各规则新旧条数", default=dict, help_text="代码对应两个数：现行、试行")
    samples = models.JSONField(
        "例子", default=dict, help_text="代码对应若干处：增减、台账、单位、行、引文、说明，每条规则至多六处"
    )
    done_at = models.DateTimeField("完成时间", null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.rule_set} 试查"
