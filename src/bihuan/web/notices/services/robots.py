"""Robots of group chats: set up by the unit's liaison, or by the system administrator for any unit."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.db import transaction

from bihuan.web.accounts.permissions import Action, may, require
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.services import journal_append
from bihuan.web.notices.kinds import SYSTEM
from bihuan.web.notices.models import Robot, RobotKind
from bihuan.web.notices.queue import enqueue
from bihuan.web.notices.robots.guard import Refused, check_address

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bihuan.web.accounts.models import Unit, User

MOST = 10


@transaction.atomic
def robot_add(
    *,
    actor: User,
    now: datetime,
    unit: Unit,
    kind: str,
    name: str,
    url: str,
    secret: str = "",
    allowed: Sequence[str] = (),
) -> Robot:
    """A robot of the unit; its address is looked at, not yet called."""
    robot = Robot(unit=unit, kind=kind, name=name.strip(), url=url.strip(), secret=secret.strip())
    _require(actor, robot)
    if not robot.name:
        raise ServiceError("请填写名称。", field="name")
    if kind not in RobotKind.values:
        raise ServiceError("请选择平台。", field="kind")
    try:
        check_address(robot.url, allowed)
    except Refused as error:
        raise ServiceError(str(error), field="url") from error
    same = Robot.objects.filter(unit=unit)
    if same.filter(name=robot.name).exists():
        raise ServiceError(f"本单位已有名为“{robot.name}”的机器人，请换一个名称。", field="name")
    if same.count() >= MOST:
        raise ServiceError(f"一个单位最多{MOST}个机器人，请先删除不用的。", field="name")
    robot.save()
    _journal(actor, now, robot, "robot_add", {"host": ["", urlsplit(robot.url).hostname]})
    return robot


@transaction.atomic
def robot_switch(*, actor: User, now: datetime, robot: Robot) -> Robot:
    """On or off."""
    _require(actor, robot)
    robot.active = not robot.active
    robot.error = ""
    robot.save(update_fields=["active", "error"])
    _journal(actor, now, robot, "robot_switch", {"active": [not robot.active, robot.active]})
    return robot


@transaction.atomic
def robot_try(*, actor: User, now: datetime, robot: Robot) -> None:
    """A trial message, sent by the worker like any other."""
    _require(actor, robot)
    text = f"这是{robot.unit}在闭环中设置的群机器人，收到此消息说明设置正确。"
    args = {"robot": robot.pk, "kind": SYSTEM.code, "text": text, "link": ""}
    enqueue("robot_tell", args, now=now, priority=1)
    _journal(actor, now, robot, "robot_try", {})


@transaction.atomic
def robot_remove(*, actor: User, now: datetime, robot: Robot) -> None:
    """Gone, with its keys; messages that wait for it are not sent."""
    _require(actor, robot)
    _journal(actor, now, robot, "robot_remove", {"name": [robot.name, ""]})
    robot.delete()


def _require(actor: User, robot: Robot) -> None:
    if not may(actor, Action.MANAGE_SETTINGS):
        require(actor, Action.EDIT, robot)


def _journal(actor: User, now: datetime, robot: Robot, action: str, changes: dict[str, list[object]]) -> None:
    journal_append(actor=actor, now=now, chain=robot.unit_id, action=action, thing=robot, changes=changes)
