"""A case whose report names people, a village, a company, a telephone; its announcement in any state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bihuan.web.diagnosis.models import Diagnostic
from bihuan.web.disclosure.models import Announcement, Edition
from bihuan.web.disclosure.services import edition_begin, edition_step
from bihuan.web.disclosure.workflow import Audience, State, Step, find
from tests.web.evidence.conftest import _own_store
from tests.web.world import NOW, REPORT, import_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World

__all__ = ["_own_store"]

NAMING = REPORT.replace(
    "7月25日，修订党组议事规则，明确末位表态。",
    "7月25日，局长陈曦同志到大榆村走访，陈曦对云顶宏远建材有限公司（电话13912345678）立案。",
).replace("7月18日，", "7月18日，科长陈明同志带队，林知夏整理记录，")
ORIGINALS = ("陈曦", "陈明", "林知夏", "大榆村", "云顶宏远建材有限公司", "13912345678")
WAY = (
    (Step.SUBMIT, "liaison", State.CHECKING),
    (Step.CLEAR, "head", State.VETTED),
    (Step.APPROVE, "first_person", State.APPROVED),
    (Step.PUBLISH, "liaison", State.PUBLISHED),
)


@pytest.fixture
def case(world: World) -> Feedback:
    """The naming report, without remarks of the examination."""
    found = import_text(world, NAMING)
    Diagnostic.objects.filter(feedback=found).delete()
    found.errors = 0
    found.save(update_fields=["errors"])
    return found


@pytest.fixture
def begin(world: World, case: Feedback) -> Callable[..., Edition]:
    """Draft a version."""

    def run(audience: Audience = Audience.PUBLIC, reason: str = "") -> Edition:
        return edition_begin(actor=world.liaison, now=NOW, case=case, audience=audience, reason=reason)

    return run


@pytest.fixture
def bring(world: World) -> Callable[..., Edition]:
    """Take a version along the way until it is in a state."""

    def run(edition: Edition, until: State = State.PUBLISHED, now: object = NOW) -> Edition:
        for step, who, state in WAY:
            if edition.state == until:
                break
            if find(edition.state, step) is None:
                continue
            actor = world.everybody()[who]
            edition = edition_step(actor=actor, now=now, edition=edition, step=step, opinion="同意。")  # type: ignore[arg-type]
            assert edition.state == state
        assert edition.state == until
        return edition

    return run


@pytest.fixture
def published(begin: Callable[..., Edition], bring: Callable[..., Edition]) -> Edition:
    """A public version on show."""
    return bring(begin())


@pytest.fixture
def announcement(begin: Callable[..., Edition]) -> Announcement:
    """A public announcement with a version being drafted."""
    return begin().announcement
