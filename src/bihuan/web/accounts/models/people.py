"""People, their posts and terms of office, and who stands in for whom."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from bihuan.web.accounts.models.units import Department, Unit


class Person(models.Model):
    """Somebody of a unit, with or without an account: measures name people who never log in.

    Unit, department and post repeat those of the term in office, so that a list needs no join.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="people", verbose_name="单位")
    department = models.ForeignKey(
        Department, models.SET_NULL, null=True, blank=True, related_name="people", verbose_name="科室"
    )
    name = models.CharField("姓名", max_length=40)
    post = models.CharField("职务", max_length=60, blank=True)
    left_on = models.DateField("离任日期", null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Term(models.Model):
    """A post held from one day to another; open while ``to_on`` is empty."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="terms", verbose_name="人员")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="terms", verbose_name="单位")
    department = models.ForeignKey(
        Department, models.SET_NULL, null=True, blank=True, related_name="terms", verbose_name="科室"
    )
    post = models.CharField("职务", max_length=60, blank=True)
    from_on = models.DateField("任职日期")
    to_on = models.DateField("免职日期", null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person"], condition=Q(to_on=None), name="term_one_in_office"),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="term_ends_after_start"
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit} {self.post}".strip()


class Deputy(models.Model):
    """Somebody on leave, and the account that acts for them from one day to another (both included)."""

    absent = models.ForeignKey(
        "accounts.User", models.CASCADE, related_name="absences", verbose_name="离岗人"
    )
    deputy = models.ForeignKey(
        "accounts.User", models.CASCADE, related_name="deputyships", verbose_name="代理人"
    )
    from_on = models.DateField("开始")
    to_on = models.DateField("结束")
    reason = models.CharField("事由", max_length=100)
    ended_at = models.DateTimeField("提前结束", null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="deputy_ends_after_start"),
            models.CheckConstraint(condition=~Q(absent=F("deputy")), name="deputy_is_another"),
        )
        indexes = (
            models.Index(fields=["deputy", "to_on"], condition=Q(ended_at=None), name="deputy_in_force"),
        )

    def __str__(self) -> str:
        return f"{self.deputy_id} 代 {self.absent_id}"
