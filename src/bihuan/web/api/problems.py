"""Refusals as problem documents (RFC 9457): the sentence that the pages show, and a code for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig
from django.http import Http404, JsonResponse
from ninja.errors import AuthenticationError, HttpError, ValidationError

from bihuan.web.api.sentences import errors_of
from bihuan.web.base.errors import GoneError, ServiceError, StaleError

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from ninja import NinjaAPI

CONTENT_TYPE = "application/problem+json"
CODES = {
    400: ("bad_request", "请求里有看不懂的内容，请核对格式后再试。"),
    401: ("token_missing", "请在 Authorization 里写明令牌：Bearer 后面空一格，再写令牌。"),
    403: ("forbidden", "您的角色没有这项权限。确有需要时，请与本单位整改联络员或系统管理员联系。"),
    404: ("not_found", "没有这个地址，或者它属于其他单位。"),
    405: ("wrong_method", "这个地址不接受这种方法，请看接口说明。"),
    409: ("stale", "刚刚被别人改过，没有保存。请先取现在的内容，再决定是否重新修改。"),
    410: ("gone", "原件找不到了，请告诉系统管理员。"),
    413: ("too_large", "提交的内容太多，请拆成几份后再交。"),
    415: ("wrong_type", "内容的格式不对，请按接口说明写 Content-Type。"),
    422: ("refused", "没有办理，请按说明改正后再试。"),
    428: ("version_missing", "请写明您看到的版本：在内容里写 version，或在 If-Match 里写取数时的 ETag。"),
    429: ("too_many", "请求太密，请稍后再试。"),
    500: ("broken", "程序出错，没有保存。请稍后再试；仍然不行，请告诉系统管理员。"),
}
"""Code and sentence of a status where nothing more is known."""


class Refused(Exception):  # noqa: N818 - it carries a sentence for users and is no fault
    """A request that is not served, told by its status, code and sentence."""

    def __init__(self, status: int, code: str = "", detail: str = "", **headers: str) -> None:
        usual = CODES[status]
        super().__init__(detail or usual[1])
        self.status, self.code, self.headers = status, code or usual[0], headers


def problem(
    status: int,
    code: str = "",
    detail: str = "",
    *,
    errors: list[dict[str, str]] | None = None,
    href: str = "",
) -> HttpResponse:
    """The document; ``errors`` tells field by field where there are fields, ``href`` is the page on which the
    matter is put right.
    """
    usual = CODES.get(status, CODES[400])
    told: dict[str, Any] = {
        "type": "about:blank",
        "status": status,
        "code": code or usual[0],
        "detail": detail or usual[1],
        "errors": errors or [],
        "href": href,
    }
    answer = JsonResponse(told, status=status, json_dumps_params={"ensure_ascii": False})
    answer.headers["Content-Type"] = CONTENT_TYPE
    return answer


def register(api: NinjaAPI) -> None:
    """How each refusal is answered; what is not here is a fault of ours."""
    for kind, handler in HANDLERS.items():
        api.add_exception_handler(kind, handler)


def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    del request
    answer = problem(error.status, error.code, str(error))
    for name, value in error.headers.items():
        answer.headers[name.replace("_", "-")] = value
    if error.status == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="bihuan"'
    return answer


def _service(request: HttpRequest, error: ServiceError) -> HttpResponse:
    del request
    status = 409 if isinstance(error, StaleError | GoneError) else 422
    errors = [{"field": error.field, "text": str(error)}] if error.field else []
    return problem(status, error.code, str(error), errors=errors, href=error.href)


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A part of the address that is no number is an address that does not exist."""
    del request
    if any(one["loc"][0] == "path" for one in error.errors):
        return problem(404)
    found = errors_of(error.errors)
    return problem(422, "invalid", "；".join(f"{one['field']}：{one['text']}" for one in found), errors=found)


def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    """The library wraps whatever the reader of bodies raises."""
    cause = error.__cause__
    return _refused(request, cause if isinstance(cause, Refused) else Refused(error.status_code))


def _plain(status: int) -> Any:
    def handler(request: HttpRequest, error: Exception) -> HttpResponse:
        del request
        return problem(status, detail=str(error) if status == 403 else "")

    return handler


def _unauthenticated(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    del error
    return _refused(request, Refused(401))


HANDLERS: dict[type[Exception], Any] = {
    Refused: _refused,
    ServiceError: _service,
    ValidationError: _invalid,
    HttpError: _http,
    AuthenticationError: _unauthenticated,
    Http404: _plain(404),
    PermissionDenied: _plain(403),
    BadRequest: _plain(400),
    RequestDataTooBig: _plain(413),
}
