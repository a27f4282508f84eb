"""导入表格: what was changed in Excel changes here, exactly that, told row by row before and after."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bihuan.web.accounts.models import Department, Person
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.models import JournalEntry
from bihuan.web.base.queries import history
from bihuan.web.inspections.models import Finding
from bihuan.web.rectification.models import Measure, Response, Workbook
from bihuan.web.rectification.services import measure_edit, plan_write, plans_of
from bihuan.web.rectification.services.sheets_in import sheet_again, sheet_confirm, sheet_create
from bihuan.web.rectification.sheets import reader
from tests.web.pages.conftest import case, liaison
from tests.web.rectification.loop import DUE, bring, plan
from tests.web.rectification.sheets import book, take
from tests.web.world import NOW, import_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World

__all__ = ["case", "liaison"]
LIMITS = {"file_bytes": 2**24, "chars": 10**6, "seconds": 20}


@pytest.fixture(autouse=True)
def _read_here(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Reading without a child process; those marked ``apart`` use the real one."""
    if "apart" in request.keywords:
        return

    def here(module: str, data: bytes, name: str, lid: object, **_: str) -> dict[str, Any]:
        del module, lid
        told = reader.read(data, {"name": name, **LIMITS})
        if "error" in told:
            raise reader.ReadingError(told["error"])
        return told

    monkeypatch.setattr(reader, "read_in_child", here)


def columns(sheet: Any) -> dict[str, int]:
    """Title → number of its column, over both rows of the head."""
    return {
        cell.value: cell.column for row in sheet.iter_rows(min_row=3, max_row=4) for cell in row if cell.value
    }


def saved(found: Any) -> bytes:
    out = io.BytesIO()
    found.save(out)
    return out.getvalue()


def edited(
    client: Client, case: Feedback, *changes: tuple[int, str, Any], file: str = "ledger.xlsx"
) -> bytes:
    """The exported workbook with some cells changed: (row of the sheet, title, value)."""
    found = book(take(client, file, case))
    for row, title, value in changes:
        found.active.cell(row, columns(found.active)[title]).value = value
    return saved(found)


def given(world: World, case: Feedback | None, data: bytes, name: str = "台账.xlsx", **told: Any) -> Workbook:
    actor = told.pop("actor", world.liaison)
    unit = told.pop("unit", world.bureau)
    return sheet_create(actor=actor, now=NOW, unit=unit, content=data, name=name, case=case, **told)


def taken(world: World, draft: Workbook, choice: str = "update", **told: Any) -> Workbook:
    return sheet_confirm(actor=world.liaison, now=NOW, draft=draft, choice=choice, **told)


def whats(draft: Workbook) -> list[str]:
    return [one["what"] for one in draft.results]


def state(case: Feedback) -> dict[str, dict[int, dict[str, Any]]]:
    """Everything about the case that an import may change."""
    leave = ("version", "state_since")
    tables = {"measure": Measure, "response": Response, "finding": Finding}
    return {
        name: {
            row["id"]: {key: value for key, value in row.items() if key not in leave}
            for row in table._default_manager.filter(feedback=case).values()
        }
        for name, table in tables.items()
    }


def differences(before: Any, after: Any) -> set[tuple[str, int, str]]:
    return {
        (table, pk, field)
        for table, rows in after.items()
        for pk, row in rows.items()
        for field, value in row.items()
        if before[table].get(pk, {}).get(field, object()) != value
    }


@pytest.fixture
def planned(world: World, case: Feedback) -> Feedback:
    """The case with every measure planned."""
    for response in Response.objects.filter(feedback=case):
        plan(world, response)
    return case


@pytest.mark.parametrize(
    "file", ["ledger.xlsx", "ledger.csv", "lists.xlsx", "tasks.xlsx", "duties.csv", "measures.csv"]
)
def test_an_untouched_file_changes_nothing(
    world: World, planned: Feedback, liaison: Client, file: str
) -> None:
    before = state(planned)
    draft = given(world, planned, take(liaison, file, planned), file)
    assert set(whats(draft)) == {"same"}, str([one["fields"] for one in draft.results if one["fields"]])
    entries = JournalEntry.objects.count()
    taken(world, draft)
    assert (state(planned), JournalEntry.objects.count()) == (before, entries)


