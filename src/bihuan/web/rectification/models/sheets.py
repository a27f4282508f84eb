"""Files that were too long for a request, and workbooks that wait to be taken in."""

from __future__ import annotations

from django.db import models

from bihuan.web.accounts.models import Unit, User
from bihuan.web.base.guards import ScopedQuerySet
from bihuan.web.base.models import Versioned
from bihuan.web.inspections.models import Feedback, Round


class SheetFile(models.Model):
    """A file that the worker writes for somebody. ``scope`` is what they might see when they asked: a file
    is not handed out to somebody who may see less by now.
    """

    owner = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="申请人")
    feedback = models.ForeignKey(Feedback, models.CASCADE, null=True, blank=True, related_name="+")
    kind = models.CharField("内容", max_length=12)
    format = models.CharField("格式", max_length=4)
    query = models.CharField("筛选", max_length=1000, blank=True, help_text="页面地址里的筛选部分")
    scope = models.CharField("申请时的权限", max_length=64)
    token = models.UUIDField("存放的名称", unique=True)
    name = models.CharField("文件名", max_length=200)
    size = models.PositiveBigIntegerField("字节数", default=0)
    asked_at = models.DateTimeField("申请时间")
    ready_at = models.DateTimeField("完成时间", null=True, blank=True)
    failed = models.CharField("没有做成的原因", max_length=300, blank=True)

    class Meta:
        indexes = (models.Index(fields=["owner", "-id"], name="sheet_file_newest"),)

    def __str__(self) -> str:
        return self.name


class WorkbookQuerySet(ScopedQuerySet["Workbook"]):
    """A workbook belongs to the unit whose ledger it is, and to that unit's office."""

    unit_path, office_path = "unit_id", "office_id"


class Workbook(Versioned):
    """A workbook that was handed in: what it says, row by row, and what would become of each. Nothing of it
    is in the ledger before it is confirmed; ``results`` then tells what became of each row.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    office = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, verbose_name="巡察办"
    )
    feedback = models.ForeignKey(
        Feedback,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="sheets",
        help_text="要更新的台账；空为新建",
    )
    round = models.ForeignKey(
        Round, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False, verbose_name="轮次"
    )
    owner = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="经办人")
    name = models.CharField("文件名", max_length=200)
    size = models.PositiveBigIntegerField("字节数")
    sha256 = models.CharField("SHA-256", max_length=64)
    title = models.CharField("标题", max_length=300, blank=True)
    given_on = models.DateField("反馈日期", null=True, blank=True)
    rows = models.JSONField("各行", default=list)
    ours = models.BooleanField("带系统编号", default=False)
    results = models.JSONField("各行的结果", default=list, help_text="导入前为比对所见，导入后为实际结果")
    seen = models.JSONField("比对时的版本", default=dict)
    created_at = models.DateTimeField("收到时间")
    confirmed_at = models.DateTimeField("导入时间", null=True, blank=True)
    choice = models.CharField("对已有的行", max_length=8, blank=True)
    undo = models.JSONField("导入前的内容", default=dict, help_text="撤销整次导入时放回去的")
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)

    objects = WorkbookQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["owner", "-created_at"], name="workbook_newest"),)

    def __str__(self) -> str:
        return self.name


class WorkbookContent(models.Model):
    """The bytes, in a table of their own."""

    draft = models.OneToOneField(Workbook, models.CASCADE, primary_key=True, related_name="content")
    data = models.BinaryField("内容")

    def __str__(self) -> str:
        return f"{self.draft_id}"
