"""Small forms about one enquiry: each asks for one thing, does one service and goes back to the enquiry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.permissions import Action, may
from bihuan.web.enquiries import contexts, forms, queries, services
from bihuan.web.enquiries.masking import veiled
from bihuan.web.enquiries.services.finding import allow, may_handle, may_oversee, may_prepare
from bihuan.web.rectification.loop.asking import Asked, Field, ask

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.forms import Form

    from bihuan.web.enquiries.models import Enquiry

VERSION = Field("version", "", "hidden")
READ_BY = "提意见的群众凭回执码看得到，请用平实、负责的话写；不要写别人的姓名、电话。"


def _ask(
    request: HttpRequest,
    one: Enquiry,
    word: str,
    form: Form,
    fields: Sequence[Field],
    save: Callable[[dict[str, Any]], str],
    *,
    about: Sequence[str] = (),
    danger: bool = False,
) -> HttpResponse:
    back = reverse("enquiries:enquiry", args=[one.pk])
    asked = Asked(
        title=word, case=None, place=contexts.within(one, word), fields=(VERSION, *fields), button=word,
        back=back, about=about, danger=danger, draft=f"enquiry-{one.pk}-{word}",
    )  # fmt: skip
    return ask(request, form, asked, save)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a held one in."""
    user = signed_in(request)
    one = queries.enquiry_for(user, pk)
    allow(may_handle(user, one) or may_oversee(user, one))

    def save(told: dict[str, Any]) -> str:
        del told
        services.enquiry_release(actor=user, now=timezone.now(), enquiry=one)
        return "已转入办理。"

    form = forms.VersionForm(_posted(request), initial=forms.first_of(one))
    about = [
        f"先核看的原因：{one.get_hold_display()}。确是对公开稿的意见的，转入办理；答复期限从收到之日算起。"
    ]
    return _ask(request, one, "转入办理", form, (), save, about=[*about, one.text])


@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it to somebody who prepares the answer."""
    user = signed_in(request)
    one = queries.enquiry_for(user, pk)
    allow(may_handle(user, one))

    def save(told: dict[str, Any]) -> str:
        found = services.enquiry_assign(actor=user, now=timezone.now(), enquiry=one, **told)
        return f"已交{found.person.name}拟答复。" if found.person else "已收回交办。"

    first = {**forms.first_of(one), "person": one.person_id or ""}
    form = forms.AssignForm(_posted(request), people=queries.people_of(one), initial=first)
    who = Field("person", "承办人", "pick", hint="由承办人拟出答复，审定以后答复。")
    return _ask(request, one, "交办", form, (who,), save)


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in what might be answered."""
    user = signed_in(request)
    one = queries.enquiry_for(user, pk)
    allow(may_prepare(user, one))

    def save(told: dict[str, Any]) -> str:
        services.enquiry_draft(actor=user, now=timezone.now(), enquiry=one, **told)
        return "拟好的答复已经交上，等审定后答复。"

    form = forms.DraftForm(_posted(request), initial={**forms.first_of(one), "draft": one.draft})
    return _ask(request, one, "拟答复", form, (Field("draft", "拟答复", rows=8),), save, about=[one.text])


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer."""
    user = signed_in(request)
    one = queries.enquiry_for(user, pk)
    allow(may_handle(user, one))

    def save(told: dict[str, Any]) -> str:
        services.enquiry_answer(actor=user, now=timezone.now(), enquiry=one, **told)
        return "已答复，提意见的群众凭回执码可以看到。"

    form = forms.AnswerForm(_posted(request), initial={**forms.first_of(one), "answer": one.draft})
    fields = (Field("answer", "答复", rows=8, hint=READ_BY),)
    return _ask(request, one, "答复", form, fields, save, about=[one.text])


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Not answered."""
    user = signed_in(request)
    one = queries.enquiry_for(user, pk)
    allow(may_handle(user, one) or may_oversee(user, one))

    def save(told: dict[str, Any]) -> str:
        services.enquiry_close(actor=user, now=timezone.now(), enquiry=one, **told)
        return "已作不予答复办结，理由凭回执码看得到。"

    form = forms.ReasonForm(_posted(request), initial=forms.first_of(one))
    fields = (Field("reason", "不予答复的理由", hint=READ_BY),)
    about = [
        "与公开稿无关的、纯属广告的，可以不予答复；批评意见应当答复。巡察办看得到，可以退回重新办理。",
        one.text,
    ]
    return _ask(request, one, "不予答复", form, fields, save, about=about, danger=True)


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """The inspection office wants it answered."""
    user = signed_in(request)
    one = queries.enquiry_for(user, pk)
    allow(may_oversee(user, one))

    def save(told: dict[str, Any]) -> str:
        services.enquiry_reopen(actor=user, now=timezone.now(), enquiry=one, **told)
        return "已退回重新办理。"

    form = forms.ReasonForm(_posted(request), initial=forms.first_of(one))
    fields = (Field("reason", "为什么应当答复"),)
    return _ask(
        request, one, "退回重新办理", form, fields, save, about=[one.text, f"不予答复的理由：{one.reason}"]
    )


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask that both stand beside the announcement; the masks are made, people look them over."""
    user = signed_in(request)
    one = queries.enquiry_for(user, pk)
    allow(may_handle(user, one))

    def save(told: dict[str, Any]) -> str:
        words = {"text": told["shown_text"], "answer": told["shown_answer"], "version": told["version"]}
        services.enquiry_show(actor=user, now=timezone.now(), enquiry=one, **words)
        return "已申请公开，等主要负责人批准。"

    made = veiled(one)
    first = {**forms.first_of(one), "shown_text": made.text, "shown_answer": made.answer}
    form = forms.ShowForm(_posted(request), initial=first)
    fields = (Field("shown_text", "公开的意见", rows=6), Field("shown_answer", "公开的答复", rows=6))
    masked = "、".join(f"{term.original}→{term.mask}" for term in made.terms)
    about = ["姓名、地名、企业和个人号码已按公开稿的代称隐去，请逐字核对；称呼和联系方式不公开。"]
    about += [f"隐去：{masked}"] if masked else []
    return _ask(request, one, "申请公开", form, fields, save, about=about)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree, or not."""
    user = signed_in(request)
    one = queries.enquiry_for(user, pk)
    allow(may(user, Action.APPROVE, one))

    def save(told: dict[str, Any]) -> str:
        told["agreed"] = told["agreed"] == "yes"
        services.enquiry_show_decide(actor=user, now=timezone.now(), enquiry=one, **told)
        return "已同意，公开网页上随即看得到。" if told["agreed"] else "未同意公开。"

    form = forms.DecisionForm(_posted(request), initial=forms.first_of(one))
    fields = (Field("agreed", "决定", "radio"), Field("opinion", "意见", hint="不同意的要写明理由。"))
    about = [f"意见：{one.shown_text}", f"答复：{one.shown_answer}"]
    return _ask(request, one, "审定公开", form, fields, save, about=about)


@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it away from the public page."""
    user = signed_in(request)
    one = queries.enquiry_for(user, pk)
    allow(may_handle(user, one) or may_oversee(user, one) or may(user, Action.APPROVE, one))

    def save(told: dict[str, Any]) -> str:
        services.enquiry_show_stop(actor=user, now=timezone.now(), enquiry=one, **told)
        return "已停止公开。"

    form = forms.OpinionForm(_posted(request), initial=forms.first_of(one))
    fields = (Field("opinion", "为什么停止公开"),)
    return _ask(request, one, "停止公开", form, fields, save, danger=True)