def test_what_was_changed_in_excel_changes_and_nothing_else(
    world: World, planned: Feedback, liaison: Client
) -> None:
    first, second = Measure.objects.filter(feedback=planned).order_by("position")[:2]
    before = state(planned)
    data = edited(
        liaison, planned, (5, "完成标准", "核查记录齐全，随机抽查三家。"), (5, "责任人", "何书言"),
        (6, "完成时限", "2024年8月底前"), (6, "整改措施", "7月18日，对15家企业重新核查，补齐记录31份。"),
    )  # fmt: skip
    draft = given(world, planned, data)
    assert whats(draft).count("change") == 2
    assert draft.results[0]["fields"] == [
        ["完成标准", "核查记录齐全，抽查无误。", "核查记录齐全，随机抽查三家。"],
        ["责任人", "乔木", "何书言"],
    ]
    done = taken(world, draft)
    assert whats(done).count("change") == 2
    found = {
        one
        for one in differences(before, state(planned))
        if one[0] == "measure" and one[2] not in ("dates", "due_key")
    }
    assert found == {
        ("measure", first.pk, "criteria"), ("measure", first.pk, "person_id"),
        ("measure", second.pk, "due"), ("measure", second.pk, "text"),
    }  # fmt: skip
    second.refresh_from_db()
    assert second.due.isoformat() == "2024-08-31"


def test_one_entry_tells_every_row(world: World, planned: Feedback, liaison: Client) -> None:
    measure = Measure.objects.filter(feedback=planned).order_by("position")[0]
    draft = given(world, planned, edited(liaison, planned, (5, "责任人", "何书言")))
    before = JournalEntry.objects.count()
    taken(world, draft)
    assert JournalEntry.objects.count() == before + 1
    entry = history([measure])[0]
    assert (entry.action, entry.object_id) == ("sheet_confirm", planned.pk)
    assert entry.changes["counts"] == ["", "更新1行，不变4行"]


def test_the_same_file_twice_changes_nothing(world: World, planned: Feedback, liaison: Client) -> None:
    data = edited(liaison, planned, (5, "责任人", "何书言"))
    taken(world, given(world, planned, data))
    before = state(planned)
    again = given(world, planned, data)
    assert set(whats(again)) == {"same"}
    taken(world, again)
    assert state(planned) == before
    with pytest.raises(ServiceError, match="已经导入过了"):
        taken(world, again)


def test_outcome_and_target_belong_to_the_response(world: World, case: Feedback, liaison: Client) -> None:
    response = Response.objects.filter(feedback=case).order_by("position")[1]
    data = edited(liaison, case, (7, "整改状态", "已完成"))
    draft = given(world, case, data)
    assert [one["fields"] for one in draft.results if one["what"] == "change"] == [
        [["整改情况", "正在整改。", "已完成。"]]
    ]
    taken(world, draft)
    response.refresh_from_db()
    assert (response.outcome, response.status) == ("已完成。", "completed")


def test_new_rows_become_measures_with_their_plan(world: World, case: Feedback, liaison: Client) -> None:
    Department.objects.create(unit=world.bureau, name="执法科")
    data = (
        "序号,问题,整改措施,责任领导,责任部门,责任人,完成时限\n"
        "2,统计执法力度不够,每季度开展一次执法检查,顾云舟,执法科,乔木,2024-09-30\n"
        "2,统计执法力度不够,每半年组织一次执法培训,顾云舟,执法科,乔木、新同志,2024年底前\n"
    ).encode()
    draft = given(world, case, data, "任务.csv")
    assert whats(draft) == ["new", "new"]
    assert draft.results[1]["notes"] == ["责任人“新同志”不在本单位在职人员中，照表上的文字保留。"]
    taken(world, draft)
    made = list(Measure.objects.filter(feedback=case, text__startswith="每").order_by("position"))
    assert [one.text for one in made] == ["每季度开展一次执法检查", "每半年组织一次执法培训"]
    assert [(one.due.isoformat(), one.leader_id, one.person_id) for one in made if one.due] == [
        ("2024-09-30", world.leader.person_id, world.handler.person_id),
        ("2024-12-31", world.leader.person_id, world.handler.person_id),
    ]
    assert made[1].named == {"person": "乔木、新同志"}
    assert made[0].response.findings.order_by("position")[0].number == "2"
    assert set(whats(given(world, case, take(liaison, "ledger.xlsx", case)))) == {"same"}


