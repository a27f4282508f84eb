"""The form for everybody: one cookie, work that counts once, a slower way without a script, nothing else."""

from __future__ import annotations

import base64
import json
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from bihuan.web.base.models import JournalEntry
from bihuan.web.disclosure.services import edition_step, editions_expire
from bihuan.web.disclosure.workflow import Step
from bihuan.web.enquiries import effort
from bihuan.web.enquiries.models import Enquiry, EnquiryState, Hold, SpentProof
from bihuan.web.enquiries.services.receiving import AGAIN, SAME, due_of
from bihuan.web.notices.models import Notification
from tests.web.enquiries.conftest import CODE, TEXT, URLENCODED, solved, task_in
from tests.web.world import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django.fixtures import Settings

    from bihuan.web.disclosure.models import Edition
    from tests.web.enquiries.conftest import Citizen
    from tests.web.world import World


def test_the_form_sets_one_cookie_and_reading_pages_none(published: Edition) -> None:
    pk, client = published.announcement_id, Client()
    for path in ("", f"a/{pk}/", "receipt/", "search/?q=检查", f"a/{pk}/verify/"):
        assert not client.get(f"/public/{path}").cookies, path
    page = client.get(f"/public/a/{pk}/")
    assert 'href="respond/"' in page.text
    answer = client.get(f"/public/a/{pk}/respond/")
    assert list(answer.cookies) == ["bihuan_csrf"]
    cookie = answer.cookies["bihuan_csrf"]
    assert (cookie["httponly"], cookie["max-age"], cookie["expires"]) == (True, "", "")
    assert answer.headers["Cache-Control"] == "no-store"
    assert 'style="' not in answer.text
    assert not re.search(r"<script>|\son\w+=", answer.text)
    assert len(answer.content) < 60_000


def test_what_was_sent_waits_for_an_answer(citizen: Callable[..., Citizen], world: World) -> None:
    answer = citizen().send(name="赵大海", contact="13800000000")
    assert answer.status_code == 200, answer.text
    assert CODE.search(answer.text)
    assert list(answer.cookies) in ([], ["bihuan_csrf"])
    made = Enquiry.objects.get()
    assert (made.state, made.hold, made.text) == (EnquiryState.OPEN, "", TEXT)
    assert (made.name, made.contact, made.unit_id) == ("赵大海", "13800000000", world.bureau.pk)
    assert made.due == due_of(timezone.localdate(made.received_at))
    told = Notification.objects.get(person=world.liaison.person_id, kind="enquiry")
    assert told.link == f"/enquiries/{made.pk}/"


def test_nothing_kept_says_who_sent_it(citizen: Callable[..., Citizen]) -> None:
    citizen("198.51.100.23").send(name="赵大海", contact="13800000000")
    [entry] = JournalEntry.objects.filter(action="enquiry_receive")
    assert entry.actor_name == "群众（公开网页）"
    kept = json.dumps([entry.changes, entry.object_label], ensure_ascii=False)
    for secret in ("赵大海", "13800000000", "198.51.100.23", TEXT):
        assert secret not in kept
    from django.apps import apps

    for model in apps.get_app_config("enquiries").get_models():
        for row in model._default_manager.values():
            assert "198.51.100.23" not in str(row)


def test_a_proof_counts_once(citizen: Callable[..., Citizen]) -> None:
    somebody = citizen()
    proof = solved(task_in(somebody.open()))
    assert somebody.send(proof=proof).status_code == 200
    again = somebody.send("换一句话再来一次，看看还收不收。", proof=proof)
    assert again.status_code == 422
    assert AGAIN in again.text
    assert "换一句话再来一次" in again.text  # what was typed is not lost
    assert Enquiry.objects.count() == SpentProof.objects.count() == 1


def test_the_same_words_are_kept_once(citizen: Callable[..., Citizen]) -> None:
    citizen().send()
    again = citizen("203.0.113.8").send()
    assert again.status_code == 422
    assert SAME in again.text
    assert Enquiry.objects.count() == 1


def _bent(task: dict, **changes: object) -> str:
    """A proof whose task was changed after it was signed."""
    told = json.loads(base64.b64decode(solved(task)))
    told["challenge"]["parameters"] |= changes
    return base64.b64encode(json.dumps(told).encode()).decode()


def test_no_other_proof_is_taken_for_one(citizen: Callable[..., Citizen], published: Edition) -> None:
    """Without a good one the words are not lost: somebody looks at them first."""
    task = task_in(citizen().open())
    foreign = json.loads(effort.task(published.announcement_id + 1, timezone.now()))
    over = json.loads(effort.task(published.announcement_id, timezone.now() - 2 * effort.VALID))
    deep = base64.b64encode(b'{"challenge":' + b"[" * 900 + b"]" * 900 + b"}").decode()
    unsigned = {"parameters": {**task["parameters"], "keySignature": None}, "signature": task["signature"]}
    bad = (
        *(
            "",
            "x",
            "%%%",
            "A" * 5000,
            deep,
            base64.b64encode(b"[]").decode(),
            base64.b64encode(b"\xff").decode(),
        ),
        *(
            _bent(task, expiresAt=9_999_999_999),
            _bent(task, cost=1),
            _bent(task, expiresAt="x"),
            _bent(task, data=[]),
        ),
        *(solved(foreign), solved(over), solved(unsigned)),
    )
    assert [proof for proof in bad if effort.proof_in(proof, published.announcement_id)] == []
    assert effort.proof_in(solved(task), published.announcement_id)
    answer = citizen().send(proof=_bent(task, cost=1))
    assert answer.status_code == 200
    assert Enquiry.objects.get().hold == Hold.UNPROVEN


