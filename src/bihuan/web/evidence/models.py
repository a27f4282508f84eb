"""Evidence: an entry with its versions, the files of each, what they prove, and the bytes by their hash.

Bytes stand once in the store however many entries hold them; a version never changes, the next one supersedes
it and the old one is kept.
"""

from __future__ import annotations

import uuid

from django.db import models

from bihuan.web.accounts.models import Unit, User
from bihuan.web.base.guards import ScopedQuerySet
from bihuan.web.base.models import Versioned


class Preview(models.TextChoices):
    """Whether pictures of a file can be shown."""

    WAITING = "waiting", "待生成"
    READY = "ready", "已生成"
    TEXT = "text", "文字预览"
    NONE = "none", "不能预览"
    FAILED = "failed", "生成失败"


class Blob(models.Model):
    """Bytes in the store, once for each content; its address in the store is made of ``sha256``."""

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    sm3 = models.CharField("SM3", max_length=64, blank=True)
    size = models.PositiveBigIntegerField("字节数")
    kind = models.CharField("类型", max_length=8, help_text="按内容判定：pdf、docx、jpg 等")
    stored_at = models.DateTimeField("存入时间")
    preview = models.CharField("预览", max_length=8, choices=Preview.choices, default=Preview.WAITING)
    pages = models.PositiveIntegerField("预览页数", default=0)
    whole = models.PositiveIntegerField("总页数", default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(preview__in=Preview.values), name="blob_preview_known"),
        )

    def __str__(self) -> str:
        return self.sha256[:12]


class BlobText(models.Model):
    """The words of a file, for preview and search, in a table of their own: lists never fetch them."""

    blob = models.OneToOneField(Blob, models.CASCADE, primary_key=True, related_name="words")
    text = models.TextField("文字")

    def __str__(self) -> str:
        return f"{self.blob_id}"


class Upload(models.Model):
    """A file on its way: its bytes stand in the folder of incoming files until an entry takes it or it is
    thrown away. ``sha256`` is empty until all of it is here and has been looked into.
    """

    token = models.UUIDField("凭号", unique=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="上传人")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+", verbose_name="单位")
    name = models.CharField("文件名", max_length=200)
    size = models.PositiveBigIntegerField("应有字节数")
    received = models.PositiveBigIntegerField("已收字节数", default=0)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    sm3 = models.CharField("SM3", max_length=64, blank=True)
    kind = models.CharField("类型", max_length=8, blank=True)
    warnings = models.JSONField("须确认的事项", default=list, help_text="中文句子")
    notes = models.JSONField("说明", default=list, help_text="中文句子")
    text = models.TextField("文字", blank=True)
    created_at = models.DateTimeField("开始时间")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(received__lte=models.F("size")), name="upload_not_more_than_its_size"
            ),
        )
        indexes = (models.Index(fields=["created_at"], name="upload_oldest_first"),)

    def __str__(self) -> str:
        return self.name


class EvidenceKind(models.TextChoices):
    """What sort of proof it is."""

    MINUTES = "minutes", "会议记录、纪要"
    RULES = "rules", "制度、文件"
    PHOTO = "photo", "照片、影像"
    FINANCE = "finance", "财务凭证"
    RECORD = "record", "台账、登记"
    TRAINING = "training", "培训、签到"
    CONTRACT = "contract", "合同、协议"
    NOTICE = "notice", "公示、公告"
    OTHER = "other", "其他"


class ReviewState(models.TextChoices):
    """What the office said of a version."""

    PENDING = "pending", "待审核"
    ACCEPTED = "accepted", "已认可"
    REJECTED = "rejected", "不认可"


class EvidenceQuerySet(ScopedQuerySet["Evidence"]):
    """Evidence carries unit and office itself."""

    unit_path, office_path = "unit_id", "office_id"