def test_names_that_are_not_known_are_kept_as_words(world: World, planned: Feedback, liaison: Client) -> None:
    measure = Measure.objects.filter(feedback=planned).order_by("position")[0]
    draft = given(
        world, planned, edited(liaison, planned, (5, "责任人", "借调人员甲乙"), (5, "责任部门", "综合科"))
    )
    assert "照表上的文字保留" in "".join(draft.results[0]["notes"])
    taken(world, draft)
    measure.refresh_from_db()
    assert (measure.person_id, measure.department_id) == (None, None)
    assert measure.named == {"person": "借调人员甲乙", "department": "综合科"}
    response = measure.response
    chosen = replace(plans_of([measure])[measure.pk], person_id=world.reader.person_id)
    plan_write(  # a person chosen on the page takes their place
        actor=world.liaison, now=NOW, response=response, target=response.target,
        measures={measure.pk: chosen},
    )  # fmt: skip
    measure.refresh_from_db()
    assert measure.named == {"department": "综合科"}


def test_two_people_of_one_name_are_told(world: World, planned: Feedback, liaison: Client) -> None:
    Person.objects.create(unit=world.bureau, name="何书言")
    draft = given(world, planned, edited(liaison, planned, (5, "责任人", "何书言")))
    assert draft.results[0]["notes"] == ["责任人“何书言”在本单位不止一人，照表上的文字保留。"]


def test_a_row_changed_here_since_the_export_is_a_conflict(
    world: World, planned: Feedback, liaison: Client
) -> None:
    measure = Measure.objects.filter(feedback=planned).order_by("position")[0]
    data = edited(liaison, planned, (5, "整改措施", "表上的文字。"))
    measure_edit(actor=world.liaison, now=NOW, measure=measure, value="系统里的文字。")
    draft = given(world, planned, data)
    assert draft.results[0]["what"] == "conflict"
    assert draft.results[0]["fields"] == [["措施", "系统里的文字。", "表上的文字。"]]
    taken(world, draft)
    measure.refresh_from_db()
    assert measure.text == "系统里的文字。"
    again = given(world, planned, data)
    taken(world, again, over=[f"m{measure.pk}"])
    measure.refresh_from_db()
    assert measure.text == "表上的文字。"


@pytest.mark.parametrize("row", ["compared", "same"])
def test_a_row_changed_between_preview_and_import_is_left_alone(
    world: World, planned: Feedback, liaison: Client, row: str
) -> None:
    first, second = Measure.objects.filter(feedback=planned).order_by("position")[:2]
    draft = given(
        world, planned, edited(liaison, planned, (5, "整改措施", "表上的文字。"), (8, "责任人", "何书言"))
    )
    measure_edit(
        actor=world.liaison, now=NOW, measure=first if row == "compared" else second, value="刚改的文字。"
    )
    done = taken(world, draft, over=[f"m{first.pk}", f"m{second.pk}"])
    told = [one for one in done.results if one["what"] == "conflict"]
    assert ["又被别人改过" in one["why"] for one in told] == [True]
    assert whats(done).count("change") == (1 if row == "compared" else 2)
    assert Measure.objects.filter(feedback=planned, text="刚改的文字。").exists()


def test_compared_again_it_shows_what_is_now(world: World, planned: Feedback, liaison: Client) -> None:
    first = Measure.objects.filter(feedback=planned).order_by("position")[0]
    draft = given(world, planned, edited(liaison, planned, (5, "整改措施", "表上的文字。")))
    measure_edit(actor=world.liaison, now=NOW, measure=first, value="刚改的文字。")
    found = sheet_again(actor=world.liaison, now=NOW, draft=draft)
    assert found.results[0]["fields"] == [["措施", "刚改的文字。", "表上的文字。"]]


