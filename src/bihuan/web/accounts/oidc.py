"""The organisation's log-in service by OpenID Connect (docs/decisions): code flow with PKCE, state and nonce.

What comes back is the issuer and the subject of a person, nothing else: rights never come from outside.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse

from bihuan.web.base.errors import ServiceError

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

SECONDS = 10
"""How long the log-in service may take to answer."""
UNREACHABLE = "暂时连不上，请稍后再试，或用本系统的账号和密码登录。"
UNFINISHED = "没有完成登录，请重新开始；多次不成功，请把时间告诉系统管理员。"


@lru_cache(maxsize=1)
def _client(issuer: str, client: str, secret: str) -> Any:
    """The registered client; the service's own description of itself is read on first use and kept."""
    from authlib.integrations.django_client import OAuth

    return OAuth().register(
        "house",
        client_id=client,
        client_secret=secret,
        server_metadata_url=f"{issuer}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid", "code_challenge_method": "S256", "default_timeout": SECONDS},
    )


def issuer() -> str:
    """As it was set, without a slash at the end."""
    return str(settings.ENV["BIHUAN_OIDC_ISSUER"]).rstrip("/")


def _own() -> Any:
    return _client(issuer(), settings.ENV["BIHUAN_OIDC_CLIENT"], settings.ENV["BIHUAN_OIDC_SECRET"])


def to_service(request: HttpRequest) -> HttpResponse:
    """Send the browser to the log-in service; ``ServiceError`` where it cannot be reached."""
    back = request.build_absolute_uri(reverse("accounts:oidc_back"))
    try:
        answer: HttpResponse = _own().authorize_redirect(request, back)
    except _failures() as error:
        raise ServiceError(settings.ENV["BIHUAN_OIDC_NAME"] + UNREACHABLE) from error
    return answer


def from_service(request: HttpRequest) -> tuple[str, str]:
    """Issuer and subject of the person who comes back; ``ServiceError`` for every reason to disbelieve."""
    name = settings.ENV["BIHUAN_OIDC_NAME"]
    try:
        token = _own().authorize_access_token(request)
        told = token["userinfo"]
        found, subject = str(told["iss"]).rstrip("/"), str(told["sub"])
    except _failures() as error:
        raise ServiceError(name + UNFINISHED) from error
    if found != issuer() or not 0 < len(subject) <= 255:
        raise ServiceError(name + UNFINISHED)
    return found, subject


def _failures() -> tuple[type[Exception], ...]:
    from authlib.common.errors import AuthlibBaseError
    from joserfc.errors import JoseError
    from requests import RequestException

    return AuthlibBaseError, JoseError, RequestException, KeyError, TypeError, ValueError, RuntimeError
