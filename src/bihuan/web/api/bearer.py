"""Who asks: a token, the account behind it with the rights that it has at this moment, and how often it may.

Four queries: the token with account, person and unit and what the policies ask; the roles; the lock of the
log-in name; one UPDATE that counts the request and refuses the one too many.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.db.models import Case, Exists, F, OuterRef, Subquery, Value, When
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from bihuan.web.accounts.models import LoginPolicy, SecondFactor
from bihuan.web.accounts.services.logins import locked_until
from bihuan.web.api.models import ApiPolicy, Token
from bihuan.web.api.problems import Refused
from bihuan.web.api.services import digest_of

if TYPE_CHECKING:
    from datetime import datetime

    from bihuan.web.accounts.models import User
    from bihuan.web.api.areas import Area

UNKNOWN = "令牌不对、已经到期或已经吊销，请到账户页核对或另建一个。"
OFF = "接口已由安全管理员停用，现在只能用页面办理。"
CLOSED = "令牌所属的账户已经停用。"
LOCKED = "令牌所属的账户登录失败次数过多，已暂时锁定，请稍后再试，或请系统管理员解除。"
FACTOR = "您的角色须用动态码，请先在账户页启用动态码，令牌才能使用。"


class Borne(HttpRequest):
    """A request that a token opened; the layer that keeps answers reads the token there."""

    token: Token


def token_of(request: HttpRequest) -> Token | None:
    """The token that opened the request; None before one did."""
    found: Token | None = getattr(request, "token", None)
    return found


class Bearer(HttpBearer):
    """Guard of the operations of one area; ``writes`` of those that change something."""

    def __init__(self, area: Area, *, writes: bool) -> None:
        super().__init__()
        self.area, self.writes = area, writes

    def __call__(self, request: HttpRequest) -> Any:
        """Asked once a request, however many layers want to know."""
        known = token_of(request)
        return known or super().__call__(request)

    def authenticate(self, request: HttpRequest, token: str) -> Token:
        """The token in use; ``request.user`` is its account from here on."""
        now = timezone.now()
        found = _known(token, now)
        user = _account(found, now)
        self._refuse_beyond(found)
        _count(found, now)
        user.through = found.name
        request.user = user
        cast("Borne", request).token = found
        return found

    def _refuse_beyond(self, found: Token) -> None:
        if found.areas and self.area not in found.areas:
            raise Refused(403, "scope_area", f"令牌的范围不含“{self.area.label}”，请另建一个范围合适的令牌。")
        if self.writes and not found.writes:
            raise Refused(403, "scope_write", "令牌只能读，不能写。需要写的，请另建一个可以写的令牌。")


def _known(told: str, now: datetime) -> Token:
    policy = ApiPolicy.objects.filter(pk=1)
    rows = Token.objects.select_related("user__person__unit").annotate(
        enabled=Subquery(policy.values("enabled")),
        per_minute=Subquery(policy.values("per_minute")),
        factor_roles=Subquery(LoginPolicy.objects.filter(pk=1).values("factor_roles")),
        has_factor=Exists(SecondFactor.objects.filter(user=OuterRef("user"), confirmed_at__isnull=False)),
    )
    found = rows.filter(digest=digest_of(told)).first()
    if found is None or found.revoked_at or found.expires_at <= now:
        raise Refused(401, "token_unknown", UNKNOWN)
    return found


def _account(found: Any, now: datetime) -> User:
    """The account as it stands now; what has been taken from it since the token was made is gone."""
    user: User = found.user
    if found.enabled is False:
        raise Refused(403, "api_off", OFF)
    if not user.is_active:
        raise Refused(401, "account_closed", CLOSED)
    if locked_until(user, now):
        raise Refused(403, "account_locked", LOCKED)
    wanted = set(found.factor_roles or ())
    if not found.has_factor and any(one.role in wanted for one in user.roles()):
        raise Refused(403, "factor_missing", FACTOR)
    return user


def _count(found: Any, now: datetime) -> None:
    """One request more in this minute, in one statement, so that parallel ones are counted too."""
    stamp = int(now.timestamp())
    minute, most = stamp // 60, found.per_minute or ApiPolicy().per_minute
    counted = Token.objects.filter(pk=found.pk).exclude(minute=minute, used__gte=most)
    used = Case(When(minute=minute, then=F("used") + 1), default=Value(1))
    if not counted.update(used=used, minute=minute, last_used_at=now):
        wait = 60 - stamp % 60
        detail = f"这个令牌每分钟最多 {most} 次请求，请 {wait} 秒后再试。"
        raise Refused(429, "too_many", detail, Retry_After=str(wait))