def test_without_a_script_somebody_looks_first(citizen: Callable[..., Citizen]) -> None:
    answer = citizen().send(proof="")
    assert answer.status_code == 200
    assert "先由工作人员核看" in answer.text
    made = Enquiry.objects.get()
    assert (made.state, made.hold) == (EnquiryState.HELD, Hold.UNPROVEN)


def test_addresses_of_pages_are_looked_at_first(citizen: Callable[..., Citizen]) -> None:
    citizen().send("全新装修优惠，请看 www.example.com 联系我们")
    assert Enquiry.objects.get().hold == Hold.LINKS


def test_robots_that_fill_in_everything_are_refused(citizen: Callable[..., Citizen]) -> None:
    answer = citizen().send(homepage="http://example.com")
    assert answer.status_code == 422
    assert "请勿填写" in answer.text
    assert not Enquiry.objects.exists()


def test_a_forged_form_is_refused(published: Edition) -> None:
    client = Client(enforce_csrf_checks=True)
    path = f"/public/a/{published.announcement_id}/respond/"
    assert client.post(path, "text=" + TEXT, content_type=URLENCODED).status_code == 403
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize(
    "text",
    ["", "太短", "   \n\n  ", "很长" * 1001, "\u202e\u200b" * 50],
    ids=["没有写", "太短", "空白", "太长", "看不见的字符"],
)
def test_too_short_and_too_long_is_told(citizen: Callable[..., Citizen], text: str) -> None:
    answer = citizen().send(text)
    assert answer.status_code == 422
    assert "10" in answer.text
    assert not Enquiry.objects.exists()


HOSTILE = (
    "<script>alert(1)</script>请说明情况好吗",
    '"><img src=x onerror=alert(1)>请说明情况好吗',
    "{{ 7*7 }}{% debug %}请说明情况好吗",
    "'; DROP TABLE enquiries_enquiry; --请说明情况",
    "\u202e倒过来写的意见，请说明情况\u202c",
    "𠮷野家𪚥旁的问题为什么还没有整改😀",
    "\x00\x07\x1b[31m请说明情况，谢谢你们了",
    "=HYPERLINK(1)请说明情况，谢谢你们",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_every_field_stays_text(
    citizen: Callable[..., Citizen], text: str, world: World, sign_in: Callable[..., Client]
) -> None:
    answer = citizen().send(text, name=text[:30], contact=text[:60])
    assert answer.status_code == 200, answer.text
    made = Enquiry.objects.get()
    assert not re.search("[\x00-\x08\x1b\u202a-\u202e]", made.text + made.name + made.contact)
    code = CODE.search(answer.text)
    assert code
    mine = Client().post("/public/receipt/", f"code={code.group()}", content_type=URLENCODED)
    pages = [mine.text, sign_in(world.liaison).get(f"/enquiries/{made.pk}/").text]
    pages += [sign_in(world.liaison).get("/enquiries/").text]
    for page in pages:
        for bad in ("<script>alert", "<img src=x", "49请说明", "\u202e"):
            assert bad not in page


def test_bodies_that_no_form_sends_are_refused_unread(published: Edition) -> None:
    path = f"/public/a/{published.announcement_id}/respond/"
    big = Client().post(path, "text=" + "x" * 100_000, content_type=URLENCODED)
    files = Client().post(path, {"text": TEXT})  # multipart: attachments are not taken
    assert (big.status_code, files.status_code) == (413, 413)
    assert not Enquiry.objects.exists()


def test_only_an_announcement_on_show_takes_them(
    published: Edition, world: World, settings: Settings
) -> None:
    path = f"/public/a/{published.announcement_id}/respond/"
    assert Client().get("/public/a/987654/respond/").status_code == 404
    settings.ENV = {**settings.ENV, "BIHUAN_ENQUIRIES": False}
    assert Client().get(path).status_code == 404
    settings.ENV = {**settings.ENV, "BIHUAN_ENQUIRIES": True}
    editions_expire(now=NOW + timedelta(days=60))
    over = Client().get(path)
    assert (over.status_code, "不再收意见" in over.text) == (410, True)
    assert 'href="respond/"' not in Client().get(f"/public/a/{published.announcement_id}/").text
    published.refresh_from_db()
    edition_step(actor=world.first_person, now=NOW, edition=published, step=Step.WITHDRAW, opinion="有误")
    assert Client().get(path).status_code == 410


@pytest.mark.django_db
def test_the_deadline_ends_on_a_working_day() -> None:
    assert due_of(date(2024, 6, 3)) == date(2024, 6, 18)
    assert due_of(date(2024, 9, 16)) == date(2024, 10, 8)  # 10月1日至7日放假
