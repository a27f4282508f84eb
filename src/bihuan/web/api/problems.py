"""Refusals as problem documents (RFC 9457): the sentence that the pages show, and a code for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import JsonResponse

if TYPE_CHECKING:
    from django.http import HttpResponse

CONTENT_TYPE = "application/problem+json"
CODES = {
    400: ("bad_request", "请求里有看不懂的内容，请核对格式后再试。"),
    401: ("token_missing", "请在 Authorization 里写明令牌：Bearer 后面空一格，再写令牌。"),
    403: ("forbidden", "您的角色没有这项权限；确有需要，请安全管理员授予角色。"),
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
