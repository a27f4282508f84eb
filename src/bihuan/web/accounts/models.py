"""Who there is: units in a tree, departments, people, and the roles that an account holds in a unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from bihuan.web.accounts.permissions import ADMINISTRATORS, Role, Scope

if TYPE_CHECKING:
    from collections.abc import Sequence


class UnitKind(models.TextChoices):
    """What a unit is in the loop."""

    COMMITTEE = "committee", "党委"
    OFFICE = "office", "巡察办"
    UNIT = "unit", "单位"


class Unit(models.Model):
    """A body of the organisation. ``path`` holds the ids from the root (``000001/000007/``): a subtree is a
    prefix.
    """

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    kind = models.CharField("类别", max_length=16, choices=UnitKind.choices, default=UnitKind.UNIT)
    name = models.CharField("全称", max_length=100)
    short_name = models.CharField("简称", max_length=40, blank=True)
    path = models.CharField("路径", max_length=200, unique=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["parent", "name"], name="unit_one_name_a_parent"),
            models.CheckConstraint(condition=models.Q(kind__in=UnitKind.values), name="unit_kind_known"),
        )

    def __str__(self) -> str:
        return self.short_name or self.name


class Department(models.Model):
    """A department (科室) of a unit."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="departments", verbose_name="单位")
    name = models.CharField("名称", max_length=60)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["unit", "name"], name="department_one_name_a_unit"),)

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Somebody of a unit, with or without an account: measures name people who never log in."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="people", verbose_name="单位")
    department = models.ForeignKey(
        Department, models.SET_NULL, null=True, blank=True, related_name="people", verbose_name="科室"
    )
    name = models.CharField("姓名", max_length=40)
    post = models.CharField("职务", max_length=60, blank=True)

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Accounts by their log-in name."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Log-in names are compared without regard to case."""
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """An account of one person. What it may do stands in its memberships, never on the account."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="user", verbose_name="人员")
    username = models.CharField("登录名", max_length=60, unique=True)
    is_active = models.BooleanField("启用", default=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    _memberships: Sequence[Membership] | None = None

    def __str__(self) -> str:
        return self.username

    @property
    def name(self) -> str:
        """The person's name; the log-in backend has fetched it already."""
        return self.person.name

    @property
    def unit(self) -> Unit:
        """The person's unit; fetched already like the name."""
        return self.person.unit

    def roles(self) -> Sequence[Membership]:
        """Memberships with their units: filled by the log-in backend, else one query on first use."""
        if self._memberships is None:
            self._memberships = list(self.memberships.select_related("unit"))
        return self._memberships

    def scope(self) -> Scope:
        """What the memberships open."""
        return Scope.of((one.role, one.unit_id) for one in self.roles())

    def visible(self, unit: str, office: str) -> models.Q | None:
        """WHERE clause over the two columns of a row; None when nothing of any unit may be seen."""
        return self.scope().clause(unit, office)

    def remember(self, memberships: Sequence[Membership]) -> None:
        """Keep memberships that came with the account in one query."""
        self._memberships = memberships

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Forget the memberships too."""
        self._memberships = None
        super().refresh_from_db(*args, **kwargs)


class Membership(models.Model):
    """A role that an account holds in a unit."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name="账户")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships", verbose_name="单位")
    role = models.CharField("角色", max_length=24, choices=[(one.value, one.label) for one in Role])

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "unit", "role"], name="membership_once"),
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(role__in=sorted(ADMINISTRATORS)),
                name="membership_one_administrator_role",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=[one.value for one in Role]), name="membership_role_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.get_role_display()}"
