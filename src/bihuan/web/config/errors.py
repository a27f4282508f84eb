"""Pages for what went wrong, each with a sentence that says what to do."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse

from bihuan.web.api.problems import problem
from bihuan.web.api.published import ROOT
from bihuan.web.base.links import url
from bihuan.web.base.partials import render_page

_HOME = ("回到我的事项", "board:home")


def _page(request: HttpRequest, status: int, title: str, text: str, code: str = "") -> HttpResponse:
    if request.path.startswith(f"{ROOT}/"):  # programs read no pages
        return problem(status)
    ways = [(_HOME[0], url(_HOME[1]))]
    context = {"title": title, "text": text, "ways": ways, "code": code or f"代码 {status}"}
    return render_page(
        request, "error.html", {**context, "nav": [], "me": None, "messages": []}, status=status
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: more than a request may hold, or something that no page of ours sends."""
    if isinstance(exception, RequestDataTooBig):
        if request.path.startswith(f"{ROOT}/"):
            return problem(413)
        most = settings.UPLOAD_LIMIT // (1024 * 1024)
        text = f"提交的内容太多，一次最多 {most} MB。请去掉图片或拆成几份后再交；粘贴的文字可以存成文件上传。"
        return _page(request, 400, "内容太大", text)
    return _page(request, 400, "请求不完整", "请求里有看不懂的内容。请从页面上的按钮重新操作。")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: the role does not allow it; the exception's own sentence where it has one."""
    text = str(exception) or "您的角色没有这项权限；确有需要，请安全管理员授予角色。"
    return _page(request, 403, "没有这项权限", text)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """404: no such page, or not for this account; the two look alike on purpose."""
    text = "没有这个页面，或者它属于其他单位。请核对地址，或从我的事项重新进入。"
    return _page(request, 404, "找不到页面", text)


def wrong_verb(request: HttpRequest) -> HttpResponse:
    """405: an address that only takes forms was opened, mostly after a log-in that had run out."""
    text = "这个地址只用来提交，不能直接打开。如果刚刚重新登录过，之前的操作没有保存，请从我的事项重新进入。"
    return _page(request, 405, "请从页面上操作", text)


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault; nothing was stored."""
    text = "程序出错，刚才的操作没有保存。请稍后再试；仍然不行，请把时间和所做的操作告诉系统管理员。"
    return _page(request, 500, "出错了", text)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - the reason is for logs
    """403 of a form that was open too long or sent from elsewhere."""
    text = (
        "页面打开太久或登录状态有变，为安全起见没有保存。请返回上一页，刷新后重新提交；所填文字仍在原页面。"
    )
    return _page(request, 403, "请重新提交", text, code="表单校验未通过")
