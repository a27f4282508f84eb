"""What is kept of work on many measures at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from bihuan.web.accounts.models import Unit, User

if TYPE_CHECKING:
    from django.db.models import QuerySet


class BulkEdit(models.Model):
    """One change of many measures with a result a row: a page to come back to, and what an undo needs."""

    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False, verbose_name="办理人")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False, verbose_name="单位")
    at = models.DateTimeField("时间")
    note = models.TextField("说明", blank=True)
    wanted = models.JSONField("改成什么")
    rows = models.JSONField("逐项结果", help_text="编号、文字、结果、说明、改前、改后、改后的版本")
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=["by", "-id"], name="bulk_edit_of_person"),)

    def __str__(self) -> str:
        return f"{len(self.rows)}项措施"

    @classmethod
    def of(cls, user: User) -> QuerySet[BulkEdit]:
        """Everybody sees their own."""
        return cls._default_manager.filter(by=user.pk)
