"""A saved filter is an address under a name: the list itself is asked anew each time, with today's rights."""

from __future__ import annotations

from django.db import models

from bihuan.web.accounts.models import Unit, User


class SavedFilter(models.Model):
    """A filter of one list. ``unit`` shares it with everybody of that unit or office."""

    owner = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False, verbose_name="保存人")
    page = models.CharField("列表", max_length=20)
    name = models.CharField("名称", max_length=40)
    query = models.CharField("条件", max_length=1000)
    unit = models.ForeignKey(
        Unit, models.CASCADE, null=True, blank=True, related_name="+", db_index=False, verbose_name="共用范围"
    )
    saved_at = models.DateTimeField("保存时间")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["owner", "page", "name"], name="saved_filter_one_name"),
        )
        indexes = (
            models.Index(
                fields=["unit", "page"], condition=models.Q(unit__isnull=False), name="saved_filter_shared"
            ),
        )

    def __str__(self) -> str:
        return self.name


class ListTaste(models.Model):
    """How a person likes a list: its columns, and the filter with which it opens."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    page = models.CharField("列表", max_length=20)
    columns = models.CharField("列", max_length=300, blank=True)
    default = models.ForeignKey(
        SavedFilter, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="默认筛选"
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "page"], name="list_taste_once"),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.page}"
