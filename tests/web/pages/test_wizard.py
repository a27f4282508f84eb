"""导入: choose, read, correct, confirm, undo, replace; bad input is a sentence on the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bihuan.report import read_text
from bihuan.web.accounts.models import Unit
from bihuan.web.diagnosis import services as diagnosis
from bihuan.web.diagnosis import tree
from bihuan.web.diagnosis.examined import examined
from bihuan.web.diagnosis.models import Filing, ImportDraft
from bihuan.web.diagnosis.reader import read_apart
from bihuan.web.diagnosis.services import draft_edit
from bihuan.web.inspections.models import Feedback
from bihuan.web.notices.models import Job
from bihuan.web.notices.queue.registry import WORKS, Task
from tests.web.world import NOW, REPORT, import_text, make_draft

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

    from bihuan.web.accounts.models import User
    from tests.web.world import World

FEEDBACK = """关于巡察鹿溪市统计局的反馈意见

2023年6月20日，市委第三巡察组向市统计局党组反馈了巡察意见。
一、落实上级决策部署有差距
1.数据质量核查走过场
2.统计执法力度不够
二、党组领导作用发挥不充分
3.议事规则执行不严
"""


@pytest.fixture
def draft(world: World) -> ImportDraft:
    """A draft that is read and not confirmed."""
    made: ImportDraft = make_draft(world, REPORT)
    return made


def at(view: str, draft: ImportDraft) -> str:
    return reverse(f"imports:{view}", args=[draft.pk])


def leaf(draft: ImportDraft, words: str) -> int:
    return next(node.id for node in tree.nodes(read_text(draft.text)) if words in node.text)


def test_pasted_text_becomes_a_draft(liaison: Client) -> None:
    answer = liaison.post(reverse("imports:new"), {"text": REPORT})
    draft = ImportDraft.objects.get()
    assert answer.headers["Location"] == at("reading", draft)
    assert not Feedback.objects.exists()


def test_an_uploaded_file_becomes_a_draft(liaison: Client) -> None:
    file = SimpleUploadedFile("../../整改\x00报告.txt", REPORT.encode("gb18030"))
    liaison.post(reverse("imports:new"), {"file": file})
    assert ImportDraft.objects.get().filing.name == "整改报告.txt"


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({}, "请选一个文件，或把全文粘贴"),
        ({"text": "  \n "}, "请选一个文件，或把全文粘贴"),
        ({"text": REPORT, "file": SimpleUploadedFile("a.txt", b"x")}, "只要一样"),
    ],
    ids=["什么都没有", "只有空白", "两样都有"],
)
def test_nothing_or_both_is_told_on_the_form(form: dict[str, object], said: str, liaison: Client) -> None:
    answer = liaison.post(reverse("imports:new"), form)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not Filing.objects.exists()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.txt", b""),
        ("binary.txt", bytes(range(256)) * 40),
        ("broken.docx", b"PK\x03\x04 this is no zip at all"),
        ("macro.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
    ],
)
@pytest.mark.slow
def test_bad_files_are_told_on_the_form_and_nothing_is_stored(
    name: str, data: bytes, liaison: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diagnosis, "read_apart", read_apart)
    answer = liaison.post(reverse("imports:new"), {"file": SimpleUploadedFile(name, data)})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert 'class="field__error"' in text
    assert "Traceback" not in text
    assert not Filing.objects.exists()


def test_a_file_over_the_limit_is_told_before_it_is_read(liaison: Client, settings: SettingsWrapper) -> None:
    settings.UPLOAD_LIMIT = 1024
    file = SimpleUploadedFile("a.txt", b"x" * 2000)
    assert "文件太大，最多" in liaison.post(reverse("imports:new"), {"file": file}).content.decode()
    assert not Filing.objects.exists()


def test_pasting_over_the_limit_is_told_on_a_page(liaison: Client, settings: SettingsWrapper) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024
    answer = liaison.post(reverse("imports:new"), {"text": "长" * 2000})
    assert answer.status_code == 400
    assert "提交的内容太多" in answer.content.decode()


def test_office_names_the_unit(world: World, sign_in: Callable[[User], Client]) -> None:
    officer = sign_in(world.officer)
    assert (
        "请填写这份材料属于哪个单位"
        in officer.post(reverse("imports:new"), {"text": REPORT}).content.decode()
    )
    refused = officer.post(reverse("imports:new"), {"text": REPORT, "unit": "没有这个局"})
    assert "没有找到单位“没有这个局”" in refused.content.decode()
    officer.post(reverse("imports:new"), {"text": REPORT, "unit": "市统计局"})
    assert ImportDraft.objects.get().filing.unit == world.bureau


def test_office_with_nothing_below_its_superior_is_told_who_mends_it(
    world: World, sign_in: Callable[[User], Client]
) -> None:
    Unit.objects.filter(pk=world.office.pk).update(parent=None)
    refused = sign_in(world.officer).post(reverse("imports:new"), {"text": REPORT, "unit": "市统计局"})
    assert "请系统管理员在“单位”页把巡察办和被巡察单位放到同一个上级之下" in refused.content.decode()


def test_source_and_tree_stand_side_by_side(draft: ImportDraft, liaison: Client) -> None:
    text = liaison.get(at("reading", draft)).content.decode()
    assert "合并回答问题2、3" in text
    assert 'id="L5"' in text
    assert "每一行都读懂了" in text
    assert "2023年6月20日" in text


def test_a_measure_is_turned_into_a_finding_and_back(draft: ImportDraft, liaison: Client) -> None:
    wanted = leaf(draft, "7月18日")
    form = {"leaf": wanted, "change": "finding", "version": draft.version}
    answer = liaison.post(at("correct", draft), form)
    assert answer.headers["Location"].endswith(f"?leaf={wanted}#n{wanted}")
    draft.refresh_from_db()
    assert draft.edits == [{"leaf": wanted, "action": "finding"}]
    assert "问题 <b>5</b> 个" in liaison.get(at("reading", draft)).content.decode()
    liaison.post(at("correct", draft), {"leaf": wanted, "change": "undo", "version": draft.version})
    draft.refresh_from_db()
    assert draft.edits == []


def test_responses_are_split_and_joined(draft: ImportDraft, liaison: Client) -> None:
    third = leaf(draft, "执法人员力量薄弱")
    liaison.post(at("correct", draft), {"leaf": third, "change": "split", "version": draft.version})
    assert "合并回答" not in liaison.get(at("reading", draft)).content.decode()
    draft.refresh_from_db()
    liaison.post(at("correct", draft), {"leaf": third, "change": "join", "version": draft.version})
    assert "合并回答问题2、3" in liaison.get(at("reading", draft)).content.decode()


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"change": "finding", "version": 1}, "请先选一行"),
        ({"leaf": 9999, "change": "finding", "version": 1}, "已不存在"),
        ({"leaf": 3, "change": "nonsense", "version": 1}, "没有“nonsense”这种更正"),
        ({"leaf": 3, "change": "finding", "version": 7}, "刚刚被别人改过"),
        ({"change": "undo", "version": 1}, "没有可以撤销的"),
    ],
    ids=["没选行", "没有这一处", "没有这种更正", "别人改过", "没有可撤销的"],
)
def test_corrections_that_make_no_sense_are_refused_in_a_sentence(
    form: dict[str, object], said: str, draft: ImportDraft, liaison: Client
) -> None:
    answer = liaison.post(at("correct", draft), form, follow=True)
    assert said in answer.content.decode()
    draft.refresh_from_db()
    assert draft.edits == []


def test_confirmed_it_stands_in_the_ledger(draft: ImportDraft, liaison: Client) -> None:
    answer = liaison.post(at("confirm", draft), {"version": draft.version}, follow=True)
    assert "已入账" in answer.content.decode()
    assert Feedback.objects.get().findings.count() == 4


def test_confirming_twice_makes_one_case(draft: ImportDraft, liaison: Client) -> None:
    liaison.post(at("confirm", draft), {"version": draft.version})
    answer = liaison.post(at("confirm", draft), {"version": draft.version}, follow=True)
    assert "已经确认入账" in answer.content.decode()
    assert Feedback.objects.count() == 1


def test_discarded_it_leaves_nothing(draft: ImportDraft, liaison: Client) -> None:
    liaison.post(at("discard", draft))
    assert not Filing.objects.exists()


def test_an_untouched_import_is_undone_with_its_corrections(draft: ImportDraft, liaison: Client) -> None:
    wanted = leaf(draft, "7月18日")
    liaison.post(at("correct", draft), {"leaf": wanted, "change": "passage", "version": 1})
    liaison.post(at("confirm", draft), {"version": 2})
    address = reverse("imports:undo", args=[Feedback.objects.get().pk])
    assert "撤销这次导入" in liaison.get(address).content.decode()
    liaison.post(address)
    assert not Feedback.objects.exists()
    draft.refresh_from_db()
    assert len(draft.edits) == 1
    assert liaison.get(at("reading", draft)).status_code == 200


def test_a_corrected_feedback_is_compared_and_replaces(world: World, liaison: Client) -> None:
    case = import_text(world, FEEDBACK)
    new = FEEDBACK.replace("力度不够", "力度不足").replace("3.议事规则执行不严", "3.民主生活会质量不高")
    liaison.post(reverse("imports:correct_case", args=[case.pk]), {"text": new})
    draft = ImportDraft.objects.get(replaces=case)
    text = liaison.get(at("replace", draft)).content.decode()
    assert "<del>" in text
    assert "<ins>" in text
    assert "不变 <b>1</b> 个，改动 <b>1</b> 个，新增 <b>1</b> 个，不再列出 <b>1</b> 个" in text
    answer = liaison.post(at("replace", draft), {"version": draft.version}, follow=True)
    assert "民主生活会质量不高" in answer.content.decode()
    assert "已替换反馈" in answer.content.decode()


def test_strangers_and_readers_keep_out(
    draft: ImportDraft, world: World, sign_in: Callable[[User], Client]
) -> None:
    stranger, reader = sign_in(world.stranger), sign_in(world.reader)
    for view in ("reading", "replace"):
        assert stranger.get(at(view, draft)).status_code == 404
    for view, form in (
        ("correct", {"leaf": 3, "change": "finding", "version": 1}),
        ("confirm", {"version": 1}),
    ):
        assert stranger.post(at(view, draft), form).status_code == 404
        assert reader.post(at(view, draft), form).status_code == 403
        assert reader.get(at(view, draft)).status_code == 405
    draft.refresh_from_db()
    assert draft.confirmed_at is None


def test_the_bar_counts_every_line_once() -> None:
    report = read_text(REPORT + "这一行没有归处\n")
    sure = tree.sure(report)
    assert sum(length for _, length, _ in sure.strip) == len(report.lines)
    assert [start for start, _, _ in sure.strip] == sorted({start for start, _, _ in sure.strip})


def test_replacing_tells_which_draft_was_compared(world: World, liaison: Client, case: Feedback) -> None:
    draft = make_draft(world, REPORT, replaces=case)
    page = liaison.get(f"/imports/{draft.pk}/replace/").content.decode()
    assert f'name="version" value="{draft.version}"' in page
    answer = liaison.post(f"/imports/{draft.pk}/replace/", {"version": "9" * 5000}, follow=True)
    assert "页面不完整" in answer.content.decode() or "刚刚被别人改过" in answer.content.decode()


def test_what_cannot_stand_is_shown_before_confirmation(world: World, liaison: Client) -> None:
    draft = make_draft(world, REPORT.replace("7月18日，", "X月X日，"))
    page = liaison.get(at("reading", draft)).content.decode()
    told = page[page.index('id="exam"') :]
    told = told[: told.index("</details>")]
    line = next(no for no, text in enumerate(draft.text.split("\n"), 1) if "X月X日" in text)
    assert f'href="#L{line}" data-go="{line}"' in told
    assert "RU03" in told
    assert f'id="L{line}"' in page
    assert f"不能成立</span> <b>{draft.examined['counts']['error']}</b>" in told
    assert "正在重新体检" not in told


def test_a_corrected_draft_is_examined_anew_by_a_job(world: World, liaison: Client) -> None:
    draft = make_draft(world, REPORT)
    found = leaf(draft, "统计执法力度不够")
    draft_edit(actor=world.liaison, now=NOW, draft=draft, leaf=found, action="measure")
    assert "正在重新体检" in liaison.get(at("reading", draft)).content.decode()
    before = draft.examined
    job = Job.objects.get(name="draft_examine")
    WORKS["draft_examine"].run(Task(job.pk, job.args, NOW, 1, taken_over=False))
    draft.refresh_from_db()
    assert draft.examined_version == draft.version
    assert draft.examined != before
    assert "正在重新体检" not in liaison.get(at("reading", draft)).content.decode()


def test_what_the_office_switched_off_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = {"ignore": ["RU03"], "parameters": {}, "policy": ""}
    report = read_text(REPORT.replace("7月18日，", "X月X日，"))
    assert [one[0] for one in examined(report, {**rules, "ignore": []})["errors"]] == ["RU03"]
    assert examined(report, rules)["errors"] == []
    monkeypatch.setattr("bihuan.web.diagnosis.examined.LONGEST", 100)
    assert examined(report, {**rules, "ignore": []}) == {}
