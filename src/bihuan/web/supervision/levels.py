"""The letters of rising weight, when each is written and to whom: policy data (``supervise.*``). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from bihuan.policy.parameters import parameter
from bihuan.web.accounts.permissions import LABELS as ROLE_LABELS
from bihuan.web.accounts.permissions import Role
from bihuan.web.supervision.lights import Weight

if TYPE_CHECKING:
    from datetime import date


class Level(StrEnum):
    """Kinds of letters; ``URGE`` is what a person sends by hand."""

    REMIND = "remind"
    ORDER = "order"
    SUMMON = "summon"
    URGE = "urge"

    @property
    def label(self) -> str:
        """What the letter is called."""
        return LABELS[self]


LABELS = {Level.REMIND: "提醒函", Level.ORDER: "督办单", Level.SUMMON: "约谈通知", Level.URGE: "催办函"}


def reference(level: Level, year: int, number: int) -> str:
    """提醒函〔2026〕5号."""
    return f"{level.label}〔{year}〕{number}号"


@dataclass(frozen=True, slots=True)
class Rung:
    """A letter is written when at most ``left`` days are left (negative: days past), to these ranks."""

    level: Level
    left: int
    roles: tuple[Role, ...]

    @property
    def ranks(self) -> str:
        """科室负责人、整改联络员."""
        return "、".join(ROLE_LABELS[role] for role in self.roles)


@lru_cache(maxsize=1)
def rungs() -> tuple[Rung, ...]:
    """From the mildest, soonest letter to the gravest."""
    rows = parameter("supervise.levels").rows()
    return tuple(
        Rung(Level(level), int(left), tuple(Role(role) for role in roles)) for level, left, *roles in rows
    )


def rung_for(due: date | None, today: date) -> Rung | None:
    """The gravest that holds for what is still open; nothing without a last day is ever urged."""
    if due is None:
        return None
    left = (due - today).days
    return next((one for one in reversed(rungs()) if left <= one.left), None)


def rung_of(level: Level) -> Rung:
    """The rung of a level that is written by itself."""
    return next(one for one in rungs() if one.level is level)


def roles_from(level: Level) -> list[tuple[Role, ...]]:
    """The ranks of a level, then those above and at last those below: a letter always reaches somebody."""
    order = [one.level for one in rungs()]
    at = order.index(level)
    return [rung_of(one).roles for one in (*order[at:], *reversed(order[:at]))]


def ahead() -> timedelta:
    """How long before its last day a thing is soon due: the reach of the first letter."""
    return timedelta(rungs()[0].left)


@lru_cache(maxsize=1)
def weights() -> tuple[Weight, ...]:
    """The terms of the score."""
    return tuple(Weight(code, int(points)) for code, points in parameter("supervise.score").rows())