def test_a_frozen_response_refuses_with_its_sentence_and_the_rest_goes_on(
    world: World, planned: Feedback, liaison: Client
) -> None:
    responses = list(Response.objects.filter(feedback=planned).order_by("position"))
    data = edited(liaison, planned, (5, "整改措施", "改动一。"), (7, "整改措施", "改动二。"))
    bring(world, responses[0], "plan_submitted")
    draft = given(world, planned, data)
    assert draft.results[0]["what"] == "error"
    assert "方案待批" in draft.results[0]["why"]
    with pytest.raises(ServiceError, match="没有导入：整改台账第5行，这项整改现在是“方案待批”"):
        taken(world, draft, "stop")
    taken(world, draft)
    texts = set(Measure.objects.filter(feedback=planned).values_list("text", flat=True))
    assert ("改动一。" in texts, "改动二。" in texts) == (False, True)


@pytest.mark.parametrize(
    ("column", "value", "word"),
    [
        ("整改措施", "改动一。", "改动措施文字"),
        ("完成标准", "另定的标准。", "改动完成标准"),
    ],
)
def test_an_approved_plan_keeps_its_words(
    world: World, planned: Feedback, liaison: Client, column: str, value: str, word: str
) -> None:
    response = Response.objects.filter(feedback=planned).order_by("position")[0]
    bring(world, response, "planned")
    draft = given(world, planned, edited(liaison, planned, (5, column, value)))
    refused = [one for one in draft.results if one["what"] == "error"]
    assert [one["why"] for one in refused] == [
        f"方案已经批准，{word}请先“调整方案”，改好后再报主要负责人批准。"
    ]
    assert refused[0]["href"] == f"/responses/{response.pk}/steps/revise/"
    taken(world, draft)
    assert not Measure.objects.filter(text=value).exists()


def test_an_approved_plan_keeps_its_dates(world: World, planned: Feedback, liaison: Client) -> None:
    response = Response.objects.filter(feedback=planned).order_by("position")[0]
    bring(world, response, "planned")
    data = edited(liaison, planned, (5, "完成时限", "2024-10-31"), (6, "责任人", "何书言"))
    draft = given(world, planned, data)
    assert [one["what"] for one in draft.results[:2]] == ["error", "change"]
    assert "申请延期" in draft.results[0]["why"]
    taken(world, draft)
    assert set(Measure.objects.filter(response=response).values_list("due", flat=True)) == {DUE}


@pytest.mark.parametrize(("choice", "done"), [("skip", ["skipped"]), ("update", ["change"])])
def test_rows_that_exist_are_skipped_or_updated(
    world: World, planned: Feedback, liaison: Client, choice: str, done: list[str]
) -> None:
    draft = given(world, planned, edited(liaison, planned, (5, "责任人", "何书言")))
    taken(world, draft, choice)
    draft.refresh_from_db()
    assert [one["what"] for one in draft.results[:1]] == done


def test_a_row_copied_with_its_hidden_number_is_one_more_measure(
    world: World, case: Feedback, liaison: Client
) -> None:
    found = book(take(liaison, "tasks.xlsx", case))
    sheet = found.active
    last = sheet.max_row + 1
    for cell in list(sheet[5]):
        sheet.cell(last, cell.column).value = cell.value
    titles = {cell.value: cell.column for cell in sheet[3]}
    sheet.cell(last, titles["整改措施"]).value = "再增加一项措施。"
    draft = given(world, case, saved(found))
    assert whats(draft).count("new") == 1
    taken(world, draft)
    assert Measure.objects.filter(feedback=case).count() == 6


def test_rows_taken_out_of_the_sheet_take_nothing_out_here(
    world: World, case: Feedback, liaison: Client
) -> None:
    found = book(take(liaison, "measures.xlsx", case))
    found.active.delete_rows(5, 2)
    draft = given(world, case, saved(found))
    assert whats(draft) == ["same"] * 3
    taken(world, draft)
    assert Measure.objects.filter(feedback=case).count() == 5


