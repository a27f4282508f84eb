"""措施库: templates of a unit and of its office, and planning from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.models import Unit
from bihuan.web.accounts.permissions import Action, require
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.partials import render_page
from bihuan.web.base.refusals import tell
from bihuan.web.rectification.desk.forms import TemplateForm
from bihuan.web.rectification.loop import contexts
from bihuan.web.rectification.loop.asking import Asked, Field, ask
from bihuan.web.rectification.loop.queries import numbers_of, response_for
from bihuan.web.rectification.models import Measure, MeasureTemplate
from bihuan.web.rectification.services import template_retire, template_write, templates_insert
from bihuan.web.rectification.services.locking import refuse_planned, refuse_unplannable
from bihuan.web.rectification.services.templating import Facts, keeps_in, templates_for

if TYPE_CHECKING:
    from bihuan.web.accounts.models import User

FIELDS = (
    Field("title", "名称", "text", hint="便于挑选，如：制度修订、谈话提醒、专项清理。"),
    Field("text", "措施", rows=4, hint="写成可以直接用的句子；日期、数字用时再改。"),
    Field("kind", "类型", "pick"),
    Field("category", "性质", "pick"),
    Field("criteria", "完成标准", rows=3),
    Field("department", "通常的责任科室", "pick"),
)


@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """Those of one's unit and of its office."""
    user = signed_in(request)
    keeps = keeps_in(user)
    rows = list(templates_for(user))
    groups: dict[Unit, list[dict[str, Any]]] = {}
    for one in rows:
        groups.setdefault(one.unit, []).append({"row": one, "keeps": one.unit_id in keeps})
    context = {"groups": groups, "keeps": bool(keeps), "count": len(rows)}
    return render_page(request, "desk/templates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def template_new(request: HttpRequest) -> HttpResponse:
    """A new one, perhaps from a measure that exists."""
    user = signed_in(request)
    unit = home_for(user)
    number = request.GET.get("from", "")
    initial: dict[str, Any] = {}
    if number.isascii() and number.isdecimal() and len(number) < 16:
        row = Measure.objects.visible_to(user).filter(pk=int(number)).first()
        if row:
            initial = {
                "title": row.text[:20], "text": row.text, "kind": row.kind, "category": row.category,
                "criteria": row.criteria, "department": row.department_id if row.unit_id == unit.pk else "",
            }  # fmt: skip
    return _form(request, user, unit, None, initial)


@require_http_methods(["GET", "HEAD", "POST"])
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """Other words for one."""
    user = signed_in(request)
    row = template_kept(user, pk)
    initial = {
        "title": row.title, "text": row.text, "kind": row.kind, "category": row.category,
        "criteria": row.criteria, "department": row.department_id or "", "version": row.version,
    }  # fmt: skip
    return _form(request, user, row.unit, row, initial)


def _form(
    request: HttpRequest, user: User, unit: Unit, row: MeasureTemplate | None, initial: dict[str, Any]
) -> HttpResponse:
    def save(told: dict[str, Any]) -> str:
        version = told.pop("version")
        told["department_id"] = told.pop("department")
        template_write(
            actor=user, now=timezone.now(), unit=unit, facts=Facts(**told), template=row, version=version
        )
        return "措施模板已保存。"

    listed = reverse("desk:templates")
    word = "修改模板" if row else "新的模板"
    asked = Asked(
        title=word,
        case=None,
        place=[(str(unit), None), ("措施库", listed), (word, None)],
        fields=(*FIELDS, Field("version", "", "hidden")),
        button="保存",
        back=listed,
        draft=f"template-{row.pk if row else 'new'}",
    )
    return ask(request, TemplateForm(request.POST or None, initial=initial, unit=unit), asked, save)


@require_POST
def template_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Out of use."""
    user = signed_in(request)
    template_retire(actor=user, now=timezone.now(), template=template_kept(user, pk))
    messages.success(request, "已停用；用它写出的措施不受影响。")
    return redirect("desk:templates")


@require_http_methods(["GET", "HEAD", "POST"])
def insert(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan from templates: tick, and they are measures of the response."""
    user = signed_in(request)
    row = response_for(user, pk)
    require(user, Action.EDIT, row.feedback)
    rows = list(templates_for(user).filter(unit__in=[row.unit_id, row.feedback.office_id or 0]))
    if request.method == "POST":
        chosen = {one for one in request.POST.getlist("template") if one.isdecimal()}
        picked = [one for one in rows if str(one.pk) in chosen]
        try:
            count = templates_insert(actor=user, now=timezone.now(), response=row, templates=picked)
        except ServiceError as error:
            tell(request, error)
            return redirect("desk:insert", pk)
        messages.success(request, f"已加入{count}项措施，请补上时限和责任人。")
        return redirect("loop:plan", pk)
    refuse_unplannable(row)
    refuse_planned(row)
    findings = numbers_of([pk])[pk]
    context = {
        "response": row,
        "case": row.feedback,
        "findings": findings,
        "place": contexts.place(row, findings, "从措施库选"),
        "rows": rows,
        "back": reverse("loop:plan", args=[pk]),
    }
    return render_page(request, "desk/insert.html", context)


def home_for(user: User) -> Unit:
    """Whose library a new template goes into: one's own unit's, where one keeps that."""
    units = keeps_in(user)
    if not units:
        raise PermissionDenied("措施库由单位的整改联络员和巡察办维护。")
    return user.unit if user.unit.pk in units else Unit.objects.get(pk=units[0])


def template_kept(user: User, pk: int) -> MeasureTemplate:
    """Only its keepers have a page of it; everybody else reads it in the list."""
    found = templates_for(user).filter(pk=pk, unit__in=keeps_in(user)).first()
    if found is None:
        raise Http404
    return found
