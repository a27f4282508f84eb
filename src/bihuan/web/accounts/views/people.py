"""People and their accounts, kept by the system administrator; roles are seen here and changed elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.web.accounts import services
from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.forms_house import GoForm, MoveForm, NameForm, PersonForm
from bihuan.web.accounts.models import Unit
from bihuan.web.accounts.permissions import Action, Role, guarded, may
from bihuan.web.accounts.queries import people as queries
from bihuan.web.accounts.services.factors import factor_of
from bihuan.web.accounts.services.logins import locked_until
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.partials import render_page
from bihuan.web.base.refusals import refuse, refused_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from bihuan.web.accounts.models import Person, User

SEEN_BY = (Action.MANAGE_ACCOUNTS, Action.MANAGE_ROLES)


@require_safe
@guarded(*SEEN_BY)
def people(request: HttpRequest) -> HttpResponse:
    """Fifty people a page, looked for by name, unit and state."""
    asked = request.GET
    words, state = asked.get("q", "").strip()[:40], asked.get("state", "")
    number = asked.get("unit", "")
    unit = Unit.objects.filter(pk=number).first() if number.isascii() and number.isdecimal() else None
    found = queries.people_page(asked.get("page"), words, state, unit)
    query = asked.copy()
    query.pop("page", None)
    context = {
        "lines": found.rows,
        "next": found.next,
        "previous": found.previous,
        "words": words,
        "state": state,
        "states": queries.STATES,
        "unit": unit,
        "query": query.urlencode(),
        "may_manage": may(signed_in(request), Action.MANAGE_ACCOUNTS),
    }
    return render_page(request, "accounts/people.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@guarded(Action.MANAGE_ACCOUNTS)
def person_new(request: HttpRequest) -> HttpResponse:
    """Add a person; with a log-in name also the account and the code for its first password."""
    user = signed_in(request)
    form = PersonForm(request.POST or None, initial={**request.GET.dict(), "on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            made, code = _create(user, form.cleaned_data)
        except ServiceError as error:
            refuse(form, error)
        else:
            if code:
                return _code_page(request, made, code)
            messages.success(request, f"已登记{made.name}。")
            return redirect("accounts:person", made.pk)
    return render_page(request, "accounts/person_new.html", {"form": form})


def _create(actor: User, told: dict[str, Any]) -> tuple[Person, str]:
    from django.db import transaction

    now = timezone.now()
    facts = {name: told[name] for name in ("unit", "name", "post", "department")}
    with transaction.atomic():
        made = services.person_create(actor=actor, now=now, from_on=told["on"], **facts)
        if not told["username"]:
            return made, ""
        account = services.account_open(actor=actor, now=now, person=made, username=told["username"])
        return made, services.reset_code_issue(actor=actor, now=now, user=account)


def _code_page(request: HttpRequest, person: Person, code: str) -> HttpResponse:
    policy = services.policy_now()
    context = {"person": person, "code": code, "hours": policy.code_hours, "account": person.user}
    return render_page(request, "accounts/code.html", context)


@require_safe
@guarded(*SEEN_BY)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: posts, account, roles, leaves; the system administrator also sees how much they hold."""
    found, user, now = queries.person_for(pk), signed_in(request), timezone.now()
    account = queries.account_of(found)
    manages = may(user, Action.MANAGE_ACCOUNTS)
    context = {
        "person": found,
        "account": account,
        "terms": queries.terms_of(found),
        "roles": [(str(one.unit), Role(one.role).label) for one in account.roles()] if account else [],
        "deputies": queries.deputies_of(account) if account else [],
        "factor": factor_of(account) if account else None,
        "locked": locked_until(account, now) if account else None,
        "holdings": [one for one in services.holdings_of(found) if one[2]] if manages else [],
        "may_manage": manages,
        "may_rule": may(user, Action.MANAGE_ROLES),
        "form": NameForm(initial={"name": found.name, "post": found.post}),
        "linked": account.subjects.exists() if account else False,
    }
    return render_page(request, "accounts/person.html", context)


@require_POST
@guarded(Action.MANAGE_ACCOUNTS)
@refused_at("accounts:person")
def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Mend a name or a title."""
    found, form = queries.person_for(pk), NameForm(request.POST)
    if not form.is_valid():
        raise ServiceError("请填写姓名，姓名和职务都不超过 60 个字。")
    services.person_edit(actor=signed_in(request), now=timezone.now(), person=found, **form.cleaned_data)
    messages.success(request, "已更正。")
    return redirect("accounts:person", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(Action.MANAGE_ACCOUNTS)
def person_move(request: HttpRequest, pk: int) -> HttpResponse:
    """A new post, perhaps in another unit."""
    found = queries.person_for(pk)
    begin = {"unit": found.unit_id, "department": found.department or "", "post": found.post}
    form = MoveForm(found, request.POST or None, initial={**begin, "on": timezone.localdate()})
    return _change(request, found, form, "accounts/person_move.html", services.person_move, "已办理调动。")


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(Action.MANAGE_ACCOUNTS)
def person_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Leaving office."""
    found = queries.person_for(pk)
    form = GoForm(found, request.POST or None, initial={"on": timezone.localdate()})
    return _change(request, found, form, "accounts/person_leave.html", services.person_leave, "已办理离任。")


def _change(
    request: HttpRequest,
    found: Person,
    form: MoveForm | GoForm,
    template: str,
    service: Callable[..., None],
    said: str,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            service(actor=signed_in(request), now=timezone.now(), person=found, **form.cleaned_data)
        except ServiceError as error:
            refuse(form, error)
        else:
            messages.success(request, said)
            return redirect("accounts:person", found.pk)
    holdings = [one for one in services.holdings_of(found) if one[2]]
    return render_page(request, template, {"form": form, "person": found, "holdings": holdings})


@never_cache
@require_POST
@guarded(Action.MANAGE_ACCOUNTS)
@refused_at("accounts:person")
def account_do(request: HttpRequest, pk: int) -> HttpResponse:
    """Open, close, unlock an account, hand out a code; which of them stands in ``do``."""
    found, actor, now = queries.person_for(pk), signed_in(request), timezone.now()
    account, do = queries.account_of(found), request.POST.get("do", "")
    if account is None:
        if do != "open":
            raise Http404
        made = services.account_open(
            actor=actor, now=now, person=found, username=request.POST.get("username", "")
        )
        return _code_page(request, made.person, services.reset_code_issue(actor=actor, now=now, user=made))
    if do == "code":
        return _code_page(request, found, services.reset_code_issue(actor=actor, now=now, user=account))
    if do not in _DONE:
        raise Http404
    service, said = _DONE[do]
    service(actor=actor, now=now, user=account)
    messages.success(request, said)
    return redirect("accounts:person", pk)


_DONE: dict[str, tuple[Callable[..., None], str]] = {
    "disable": (services.account_disable, "账户已停用，正在使用的会话随即失效。"),
    "enable": (services.account_enable, "账户已启用。"),
    "unlock": (services.unlock, "已解除锁定。"),
    "unlink": (services.subject_unlink, "已解除统一身份关联。"),
}
