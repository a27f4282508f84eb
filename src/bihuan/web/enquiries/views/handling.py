"""Small forms about one enquiry: each asks for one thing, does one service and goes back to the enquiry."""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.permissions import Action, may
from bihuan.web.enquiries import contexts, forms, queries, services
from bihuan.web.enquiries.masking import veiled
from bihuan.web.enquiries.models import Showing
from bihuan.web.enquiries.services.finding import allow, may_handle, may_oversee, may_prepare
from bihuan.web.rectification.loop.asking import Asked, Field, ask

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.forms import Form

    from bihuan.web.accounts.models import User
    from bihuan.web.enquiries.models import Enquiry

    Right = Callable[[User, Enquiry], bool]
    View = Callable[[HttpRequest, int], HttpResponse]

VERSION = Field("version", "", "hidden")
READ_BY = "提意见的群众凭回执码看得到，请用平实、负责的话写；不要写别人的姓名、电话。"


@dataclass(frozen=True, slots=True)
class Handling:
    """A form about an enquiry: what it asks, what it does, what is said then."""

    word: str
    form: Form
    service: Callable[..., Enquiry]
    """Given what the form holds, besides actor, time and enquiry."""
    said: str | Callable[[Enquiry], str]
    fields: Sequence[Field] = ()
    about: Sequence[str] = ()
    danger: bool = False


def may_approve(user: User, enquiry: Enquiry) -> bool:
    """Whoever agrees that both are shown."""
    return may(user, Action.APPROVE, enquiry)


def _for(*rights: Right) -> Callable[[Callable[[Any, Enquiry], Handling]], View]:
    """Decorator: the enquiry for this user, if one of the rights is granted; ``posted`` is None on a page
    that is only read.
    """

    def decorate(inner: Callable[[Any, Enquiry], Handling]) -> View:
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(inner)
        def outer(request: HttpRequest, pk: int) -> HttpResponse:
            user = signed_in(request)
            one = queries.enquiry_for(user, pk)
            allow(any(right(user, one) for right in rights))
            return _ask(request, user, one, inner(request.POST if request.method == "POST" else None, one))

        return outer

    return decorate


def _ask(request: HttpRequest, user: User, one: Enquiry, told: Handling) -> HttpResponse:
    def save(words: dict[str, Any]) -> str:
        found = told.service(actor=user, now=timezone.now(), enquiry=one, **words)
        return told.said if isinstance(told.said, str) else told.said(found)

    asked = Asked(
        title=told.word, case=None, place=contexts.within(one, told.word), fields=(VERSION, *told.fields),
        button=told.word, back=reverse("enquiries:enquiry", args=[one.pk]), about=told.about,
        danger=told.danger, draft=f"enquiry-{one.pk}-{told.word}",
    )  # fmt: skip
    return ask(request, told.form, asked, save)


@_for(may_handle, may_oversee)
def release(posted: Any, one: Enquiry) -> Handling:
    """Let a held one in; whatever version was seen, it is let in once."""

    def let_in(*, version: int | None, **more: Any) -> Enquiry:
        del version
        return services.enquiry_release(**more)

    about = (
        f"先核看的原因：{one.get_hold_display()}。确是对公开稿的意见的，转入办理；答复期限从收到之日算起。"
    )
    form = forms.VersionForm(posted, initial=forms.first_of(one))
    return Handling("转入办理", form, let_in, "已转入办理。", about=(about, one.text))


@_for(may_handle)
def assign(posted: Any, one: Enquiry) -> Handling:
    """Give it to somebody who prepares the answer."""

    def said(found: Enquiry) -> str:
        return f"已交{found.person.name}拟答复。" if found.person else "已收回交办。"

    first = {**forms.first_of(one), "person": one.person_id or ""}
    form = forms.AssignForm(posted, people=queries.people_of(one), initial=first)
    who = Field("person", "承办人", "pick", hint="由承办人拟出答复，审定以后答复。")
    return Handling("交办", form, services.enquiry_assign, said, (who,))


