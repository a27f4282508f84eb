"""Sample data: a made-up city, its people and three reports, brought in through the same services as real
ones.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction

from bihuan.web.accounts.models import Unit, User
from bihuan.web.accounts.permissions import Role
from bihuan.web.accounts.services import unit_create, user_create
from bihuan.web.diagnosis.services import draft_create
from bihuan.web.inspections.models import Feedback
from bihuan.web.inspections.services import round_open
from bihuan.web.rectification.services import draft_confirm
from bihuan.web.sample.answering import answer
from bihuan.web.sample.assistance import ask_outside
from bihuan.web.sample.board import fill_round
from bihuan.web.sample.desk import at_the_desk
from bihuan.web.sample.enquiries import hear
from bihuan.web.sample.loop import go_round
from bihuan.web.sample.mending import mend
from bihuan.web.sample.publishing import publish
from bihuan.web.sample.rules import choose_rules
from bihuan.web.sample.supervision import supervise
from bihuan.web.sample.templates import bring_templates

if TYPE_CHECKING:
    from datetime import datetime

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Account:
    """What a newcomer needs to log in."""

    username: str
    password: str
    name: str
    unit: str
    role: str


@lru_cache(maxsize=1)
def city() -> dict[str, Any]:
    """``city.toml``: units, people, reports."""
    return tomllib.loads((HERE / "city.toml").read_text("utf-8"))


def accounts() -> tuple[Account, ...]:
    """The sample's accounts in the order of the file."""
    told = city()
    units = {one["key"]: one["short_name"] for one in told["unit"]}
    return tuple(
        Account(one["username"], told["password"], one["name"], units[one["unit"]], Role(one["role"]).label)
        for one in told["person"]
    )


def load(now: datetime) -> bool | None:
    """True when loaded now, False when it was there already, None when the database holds somebody's own
    data.
    """
    if Unit.objects.filter(name=city()["unit"][0]["name"]).exists():
        return False
    if Unit.objects.exists():
        return None
    with transaction.atomic():
        units = _units(now)
        people = _people(now, units)
    for report in city()["report"]:
        _report(now, report, units, people)
    culture = Feedback.objects.get(unit=units["culture"])
    go_round(now, culture, people)
    at_the_desk(now, culture, people)
    fill_round(now, culture.round, units["committee"], people["yanshouzheng"])
    supervise(now, culture, people)
    publish(now, culture, people, city()["password"])
    hear(now, culture, people)
    choose_rules(now, units["office"], people)
    bring_templates(now, units["office"], people)
    ask_outside(now, culture, people)
    statistics = Feedback.objects.get(unit=units["statistics"], kind="report")
    mend(now, statistics, people)
    answer(now, statistics, people)
    return True


def _units(now: datetime) -> dict[str, Unit]:
    made: dict[str, Unit] = {}
    for one in city()["unit"]:
        made[one["key"]] = unit_create(
            actor=None,
            now=now,
            name=one["name"],
            short_name=one["short_name"],
            kind=one["kind"],
            parent=made.get(one.get("parent", "")),
        )
    return made


def _people(now: datetime, units: dict[str, Unit]) -> dict[str, User]:
    return {
        one["username"]: user_create(
            actor=None,
            now=now,
            unit=units[one["unit"]],
            name=one["name"],
            username=one["username"],
            password=city()["password"],
            role=Role(one["role"]),
            post=one["post"],
        )
        for one in city()["person"]
    }


def _report(now: datetime, report: dict[str, str], units: dict[str, Unit], people: dict[str, User]) -> None:
    """One case; the round is opened with its first report."""
    file = HERE / report["file"]
    office = units["office"]
    found = office.rounds.filter(name=report["round"]).first()
    draft = draft_create(
        actor=people[report["by"]],
        now=now,
        unit=units[report["unit"]],
        content=file.read_bytes(),
        name=file.name,
        round=found or round_open(office, report["round"]),
    )
    draft_confirm(actor=people[report["by"]], now=now, draft=draft)
