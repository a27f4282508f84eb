"""导出: what the page shows, no more and no less, in the layouts of offices; nothing becomes a formula."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.files.storage import storages
from django.urls import reverse
from django.utils import timezone

from bihuan.ledger import read_ledger
from bihuan.web.base.models import JournalEntry
from bihuan.web.notices.models import Job, Notification
from bihuan.web.notices.queue.registry import WORKS, Task
from bihuan.web.rectification.models import Measure, Response, SheetFile
from bihuan.web.rectification.services import progress_add
from bihuan.web.rectification.services.sheets_out import sheets_sweep
from bihuan.web.rectification.sheets import taking
from tests.web.pages.conftest import case, liaison
from tests.web.rectification.loop import bring, plan
from tests.web.rectification.sheets import book, table, take
from tests.web.world import NOW, import_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries
    from pytest_django.fixtures import SettingsWrapper

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World

__all__ = ["case", "liaison"]


@pytest.fixture(autouse=True)
def _own_store(settings: SettingsWrapper, tmp_path: Path) -> None:
    options = {"location": str(tmp_path)}
    local = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "sheets": local}


def test_a_measure_stands_once_under_the_finding_it_answers_first(case: Feedback, liaison: Client) -> None:
    rows = table(take(liaison, "ledger.csv", case))
    assert [(one["序号"], one["整改措施"][:4], one["备注"]) for one in rows] == [
        ("1", "7月3日", ""),
        ("1", "7月18", ""),
        ("2", "7月10", ""),
        ("2", "从8月份", ""),
        ("3", "", "与问题2合并作答"),
        ("4", "7月25", ""),
    ]
    assert rows[0]["具体表现"] == "（1）核查台账不规范\n（2）对问题企业回访不及时"
    assert {one["部分"] for one in rows} == {"一、落实上级决策部署有差距", "二、党组领导作用发挥不充分"}


@pytest.mark.parametrize(
    "query",
    [{"status": "ongoing"}, {"overdue": "1"}, {"q": "末位表态"}, {"q": "力量薄弱"}, {"q": "没有这样的字"}],
    ids=["状态", "逾期", "措施里的字词", "问题里的字词", "没有"],
)
def test_the_file_has_the_findings_of_the_page(
    query: dict[str, str], case: Feedback, liaison: Client
) -> None:
    page = liaison.get(reverse("rectification:ledger", args=[case.pk]), query)
    rows = table(take(liaison, "ledger.csv", case, **query))
    titles = list(dict.fromkeys(one["问题"] for one in rows))
    text = page.content.decode()
    for finding in case.findings.all():
        assert (f">{finding.title}</a>" in text) == (finding.title in titles)


def test_the_sections_filter_counts_too(case: Feedback, liaison: Client) -> None:
    second = case.sections.order_by("position")[1]
    rows = table(take(liaison, "measures.csv", case, section=second.pk))
    assert {one["问题"] for one in rows} == {"议事规则执行不严"}


def test_the_page_says_what_is_exported_and_the_ledger_leads_there(case: Feedback, liaison: Client) -> None:
    ledger = liaison.get(reverse("rectification:ledger", args=[case.pk]), {"status": "ongoing", "q": "执法"})
    link = f"{reverse('sheets:case', args=[case.pk])}?status=ongoing&amp;q=%E6%89%A7%E6%B3%95"
    assert link in ledger.content.decode()
    page = liaison.get(link.replace("&amp;", "&")).content.decode()
    assert "整改状态为正在整改，问题或措施含“执法”" in page


def test_the_workbook_is_laid_out_as_offices_do(case: Feedback, liaison: Client) -> None:
    sheet = book(take(liaison, "ledger.xlsx", case)).active
    assert (sheet.title, sheet["A1"].value) == ("整改台账", "市统计局巡察整改台账")
    assert sheet["A2"].value.startswith("填报单位：市统计局        填报日期：")
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A1:N1", "H3:J3", "A5:A9", "B5:B6", "C5:C6", "L5:L6", "B7:B8"} <= merged
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$3:$4"
    assert sheet.column_dimensions["O"].hidden
    assert sheet["O4"].value == "系统编号"


def test_three_lists_stand_on_three_sheets(world: World, case: Feedback, liaison: Client) -> None:
    plan(world, Response.objects.filter(feedback=case).order_by("position")[0])
    found = book(take(liaison, "lists.xlsx", case))
    assert found.sheetnames == ["问题清单", "任务清单", "责任清单"]
    problems = [[cell.value for cell in row] for row in found["问题清单"].iter_rows(min_row=4)]
    assert [(row[1], row[5], row[6], row[7]) for row in problems] == [
        (1, 2, "顾云舟", "执法科"),
        (2, 2, None, None),
        (3, 0, None, None),
        (4, 1, None, None),
    ]


@pytest.mark.parametrize("file", ["ledger.xlsx", "ledger.csv", "lists.xlsx", "tasks.csv", "measures.csv"])
def test_the_reader_reads_every_row_back(world: World, case: Feedback, liaison: Client, file: str) -> None:
    """What leaves as a ledger is a ledger for ``bihuan ledger`` too, without rejects."""
    for response in Response.objects.filter(feedback=case):
        plan(world, response)
    ledger = read_ledger(take(liaison, file, case), file)
    assert ledger.rejects == ()
    measures = [text for row in ledger.rows for text in row.measures]
    assert measures == list(
        Measure.objects.filter(feedback=case).order_by("position").values_list("text", flat=True)
    )
    assert {row.due.date.isoformat() for row in ledger.rows if row.measures and row.due.date} <= {
        "2024-09-30"
    }
    if file != "tasks.csv":
        assert {row.leader for row in ledger.rows if row.measures} == {("顾云舟",)}


def test_numbers_that_begin_anew_are_no_duplicates(world: World, liaison: Client) -> None:
    text = (
        "一、甲有差距\n1.登记不全\n7月3日，补齐登记。\n二、乙有差距\n1.回访不够\n7月5日，逐户回访。\n"
        "三、丙有差距\n1.公示不全\n7月6日，补充公示。\n"
    )
    found = import_text(world, text)
    ledger = read_ledger(take(liaison, "ledger.xlsx", found))
    assert ([row.finding for row in ledger.rows], ledger.rejects) == (
        ["登记不全", "回访不够", "公示不全"],
        (),
    )


@pytest.mark.parametrize("start", ["=HYPERLINK(1)", "+1", "-2", "@x", "\tx"])
def test_nothing_becomes_a_formula(case: Feedback, liaison: Client, start: str) -> None:
    Measure.objects.filter(pk=Measure.objects.filter(feedback=case)[0].pk).update(text=start, criteria=start)
    for kind in ("ledger", "tasks", "measures"):
        assert f"'{start}" in {one["整改措施"] for one in table(take(liaison, f"{kind}.csv", case))}
    cells = [cell for row in book(take(liaison, "ledger.xlsx", case)).active.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert f"'{start}" in {cell.value for cell in cells}


def test_progress_is_a_list_of_its_own(world: World, case: Feedback, liaison: Client) -> None:
    response = bring(world, Response.objects.filter(feedback=case).order_by("position")[0], "in_progress")
    measure = Measure.objects.filter(response=response).order_by("position")[0]
    progress_add(
        actor=world.handler, now=NOW, measure=measure, on=NOW.date(), done="又核查3家。", next="复核"
    )
    rows = table(take(liaison, "progress.csv", case))
    assert ("又核查3家。", "复核", "乔木") in {
        (one["已做工作"], one["下一步打算"], one["登记人"]) for one in rows
    }


def test_the_office_takes_every_unit(world: World, case: Feedback, sign_in: Callable[[User], Client]) -> None:
    assert case.unit == world.bureau
    import_text(world, unit=world.stranger_unit, actor=world.officer)
    officer = sign_in(world.officer)
    rows = table(take(officer, "measures.csv"))
    assert [one["被巡察单位"] for one in rows] == ["市统计局"] * 5 + ["市水务局"] * 5
    cases = table(take(officer, "cases.csv", units="水务"))
    assert [(one["单位"], one["问题"], one["措施"]) for one in cases] == [("市水务局", "4", "5")]
    assert read_ledger(take(officer, "ledger.xlsx")).rejects == ()


def test_a_stranger_takes_nothing(world: World, case: Feedback, sign_in: Callable[[User], Client]) -> None:
    stranger = sign_in(world.stranger)
    assert stranger.post(reverse("sheets:case", args=[case.pk]), {"file": "ledger.csv"}).status_code == 404
    assert table(take(stranger, "ledger.csv")) == []


def test_each_file_leaves_a_trace_and_looking_leaves_none(case: Feedback, liaison: Client) -> None:
    liaison.get(reverse("sheets:case", args=[case.pk]))
    before = JournalEntry.objects.count()
    take(liaison, "ledger.csv", case, status="ongoing")
    entry = JournalEntry.objects.order_by("-id")[0]
    assert JournalEntry.objects.count() == before + 1
    assert (entry.action, entry.changes["query"][1]) == ("sheet_take", "status=ongoing")


@pytest.mark.parametrize("file", ["", "ledger", "ledger.pdf", "cases.csv", "../x.csv", "ledger.csv.csv"])
def test_an_unknown_file_is_refused_with_a_sentence(case: Feedback, liaison: Client, file: str) -> None:
    answer = liaison.post(reverse("sheets:case", args=[case.pk]), {"file": file}, follow=True)
    assert "请从列出的文件中选择一种。" in answer.content.decode()


def test_hostile_filters_do_no_harm(case: Feedback, liaison: Client) -> None:
    for query in ({"section": "9" * 40}, {"status": "'"}, {"q": "%" * 300}, {"units": "\ud7ff" * 99}):
        assert liaison.get(reverse("sheets:case", args=[case.pk]), query).status_code == 200
        take(liaison, "ledger.csv", case, **query)


def run(file: SheetFile) -> None:
    WORKS["sheet_write"].run(Task(1, {"file": file.pk}, NOW, 1, False))


def test_a_long_workbook_is_written_by_the_worker(
    case: Feedback, liaison: Client, monkeypatch: pytest.MonkeyPatch, world: World
) -> None:
    monkeypatch.setattr(taking, "AT_ONCE", 2)
    here = reverse("sheets:case", args=[case.pk])
    for _ in range(2):  # a second click is the same wish
        answer = liaison.post(f"{here}?status=completed", {"file": "ledger.xlsx"})
        assert answer.status_code == 302
    assert "已转到后台生成" in liaison.get(answer.url).content.decode()
    asked = SheetFile.objects.get()
    assert Job.objects.get(name="sheet_write").args == {"file": asked.pk}
    assert "文件还在生成" in liaison.get(reverse("sheets:file", args=[asked.pk])).content.decode()
    run(asked)
    told = Notification.objects.get(person=world.liaison.person, kind="sheet")
    found = book(b"".join(liaison.get(told.link).streaming_content))  # type: ignore[attr-defined]
    assert {row[1].value for row in found.active.iter_rows(min_row=5)} == {1, 4, None}
    run(asked)  # once more after a crash: nobody is told twice
    assert Notification.objects.filter(kind="sheet").count() == 1


def test_a_file_is_for_whoever_asked_with_the_rights_of_then(
    case: Feedback, liaison: Client, monkeypatch: pytest.MonkeyPatch, world: World,
    sign_in: Callable[[User], Client],
) -> None:  # fmt: skip
    monkeypatch.setattr(taking, "AT_ONCE", 1)
    liaison.post(reverse("sheets:case", args=[case.pk]), {"file": "ledger.xlsx"})
    asked = SheetFile.objects.get()
    run(asked)
    address = reverse("sheets:file", args=[asked.pk])
    assert sign_in(world.officer).get(address).status_code == 404
    world.liaison.memberships.all().delete()
    assert "这份文件不能下载了" in liaison.get(address).content.decode()


def test_rights_that_went_before_the_worker_came_leave_no_file(
    case: Feedback, liaison: Client, monkeypatch: pytest.MonkeyPatch, world: World
) -> None:
    monkeypatch.setattr(taking, "AT_ONCE", 1)
    liaison.post(reverse("sheets:case", args=[case.pk]), {"file": "ledger.xlsx"})
    world.liaison.memberships.all().delete()
    asked = SheetFile.objects.get()
    run(asked)
    asked.refresh_from_db()
    assert asked.failed.startswith("您的权限在申请以后有了变化")
    assert not storages["sheets"].exists(asked.token.hex)


def test_old_files_are_swept(case: Feedback, liaison: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "AT_ONCE", 1)
    liaison.post(reverse("sheets:case", args=[case.pk]), {"file": "ledger.xlsx"})
    run(SheetFile.objects.get())
    assert sheets_sweep(now=timezone.now() + timedelta(days=6)) == 0
    assert sheets_sweep(now=timezone.now() + timedelta(days=8)) == 1
    assert storages["sheets"].listdir("")[1] == []


def test_queries_do_not_grow_with_the_rows(
    world: World, case: Feedback, liaison: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    many = "一、工作有差距\n" + "".join(
        f"{n}.第{n}项工作不到位\n7月{n % 28 + 1}日，研究第{n}项工作。\n整改情况：正在整改。\n"
        for n in range(1, 150)
    )
    other = import_text(world, many, unit=world.stranger_unit, actor=world.officer)
    assert other.findings.count() == 149
    with django_assert_max_num_queries(16) as few:
        take(liaison, "ledger.xlsx", case)
    liaison.force_login(world.officer)
    with django_assert_max_num_queries(16) as more:
        take(liaison, "ledger.xlsx", other)
    assert len(more) <= len(few)


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ({}, 5),
        ({"q": "执法证培训"}, 1),
        ({"state": "done"}, 0),
        ({"u": "统计"}, 5),
        ({"person": "999999"}, 0),
        ({"since": "2024-10-01"}, 5),
    ],
    ids=["全部", "字词", "落实情况", "单位", "责任人", "时限"],
)
def test_the_list_of_measures_leaves_as_it_is_narrowed(
    world: World, case: Feedback, sign_in: Callable[[User], Client], query: dict[str, str], texts: int
) -> None:
    officer = sign_in(world.officer)
    page = officer.get(reverse("desk:measures"), {**query, "all": "1"}).content.decode()
    rows = table(take(officer, "measures.csv", list="measures", **query))
    shown = [
        one
        for one in Measure.objects.filter(feedback=case)
        if f"measure-{one.pk}" in page or one.text in page
    ]
    assert (len(rows), {one["整改措施"] for one in rows}) == (texts, {one.text for one in shown})
    if rows:
        assert {one["问题编号"] for one in rows} <= {"1", "2、3", "4"}
        assert f"{reverse('sheets:all')}?list=measures" in page


def test_the_list_of_measures_says_how_it_is_narrowed(
    world: World, sign_in: Callable[[User], Client]
) -> None:
    officer = sign_in(world.officer)
    query = {
        "list": "measures",
        "late": "1",
        "kind": "none",
        "q": "核查",
        "leader": str(world.leader.person_id),
    }
    page = officer.get(reverse("sheets:all"), query).content.decode()
    assert "已逾期，措施含“核查”，未定，牵头领导为顾云舟" in page
    assert "三个清单" not in page
    answer = officer.post(f"{reverse('sheets:all')}?list=measures", {"file": "ledger.csv"}, follow=True)
    assert "请从列出的文件中选择一种。" in answer.content.decode()
