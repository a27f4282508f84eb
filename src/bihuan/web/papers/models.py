"""An office's own Word templates for kinds of documents."""

from __future__ import annotations

from django.db import models

from bihuan.web.accounts.models import Unit, User
from bihuan.web.base.guards import ScopedQuerySet


class OfficeTemplateQuerySet(ScopedQuerySet["OfficeTemplate"]):
    """Seen by whoever sees what the office sees; units get documents made with them, not the templates."""

    unit_path = office_path = "office_id"


class OfficeTemplate(models.Model):
    """A template as it was uploaded; at most one of an office and a kind is in use. Old ones stay."""

    unit_id = None
    """It stands under its office and belongs to no unit."""
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False, verbose_name="巡察办")
    kind = models.CharField("文书", max_length=40)
    number = models.PositiveIntegerField("第几份")
    name = models.CharField("文件名", max_length=200)
    size = models.PositiveIntegerField("字节数")
    sha256 = models.CharField("SHA-256", max_length=64)
    used = models.JSONField("用到的字段", default=list)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="上传人")
    made_at = models.DateTimeField("上传时间")
    in_use = models.BooleanField("使用中", default=False)
    switched_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="启用或停用人"
    )
    switched_at = models.DateTimeField("启用或停用时间", null=True, blank=True)

    objects = OfficeTemplateQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["office", "kind", "number"], name="office_template_one_a_number"),
            models.UniqueConstraint(
                fields=["office", "kind"],
                condition=models.Q(in_use=True),
                name="office_template_one_in_use",
            ),
        )

    def __str__(self) -> str:
        return f"{self.office}{self.word}模板第{self.number}份"

    @property
    def word(self) -> str:
        """What the kind is called."""
        from bihuan.documents.kinds import kinds

        found = kinds().get(self.kind)
        return found.word if found else self.kind


class TemplateContent(models.Model):
    """The bytes, in a table of their own: lists never fetch them."""

    template = models.OneToOneField(OfficeTemplate, models.CASCADE, primary_key=True, related_name="content")
    data = models.BinaryField("内容")

    def __str__(self) -> str:
        return f"{self.template_id}"
