"""How a write about evidence is told: by the entry itself, and by each object that it proves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.web.base.services import Told
from bihuan.web.evidence.targets import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bihuan.web.evidence.models import Evidence
    from bihuan.web.evidence.targets import Target


def called(target: Target) -> str:
    """问题2：措施“…”, as the journal names what an entry proves."""
    return f"{target.place}：{target.title}"


def proven_by(entry: Evidence, targets: Sequence[Target], *, gone: bool = False) -> list[Told]:
    """The same write as each proven object tells it."""
    both = [entry.title, ""] if gone else ["", entry.title]
    return [Told(KINDS[one.kind].model, one.id, one.title, {"evidence": both}) for one in targets]