def test_a_sheet_of_another_case_is_told(world: World, case: Feedback, liaison: Client) -> None:
    other = import_text(world, unit=world.stranger_unit, actor=world.officer)
    draft = given(
        world, other, take(liaison, "ledger.xlsx", case), actor=world.stranger, unit=world.stranger_unit
    )
    assert set(whats(draft)) == {"error"}
    assert "系统编号不是这份台账的" in draft.results[0]["why"]


def test_unknown_findings_and_bad_days_name_their_row(world: World, case: Feedback) -> None:
    data = (
        "序号,问题,整改措施,完成时限\n9,没有这个问题,核查,2024-09-30\n2,统计执法力度不够,培训,2月30日\n"
        "2,统计执法力度不够,检查,尽快\n"
    ).encode()
    draft = given(world, case, data, "台账.csv")
    assert [(one["row"], one["what"], one["why"][:8]) for one in draft.results] == [
        (2, "error", "台账里没有这个问"), (3, "error", "日历上没有这一天"), (4, "error", "看不出具体到哪一"),
    ]  # fmt: skip


LEDGER = (
    "部分,序号,问题,整改措施,责任领导,责任部门,责任人,完成时限,整改情况\n"
    "一、落实部署有差距,1,外借登记不全,修订登记办法,顾云舟,档案科,乔木,2024-09-30,已完成\n"
    "一、落实部署有差距,1,外借登记不全,补齐签字,顾云舟,档案科,何书言,2024-10-31,已完成\n"
    "一、落实部署有差距,2,库房记录缺失,更换记录仪,顾云舟,档案科,王不识,立行立改,正在整改\n"
    "二、党建责任不实,3,学习不深入,每月组织学习,周衡远,办公室,林知夏,长期坚持,正在整改\n"
).encode()


def test_a_ledger_file_alone_makes_a_case(world: World, liaison: Client) -> None:
    draft = given(world, None, LEDGER, "整改台账.csv", given_on=date(2024, 5, 6), title="市统计局整改台账")
    assert whats(draft) == ["new"] * 4
    assert draft.results[2]["notes"] == [
        "责任部门“档案科”不在本单位科室中，照表上的文字保留。".replace("责任部门", "责任科室"),
        "责任人“王不识”不在本单位在职人员中，照表上的文字保留。",
    ]
    done = taken(world, draft)
    made = done.feedback
    assert made is not None
    columns_ = ("number", "title", "status", "measure_count")
    assert list(made.findings.order_by("position").values_list(*columns_)) == [
        ("1", "外借登记不全", "completed", 2),
        ("2", "库房记录缺失", "ongoing", 1),
        ("3", "学习不深入", "ongoing", 1),
    ]
    assert [one.title for one in made.sections.order_by("position")] == ["落实部署有差距", "党建责任不实"]
    rows = list(Measure.objects.filter(feedback=made).order_by("position"))
    assert [(one.text, one.kind, str(one.due or "")) for one in rows] == [
        ("修订登记办法", "", "2024-09-30"), ("补齐签字", "", "2024-10-31"), ("更换记录仪", "immediate", ""),
        ("每月组织学习", "lasting", ""),
    ]  # fmt: skip
    assert rows[0].leader_id == world.leader.person_id
    assert rows[2].named == {"department": "档案科", "person": "王不识"}
    text = liaison.get(reverse("disclosure:text", args=[made.pk])).content.decode()
    assert "一、落实部署有差距\n1.外借登记不全\n修订登记办法\n补齐签字\n整改情况：已完成。" in text
    assert JournalEntry.objects.filter(action="sheet_confirm").count() == 1
    assert set(whats(given(world, made, take(liaison, "ledger.xlsx", made)))) == {"same"}


def test_a_case_made_of_a_sheet_can_be_undone_and_edited(world: World, liaison: Client) -> None:
    made = taken(world, given(world, None, LEDGER, "整改台账.csv")).feedback
    assert made is not None
    measure = Measure.objects.filter(feedback=made).order_by("position")[0]
    assert liaison.get(reverse("rectification:ledger", args=[made.pk])).status_code == 200
    other = given(world, None, LEDGER, "整改台账.csv")
    with pytest.raises(ServiceError, match="已经有台账了"):
        taken(world, other)
    answer = liaison.post(reverse("imports:undo", args=[made.pk]), follow=True)
    assert "已撤销入账" in answer.content.decode()
    taken(world, other)
    assert Measure.objects.filter(text=measure.text).count() == 1


