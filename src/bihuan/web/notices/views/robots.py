"""Robots of group chats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.models import Unit
from bihuan.web.accounts.permissions import Action, Relation, may
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.partials import render_page
from bihuan.web.base.refusals import refuse
from bihuan.web.notices import queries
from bihuan.web.notices.forms import RobotForm
from bihuan.web.notices.services.robots import robot_add, robot_remove, robot_switch, robot_try

if TYPE_CHECKING:
    from bihuan.web.accounts.models import User
    from bihuan.web.notices.models import Robot

SHOWN = 200


def units_of(user: User) -> list[tuple[int, str]]:
    """(id, name) of the units whose robots the account sets up."""
    rows = Unit.objects.order_by("path")
    if not may(user, Action.MANAGE_SETTINGS):
        rows = rows.filter(pk__in=user.scope().units(Relation.OWN, Action.EDIT))
    return list(rows.values_list("pk", "name"))


@require_http_methods(["GET", "HEAD", "POST"])
def robots(request: HttpRequest) -> HttpResponse:
    """The robots of my unit, and one more."""
    user = signed_in(request)
    units = units_of(user)
    if not units:
        raise PermissionDenied("群机器人由本单位整改联络员或系统管理员设置。")
    form = RobotForm(request.POST or None, units=units)
    if request.method == "POST" and form.is_valid() and _added(user, form):
        messages.success(request, "机器人已添加，请点“发测试消息”确认能收到。")
        return redirect("notices:robots")
    context = {"form": form, "robots": queries.robots_for(user)[:SHOWN], "many_units": len(units) > 1}
    return render_page(request, "notices/robots.html", context)


def _added(user: User, form: RobotForm) -> bool:
    told = {**form.cleaned_data, "unit": Unit.objects.get(pk=form.cleaned_data["unit"])}
    try:
        robot_add(actor=user, now=timezone.now(), allowed=settings.ENV["BIHUAN_ROBOT_ALLOW"], **told)
    except ServiceError as error:
        refuse(form, error)
        return False
    return True


def _mine(request: HttpRequest, pk: int) -> tuple[User, Robot]:
    user = signed_in(request)
    found = queries.robots_for(user).filter(pk=pk).first() if pk < 2**63 else None
    if found is None:
        raise Http404
    return user, found


@require_POST
def try_(request: HttpRequest, pk: int) -> HttpResponse:
    """A trial message."""
    user, robot = _mine(request, pk)
    robot_try(actor=user, now=timezone.now(), robot=robot)
    messages.success(request, "测试消息已排入发送，几秒后请到群里查看；没有收到，请刷新本页看原因。")
    return redirect("notices:robots")


@require_POST
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """On or off."""
    user, robot = _mine(request, pk)
    robot = robot_switch(actor=user, now=timezone.now(), robot=robot)
    messages.success(request, f"“{robot.name}”已{'启用' if robot.active else '停用'}。")
    return redirect("notices:robots")


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Gone."""
    user, robot = _mine(request, pk)
    robot_remove(actor=user, now=timezone.now(), robot=robot)
    messages.success(request, f"“{robot.name}”已删除。")
    return redirect("notices:robots")
