"""An archived round is read, and nothing of it is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from bihuan.web.accounts.permissions import Action, may
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.models import JournalEntry
from bihuan.web.board.owing import owed
from bihuan.web.inspections.archiving import round_archive, round_unarchive
from bihuan.web.inspections.models import Feedback, Finding, Round
from bihuan.web.rectification.models import Commitment, Measure, Response
from bihuan.web.rectification.services import measure_edit
from bihuan.web.rectification.workflow import ResponseState
from tests.web.world import NOW, REPORT, import_text, make_draft

if TYPE_CHECKING:
    from bihuan.web.accounts.models import User
    from tests.web.world import World


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def archived(world: World) -> Feedback:
    case = import_text(world)
    round_archive(actor=world.officer, now=NOW, round=case.round, reason="余下问题转入下一轮")
    return Feedback.objects.get(pk=case.pk)


def test_open_findings_ask_for_a_reason(world: World) -> None:
    case = import_text(world)
    with pytest.raises(ServiceError, match="没有了结"):
        round_archive(actor=world.officer, now=NOW, round=case.round)
    Finding.objects.filter(feedback=case).update(status="completed")
    round_archive(actor=world.officer, now=NOW, round=case.round)
    assert JournalEntry.objects.order_by("-id")[0].action == "round_archive"
    with pytest.raises(ServiceError, match="已经归档"):
        round_archive(actor=world.officer, now=NOW, round=case.round)


@pytest.mark.parametrize("who", ["liaison", "first_person", "discipline", "system_admin", "security_admin"])
def test_only_the_office_archives(world: World, who: str) -> None:
    case = import_text(world)
    with pytest.raises(PermissionDenied):
        round_archive(actor=world.everybody()[who], now=NOW, round=case.round, reason="x")


def test_an_archived_case_is_read_and_not_changed(world: World) -> None:
    case = archived(world)
    assert may(world.liaison, Action.READ, case)
    assert not may(world.liaison, Action.EDIT, case)
    measure = Measure.objects.filter(feedback=case)[0]
    with pytest.raises(ServiceError, match="已经归档"):
        measure_edit(actor=world.liaison, now=NOW, measure=measure, value="改", version=measure.version)
    client = client_of(world.liaison)
    assert client.get(f"/cases/{case.pk}/ledger/").status_code == 200
    answer = client.post(f"/measures/{measure.pk}/edit/", {"value": "改", "version": 1}, follow=True)
    assert "已经归档" in answer.content.decode()
    measure.refresh_from_db()
    assert measure.text != "改"


def test_no_promise_of_an_archived_round_is_owed(world: World) -> None:
    case = import_text(world)
    Commitment.objects.create(
        feedback=case, unit=case.unit, position=1, text="年底前公开结果", due=NOW.date()
    )
    assert "年底前公开结果" in client_of(world.liaison).get("/").content.decode()
    round_archive(actor=world.officer, now=NOW, round=case.round, reason="余下问题转入下一轮")
    assert "年底前公开结果" not in client_of(world.liaison).get("/").content.decode()


def test_nothing_of_an_archived_round_waits_for_anybody(world: World) -> None:
    case = import_text(world)
    states = (ResponseState.PLAN_SUBMITTED, ResponseState.UNIT_APPROVED, ResponseState.UNDER_REVIEW)
    for answer, state in zip(Response.objects.filter(feedback=case), states, strict=True):
        Response.objects.filter(pk=answer.pk).update(state=state)

    def waiting() -> set[str]:
        return {
            kind
            for user in world.everybody().values()
            for kind, rows in owed(user, NOW.date()).items()
            if rows
        }

    assert waiting() == {"findings", "takings", "turns"}
    round_archive(actor=world.officer, now=NOW, round=case.round, reason="余下问题转入下一轮")
    assert waiting() == set()


def test_a_page_offers_nothing_that_the_archive_refuses(world: World) -> None:
    case = import_text(world)
    address = f"/findings/{Finding.objects.filter(feedback=case)[0].pk}/"
    client = client_of(world.liaison)
    before = client.get(address).content.decode()
    assert "上传佐证" in before
    assert "/edit/" in before
    assert "已归档" not in before
    round_archive(actor=world.officer, now=NOW, round=case.round, reason="存档备查")
    after = client.get(address).content.decode()
    assert "上传佐证" not in after
    assert "/edit/" not in after
    assert "已归档，只能查阅" in after


def test_nothing_new_comes_into_an_archived_round(world: World) -> None:
    case = archived(world)
    draft = make_draft(world, REPORT, unit=world.bureau)
    from bihuan.web.rectification.services import draft_confirm

    with pytest.raises(ServiceError, match="已经归档"):
        draft_confirm(actor=world.liaison, now=NOW, draft=draft, round=case.round)


def test_books_are_opened_again_with_a_reason(world: World) -> None:
    case = archived(world)
    with pytest.raises(ServiceError, match="须写明理由"):
        round_unarchive(actor=world.officer, now=NOW, round=case.round, reason=" ")
    round_unarchive(actor=world.officer, now=NOW, round=case.round, reason="更正笔误")
    case.refresh_from_db()
    assert may(world.liaison, Action.EDIT, case)


def test_the_page_of_rounds(world: World) -> None:
    case = import_text(world)
    client = client_of(world.officer)
    page = client.get("/rounds/").content.decode()
    assert case.round.name in page
    address = f"/rounds/{case.round_id}/archive/"
    assert "没有了结" in client.post(address, {"do": "close"}, follow=True).content.decode()
    done = client.post(address, {"do": "close", "reason": "转入下一轮"}, follow=True).content.decode()
    assert "已归档，只能查阅" in done
    assert "解除归档" in done
    assert (
        "已解除归档" in client.post(address, {"do": "open", "reason": "更正"}, follow=True).content.decode()
    )
    assert client_of(world.stranger).post(address, {"do": "close"}).status_code == 404
    assert client_of(world.liaison).post(address, {"do": "close"}).status_code == 403
    assert client_of(world.liaison).get("/rounds/").status_code == 403
    assert Round.objects.get().archived_at is None
