"""The job that tells a robot something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from bihuan.web.notices.kinds import word_of
from bihuan.web.notices.links import absolute
from bihuan.web.notices.models import Robot
from bihuan.web.notices.queue import GiveUp, Retry
from bihuan.web.notices.robots import formats
from bihuan.web.notices.robots.guard import Refused
from bihuan.web.notices.robots.posting import NotKnown, NotReached, post

if TYPE_CHECKING:
    from bihuan.web.notices.queue import Task

AGAIN = "（可能重复）"
"""A robot cannot be asked what it has heard; where a message may have been heard it is said again, and so
marked.
"""


def tell(task: Task) -> None:
    """At least once; raises ``Retry`` or ``GiveUp``."""
    robot = Robot.objects.select_related("unit").filter(pk=task.args["robot"], active=True).first()
    if robot is None:
        return
    again = AGAIN if task.taken_over or task.args.get("again") else ""
    message = formats.Message(
        word_of(task.args["kind"]), again + task.args["text"], absolute(task.args["link"])
    )
    wanted = formats.call(robot.kind, robot.url, robot.secret, message, task.now)
    try:
        status, told = post(wanted, settings.ENV["BIHUAN_ROBOT_ALLOW"])
    except (Refused, NotReached, NotKnown) as error:
        _note(robot, str(error))
        if isinstance(error, Refused):
            raise GiveUp(str(error)) from error
        raise Retry(str(error), args={"again": True} if isinstance(error, NotKnown) else None) from error
    accepted, worth, words = formats.answer(status, told)
    if not accepted:
        _note(robot, f"平台答复：{words}")
        raise (Retry if worth else GiveUp)(f"{robot.get_kind_display()}答复：{words}")
    Robot.objects.filter(pk=robot.pk).update(told_at=task.now, error="")


def _note(robot: Robot, text: str) -> None:
    Robot.objects.filter(pk=robot.pk).update(error=text[:300])
