"""Tokens, what the security administrator allows of them, and answers kept so that nothing is done twice."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from bihuan.web.accounts.models import User


class ApiPolicy(models.Model):
    """What the security administrator asks of tokens; one row, its history is in the journal."""

    enabled = models.BooleanField("开放接口", default=True)
    longest_days = models.PositiveSmallIntegerField("令牌最长有效天数", default=365)
    per_minute = models.PositiveIntegerField("每个令牌每分钟最多请求数", default=300)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(pk=1), name="api_policy_is_one"),)

    def __str__(self) -> str:
        return f"接口设置 {self.version}"


class Token(models.Model):
    """By what a program acts for one account. Of the secret only a digest is kept, and its last letters so
    that people tell their tokens apart. ``minute`` and ``used`` count the requests of the running minute.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens", verbose_name="账户")
    name = models.CharField("名称", max_length=40)
    digest = models.CharField("摘要", max_length=64, unique=True)
    hint = models.CharField("末四位", max_length=4)
    writes = models.BooleanField("可以写", default=False)
    areas = models.JSONField("范围", default=list, help_text="空为全部")
    made_at = models.DateTimeField("建立时间")
    expires_at = models.DateTimeField("到期时间")
    last_used_at = models.DateTimeField("最近使用", null=True, blank=True)
    revoked_at = models.DateTimeField("吊销时间", null=True, blank=True)
    minute = models.BigIntegerField("计数的分钟", default=0)
    used = models.PositiveIntegerField("这一分钟的请求数", default=0)

    class Meta:
        live = Q(revoked_at__isnull=True)
        constraints = (
            models.UniqueConstraint(
                fields=["user", "name"], condition=live, name="token_one_name_an_account"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("made_at")), name="token_expires_after_made"
            ),
        )
        indexes = (models.Index(fields=["expires_at"], condition=live, name="token_live_by_expiry"),)
        del live

    def __str__(self) -> str:
        return self.name


class KeptAnswer(models.Model):
    """The answer to a write that carried a key: asked again, the same answer comes and nothing is done.

    ``status`` 0 is a claim: the request runs, or it ended in a way that nobody knows.
    """

    token = models.ForeignKey(Token, models.CASCADE, related_name="+", db_index=False)
    key = models.CharField("键", max_length=100)
    fingerprint = models.CharField("请求摘要", max_length=64)
    status = models.PositiveSmallIntegerField("状态码", default=0)
    body = models.TextField("答复", blank=True)
    at = models.DateTimeField("时间")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["token", "key"], name="kept_answer_once_a_key"),)
        indexes = (models.Index(fields=["at"], name="kept_answer_oldest_first"),)

    def __str__(self) -> str:
        return self.key
