"""Accounts and roles: who logs in, and what they may do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from bihuan.web.accounts.models.people import Person
from bihuan.web.accounts.models.units import Unit
from bihuan.web.accounts.permissions import Scope
from bihuan.web.accounts.rights import ADMINISTRATORS, Role

if TYPE_CHECKING:
    from collections.abc import Sequence


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
    password_at = models.DateTimeField("密码设定时间", null=True, blank=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    _memberships: Sequence[Membership] | None = None
    _scope: Scope | None = None
    acting_for: User | None = None
    """On whose behalf a deputy acts in this request; their roles stand in ``roles`` then."""
    through = ""
    """The token by which a program acts for the account in this request."""

    def __str__(self) -> str:
        return self.username

    @property
    def name(self) -> str:
        """The person's name as pages and the journal show it: a deputy's with the one they act for, a
        program's with its token.
        """
        own = self.person.name
        own = f"{own}（代{self.acting_for.person.name}）" if self.acting_for else own
        return f"{own}（令牌“{self.through}”）" if self.through else own

    @property
    def unit(self) -> Unit:
        """The person's unit; fetched already like the name. A deputy stands in the unit they act for."""
        return (self.acting_for or self).person.unit

    def stands_for(self) -> frozenset[int]:
        """Ids of the accounts this one counts as: whoever asks is never the one who approves, nor is the
        deputy of the one who asked.
        """
        return frozenset({self.pk, self.acting_for.pk} if self.acting_for else {self.pk})

    def roles(self) -> Sequence[Membership]:
        """Memberships with their units: filled by the log-in backend, else one query on first use."""
        if self._memberships is None:
            self._memberships = list(self.memberships.select_related("unit"))
        return self._memberships

    def scope(self) -> Scope:
        """What the memberships open; made once, a page asks dozens of times."""
        if self._scope is None:
            person = (self.acting_for or self).person
            pairs = ((one.role, one.unit_id) for one in self.roles())
            self._scope = Scope.of(pairs, person.pk, person.department_id)
        return self._scope

    def visible(self, unit: str, office: str) -> models.Q | None:
        """WHERE clause over the two columns of a row; None when nothing of any unit may be seen."""
        return self.scope().clause(unit, office)

    def remember(self, memberships: Sequence[Membership]) -> None:
        """Keep memberships that came with the account in one query."""
        self._memberships, self._scope = memberships, None

    def act_for(self, absent: User, memberships: Sequence[Membership]) -> None:
        """For the rest of the request: the absent one's roles instead of the own ones."""
        self.acting_for, self._memberships, self._scope = absent, memberships, None

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Forget the memberships too."""
        self._memberships = self._scope = self.acting_for = None
        super().refresh_from_db(*args, **kwargs)


class Membership(models.Model):
    """A role that an account holds in a unit. A trigger of the database refuses an administrator's role
    beside any other (migration 0003), on PostgreSQL and on SQLite.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name="账户")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships", verbose_name="单位")
    role = models.CharField("角色", max_length=24, choices=[(one.value, one.label) for one in Role])

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "unit", "role"], name="membership_once"),
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(role__in=sorted(one.value for one in ADMINISTRATORS)),
                name="membership_one_administrator_role",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=[one.value for one in Role]), name="membership_role_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.get_role_display()}"
