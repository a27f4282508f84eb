"""Letters that write themselves: once a day and unit each rank gets at most one, with everything in it.

The worker does this in one transaction with the mark that it is done, and an item is told of once on a level
(``MissiveItem``): a second run, or one after a worker was killed, finds everything there and writes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse

from bihuan.web.accounts.models import Membership, Unit
from bihuan.web.accounts.permissions import Action, Relation, Role
from bihuan.web.accounts.queries.deputies import in_force
from bihuan.web.base.services import journal_append
from bihuan.web.inspections.models import Feedback
from bihuan.web.notices.queries import people_who
from bihuan.web.notices.services import notify_people
from bihuan.web.supervision import wording
from bihuan.web.supervision.freezing import digest_of
from bihuan.web.supervision.kinds import MISSIVE
from bihuan.web.supervision.levels import Level, ahead, roles_from, rung_for
from bihuan.web.supervision.models import Addressee, Missive, MissiveCounter, MissiveItem
from bihuan.web.supervision.owing import open_until
from bihuan.web.supervision.passages import missive_found

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from bihuan.web.accounts.models import User
    from bihuan.web.supervision.owing import Item


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody of a unit in a role."""

    person: int
    name: str
    role: Role
    department: int | None


@dataclass(slots=True)
class Draft:
    """A letter before it has its number."""

    unit: int
    level: Level
    text: str
    to: Sequence[Holder]
    new: list[Item] = field(default_factory=list)
    before: list[Item] = field(default_factory=list)

    def items(self) -> list[dict[str, Any]]:
        """As they are kept: what is new first."""
        return [
            *({**one.frozen(), "again": False} for one in self.new),
            *({**one.frozen(), "again": True} for one in self.before),
        ]


@transaction.atomic
def missives_issue(*, now: datetime, day: date, office: int, units: Sequence[int]) -> list[Missive]:
    """The letters of an office to some of its units on a day; one journal entry a letter, in the unit's
    chain.
    """
    counter = locked_counter(office, day.year)
    cases = Feedback.objects.filter(office=office, unit__in=units, archived_at=None)
    owner = dict(cases.values_list("pk", "unit_id"))
    items = open_until(list(owner), day + ahead())
    known = _known(items)
    written = set(
        Missive.objects.filter(office=office, unit__in=units, day=day)
        .exclude(level=Level.URGE)
        .values_list("unit_id", "level")
    )
    drafts = [one for one in _drafts(items, owner, known, day) if (one.unit, one.level) not in written]
    people = holders(one.unit for one in drafts)
    for draft in drafts:
        draft.to = addressees(draft.level, people[draft.unit], draft.new)
        draft.text = wording.body(draft.level, len(draft.new), len(draft.before))
    _tell_of_nobody(now, day, office, [one.unit for one in drafts if not one.to])
    return issue(None, now, day, office, counter, [one for one in drafts if one.to])


def _known(items: Iterable[Item]) -> set[tuple[str, int, str, date]]:
    """What letters have told of already."""
    targets: dict[str, list[int]] = defaultdict(list)
    for one in items:
        targets[one.kind].append(one.target)
    found: set[tuple[str, int, str, date]] = set()
    for kind, ids in targets.items():
        rows = MissiveItem.objects.filter(kind=kind, target__in=ids).exclude(level=Level.URGE)
        found.update(rows.values_list("kind", "target", "level", "due"))
    return found


def _drafts(
    items: Iterable[Item], owner: dict[int, int], known: set[tuple[str, int, str, date]], day: date
) -> list[Draft]:
    """By unit and level, where there is something new to tell."""
    drafts: dict[tuple[int, Level], Draft] = {}
    for one in items:
        rung = rung_for(one.due, day)
        if rung is None or one.due is None:
            continue
        key = owner[one.feedback], rung.level
        draft = drafts.setdefault(key, Draft(*key, text="", to=()))
        told = (one.kind.value, one.target, rung.level.value, one.due) in known
        (draft.before if told else draft.new).append(one)
    return [draft for _, draft in sorted(drafts.items()) if draft.new]


def holders(units: Iterable[int]) -> dict[int, list[Holder]]:
    """Everybody with an enabled account and a role in the units; one query."""
    found: dict[int, list[Holder]] = defaultdict(list)
    rows = Membership.objects.filter(unit__in=set(units), user__is_active=True).order_by("unit_id", "id")
    columns = ("unit_id", "user__person_id", "user__person__name", "role", "user__person__department_id")
    for unit, person, name, role, department in rows.values_list(*columns):
        found[unit].append(Holder(person, name, Role(role), department))
    return found


def addressees(level: Level, people: Sequence[Holder], items: Sequence[Item]) -> list[Holder]:
    """The people of the level's ranks; where nobody holds them those above, so that no letter goes to nobody.
    Heads get what is their department's and leaders what names them, as far as the items say.
    """
    for roles in roles_from(level):
        found = [one for one in people if one.role in roles and _concerned(one, people, items)]
        if found:
            return list({one.person: one for one in found}.values())
    return []


