"""A version is drafted, examined, approved, published, corrected, withdrawn; and refused where it must be."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied

from bihuan.web.accounts.permissions import Action, may
from bihuan.web.base.errors import ServiceError, StaleError
from bihuan.web.base.models import JournalEntry
from bihuan.web.disclosure.freezing import ARTICLE, DATA, TEXT, frozen, verify
from bihuan.web.disclosure.models import Edition, EditionStep, Omission, PublicStamp
from bihuan.web.disclosure.services import (
    edition_step,
    editions_expire,
    mask_choose,
    omission_ask,
    omission_decide,
    omission_lift,
)
from bihuan.web.disclosure.workflow import TABLE, Audience, State, Step, find, rights_of
from bihuan.web.evidence.store import address, storage
from bihuan.web.evidence.verifying import orphans, store_verify
from bihuan.web.inspections.archiving import round_archive
from bihuan.web.inspections.models import Finding
from bihuan.web.notices.models import Notification
from bihuan.web.rectification.models import Measure
from bihuan.web.rectification.services import import_undo, measure_edit
from tests.web.disclosure.conftest import ORIGINALS
from tests.web.world import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World


def finding(case: Feedback, number: str) -> Finding:
    return Finding.objects.get(feedback=case, number=number)


def test_a_version_goes_the_whole_way(published: Edition, world: World) -> None:
    text = frozen(published.files[TEXT]["sha256"]).decode()
    assert text == published.text
    assert "局长陈某乙同志到某村走访，陈某乙对某公司（电话139********）立案" in text
    assert "科长陈某甲同志带队，林某整理记录" in text
    for name in (TEXT, ARTICLE, DATA):
        data = frozen(published.files[name]["sha256"]).decode()
        assert [one for one in ORIGINALS if one in data] == []
    checks, _ = verify(published)
    assert [one for one in checks if not one.good] == []
    assert published.until.isoformat() == "2024-06-25"  # 15 working days; 10 June was a day off
    assert PublicStamp.objects.get().number == 1
    actions = JournalEntry.objects.filter(action__startswith="edition_").order_by("id")
    assert [one.action for one in actions] == [
        *("edition_begin", "edition_submit", "edition_clear", "edition_approve", "edition_publish"),
    ]
    assert Notification.objects.filter(kind="publication", person=world.head.person_id).exists()
    assert (store_verify()[2], orphans()) == ([], 0)


def test_what_is_examined_is_what_is_published(
    begin: Callable[..., Edition], bring: Callable[..., Edition], world: World, case: Feedback
) -> None:
    edition = bring(begin(), State.CHECKING)
    measure = Measure.objects.get(feedback=case, text__startswith="7月3日")
    measure_edit(actor=world.liaison, now=NOW, measure=measure, value="改写了。")
    found = bring(edition)
    assert "改写了" not in found.text
    assert "召开党组会议" in frozen(found.files[TEXT]["sha256"]).decode()


@pytest.mark.parametrize("step", list(Step))
def test_only_the_roles_of_the_table_take_a_step(
    step: Step, begin: Callable[..., Edition], bring: Callable[..., Edition], world: World
) -> None:
    start = next(one.state for one in TABLE if one.step is step)
    edition = bring(begin(), start) if start is not State.DRAFT else begin()
    for who, user in world.everybody().items():
        if rights_of(step) & _rights(user, edition):
            continue
        with pytest.raises(PermissionDenied):
            edition_step(actor=user, now=NOW, edition=edition, step=step, opinion="好")
        assert Edition.objects.get(pk=edition.pk).state == start, who


def _rights(user: User, edition: Edition) -> set[Action]:
    return {one for one in Action if may(user, one, edition.announcement)}


def test_every_other_step_is_refused_in_a_sentence(
    begin: Callable[..., Edition], bring: Callable[..., Edition], world: World
) -> None:
    edition = begin()
    for state in (State.DRAFT, State.CHECKING, State.VETTED, State.APPROVED, State.PUBLISHED):
        edition = bring(edition, state) if state is not State.DRAFT else edition
        for step in Step:
            if find(state, step) is None:
                with pytest.raises((ServiceError, PermissionDenied)):
                    edition_step(actor=world.first_person, now=NOW, edition=edition, step=step, opinion="好")
                with pytest.raises((ServiceError, PermissionDenied)):
                    edition_step(actor=world.liaison, now=NOW, edition=edition, step=step, opinion="好")


def test_who_examined_does_not_approve(
    begin: Callable[..., Edition], bring: Callable[..., Edition], world: World
) -> None:
    edition = bring(begin(), State.VETTED)
    EditionStep.objects.filter(edition=edition, step=Step.CLEAR).update(by=world.first_person)
    with pytest.raises(ServiceError, match="不能是同一人"):
        edition_step(actor=world.first_person, now=NOW, edition=edition, step=Step.APPROVE)


def test_a_page_that_is_older_is_told_so(begin: Callable[..., Edition], world: World) -> None:
    edition = begin()
    with pytest.raises(StaleError):
        edition_step(actor=world.liaison, now=NOW, edition=edition, step=Step.SUBMIT, version=99)


def test_a_correction_replaces_and_leaves_a_trace(
    published: Edition, begin: Callable[..., Edition], bring: Callable[..., Edition]
) -> None:
    with pytest.raises(ServiceError, match="更正已发布的稿子要写明理由"):
        begin()
    second = bring(begin(reason="第2个问题的日期有误"), now=NOW + timedelta(days=1))
    first = Edition.objects.get(pk=published.pk)
    assert (first.state, first.ended_reason) == (State.CORRECTED, "第2个问题的日期有误")
    assert (second.number, second.state) == (2, State.PUBLISHED)
    assert storage().exists(address(first.files[TEXT]["sha256"]))


def test_a_withdrawal_keeps_day_and_reason(published: Edition, world: World, case: Feedback) -> None:
    with pytest.raises(ServiceError, match="撤回要写明理由"):
        edition_step(actor=world.first_person, now=NOW, edition=published, step=Step.WITHDRAW)
    round_archive(actor=world.officer, now=NOW, round=case.round, reason="到此为止")
    found = edition_step(
        actor=world.officer, now=NOW, edition=published, step=Step.WITHDRAW, opinion="误写了姓名"
    )
    assert (found.state, found.ended_reason, found.ended_at) == (State.WITHDRAWN, "误写了姓名", NOW)
    assert PublicStamp.objects.get().number == 2


@pytest.mark.usefixtures("published")
def test_days_that_are_over_archive() -> None:
    assert editions_expire(now=NOW + timedelta(days=22)) == 0
    assert editions_expire(now=NOW + timedelta(days=23)) == 1
    assert Edition.objects.get().state == State.ARCHIVED


def test_leaving_out_needs_somebody_elses_consent(
    begin: Callable[..., Edition], bring: Callable[..., Edition], world: World, case: Feedback
) -> None:
    edition = begin()
    told = {"announcement": edition.announcement, "now": NOW}
    with pytest.raises(ServiceError, match="五种之外"):
        omission_ask(actor=world.liaison, finding=finding(case, "1"), basis="x", reason="好", **told)
    with pytest.raises(ServiceError, match="要写明理由"):
        omission_ask(actor=world.liaison, finding=finding(case, "1"), basis="case", reason=" ", **told)
    asked = omission_ask(
        actor=world.liaison, finding=finding(case, "1"), basis="case", reason="线索正在核实", **told
    )
    with pytest.raises(ServiceError, match="已经申请过"):
        omission_ask(actor=world.liaison, finding=finding(case, "1"), basis="case", reason="再问", **told)
    with pytest.raises(ServiceError, match="问题1拟不公开，还没有人同意"):
        edition_step(actor=world.liaison, now=NOW, edition=edition, step=Step.SUBMIT)
    with pytest.raises(PermissionDenied):
        omission_decide(actor=world.first_person, now=NOW, omission=asked, agreed=True)
    omission_decide(actor=world.officer, now=NOW, omission=asked, agreed=True)
    text = bring(edition).text
    assert "数据质量核查走过场" not in text
    assert "对12家企业重新核查" not in text
    assert "1.统计执法力度不够\n2.执法人员力量薄弱" in text
    assert "3.议事规则执行不严" in text


def test_a_joint_answer_is_left_out_as_a_whole(
    begin: Callable[..., Edition], world: World, case: Feedback
) -> None:
    edition = begin()
    asked = omission_ask(
        actor=world.liaison, now=NOW, announcement=edition.announcement, finding=finding(case, "2"),
        basis="case", reason="线索正在核实",
    )  # fmt: skip
    omission_decide(actor=world.officer, now=NOW, omission=asked, agreed=True)
    with pytest.raises(ServiceError, match="问题2与别的问题合并作答"):
        edition_step(actor=world.liaison, now=NOW, edition=edition, step=Step.SUBMIT)
    omission_lift(actor=world.liaison, now=NOW, omission=asked)
    edition_step(actor=world.liaison, now=NOW, edition=edition, step=Step.SUBMIT)
    assert Omission.objects.get().state == "lifted"


def test_a_released_name_is_told_and_a_number_never(
    begin: Callable[..., Edition], bring: Callable[..., Edition], world: World
) -> None:
    edition = begin()
    told = {"actor": world.liaison, "now": NOW, "announcement": edition.announcement}
    mask_choose(original="陈曦", active=False, reason="主要负责人，依法公开", kind="person", **told)
    mask_choose(original="双随机检查", active=True, mask="检查", reason="试验", **told)
    mask_choose(original="13912345678", active=False, reason="企业自愿", kind="phone", **told)
    with pytest.raises(ServiceError, match="手机号"):
        edition_step(actor=world.liaison, now=NOW, edition=edition, step=Step.SUBMIT)
    mask_choose(original="13912345678", active=True, reason="还是隐去", kind="phone", **told)
    text = bring(edition).text
    assert "局长陈曦同志" in text
    assert "科长陈某同志" in text
    assert "双随机" not in text
    with pytest.raises(ServiceError, match="没有正在草拟"):
        mask_choose(original="陈曦", active=True, reason="好", **told)


@pytest.mark.parametrize(
    ("original", "mask", "sentence"),
    [
        ("陈", "", "至少写2个字"),
        ("陈曦", "陈曦某", "不能含有"),
        ("陈曦" * 40, "", "最多60字"),
        ("陈×", "", "×"),
    ],
)
def test_words_that_cannot_be_masked_are_refused(
    original: str, mask: str, sentence: str, begin: Callable[..., Edition], world: World
) -> None:
    with pytest.raises(ServiceError, match=sentence):
        mask_choose(
            actor=world.liaison, now=NOW, announcement=begin().announcement, original=original, mask=mask,
            active=True, reason="好",
        )  # fmt: skip


def test_two_audiences_have_two_texts(
    begin: Callable[..., Edition], bring: Callable[..., Edition], published: Edition
) -> None:
    internal = bring(begin(Audience.INTERNAL))
    assert "局长陈曦同志到大榆村走访" in internal.text
    assert "陈曦" not in published.text
    assert PublicStamp.objects.get().number == 1


def test_one_flipped_byte_is_found(published: Edition) -> None:
    path = storage().path(address(published.files[ARTICLE]["sha256"]))
    with open(path, "r+b") as file:
        file.seek(20)
        byte = file.read(1)
        file.seek(20)
        file.write(bytes([byte[0] ^ 1]))
    checks, _ = verify(published)
    assert [one.word for one in checks if not one.good] == ["网页正文"]


def test_an_import_with_an_announcement_is_not_undone(
    begin: Callable[..., Edition], world: World, case: Feedback
) -> None:
    begin()
    with pytest.raises(ServiceError, match="已经改动过"):
        import_undo(actor=world.liaison, now=NOW, feedback=case)
