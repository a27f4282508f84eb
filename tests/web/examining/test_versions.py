"""Versions of a case: what is new since it was filed, two of them side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from bihuan.web.diagnosis.models import Filing, Snapshot
from bihuan.web.rectification.examining import versions as versions_of
from bihuan.web.rectification.models import Measure, Response
from bihuan.web.rectification.services import (
    draft_confirm,
    feedback_replace,
    import_undo,
    measure_edit,
    outcome_edit,
)
from tests.web.world import NOW, import_text, make_draft

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World

pytestmark = pytest.mark.django_db
FEEDBACK = """关于巡察鹿溪市统计局党组的反馈意见
根据市委统一部署，2023年3月6日至5月12日，市委第三巡察组对市统计局党组开展了巡察。现将巡察情况反馈如下。
一、落实上级决策部署有差距
1.数据质量核查走过场。
2.统计执法力度不够。
市委第三巡察组
2023年6月20日
"""


def shown(client: Client, name: str, case: Feedback, query: str = "") -> str:
    answer = client.get(reverse(name, args=[case.pk]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def edited(world: World, case: Feedback) -> Measure:
    """A measure that says nothing definite any more."""
    row = Measure.objects.get(feedback=case, text__startswith="7月18日")
    value = "7月18日，多次对企业重新核查，补齐记录31份。"
    return measure_edit(actor=world.liaison, now=NOW, measure=row, value=value, version=row.version)


def test_a_filing_keeps_what_it_was_remarked_on(case: Feedback) -> None:
    kept = Snapshot.objects.get(filing__feedback=case)
    assert (kept.errors, kept.warnings) == (case.errors, case.warnings)
    assert len(kept.marks) == kept.errors + kept.warnings + kept.infos
    assert versions_of.versions(case)[0].moved == ((), (), tuple((one, one) for one in _marks(kept)))


def _marks(kept: Snapshot) -> list[tuple[object, ...]]:
    return [tuple(one) for one in kept.marks]


def test_what_an_edit_brings_is_new_and_marked(world: World, case: Feedback, liaison: Client) -> None:
    assert "新出现" not in shown(liaison, "diagnosis:diagnostics", case)
    edited(world, case)
    page = shown(liaison, "diagnosis:diagnostics", case)
    assert "tag--new" in page
    assert "上次来件以来：新出现 <b>" in page
    listed = shown(liaison, "examining:versions", case)
    assert "数据质量核查走过场" in listed
    assert "多次" in listed


def test_an_import_that_was_undone_and_confirmed_again_is_kept_once(world: World, case: Feedback) -> None:
    draft = import_undo(actor=world.liaison, now=NOW, feedback=case)
    again = draft_confirm(actor=world.liaison, now=NOW, draft=draft)
    assert Snapshot.objects.filter(filing__feedback=again).count() == 1


def test_two_versions_stand_side_by_side(world: World, case: Feedback, liaison: Client) -> None:
    edited(world, case)
    response = Response.objects.filter(feedback=case, status="ongoing")[0]
    outcome_edit(
        actor=world.liaison, now=NOW, response=response, value="完成整改。", version=response.version
    )
    page = shown(liaison, "examining:compare", case)
    assert "<del>" in page
    assert "<ins>多次</ins>" in page or "多次" in page
    assert "措施一字未改" in page
    finding = case.findings.order_by("position")[0]
    assert reverse("rectification:finding", args=[finding.pk]) in page
    file = b"".join(liaison.get(reverse("examining:compare_page", args=[case.pk])))
    assert "措施一字未改" in file.decode()


def test_the_ledger_is_held_against_its_feedback(world: World, liaison: Client) -> None:
    case = import_text(world, FEEDBACK)
    page = shown(liaison, "examining:compare", case)
    assert "反馈意见与整改对照" in page
    assert "没有作答的问题" in page


def test_a_corrected_feedback_is_a_version_more(world: World, liaison: Client) -> None:
    case = import_text(world, FEEDBACK)
    draft = make_draft(world, FEEDBACK.replace("2.统计执法力度不够。\n", ""), replaces=case)
    feedback_replace(actor=world.liaison, now=NOW, draft=draft)
    listed = versions_of.versions(case)
    assert [one.key for one in listed[1:]] == [
        versions_of.key_of(one) for one in Filing.objects.filter(feedback=case).order_by("-pk")
    ]
    old, new = listed[2].key, listed[1].key
    assert "统计执法力度不够" in shown(liaison, "examining:compare", case, f"?old={old}&new={new}")


def test_too_much_text_is_refused_in_a_sentence(
    case: Feedback, liaison: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(versions_of, "LONGEST", 10)
    answer = liaison.get(reverse("examining:compare", args=[case.pk]), follow=True)
    assert "bihuan compare" in answer.content.decode()
    file = liaison.get(reverse("examining:compare_page", args=[case.pk]))
    assert file.status_code == 302


def test_odd_keys_give_the_usual_comparison(case: Feedback, liaison: Client) -> None:
    for query in ("?old=filing-99999&new=%27", "?old[]=1", "?old=now&new=now"):
        shown(liaison, "examining:compare", case, query)


def test_pages_ask_few_queries(
    case: Feedback, liaison: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for name, most in (("examining:versions", 12), ("diagnosis:diagnostics", 12), ("examining:compare", 17)):
        shown(liaison, name, case)
        with django_assert_max_num_queries(most):
            shown(liaison, name, case)
