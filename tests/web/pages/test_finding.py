"""问题页, and editing in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from bihuan.web.base.models import JournalEntry
from bihuan.web.rectification.manuscript import Piece, Remark, pieces
from bihuan.web.rectification.models import Measure, Response
from bihuan.web.rectification.services import editing, import_undo
from tests.web.rectification import loop
from tests.web.world import NOW

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World

NEW = "7月3日，召开党组会议，审定核查办法，明确每家企业由两人到场，暂未覆盖乡镇。"


@pytest.fixture
def measure(case: Feedback) -> Measure:
    """The first measure of the case."""
    first: Measure = case.measures.order_by("position")[0]
    return first


def test_thread_shows_dates_words_and_state(addresses: dict[str, str], liaison: Client) -> None:
    text = liaison.get(addresses["finding"]).content.decode()
    assert 'datetime="2023-07-03"' in text
    assert "核查台账不规范" in text
    assert "佐证：尚未上传" in text
    assert "修改<span" in text


def test_joint_findings_name_each_other(case: Feedback, liaison: Client) -> None:
    finding = case.findings.get(number="2")
    text = liaison.get(f"/findings/{finding.pk}/").content.decode()
    assert "问题3</a>合并作答" in text


def test_edit_saves_and_returns_to_its_place(
    measure: Measure, addresses: dict[str, str], liaison: Client
) -> None:
    answer = liaison.post(addresses["measure"], {"value": NEW, "version": measure.version})
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(f"?saved=measure-{measure.pk}#measure-{measure.pk}")
    measure.refresh_from_db()
    assert measure.text == NEW
    assert JournalEntry.objects.filter(action="measure_edit", object_id=measure.pk).count() == 1


def test_the_saved_page_examines_again_and_tells_the_history(
    measure: Measure, addresses: dict[str, str], liaison: Client
) -> None:
    answer = liaison.post(addresses["measure"], {"value": NEW, "version": measure.version}, follow=True)
    text = answer.content.decode()
    assert "措施已保存" in text
    assert '<mark class="q q--error">' in text
    assert "修改措施" in text
    assert "明确每家企业由两人到场。”改为“" in text


def test_a_part_for_htmx_a_page_without(addresses: dict[str, str], liaison: Client) -> None:
    part = liaison.get(addresses["measure"], headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith("<li")
    whole = liaison.get(addresses["measure"]).content.decode()
    assert "<html" in whole
    assert part.strip() in whole or 'name="value"' in whole


def test_words_of_an_approved_plan_are_not_edited_in_passing(
    measure: Measure, addresses: dict[str, str], liaison: Client, world: World
) -> None:
    response = loop.bring(world, measure.response, "planned")
    measure.refresh_from_db()
    revise = f"/responses/{response.pk}/steps/revise/"
    page = liaison.get(addresses["finding"]).content.decode()
    assert addresses["measure"] not in page
    assert revise in page
    answer = liaison.get(addresses["measure"], follow=True)
    assert answer.redirect_chain[0][0] == revise
    assert "改动措施文字请先“调整方案”" in answer.content.decode()
    form = {"value": "换成别的文字。", "version": measure.version}
    page = liaison.post(addresses["measure"], form).content.decode()
    assert "改动措施文字请先“调整方案”" in page
    assert f'<a href="{revise}">去办理</a>' in page
    measure.refresh_from_db()
    assert measure.text != "换成别的文字。"


def test_an_empty_measure_is_refused_in_its_row(
    measure: Measure, addresses: dict[str, str], liaison: Client
) -> None:
    form = {"value": "  ", "version": measure.version}
    answer = liaison.post(addresses["measure"], form, headers={"HX-Request": "true"})
    assert answer.headers["HX-Retarget"] == f"#measure-{measure.pk}"
    assert "请填写内容" in answer.content.decode()
    measure.refresh_from_db()
    assert measure.version == 1


def test_a_stale_edit_is_refused_and_keeps_the_words(
    measure: Measure, addresses: dict[str, str], liaison: Client
) -> None:
    liaison.post(addresses["measure"], {"value": NEW, "version": 1})
    answer = liaison.post(addresses["measure"], {"value": "别的文字", "version": 1})
    text = answer.content.decode()
    assert "刚刚被别人改过" in text
    assert "别的文字" in text
    measure.refresh_from_db()
    assert measure.text == NEW


@pytest.mark.usefixtures("measure")
@pytest.mark.usefixtures("measure")
def test_saving_twice_changes_once(addresses: dict[str, str], liaison: Client) -> None:
    liaison.post(addresses["measure"], {"value": NEW, "version": 1})
    liaison.post(addresses["measure"], {"value": NEW, "version": 1})
    assert JournalEntry.objects.filter(action="measure_edit").count() == 1


def test_outcome_can_be_changed_and_taken_out(
    case: Feedback, addresses: dict[str, str], liaison: Client
) -> None:
    response: Response = case.responses.order_by("position")[0]
    liaison.post(addresses["outcome"], {"value": "正在整改。", "version": 1})
    response.refresh_from_db()
    assert response.status == "ongoing"
    liaison.post(addresses["outcome"], {"value": "", "version": response.version})
    response.refresh_from_db()
    assert response.outcome_position is None


def test_queries_stay_within_their_bar(
    addresses: dict[str, str], liaison: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(12):
        liaison.get(addresses["finding"])


@pytest.mark.parametrize(
    ("remarks", "expected"),
    [
        ([], [Piece("先后走访二十余家", "")]),
        ([Remark("走访", "info", -1)], [Piece("先后", ""), Piece("走访", "info"), Piece("二十余家", "")]),
        (
            [Remark("先后走访", "info", -1), Remark("走访二十余家", "error", -1)],
            [Piece("先后", "info"), Piece("走访二十余家", "error")],
        ),
        ([Remark("不在这里", "error", 0), Remark("", "error", 0)], [Piece("先后走访二十余家", "")]),
    ],
    ids=["没有批注", "一处", "重叠时重的在上", "已不在文中"],
)
def test_remarks_cut_the_text(remarks: list[Remark], expected: list[Piece]) -> None:
    found = pieces("先后走访二十余家", remarks)
    assert found == expected
    assert "".join(piece.text for piece in found) == "先后走访二十余家"


def test_a_measure_is_added_at_the_end_in_the_form_of_its_neighbours(case: Feedback, liaison: Client) -> None:
    response: Response = case.responses.order_by("position")[0]
    address = f"/responses/{response.pk}/add/"
    assert "增加措施" in liaison.get(address).content.decode()
    answer = liaison.post(address, {"value": "8月2日，通报核查结果。", "version": response.version})
    made = response.measures.order_by("-position")[0]
    assert made.text == "8月2日，通报核查结果。"
    assert answer.headers["Location"].endswith(f"#measure-{made.pk}")


def test_a_measure_is_removed_and_its_words_stay_in_the_history(
    measure: Measure, addresses: dict[str, str], liaison: Client
) -> None:
    address = f"/measures/{measure.pk}/remove/"
    assert liaison.get(address).status_code == 405
    answer = liaison.post(address, {"version": measure.version}, follow=True)
    assert "措施已删除" in answer.content.decode()
    assert not Measure.objects.filter(pk=measure.pk).exists()
    entry = JournalEntry.objects.get(action="measure_remove")
    assert entry.changes["text"] == [measure.text, ""]
    assert addresses["finding"] in answer.request["PATH_INFO"]


def test_a_stale_removal_is_refused(measure: Measure, liaison: Client) -> None:
    answer = liaison.post(f"/measures/{measure.pk}/remove/", {"version": 99}, follow=True)
    assert "刚刚被别人改过" in answer.content.decode()
    assert Measure.objects.filter(pk=measure.pk).exists()


@pytest.mark.parametrize("view", ["measure", "add", "outcome", "remove"])
def test_an_import_undone_while_its_form_is_open_is_told(
    view: str, case: Feedback, world: World, liaison: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look at the row and the lock on its case somebody else undoes the import."""
    first = case.findings.order_by("position")[0].responses.get()
    pk = first.pk if view in {"add", "outcome"} else first.measures.order_by("position")[0].pk
    inner = editing.open_case

    def undone_first(actor: User, feedback: int) -> Feedback:
        import_undo(actor=world.liaison, now=NOW, feedback=case)
        return inner(actor, feedback)

    monkeypatch.setattr(editing, "open_case", undone_first)
    form = {"value": "改写的文字。", "version": "1"}
    answer = liaison.post(reverse(f"rectification:{view}", args=[pk]), form)
    assert answer.status_code in {200, 302}
    said = answer.content.decode() if answer.status_code == 200 else liaison.get("/").content.decode()
    assert "这份台账刚刚被别人撤销或删除了" in said