def test_the_pages_lead_from_file_to_result(planned: Feedback, liaison: Client) -> None:
    data = edited(liaison, planned, (5, "责任人", "何书言"))
    here = reverse("sheets:update", args=[planned.pk])
    assert here in liaison.get(reverse("sheets:case", args=[planned.pk])).content.decode()
    answer = liaison.post(here, {"file": SimpleUploadedFile("台账.xlsx", data)})
    draft = Workbook.objects.get()
    assert answer.url == reverse("sheets:sheet", args=[draft.pk])
    page = liaison.get(answer.url).content.decode()
    assert "<del>乔木</del> <ins>何书言</ins>" in page
    assert "台账.xlsx" in liaison.get(here).content.decode()
    sent = {"choice": "update", "version": draft.version}
    answer = liaison.post(reverse("sheets:confirm", args=[draft.pk]), sent, follow=True)
    assert "已导入：更新1行，不变" in answer.content.decode()
    answer = liaison.post(reverse("sheets:confirm", args=[draft.pk]), sent, follow=True)
    assert "这张表已经导入过了" in answer.content.decode()


def test_a_file_given_up_leaves_nothing(world: World, planned: Feedback, liaison: Client) -> None:
    draft = given(world, planned, edited(liaison, planned, (5, "责任人", "何书言")))
    liaison.post(reverse("sheets:discard", args=[draft.pk]))
    assert not Workbook.objects.exists()


def test_only_those_who_may_edit_may_import(
    world: World, planned: Feedback, liaison: Client, sign_in: Callable[[User], Client]
) -> None:
    draft = given(world, planned, take(liaison, "ledger.xlsx", planned))
    for who, status in ((world.reader, 403), (world.stranger, 404), (world.handler, 403)):
        client = sign_in(who)
        sent = {"choice": "update", "version": draft.version}
        assert client.post(reverse("sheets:confirm", args=[draft.pk]), sent).status_code == status
        assert client.get(reverse("sheets:update", args=[planned.pk])).status_code == status


@pytest.mark.parametrize(
    "query", [{"show": "x"}, {"from": "9" * 30}, {"from": "-1"}, {"show": "all", "from": "3"}]
)
def test_hostile_addresses_do_no_harm(
    world: World, planned: Feedback, liaison: Client, query: dict[str, str]
) -> None:
    draft = given(world, planned, take(liaison, "ledger.xlsx", planned))
    assert liaison.get(reverse("sheets:sheet", args=[draft.pk]), query).status_code == 200


def workbook(rows: list[list[Any]], **sheets: str) -> bytes:
    found = openpyxl.Workbook()
    for row in rows:
        found.active.append(row)
    for name, state_ in sheets.items():
        found.create_sheet(name).sheet_state = state_
    return saved(found)


HEAD = ["序号", "问题", "整改措施", "责任人", "完成时限"]


def test_formulas_stay_words(world: World, case: Feedback, liaison: Client) -> None:
    data = ",".join(HEAD) + '\n2,统计执法力度不够,"=HYPERLINK(""http://x"")",乔木,2024-09-30\n'
    draft = given(world, case, data.encode(), "台账.csv")
    taken(world, draft)
    made = Measure.objects.get(feedback=case, text__startswith="=")
    assert made.text == '=HYPERLINK("http://x")'
    assert set(whats(given(world, case, take(liaison, "ledger.xlsx", case)))) == {"same"}


def test_hidden_sheets_are_not_read(world: World, case: Feedback) -> None:
    found = openpyxl.Workbook()
    found.active.append(HEAD)
    found.active.append([2, "统计执法力度不够", "开展检查", "乔木", "2024-09-30"])
    hidden = found.create_sheet("旧台账")
    hidden.sheet_state = "hidden"
    hidden.append(HEAD)
    hidden.append([2, "统计执法力度不够", "隐藏的措施", "乔木", "2024-09-30"])
    assert [one["label"] for one in given(world, case, saved(found)).results] == ["问题2：开展检查"]