class Evidence(Versioned):
    """One piece of evidence. ``event_date`` is when what it proves took place, never when it was uploaded.

    ``number`` and ``state`` repeat the version in force, ``link_count`` its links; the services alone write
    them. ``told_by`` names who handed the files in from outside the house, where ``created_by`` took them
    over. ``recency`` sorts the newest first (keyset pages go upwards only).
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False, verbose_name="单位")
    office = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, verbose_name="巡察办"
    )
    title = models.CharField("名称", max_length=200)
    kind = models.CharField("类别", max_length=12, choices=EvidenceKind.choices, default=EvidenceKind.OTHER)
    event_date = models.DateField("事情发生的日期", null=True, blank=True)
    expires_on = models.DateField("有效期至", null=True, blank=True)
    description = models.TextField("说明", blank=True)
    number = models.PositiveIntegerField("现行版本", default=1)
    state = models.CharField("审核", max_length=10, choices=ReviewState.choices, default=ReviewState.PENDING)
    link_count = models.PositiveIntegerField("关联数", default=0)
    file_count = models.PositiveIntegerField("文件数", default=0)
    created_at = models.DateTimeField("建立时间")
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="上传人")
    told_by = models.CharField(
        "外部提交人", max_length=100, blank=True, help_text="外部提交的写单位和姓名；本单位自己的为空"
    )
    recency = models.BigIntegerField("先后")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind__in=EvidenceKind.values), name="evidence_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=ReviewState.values), name="evidence_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(event_date__isnull=True)
                | models.Q(expires_on__isnull=True)
                | models.Q(expires_on__gte=models.F("event_date")),
                name="evidence_expires_after_event",
            ),
        )
        indexes = (
            models.Index(fields=["unit", "recency", "id"], name="evidence_of_unit"),
            models.Index(fields=["office", "recency", "id"], name="evidence_of_office"),
            models.Index(fields=["office", "state", "recency", "id"], name="evidence_to_review"),
            models.Index(
                fields=["expires_on"],
                condition=models.Q(expires_on__isnull=False),
                name="evidence_by_expiry",
            ),
        )

    def __str__(self) -> str:
        return self.title


class EvidenceVersion(models.Model):
    """The files of an entry as they stood from one day on, and what the office said of them."""

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField("版本")
    note = models.CharField("更新说明", max_length=300, blank=True)
    made_at = models.DateTimeField("上传时间")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="上传人")
    state = models.CharField("审核", max_length=10, choices=ReviewState.choices, default=ReviewState.PENDING)
    reason = models.TextField("审核意见", blank=True)
    reviewed_at = models.DateTimeField("审核时间", null=True, blank=True)
    reviewed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审核人"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["evidence", "number"], name="evidence_one_version_a_number"),
            models.CheckConstraint(
                condition=models.Q(state__in=ReviewState.values), name="evidence_version_state_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ReviewState.REJECTED) | ~models.Q(reason=""),
                name="evidence_rejected_with_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.evidence_id} 第{self.number}版"


class FileQuerySet(ScopedQuerySet["EvidenceFile"]):
    """Files carry the unit; the office is on the entry."""

    unit_path, office_path = "unit_id", "version__evidence__office_id"


class EvidenceFile(models.Model):
    """A file of a version: a name for a blob. ``unit`` repeats the entry's, to find the same bytes again."""

    version = models.ForeignKey(EvidenceVersion, models.CASCADE, related_name="files", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="files")
    position = models.PositiveIntegerField("先后")
    name = models.CharField("文件名", max_length=200)
    warnings = models.JSONField("已确认的事项", default=list, help_text="上传时提示、由上传人确认过的句子")
    added_at = models.DateTimeField("上传时间")
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="上传人")

    objects = FileQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["version", "position"], name="evidence_file_one_a_position"),
        )
        indexes = (models.Index(fields=["unit", "blob"], name="evidence_file_same_bytes"),)

    def __str__(self) -> str:
        return self.name


class EvidenceLink(models.Model):
    """What an entry proves: any object that an upper app registered, by the name of its kind and its id."""

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="links", db_index=False)
    kind = models.CharField("对象种类", max_length=20)
    target = models.BigIntegerField("对象编号")
    linked_at = models.DateTimeField("关联时间")
    linked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="关联人")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["evidence", "kind", "target"], name="evidence_linked_once"),
        )
        indexes = (models.Index(fields=["kind", "target", "evidence"], name="evidence_of_target"),)

    def __str__(self) -> str:
        return f"{self.evidence_id}→{self.kind} {self.target}"