@_for(may_prepare)
def draft(posted: Any, one: Enquiry) -> Handling:
    """Hand in what might be answered."""
    form = forms.DraftForm(posted, initial={**forms.first_of(one), "draft": one.draft})
    said, fields = "拟好的答复已经交上，等审定后答复。", (Field("draft", "拟答复", rows=8),)
    return Handling("拟答复", form, services.enquiry_draft, said, fields, (one.text,))


@_for(may_handle)
def answer(posted: Any, one: Enquiry) -> Handling:
    """Answer."""
    form = forms.AnswerForm(posted, initial={**forms.first_of(one), "answer": one.draft})
    said, fields = "已答复，提意见的群众凭回执码可以看到。", (Field("answer", "答复", rows=8, hint=READ_BY),)
    return Handling("答复", form, services.enquiry_answer, said, fields, (one.text,))


@_for(may_handle, may_oversee)
def close(posted: Any, one: Enquiry) -> Handling:
    """Not answered."""
    about = "与公开稿无关的、纯属广告的，可以不予答复；批评意见应当答复。巡察办看得到，可以退回重新办理。"
    form = forms.ReasonForm(posted, initial=forms.first_of(one))
    said, fields = (
        "已作不予答复办结，理由凭回执码看得到。",
        (Field("reason", "不予答复的理由", hint=READ_BY),),
    )
    return Handling("不予答复", form, services.enquiry_close, said, fields, (about, one.text), danger=True)


@_for(may_oversee)
def reopen(posted: Any, one: Enquiry) -> Handling:
    """The inspection office wants it answered."""
    form = forms.ReasonForm(posted, initial=forms.first_of(one))
    about, fields = (one.text, f"不予答复的理由：{one.reason}"), (Field("reason", "为什么应当答复"),)
    return Handling("退回重新办理", form, services.enquiry_reopen, "已退回重新办理。", fields, about)


@_for(may_handle)
def show(posted: Any, one: Enquiry) -> Handling:
    """Ask that both stand beside the announcement; the masks are made, people look them over."""

    def asked(*, shown_text: str, shown_answer: str, **more: Any) -> Enquiry:
        return services.enquiry_show(text=shown_text, answer=shown_answer, **more)

    made = veiled(one)
    first = {**forms.first_of(one), "shown_text": made.text, "shown_answer": made.answer}
    fields = (Field("shown_text", "公开的意见", rows=6), Field("shown_answer", "公开的答复", rows=6))
    masked = "、".join(f"{term.original}→{term.mask}" for term in made.terms)
    about = ["姓名、地名、企业和个人号码已按公开稿的代称隐去，请逐字核对；称呼和联系方式不公开。"]
    about += [f"隐去：{masked}"] if masked else []
    form = forms.ShowForm(posted, initial=first)
    return Handling("申请公开", form, asked, "已申请公开，等主要负责人批准。", fields, about)


@_for(may_approve)
def decide(posted: Any, one: Enquiry) -> Handling:
    """Agree, or not."""

    def said(found: Enquiry) -> str:
        return "已同意，公开网页上随即看得到。" if found.showing == Showing.SHOWN else "未同意公开。"

    form = forms.DecisionForm(posted, initial=forms.first_of(one))
    fields = (Field("agreed", "决定", "radio"), Field("opinion", "意见", hint="不同意的要写明理由。"))
    about = (f"意见：{one.shown_text}", f"答复：{one.shown_answer}")
    return Handling("审定公开", form, services.enquiry_show_decide, said, fields, about)


@_for(may_handle, may_oversee, may_approve)
def stop(posted: Any, one: Enquiry) -> Handling:
    """Take it away from the public page."""
    form = forms.OpinionForm(posted, initial=forms.first_of(one))
    fields = (Field("opinion", "为什么停止公开"),)
    return Handling("停止公开", form, services.enquiry_show_stop, "已停止公开。", fields, danger=True)