def claimed(rows: int) -> bytes:
    """A workbook that says it has that many rows, with one cell in the last."""
    found = openpyxl.Workbook()
    found.active.append(HEAD)
    found.active.append([2, "统计执法力度不够", "开展检查", "乔木", "2024-09-30"])
    found.active.cell(rows, 256).value = "远"
    return saved(found)


def locked() -> bytes:
    """What an encrypted workbook looks like: an OLE file with that stream."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 600
        + "EncryptedPackage".encode("utf-16-le")
        + b"\0" * 600
    )


HOSTILE = {
    "空文件": (b"", "台账.xlsx", "文件是空的"),
    "损坏的压缩包": (b"PK\x03\x04" + b"\1" * 400, "台账.xlsx", "已损坏"),
    "有密码": (locked(), "台账.xlsx", "密码"),
    "其实是 PDF": (b"%PDF-1.7 xx", "台账.xlsx", "不是能读的表格"),
    "其实是网页": (b"<html><table></table></html>", "台账.xls", "网页"),
    "其实是文章": ("今天天气很好。\n没有表格。\n".encode(), "台账.csv", "没有读出任何一行"),
    "没有内容的表": (workbook([]), "台账.xlsx", "没有读出任何一行"),
}


@pytest.mark.parametrize(("data", "name", "said"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_files_are_answered_with_a_sentence(
    world: World, case: Feedback, liaison: Client, data: bytes, name: str, said: str
) -> None:
    file = SimpleUploadedFile(name, data)
    answer = liaison.post(reverse("sheets:update", args=[case.pk]), {"file": file})
    assert (answer.status_code, said in answer.content.decode()) == (200, True)
    assert world.bureau == case.unit
    assert not Workbook.objects.exists()


@pytest.mark.apart
@pytest.mark.slow
def test_a_million_claimed_rows_are_read_apart(world: World, case: Feedback) -> None:
    assert whats(given(world, case, claimed(1_048_576))) == ["new"]


@pytest.mark.apart
@pytest.mark.slow
def test_broken_files_are_told_apart_too(world: World, case: Feedback) -> None:
    with pytest.raises(ServiceError, match="已损坏"):
        given(world, case, b"PK\x03\x04" + b"\1" * 400)


def test_too_many_rows_are_told(world: World, case: Feedback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_ROWS", 1)
    rows = ",".join(HEAD) + "\n" + "".join(f"2,统计执法力度不够,检查{n},乔木,2024-09-30\n" for n in range(3))
    with pytest.raises(ServiceError, match="表里有3行，一次最多导入1行"):
        given(world, case, rows.encode(), "台账.csv")


def test_a_formula_without_its_result_is_told_and_empties_nothing(
    planned: Feedback, liaison: Client, world: World
) -> None:
    draft = given(world, planned, edited(liaison, planned, (5, "责任人", '=UPPER("何书言")')))
    told = [one for one in draft.results if one["what"] == "error"]
    assert len(told) == 1
    assert told[0]["row"] == 5
    assert "是公式，文件里没有存下算出的结果" in told[0]["why"]
    assert {one["what"] for one in draft.results} == {"same", "error"}
    page = liaison.get(reverse("sheets:sheet", args=[draft.pk])).content.decode()
    assert "请用 Excel 或 WPS 打开这份表、保存一次再交" in page
    taken(world, draft)
    assert set(whats(given(world, planned, take(liaison, "ledger.xlsx", planned)))) == {"same"}


def test_a_sheet_far_too_long_is_refused_before_its_rows_are_made_out(
    world: World, case: Feedback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "MOST_ROWS", 2)
    monkeypatch.setattr("bihuan.ledger.read.find_heads", None)
    rows = (
        ",".join(HEAD) + "\n" + "".join(f"2,统计执法力度不够,检查{n},乔木,2024-09-30\n" for n in range(199))
    )
    with pytest.raises(ServiceError, match="表里有200行，一次最多导入2行"):
        given(world, case, rows.encode(), "台账.csv")
