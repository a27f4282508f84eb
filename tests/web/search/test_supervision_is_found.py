"""Letters, visits, decisions, tasks and explanations are found by their words, by those who may read them. A
passage that is older than its object never tells more than the object does now.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from bihuan.web.evidence.models import Evidence
from bihuan.web.notices.models import Job
from bihuan.web.search.building import build
from bihuan.web.search.models import Passage
from bihuan.web.supervision.models import Sheet, Visit
from bihuan.web.supervision.months import Month
from bihuan.web.supervision.services import (
    assignment_add,
    assignment_report,
    assignment_settle,
    directive_add,
    missive_reply,
    month_explain,
    supervision_make,
    unit_urge,
    visit_record,
)
from tests.web.search.conftest import find, kinds, stored
from tests.web.world import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from bihuan.web.inspections.models import Feedback
    from bihuan.web.rectification.models import Measure
    from tests.web.world import World

DAY = date(2024, 6, 3)
FILE: dict[str, Any] = {"name": "玛瑙记录.txt", "data": "玛瑙记录共三页".encode(), "title": "玛瑙"}


@pytest.fixture
def talk(world: World, case: Feedback) -> dict[str, Any]:
    """One of each, with a word of its own."""
    office, unit = {"actor": world.officer, "now": NOW}, {"actor": world.liaison, "now": NOW}
    letter = unit_urge(**office, case=case, rank="liaison", text="请抓紧补齐核查台账的缠丝玛瑙一节。")
    missive_reply(**unit, missive=letter, text="已约请青金石专班到场复核。")
    visit_record(
        **office, case=case, on=DAY, way="site", place="统计局三楼档案室", people="严守正", result="partly",
        seen="橄榄石柜中只有半年的记录。",
    )  # fmt: skip
    supervision_make(actor=None, now=NOW, round=case.round, month=Month(date(2024, 6, 1)))
    month_explain(**unit, sheet=Sheet.objects.get(feedback=case), text="因绿松石系统停机，月底前补报。")
    decision = directive_add(
        **unit, unit=world.bureau, title="贯彻孔雀石会议精神", issuer="市委", issued_on=DAY, note="月内落实。"
    )
    task = assignment_add(**unit, directive=decision, unit=world.bureau, text="对照月长石清单自查")
    assignment_report(**unit, assignment=task, on=DAY, done="已按日光石办法核对一遍。")
    assignment_settle(**unit, assignment=task, done_on=DAY, result="黑曜石问题全部整改。")
    return {"letter": letter, "task": task}


WORDS = {
    "缠丝玛瑙": "missive", "青金石": "missive", "橄榄石": "visit", "档案室": "visit",
    "绿松石": "explanation", "孔雀石": "directive", "月长石": "task", "日光石": "task", "黑曜石": "task",
}  # fmt: skip


@pytest.mark.usefixtures("talk")
def test_everything_that_was_said_is_found(world: World) -> None:
    for words, kind in WORDS.items():
        assert kinds(world.liaison, words) == [kind], words
        assert kinds(world.stranger, words) == [], words
        own = kind in ("directive", "task")  # the unit's own business, not the office's
        assert kinds(world.officer, words) == ([] if own else [kind]), words
        assert kinds(world.system_admin, words) == [], words


@pytest.mark.usefixtures("talk")
def test_a_rebuild_tells_the_same(world: World) -> None:
    before = stored()
    build(lambda: NOW, anew=True)
    assert stored() == before
    assert kinds(world.liaison, "青金石") == ["missive"]


def test_tasks_are_narrowed_by_their_state(world: World, talk: dict[str, Any]) -> None:
    assert find(world.liaison, "月长石", kind="task", state="task_done") == [("task", talk["task"].pk)]
    assert find(world.liaison, "月长石", kind="task", state="task_open") == []


@pytest.mark.usefixtures("talk")
def test_hits_lead_to_their_pages(world: World, sign_in: Callable[..., Any]) -> None:
    client = sign_in(world.liaison)
    for words in WORDS:
        page = client.get("/search/", {"q": words}).content.decode()
        assert "没有找到" not in page, words
    visit = client.get("/search/", {"q": "橄榄石"}).content.decode()
    [anchor] = re.findall(r'/visits/[^#"]*#(visit-\d+)"', visit)
    page = client.get(f"/cases/{Visit.objects.get().feedback_id}/visits/").content.decode()
    assert f'id="{anchor}"' in page


# --- evidence before the worker came


def test_files_tell_the_state_that_the_office_just_gave(
    world: World, measures: list[Measure], prove: Callable[..., Evidence], work: Callable[[], None]
) -> None:
    from bihuan.web.evidence.services import evidence_review

    entry = prove(measures[0], **FILE)
    work()
    evidence_review(actor=world.officer, now=NOW, evidence=entry, number=1, accepted=True)
    states = Passage.objects.filter(bundle=f"evidence:{entry.pk}").values_list("state", flat=True)
    assert set(states) == {"accepted"}


def test_big_files_keep_their_state_in_the_same_transaction(
    world: World,
    measures: list[Measure],
    prove: Callable[..., Evidence],
    work: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from bihuan.web.evidence import passages
    from bihuan.web.evidence.services import evidence_review

    monkeypatch.setattr(passages, "FEW", -1)
    entry = prove(measures[0], **FILE)
    work()
    evidence_review(actor=world.officer, now=NOW, evidence=entry, number=1, accepted=True)
    states = Passage.objects.filter(bundle=f"evidence:{entry.pk}").values_list("state", flat=True)
    assert set(states) == {"accepted"}
    assert Job.objects.filter(name="evidence_words", state="waiting").exists()
    work()
    assert "file" in kinds(world.liaison, "玛瑙记录")


def test_a_right_that_was_taken_holds_before_the_index_knows(
    world: World, measures: list[Measure], prove: Callable[..., Evidence], work: Callable[[], None]
) -> None:
    entry = prove(measures[0], **FILE)
    work()
    assert set(kinds(world.officer, "玛瑙")) == {"evidence", "file"}
    Evidence.objects.filter(pk=entry.pk).update(office=None)
    assert kinds(world.officer, "玛瑙") == []
    assert set(kinds(world.liaison, "玛瑙")) == {"evidence", "file"}