def _concerned(one: Holder, people: Sequence[Holder], items: Sequence[Item]) -> bool:
    if one.role is Role.DEPARTMENT_HEAD:
        headed = {other.department for other in people if other.role is one.role}
        return any(
            item.department in (None, one.department) or item.department not in headed for item in items
        )
    if one.role is Role.LEAD_LEADER:
        known = {other.person for other in people if other.role is one.role}
        return any(item.leader == one.person or item.leader not in known for item in items)
    return True


def locked_counter(office: int, year: int) -> MissiveCounter:
    """The office's last number, held until the transaction ends: letters of an office are written one run
    after the other.
    """
    MissiveCounter.objects.get_or_create(office_id=office, year=year)
    return MissiveCounter.objects.select_for_update().get(office_id=office, year=year)


def issue(
    actor: User | None,
    now: datetime,
    day: date,
    office: int,
    counter: MissiveCounter,
    drafts: Sequence[Draft],
) -> list[Missive]:
    """Number them, keep them, tell the addressees and whoever acts for them today; a journal entry each."""
    made = [_missive(actor, now, day, office, counter.last + at, draft) for at, draft in enumerate(drafts, 1)]
    counter.last += len(made)
    counter.save(update_fields=["last"])
    Missive.objects.bulk_create(made)
    pairs = list(zip(made, drafts, strict=True))
    MissiveItem.objects.bulk_create(
        MissiveItem(
            missive=missive,
            feedback_id=one.feedback,
            level=draft.level,
            kind=one.kind,
            target=one.target,
            due=one.due or day,
        )
        for missive, draft in pairs
        for one in draft.new
    )
    _deliver(pairs, now)
    for missive, draft in pairs:
        changes: dict[str, list[object]] = {"number": ["", missive.reference], "to": ["", missive.addressed]}
        changes["items"] = [0, len(missive.items)]
        journal_append(
            actor=actor, now=now, chain=draft.unit, action="missive_issue", thing=missive, changes=changes
        )
        missive_found(missive)
    return made


def _missive(actor: User | None, now: datetime, day: date, office: int, number: int, draft: Draft) -> Missive:
    """A row that is not stored yet."""
    names = "、".join(f"{one.name}（{one.role.label}）" for one in draft.to)
    made = Missive(
        office_id=office,
        unit_id=draft.unit,
        level=draft.level,
        day=day,
        year=day.year,
        number=number,
        addressed=names[:300],
        text=draft.text,
        items=draft.items(),
        made_by=actor,
        made_at=now,
    )
    made.digest = digest_of(missive_facts(made))
    return made


def missive_facts(missive: Missive) -> dict[str, Any]:
    """What a letter's hash is over."""
    names = ("office_id", "unit_id", "level", "year", "number", "addressed", "text", "items")
    return {"day": missive.day.isoformat(), **{name: getattr(missive, name) for name in names}}


def _tell_of_nobody(now: datetime, day: date, office: int, units: Sequence[int]) -> None:
    """The office hears once a month of units in which nobody can receive a letter."""
    if not units:
        return
    found = Unit.objects.in_bulk({office, *units})
    people = people_who(found[office], Action.SUPERVISE, Relation.OFFICE)
    for unit in dict.fromkeys(units):
        notify_people(
            people,
            now=now,
            kind=MISSIVE,
            text=f"{found[unit]}没有能收件的账户，督办文书无法送达，请联系系统管理员设立账户。",
            link=reverse("supervision:missives"),
            key=f"missive-nobody:{unit}:{day:%Y-%m}",
        )


def _deliver(pairs: Sequence[tuple[Missive, Draft]], now: datetime) -> None:
    Addressee.objects.bulk_create(
        Addressee(missive=missive, person_id=one.person, name=one.name, role=one.role, told_at=now)
        for missive, draft in pairs
        for one in draft.to
    )
    acting = _acting({one.person for _, draft in pairs for one in draft.to})
    for missive, draft in pairs:
        people = [one.person for one in draft.to]
        notify_people(
            [*people, *(deputy for one in people for deputy in acting[one])],
            now=now,
            kind=MISSIVE,
            text=wording.told(draft.level, missive.reference, len(draft.new)),
            link=reverse("supervision:missive", args=[missive.pk]),
            about=missive,
            key=f"missive:{missive.pk}",
        )


def _acting(people: Iterable[int]) -> dict[int, list[int]]:
    """By person those who act for them today; one query."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = in_force().filter(absent__person__in=list(people), deputy__is_active=True)
    for absent, deputy in rows.values_list("absent__person_id", "deputy__person_id"):
        found[absent].append(deputy)
    return found
