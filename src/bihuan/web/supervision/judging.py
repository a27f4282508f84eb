"""From what a case owed to its figures and the items as they are frozen. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bihuan.web.supervision.lights import Figures, Light, light_of, worst
from bihuan.web.supervision.owing import Kind

if TYPE_CHECKING:
    from datetime import date, timedelta

    from bihuan.web.supervision.months import Month
    from bihuan.web.supervision.owing import Item, Owed


@dataclass(frozen=True, slots=True)
class Verdict:
    """A month of a case."""

    light: Light
    figures: Figures
    items: list[dict[str, Any]]
    """Frozen items with ``light``, ``in_due`` and ``reported``; what was sent back at the end."""


def judge(found: Owed, month: Month, judged_on: date, soon: timedelta) -> Verdict:
    """Every item gets its light; the month gets the one that must be seen first."""
    items, lights, numbers = [], [], Counter[str]()
    for one in found.items:
        light = light_of(one.stand, judged_on, soon)
        due = _in_due(one, month)
        reported = _reported(one, month, found.reported)
        numbers.update(_counts(one, light, due=due, reported=reported))
        lights.append(light)
        items.append({**one.frozen(), "light": light.value, "in_due": due, "reported": reported})
    numbers["returned"] = len(found.returned)
    return Verdict(worst(lights), Figures(**numbers), [*items, *found.returned])


def _in_due(one: Item, month: Month) -> bool:
    """Whether it had to be done by the end of the month."""
    return one.due is not None and one.due <= month.last


def _reported(one: Item, month: Month, reported: set[int]) -> bool:
    """Whether the month knows how it stands. A plan that was approved within the month is given time."""
    if one.kind is Kind.FINDING or one.target in reported:
        return True
    done = one.done_on is not None and one.done_on <= month.last
    return done or (one.since is not None and one.since >= month.first)


def _counts(one: Item, light: Light, *, due: bool, reported: bool) -> Counter[str]:
    found = Counter[str]()
    if one.kind is Kind.FINDING:
        found["unplanned"] += not one.planned
    else:
        found["active"] += 1
        found["unreported"] += not reported
    if due:
        found["due"] += 1
        found[_ended(one, light)] += 1
    found["soon"] += light is Light.SOON
    return found


def _ended(one: Item, light: Light) -> str:
    """Under which figure something counts that had to be done by the end of the month."""
    if light in (Light.LATE, Light.MADE_UP):
        return light.value
    return "on_time" if one.done_on else "pending"
