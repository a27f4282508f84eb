"""What is searched: one row for each object that has words, with everything that the page of hits shows.

Beside each row stands its set of tokens: a column ``grams`` with an inverted index on PostgreSQL, an FTS5
table ``search_words`` on SQLite. Neither is known to Django; ``stores`` alone reads and writes them.
"""

from __future__ import annotations

from django.db import models

from bihuan.web.accounts.models import Unit
from bihuan.web.base.guards import ScopedQuerySet


class Passage(models.Model):
    """An object as it is found. ``key`` is made of its day (the newest first), its kind and its id: pages are
    read in its order, and the same object always has the same.
    """

    key = models.BigIntegerField("先后", primary_key=True)
    bundle = models.CharField("同批", max_length=24)
    kind = models.CharField("种类", max_length=12)
    object = models.BigIntegerField("对象编号")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False, verbose_name="单位")
    office = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, verbose_name="巡察办"
    )
    round = models.BigIntegerField("轮次", null=True, blank=True)
    on = models.DateField("日期", null=True, blank=True)
    state = models.CharField("状态", max_length=24, blank=True)
    place = models.CharField("所在", max_length=80, blank=True)
    view = models.CharField("页面", max_length=40)
    view_id = models.BigIntegerField("页面的编号")
    anchor = models.CharField("页内位置", max_length=40, blank=True)
    title = models.TextField("标题", blank=True)
    text = models.TextField("文字", blank=True)
    title_folded = models.TextField("折叠后的标题", blank=True, help_text="与标题相同时为空")
    text_folded = models.TextField("折叠后的文字", blank=True, help_text="与文字相同时为空")

    objects = ScopedQuerySet["Passage"].as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "object"], name="passage_one_an_object"),)
        indexes = (
            models.Index(fields=["bundle"], name="passage_of_bundle"),
            models.Index(fields=["office", "key"], name="passage_of_office"),
            models.Index(fields=["office", "kind", "key"], name="passage_of_office_kind"),
            models.Index(fields=["unit", "key"], name="passage_of_unit"),
            models.Index(
                fields=["office", "key"], condition=~models.Q(title=""), name="passage_of_office_titled"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.object}"


class Building(models.Model):
    """How far the index was built from nothing; one row. Without ``done_at`` something is not found yet."""

    version = models.PositiveIntegerField("索引版本")
    source = models.CharField("正在建立", max_length=12, blank=True)
    after = models.BigIntegerField("已到的编号", default=0)
    passages = models.PositiveBigIntegerField("已写入", default=0)
    begun_at = models.DateTimeField("开始时间")
    done_at = models.DateTimeField("完成时间", null=True, blank=True)

    objects = models.Manager["Building"]()

    def __str__(self) -> str:
        return f"{self.source} {self.after}"
