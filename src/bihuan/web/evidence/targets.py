"""What evidence may prove. The apps above register their kinds in ``AppConfig.ready``; none is known here.

A kind tells five things: which of its objects a user may attach evidence to, what given objects are called,
what belongs to an object (a response and its measures), which ones of a unit there are to choose from, and
which stand in an archived round: what proves these is read and no longer changed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from django.db.models import Q
from django.http import Http404

from bihuan.web.accounts.permissions import ARCHIVED
from bihuan.web.base.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import User

Key = tuple[str, int]
"""Kind and id."""
LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Target:
    """One object that evidence proves, as pages name it."""

    kind: str
    id: int
    unit_id: int
    office_id: int | None
    title: str
    """措施“7月3日，召开党组会议……”."""
    topic: str
    """What its numbers count: 问题."""
    numbers: tuple[str, ...]
    href: str
    archived: bool = False
    """It stands in an archived round."""

    @property
    def key(self) -> Key:
        """Kind and id."""
        return self.kind, self.id

    @property
    def place(self) -> str:
        """问题2、3."""
        return f"{self.topic}{'、'.join(self.numbers)}" if self.numbers else self.topic


class TargetKind(Protocol):
    """What an upper app registers."""

    code: str
    word: str
    model: str
    """How the journal names such an object: ``rectification.measure``."""

    def find(self, user: User, pk: int) -> Target:
        """The object, or 404 where the user may not see it."""

    def load(self, ids: Sequence[int]) -> Mapping[int, Target]:
        """What the objects are called, those that still exist; one query, and one for their numbers."""

    def members(self, pk: int) -> list[Key]:
        """The object itself and what belongs to it."""

    def choices(self, user: User, unit_id: int, words: str, limit: int) -> list[Target]:
        """Objects of a unit that the user sees, narrowed to those with the words, in their own order; none
        of an archived round.
        """

    def archived(self) -> QuerySet[Any]:
        """Its objects that stand in an archived round."""


KINDS: dict[str, TargetKind] = {}


def register(kind: TargetKind) -> None:
    """Make a kind known; a second time changes nothing."""
    KINDS.setdefault(kind.code, kind)


LINKED: list[Callable[[Sequence[Key]], None]] = []
"""Told within the transaction in which objects got or lost evidence: who counts it registers here."""


def linked(keys: Sequence[Key]) -> None:
    """Evidence of these objects was added or taken away."""
    for tell in LINKED:
        tell(keys)


def parse(text: str) -> Key:
    """``measure:12`` as it stands in addresses; 404 for anything else."""
    code, _, number = text.partition(":")
    if code not in KINDS or not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Http404
    return code, int(number)


def find(user: User, text: str) -> Target:
    """The object that an address names, or 404."""
    code, pk = parse(text)
    return KINDS[code].find(user, pk)


def load(keys: Iterable[Key]) -> dict[Key, Target]:
    """What these objects are called; those that are gone are left out."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for code, pk in dict.fromkeys(keys):
        wanted[code].append(pk)
    found: dict[Key, Target] = {}
    for code, ids in wanted.items():
        if code in KINDS:
            found |= {(code, pk): target for pk, target in KINDS[code].load(ids).items()}
    return found


def members(target: Target) -> list[Key]:
    """The object itself and what belongs to it."""
    return KINDS[target.kind].members(target.id)


def same_place(targets: Sequence[Target]) -> tuple[int, int | None]:
    """Unit and office that all the objects share; refused where they differ."""
    places = {(one.unit_id, one.office_id) for one in targets}
    if len(places) != 1:
        raise ServiceError("一份佐证只能用于同一单位、同一轮次巡察办的事项，请分开上传。", field="for")
    return places.pop()


def of_archived() -> Q:
    """WHERE clause over links: those to objects of archived rounds."""
    found = Q(pk__in=[])
    for code, kind in KINDS.items():
        found |= Q(kind=code, target__in=kind.archived().values("pk"))
    return found


def refuse_archived(found: Iterable[Target]) -> None:
    """``ServiceError`` where one of the objects stands in an archived round: nothing new comes to it."""
    if any(one.archived for one in found):
        raise ServiceError(ARCHIVED)
