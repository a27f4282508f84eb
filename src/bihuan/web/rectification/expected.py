"""What proof a measure is expected to have, and which of it is there. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bihuan.web.evidence.models import EvidenceKind, ReviewState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bihuan.web.evidence.queries import Chip
    from bihuan.web.rectification.models import Measure


class Expected(NamedTuple):
    """One line of the list."""

    word: str
    there: bool
    """Evidence of the kind is linked, and the office has not rejected it."""


def expected(measure: Measure, proofs: Sequence[Chip]) -> list[Expected]:
    """The list of a measure, ticked where something is linked; empty where nothing particular is expected."""
    held = {one.kind for one in proofs if one.state != ReviewState.REJECTED}
    return [Expected(str(EvidenceKind(kind).label), kind in held) for kind in measure.expects]


def ordered(kinds: Sequence[str]) -> list[str]:
    """Kinds that there are, each once, in the order of all lists."""
    return [kind for kind in EvidenceKind.values if kind in set(kinds)]
