"""Units in a tree, and their departments."""

from __future__ import annotations

from django.db import models


class UnitKind(models.TextChoices):
    """What a unit is in the loop."""

    COMMITTEE = "committee", "党委"
    OFFICE = "office", "巡察办"
    UNIT = "unit", "单位"


class Unit(models.Model):
    """A body of the organisation. ``path`` holds the ids from the root (``000001/000007/``): a subtree is a
    prefix.
    """

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    kind = models.CharField("类别", max_length=16, choices=UnitKind.choices, default=UnitKind.UNIT)
    name = models.CharField("全称", max_length=100)
    short_name = models.CharField("简称", max_length=40, blank=True)
    path = models.CharField("路径", max_length=200, unique=True)
    closed_on = models.DateField("撤销日期", null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["parent", "name"], name="unit_one_name_a_parent"),
            models.CheckConstraint(condition=models.Q(kind__in=UnitKind.values), name="unit_kind_known"),
        )

    def __str__(self) -> str:
        return self.short_name or self.name

    @property
    def depth(self) -> int:
        """0 at the root."""
        return self.path.count("/") - 1


class Department(models.Model):
    """A department (科室) of a unit."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="departments", verbose_name="单位")
    name = models.CharField("名称", max_length=60)
    closed_on = models.DateField("撤销日期", null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["unit", "name"], name="department_one_name_a_unit"),)

    def __str__(self) -> str:
        return self.name
