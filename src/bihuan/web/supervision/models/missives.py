"""Official letters to rising ranks, and what became of each."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from bihuan.web.accounts.models import Person, Unit, User
from bihuan.web.accounts.permissions import Role
from bihuan.web.base.guards import ScopedQuerySet
from bihuan.web.inspections.models import Feedback, known
from bihuan.web.supervision.levels import Level, reference

BY_DAY = ~Q(level=Level.URGE)


class Missive(models.Model):
    """A letter of an office to people of a unit; its words and items stay as they were sent."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    level = models.CharField("文种", max_length=8, choices=[(one.value, one.label) for one in Level])
    day = models.DateField("发出日期")
    year = models.PositiveSmallIntegerField("年份")
    number = models.PositiveIntegerField("编号")
    addressed = models.CharField("主送", max_length=300)
    text = models.TextField("正文")
    items = models.JSONField("所列事项", default=list)
    digest = models.CharField("内容摘要", max_length=64)
    made_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="发出人"
    )
    made_at = models.DateTimeField("发出时间")

    objects = ScopedQuerySet["Missive"].as_manager()

    class Meta:
        constraints = (
            known("level", tuple(Level), "missive_level_known"),
            models.UniqueConstraint(fields=["office", "year", "number"], name="missive_one_number_a_year"),
            models.UniqueConstraint(
                fields=["office", "unit", "level", "day"],
                condition=BY_DAY,
                name="missive_one_a_unit_rank_and_day",
            ),
        )
        indexes = (
            models.Index(fields=["office", "-id"], name="missive_of_office"),
            models.Index(fields=["unit", "-id"], name="missive_of_unit"),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """提醒函〔2026〕5号."""
        return reference(Level(self.level), self.year, self.number)


class MissiveItem(models.Model):
    """That a letter speaks of something with this last day: never twice on the same level."""

    missive = models.ForeignKey(Missive, models.CASCADE, related_name="about", db_index=False)
    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="+")
    level = models.CharField("文种", max_length=8)
    kind = models.CharField("事项类别", max_length=12)
    target = models.BigIntegerField("事项编号")
    due = models.DateField("到期日")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "target", "level", "due"],
                condition=BY_DAY,
                name="missive_item_once_a_level",
            ),
        )
        indexes = (models.Index(fields=["missive"], name="missive_item_of_missive"),)

    def __str__(self) -> str:
        return f"{self.missive_id} {self.kind} {self.target}"


class AddresseeQuerySet(ScopedQuerySet[Any]):
    """Addressees are seen with their letter."""

    unit_path, office_path = "missive__unit_id", "missive__office_id"


class Addressee(models.Model):
    """Somebody to whom a letter went, and what they did with it."""

    missive = models.ForeignKey(Missive, models.CASCADE, related_name="addressees", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    name = models.CharField("姓名", max_length=40)
    role = models.CharField("以何身份收", max_length=24)
    told_at = models.DateTimeField("送达时间")
    opened_at = models.DateTimeField("打开时间", null=True, blank=True)
    received_at = models.DateTimeField("签收时间", null=True, blank=True)
    received_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签收人"
    )

    objects = AddresseeQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["missive", "person"], name="addressee_once_a_letter"),
            known("role", tuple(Role), "addressee_role_known"),
            models.CheckConstraint(
                condition=Q(received_at__isnull=True) | Q(received_by__isnull=False),
                name="addressee_received_by_somebody",
            ),
        )
        indexes = (
            models.Index(
                fields=["person", "id"], condition=Q(received_at__isnull=True), name="addressee_not_received"
            ),
        )

    def __str__(self) -> str:
        return f"{self.missive_id} {self.name}"

    @property
    def rank(self) -> str:
        """The role's name for people."""
        return Role(self.role).label


class MissiveReply(models.Model):
    """What the unit answered; written once."""

    missive = models.ForeignKey(Missive, models.CASCADE, related_name="replies", db_index=False)
    text = models.TextField("回复")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="回复人")
    at = models.DateTimeField("回复时间")

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(text=""), name="missive_reply_says_something"),)
        indexes = (models.Index(fields=["missive", "id"], name="missive_reply_of_missive"),)

    def __str__(self) -> str:
        return self.text[:40]


class MissiveCounter(models.Model):
    """The last number of an office in a year; whoever writes letters holds this row."""

    office = models.ForeignKey(Unit, models.CASCADE, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField("年份")
    last = models.PositiveIntegerField("已用到", default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["office", "year"], name="missive_counter_one_a_year"),)

    def __str__(self) -> str:
        return f"{self.office_id} {self.year}: {self.last}"
