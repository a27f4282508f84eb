"""The journal, and the fields that rows of a report's text share."""

from __future__ import annotations

from typing import Any

from django.db import models


class AppendOnly(models.QuerySet[Any]):
    """Rows that are written once; there is no way back through the ORM."""

    def update(self, **_: Any) -> int:
        """Refused."""
        raise TypeError("日志只能追加，不能修改")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise TypeError("日志只能追加，不能删除")


class JournalChain(models.Model):
    """Head of one chain: one chain a unit (its id), and chain 0 for what belongs to no unit.

    One chain for all would make every write of every unit wait for every other (PostgreSQL locks this row).
    """

    chain = models.BigIntegerField("链", primary_key=True)
    number = models.PositiveBigIntegerField("已有条数", default=0)
    hash = models.CharField("末条摘要", max_length=128, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.chain}:{self.number}"


class JournalEntry(models.Model):
    """One write: who did what to which object when, old → new by field. Names are copied, so that an entry
    still reads when the person or the object is gone.
    """

    chain = models.BigIntegerField("链")
    number = models.PositiveBigIntegerField("序号")
    at = models.DateTimeField("时间")
    actor = models.BigIntegerField("人员编号", null=True)
    actor_name = models.CharField("人员", max_length=100, blank=True)
    action = models.CharField("动作", max_length=40)
    object_type = models.CharField("对象类型", max_length=40)
    object_id = models.BigIntegerField("对象编号", null=True)
    object_label = models.CharField("对象", max_length=200, blank=True)
    changes = models.JSONField("变化", default=dict)
    algorithm = models.CharField("摘要算法", max_length=16)
    previous_hash = models.CharField("前条摘要", max_length=128, blank=True)
    hash = models.CharField("摘要", max_length=128)

    objects = AppendOnly.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["chain", "number"], name="journal_one_number_a_chain"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="journal_number_from_one"),
        )
        indexes = (
            models.Index(fields=["object_type", "object_id", "id"], name="journal_by_object"),
            # The audit asks by person and by day.
            models.Index(fields=["actor", "id"], name="journal_by_actor"),
            models.Index(fields=["at"], name="journal_by_time"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.action} {self.object_label}"


class JournalAlso(models.Model):
    """A further object that an entry tells of, where one write changed many. What changed stands in the
    entry itself (``changes["rows"]``, under its hash); these rows only lead to it and could be made anew.
    """

    entry = models.ForeignKey(JournalEntry, models.PROTECT, related_name="+", db_index=False)
    object_type = models.CharField("对象类型", max_length=40)
    object_id = models.BigIntegerField("对象编号")

    objects = AppendOnly.as_manager()

    class Meta:
        indexes = (models.Index(fields=["object_type", "object_id", "entry"], name="journal_also_by_object"),)

    def __str__(self) -> str:
        return f"{self.entry_id} {self.object_type} {self.object_id}"


class JournalAnchor(models.Model):
    """All chain heads of one moment under one hash, each anchor over the one before: ties the chains
    together.
    """

    number = models.PositiveBigIntegerField("序号", unique=True)
    at = models.DateTimeField("时间")
    heads = models.JSONField("各链末条")
    algorithm = models.CharField("摘要算法", max_length=16)
    previous_hash = models.CharField("前锚摘要", max_length=128, blank=True)
    hash = models.CharField("摘要", max_length=128)

    objects = AppendOnly.as_manager()

    def __str__(self) -> str:
        return f"{self.number} {self.hash[:12]}"


class TextRow(models.Model):
    """A row whose value stands in the case's text (docs/decisions/0001-rows-keep-their-surface.md).

    ``surface`` + value of all rows of a case in order of ``position``, then the filing's tail, is its text.
    """

    position = models.BigIntegerField("位置", help_text="报告内的先后，相邻之间留有空档")
    surface = models.TextField(
        "前缀", blank=True, help_text="前一个值与这个值之间的一切：收尾标点、换行、空白、序号、标签"
    )

    class Meta:
        abstract = True


class Versioned(models.Model):
    """A row that people edit: the version they saw is compared before their change is stored."""

    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        abstract = True
