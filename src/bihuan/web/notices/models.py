"""Background jobs, the inbox, the letters that left, calendar feeds and robots of group chats."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from bihuan.web.accounts.models import Person, Unit


class JobState(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting", "等待"
    RUNNING = "running", "执行中"
    DONE = "done", "已完成"
    DEAD = "dead", "已放弃"


class Job(models.Model):
    """A piece of work that was promised in somebody's transaction (a transactional outbox).

    ``due_at`` says from when a worker may take the job: while it waits, its start; while it runs, the end of
    the worker's lease; never (NULL) once it has ended. So a job of a worker that died comes up by itself, and
    one index finds both.
    """

    name = models.CharField("任务", max_length=60)
    args = models.JSONField("参数", default=dict)
    key = models.CharField("去重键", max_length=120, blank=True, default="", help_text="同一个键只排一次")
    priority = models.PositiveSmallIntegerField("先后", default=5, help_text="小的在前")
    state = models.CharField("状态", max_length=8, choices=JobState.choices, default=JobState.WAITING)
    due_at = models.DateTimeField("可取时间", null=True)
    attempts = models.PositiveSmallIntegerField("已试次数", default=0)
    lease_token = models.UUIDField("租约", null=True, blank=True)
    error = models.CharField("上次失败", max_length=500, blank=True, default="")
    created_at = models.DateTimeField("排入时间")
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        active = Q(due_at__isnull=False)
        constraints = (
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="job_once_a_key"),
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_state_known"),
            models.CheckConstraint(
                condition=~Q(state=JobState.RUNNING) | Q(lease_token__isnull=False), name="job_runs_on_lease"
            ),
            models.CheckConstraint(
                condition=Q(state__in=(JobState.WAITING, JobState.RUNNING), due_at__isnull=False)
                | Q(state__in=(JobState.DONE, JobState.DEAD), due_at__isnull=True),
                name="job_due_until_ended",
            ),
        )
        indexes = (
            models.Index(fields=["priority", "due_at", "id"], condition=active, name="job_next"),
            models.Index(fields=["due_at"], condition=active, name="job_next_by_time"),
            models.Index(fields=["state", "id"], name="job_by_state"),
        )
        del active

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"


class WorkerPulse(models.Model):
    """A worker process and when it was last alive; for the administrators' page only."""

    name = models.CharField("进程", max_length=120, unique=True)
    started_at = models.DateTimeField("启动时间")
    seen_at = models.DateTimeField("最近一次活动")

    def __str__(self) -> str:
        return self.name


class Subscription(models.Model):
    """Where a person wants to be told, beside the inbox. Of the feed's address only a digest is kept."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="subscription")
    email = models.EmailField("邮箱", blank=True, default="")
    digest = models.BooleanField("每日一封汇总邮件", default=True)
    feed_digest = models.CharField("日历地址摘要", max_length=64, blank=True, default="")
    feed_made_at = models.DateTimeField("日历地址生成时间", null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["feed_digest"], condition=~Q(feed_digest=""), name="subscription_one_feed_an_address"
            ),
        )

    def __str__(self) -> str:
        return self.email or f"person {self.person_id}"


class LetterState(models.TextChoices):
    """Where a letter stands; ``SENDING`` is the intent, stored before the mail server can accept anything."""

    WRITTEN = "written", "待寄"
    SENDING = "sending", "投递中"
    SENT = "sent", "已寄出"
    UNSURE = "unsure", "结果不明"
    REFUSED = "refused", "被拒收"
    DROPPED = "dropped", "未能寄出"


class Letter(models.Model):
    """The one letter of a day for a person, kept as it was written: a retry sends the same bytes."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="letters", db_index=False)
    day = models.DateField("日期")
    to = models.EmailField("收件地址")
    subject = models.CharField("主题", max_length=200)
    text = models.TextField("正文")
    html = models.TextField("网页正文")
    message_id = models.CharField("信件编号", max_length=200, unique=True)
    state = models.CharField("状态", max_length=8, choices=LetterState.choices, default=LetterState.WRITTEN)
    error = models.CharField("原因", max_length=300, blank=True, default="")
    created_at = models.DateTimeField("写成时间")
    sent_at = models.DateTimeField("寄出时间", null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person", "day"], name="letter_one_a_day"),
            models.CheckConstraint(condition=Q(state__in=LetterState.values), name="letter_state_known"),
        )

    def __str__(self) -> str:
        return self.subject


class Notification(models.Model):
    """A line in somebody's inbox. ``letter`` is the letter that carried it; none yet: the next one will."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="notifications", db_index=False)
    kind = models.CharField("类别", max_length=40)
    text = models.CharField("内容", max_length=300)
    link = models.CharField("链接", max_length=200, blank=True, default="")
    about_type = models.CharField("对象类型", max_length=40, blank=True, default="")
    about_id = models.BigIntegerField("对象编号", null=True, blank=True)
    key = models.CharField("去重键", max_length=120, blank=True, default="")
    created_at = models.DateTimeField("时间")
    newest_first = models.BigIntegerField("排序", help_text="负的毫秒数，越新越小：翻页只用升序")
    read_at = models.DateTimeField("已读时间", null=True, blank=True)
    letter = models.ForeignKey(
        Letter, models.SET_NULL, null=True, blank=True, related_name="notifications", verbose_name="随信寄出"
    )

    class Meta:
        unread = Q(read_at__isnull=True)
        constraints = (
            models.UniqueConstraint(
                fields=["person", "key"], condition=~Q(key=""), name="notification_once_a_key"
            ),
        )
        indexes = (
            models.Index(fields=["person", "newest_first", "id"], name="notification_inbox"),
            models.Index(
                fields=["person", "newest_first", "id"], condition=unread, name="notification_unread"
            ),
            models.Index(
                fields=["person"], condition=unread & Q(letter__isnull=True), name="notification_unsent"
            ),
        )
        del unread

    def __str__(self) -> str:
        return self.text[:40]


class RobotKind(models.TextChoices):
    """Whose group chat the robot stands in; each has its own form of message."""

    WECOM = "wecom", "企业微信"
    DINGTALK = "dingtalk", "钉钉"
    FEISHU = "feishu", "飞书"


class Robot(models.Model):
    """A robot of a unit's group chat. Address and secret are keys: they are never shown again."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="robots", verbose_name="单位")
    kind = models.CharField("平台", max_length=8, choices=RobotKind.choices)
    name = models.CharField("名称", max_length=40)
    url = models.CharField("地址", max_length=500)
    secret = models.CharField("加签密钥", max_length=200, blank=True, default="")
    active = models.BooleanField("启用", default=True)
    told_at = models.DateTimeField("最近一次送达", null=True, blank=True)
    error = models.CharField("最近一次失败", max_length=300, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["unit", "name"], name="robot_one_name_a_unit"),
            models.CheckConstraint(condition=Q(kind__in=RobotKind.values), name="robot_kind_known"),
        )

    def __str__(self) -> str:
        return f"{self.unit} · {self.name}"

    @property
    def office_id(self) -> None:
        """A robot is its unit's own, whatever office inspects the unit."""
