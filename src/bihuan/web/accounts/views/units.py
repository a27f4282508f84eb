"""The tree of units."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.web.accounts import services
from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.forms_house import DepartmentGoForm, UnitForm
from bihuan.web.accounts.permissions import Action, guarded
from bihuan.web.accounts.queries import people as queries
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.partials import render_page
from bihuan.web.base.refusals import refuse, refused_at


@require_safe
@guarded(Action.MANAGE_ACCOUNTS)
def units(request: HttpRequest) -> HttpResponse:
    """The top of the tree, or what a search finds."""
    words = request.GET.get("q", "").strip()[:40]
    found = queries.children_page(None, request.GET.get("page"), words)
    return render_page(request, "accounts/units.html", {"found": found, "words": words})


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(Action.MANAGE_ACCOUNTS)
def unit_new(request: HttpRequest) -> HttpResponse:
    """One more unit."""
    form = UnitForm(request.POST or None, initial={"parent": request.GET.get("parent", ""), "kind": "unit"})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.unit_create(actor=signed_in(request), now=timezone.now(), **form.cleaned_data)
        except ServiceError as error:
            refuse(form, error)
        else:
            messages.success(request, f"已建立“{made.name}”。")
            return redirect("accounts:unit", made.pk)
    return render_page(request, "accounts/unit_new.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(Action.MANAGE_ACCOUNTS)
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """A unit: its words and its superior, the units below, its departments."""
    row = queries.unit_for(pk)
    begin = {"name": row.name, "short_name": row.short_name, "kind": row.kind, "parent": row.parent_id}
    form = UnitForm(request.POST or None, initial=begin, unit=row)
    if request.method == "POST" and form.is_valid():
        try:
            services.unit_edit(actor=signed_in(request), now=timezone.now(), unit=row, **form.cleaned_data)
        except ServiceError as error:
            refuse(form, error)
            row.refresh_from_db()
        else:
            messages.success(request, "单位已保存。")
            return redirect("accounts:unit", pk)
    context = {
        "unit": row,
        "form": form,
        "above": queries.superiors(row),
        "found": queries.children_page(row, request.GET.get("page"), ""),
        "departments": list(row.departments.order_by("closed_on", "id")),
        "members": row.people.filter(left_on=None).count(),
    }
    return render_page(request, "accounts/unit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(Action.MANAGE_ACCOUNTS)
def department_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Dissolve a department; what it still has to do goes to another one of the unit."""
    row, now = queries.department_for(pk), timezone.now()
    form = DepartmentGoForm(row, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.department_close(actor=signed_in(request), now=now, department=row, **form.cleaned_data)
        except ServiceError as error:
            refuse(form, error)
        else:
            messages.success(request, f"已撤销“{row.name}”。")
            return redirect("accounts:unit", row.unit_id)
    context = {"form": form, "department": row, "holdings": services.charges_of(row, timezone.localdate(now))}
    return render_page(request, "accounts/department_close.html", context)


@require_POST
@guarded(Action.MANAGE_ACCOUNTS)
@refused_at("accounts:unit")
def unit_do(request: HttpRequest, pk: int) -> HttpResponse:
    """Close or reopen a unit; add, rename or close a department: which of them stands in ``do``."""
    row = queries.unit_for(pk)
    told: dict[str, Any] = {"actor": signed_in(request), "now": timezone.now()}
    do, number = request.POST.get("do", ""), request.POST.get("department", "")
    if do == "close":
        services.unit_close(**told, unit=row)
    elif do == "reopen":
        services.unit_reopen(**told, unit=row)
    elif do == "add":
        services.department_add(**told, unit=row, name=request.POST.get("name", "")[:60])
    elif department := row.departments.filter(pk=number if number.isdecimal() else 0).first():
        if do == "rename":
            name = request.POST.get("name", "")[:60]
            services.department_rename(**told, department=department, name=name)
        else:
            services.department_close(**told, department=department)
    else:
        raise ServiceError("没有这个科室，请刷新后再试。")
    messages.success(request, "已保存。")
    return redirect("accounts:unit", pk)
