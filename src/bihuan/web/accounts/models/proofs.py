"""What log-in needs beside the password: policy, failures, one-time codes, second factors, kept forms."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from bihuan.web.accounts.models.logins import User


class LoginPolicy(models.Model):
    """What the security administrator asks of log-ins; one row, its history is in the journal."""

    min_length = models.PositiveSmallIntegerField("密码最短", default=8)
    min_classes = models.PositiveSmallIntegerField("密码至少几类字符", default=1)
    history = models.PositiveSmallIntegerField("不得与最近几次相同", default=5)
    max_days = models.PositiveSmallIntegerField("密码有效天数", default=0, help_text="0 为不限")
    max_failures = models.PositiveSmallIntegerField("连续失败几次锁定", default=5)
    max_address_failures = models.PositiveSmallIntegerField("同一地址失败几次锁定", default=50)
    lock_minutes = models.PositiveSmallIntegerField("锁定分钟", default=15)
    idle_minutes = models.PositiveSmallIntegerField("闲置几分钟须重新登录", default=30)
    code_hours = models.PositiveSmallIntegerField("重设码有效小时", default=24)
    factor_roles = models.JSONField("须用动态码的角色", default=list)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(pk=1), name="login_policy_is_one"),)

    def __str__(self) -> str:
        return f"登录要求 {self.version}"


class FailureCount(models.Model):
    """Failed log-ins of one name or from one address; the name is kept as a hash, known or not."""

    key = models.CharField("键", max_length=80, unique=True)
    count = models.PositiveIntegerField("次数", default=0)
    last_at = models.DateTimeField("最近一次")
    locked_until = models.DateTimeField("锁定到", null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=["last_at"], name="failure_by_time"),)

    def __str__(self) -> str:
        return self.key


class OldPassword(models.Model):
    """The hash of a password that was used before."""

    user = models.ForeignKey(User, models.CASCADE, related_name="old_passwords", verbose_name="账户")
    password = models.CharField("摘要", max_length=128)
    at = models.DateTimeField("停用时间")

    def __str__(self) -> str:
        return f"{self.user_id} {self.at:%Y-%m-%d}"


class ResetCode(models.Model):
    """A code that the system administrator handed over, good for one new password."""

    user = models.OneToOneField(User, models.CASCADE, related_name="reset_code", verbose_name="账户")
    code = models.CharField("摘要", max_length=128)
    until = models.DateTimeField("有效到")
    tries = models.PositiveSmallIntegerField("试过几次", default=0)

    def __str__(self) -> str:
        return f"{self.user_id} {self.until:%Y-%m-%d %H:%M}"


class SecondFactor(models.Model):
    """A TOTP secret (RFC 6238), sealed with the product's key; counts only once ``confirmed_at`` is set."""

    user = models.OneToOneField(User, models.CASCADE, related_name="factor", verbose_name="账户")
    sealed = models.CharField("密文", max_length=255)
    confirmed_at = models.DateTimeField("启用时间", null=True, blank=True)
    last_step = models.BigIntegerField("用过的时间步", default=0, help_text="同一个动态码不能用两次")

    def __str__(self) -> str:
        return str(self.user_id)


class RecoveryCode(models.Model):
    """One of ten codes for when the phone is lost; deleted when used."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes", verbose_name="账户")
    code = models.CharField("摘要", max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "code"], name="recovery_code_once"),)

    def __str__(self) -> str:
        return str(self.user_id)


class Subject(models.Model):
    """Who an account is at the organisation's log-in service: issuer and its stable subject."""

    user = models.ForeignKey(User, models.CASCADE, related_name="subjects", verbose_name="账户")
    issuer = models.CharField("签发方", max_length=255)
    subject = models.CharField("主体标识", max_length=255)
    linked_at = models.DateTimeField("关联时间")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["issuer", "subject"], name="subject_of_one_account"),
            models.UniqueConstraint(fields=["user", "issuer"], name="subject_one_an_issuer"),
        )

    def __str__(self) -> str:
        return f"{self.issuer} {self.subject}"


class KeptForm(models.Model):
    """What somebody was about to save when their session was over; offered again after the log-in."""

    user = models.OneToOneField(User, models.CASCADE, related_name="kept_form", verbose_name="账户")
    path = models.CharField("地址", max_length=300)
    back = models.CharField("页面", max_length=300)
    fields = models.JSONField("内容", help_text="名称和值的列表，依原来的次序")
    at = models.DateTimeField("时间")

    def __str__(self) -> str:
        return f"{self.user_id} {self.path}"
