"""Somebody without an account answers by a link: sees the one request, writes, encloses, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from bihuan.web.assistance import guarding
from bihuan.web.assistance.models import AssistanceRequest, Enclosure
from bihuan.web.assistance.services import assistance_extend, assistance_renew, assistance_revoke
from bihuan.web.base.models import JournalEntry
from bihuan.web.evidence.models import Evidence, Upload
from bihuan.web.evidence.services import uploads_sweep
from bihuan.web.evidence.store import incoming
from bihuan.web.inspections.archiving import round_archive
from bihuan.web.notices.models import Notification
from tests.web.assistance.conftest import Stranger, expire, today

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django import DjangoAssertNumQueries

    from bihuan.web.assistance.services.asking import Issued
    from bihuan.web.inspections.models import Feedback
    from bihuan.web.rectification.models import Measure
    from tests.web.world import World

ANSWER = "7月10日培训到场42人，签到表附后。"
SHEET = ("签到表.txt", "培训签到：42人".encode())


def noted(action: str) -> int:
    return JournalEntry.objects.filter(action=action).count()


def test_the_page_shows_what_was_chosen_and_nothing_else(
    issue: Callable[..., Issued], measure: Measure
) -> None:
    page = Stranger(issue()).look()
    assert all(
        word in page for word in ("鹿溪市第二中学", "陈老师", "请提供7月以来的培训签到表", "组织培训。")
    )
    assert measure.text not in page
    assert "/responses/" not in page
    assert "/ledger" not in page
    assert 'class="nav"' not in page


def test_the_measure_is_not_shown_at_all_where_its_words_were_cleared(issue: Callable[..., Issued]) -> None:
    assert "所涉及的整改措施" not in Stranger(issue(shown="")).look()


def test_nobody_else_learns_of_the_address(issue: Callable[..., Issued]) -> None:
    path = Stranger(issue()).path
    for answer in (Client().get(path), Client().get("/a/unknown/"), Client().post(path, {"whole": "1"})):
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert not answer.cookies


def test_the_link_is_kept_as_a_hash_only(issue: Callable[..., Issued]) -> None:
    made = issue(with_code=True)
    secret = made.token.partition(".")[0]
    told = str(AssistanceRequest.objects.values().get()) + str(list(JournalEntry.objects.values()))
    assert secret not in told
    assert made.code not in told


def test_an_answer_comes_whole(issue: Callable[..., Issued], world: World) -> None:
    made = issue()
    other = Stranger(made)
    page = other.send(SHEET, text=ANSWER)
    assert "答复已送达" in page
    assert "签到表.txt" in page
    answer = made.request.answers.get()
    assert (answer.text, answer.files.get().blob.size) == (ANSWER, len(SHEET[1]))
    assert AssistanceRequest.objects.get().state == "answered"
    assert Notification.objects.get(kind="assistance").person == world.liaison.person
    assert not Upload.objects.exists()
    assert not Evidence.objects.exists()
    entry = JournalEntry.objects.get(action="assistance_answer")
    assert (entry.actor, entry.actor_name) == (None, "陈老师（鹿溪市第二中学，外部）")


def test_every_visit_and_answer_is_written_down(issue: Callable[..., Issued]) -> None:
    other = Stranger(issue())
    other.look()
    other.look()
    other.send(text=ANSWER)
    assert (noted("assistance_open"), noted("assistance_answer")) == (2, 1)
    assert AssistanceRequest.objects.get().openings == 2


def test_an_answer_is_sent_once(issue: Callable[..., Issued]) -> None:
    made = issue()
    other = Stranger(made)
    other.send(text=ANSWER)
    assert "答复已送达" in other.send(text="又写了一遍")
    assert made.request.answers.get().text == ANSWER


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (("方案.txt", "机密★10年\n\n实施方案".encode()), "密级标志"),
        (("机密★方案.txt", b"x"), "密级标志"),
        (("a.exe", b"MZ\x90\x00" + b"\x00" * 60), "没有收"),
        (("空.txt", b""), "文件是空的"),
    ],
)
def test_hostile_files_are_refused_and_the_words_are_kept(
    issue: Callable[..., Issued], file: tuple[str, bytes], sentence: str
) -> None:
    made = issue()
    page = Stranger(made).send(file, text=ANSWER)
    assert sentence in page
    assert ANSWER in page
    assert not made.request.answers.exists()
    assert not Enclosure.objects.exists()
    assert AssistanceRequest.objects.get().draft == ANSWER


def test_a_mark_of_secrecy_is_journaled_under_the_other_side(issue: Callable[..., Issued]) -> None:
    Stranger(issue()).send(("方案.txt", "机密★10年\n\n实施方案".encode()), text=ANSWER)
    assert JournalEntry.objects.get(action="upload_refused").actor_name.startswith("陈老师")


def test_files_have_room_for_so_much(issue: Callable[..., Issued], monkeypatch: pytest.MonkeyPatch) -> None:
    from bihuan.web.assistance.services import answering
    from bihuan.web.assistance.views import outside

    monkeypatch.setattr(answering, "MOST_MEGABYTES", 1)
    monkeypatch.setattr(outside, "MOST_MEGABYTES", 1)
    other, half = Stranger(issue()), b"a\n" * 400_000
    assert "一次答复的文件合计最多" not in other.send(("一.txt", half), do="keep", text="")
    assert "一次答复的文件合计最多" in other.send(("二.txt", half), do="keep", text="")
    assert "文件合计太大" in other.send(("三.txt", half * 2), do="keep", text="")
    assert Enclosure.objects.count() == 1
    left = [one.name for one in incoming(Upload.objects.get().token).parent.iterdir()]
    assert left == [Upload.objects.get().token.hex]


def test_personal_data_must_be_confirmed(issue: Callable[..., Issued]) -> None:
    file = ("名单.txt", "张三 11010519491231002X".encode())
    made = issue()
    other = Stranger(made)
    assert "请遮盖后重交" in other.send(file, text=ANSWER)
    assert "答复已送达" in other.send(text=ANSWER, confirmed="1")
    assert made.request.answers.get().files.get().warnings


def test_a_draft_waits_with_its_files(issue: Callable[..., Issued]) -> None:
    made = issue()
    other = Stranger(made)
    assert "已暂存" in other.send(SHEET, do="keep", text="写到一半")
    page = other.look()
    assert "写到一半" in page
    assert "签到表.txt" in page
    pk = Enclosure.objects.get().pk
    assert "签到表.txt" not in other.send(do="", text="写到一半", drop=str(pk))
    assert "答复已送达" in other.send(text=ANSWER)
    assert not made.request.answers.get().files.exists()


def test_files_of_a_draft_are_swept_like_any_upload(issue: Callable[..., Issued]) -> None:
    Stranger(issue()).send(SHEET, do="keep", text="写到一半")
    assert uploads_sweep(now=timezone.now() + timedelta(hours=49)) == 1
    assert not Enclosure.objects.exists()


def test_nobody_drops_files_of_another_request(issue: Callable[..., Issued]) -> None:
    Stranger(issue()).send(SHEET, do="keep", text="x")
    Stranger(issue()).send(do="", text="", drop=str(Enclosure.objects.get().pk))
    assert Enclosure.objects.count() == 1


def test_an_upload_that_broke_off_keeps_the_words(issue: Callable[..., Issued]) -> None:
    made = issue()
    assert "上传中断" in Stranger(made).send(SHEET, text=ANSWER, whole="")
    assert not made.request.answers.exists()
    assert AssistanceRequest.objects.get().draft == ANSWER


# --- links that open nothing


def test_an_expired_link_says_so_and_keeps_what_was_typed(issue: Callable[..., Issued], world: World) -> None:
    made = issue()
    other = Stranger(made)
    other.look()
    expire(made.request)
    page = other.send(SHEET, text=ANSWER)
    assert "到期" in page
    assert ANSWER in page
    assert "已经保存" in page
    assert "请提供7月以来" not in other.look()
    assistance_extend(
        actor=world.liaison, now=timezone.now(), request=made.request, due=today(), until=today()
    )
    assert ANSWER in other.look()
    assert not Upload.objects.exists()


def test_the_last_day_itself_still_opens(issue: Callable[..., Issued]) -> None:
    made = issue()
    expire(made.request, 0)
    assert "送出答复" in Stranger(made).look()


def test_a_revoked_link_gives_the_words_back(issue: Callable[..., Issued], world: World) -> None:
    made = issue()
    assistance_revoke(actor=world.liaison, now=timezone.now(), request=made.request, reason="已来函")
    answer = Stranger(made).post(text=ANSWER)
    page = answer.content.decode()
    assert answer.status_code == 410
    assert "已经撤回" in page
    assert ANSWER in page
    assert "已来函" not in page


@pytest.mark.parametrize("end", ["revoke", "archive"])
def test_what_was_never_sent_is_not_kept(
    end: str, issue: Callable[..., Issued], world: World, case: Feedback
) -> None:
    made = issue()
    Stranger(made).send(SHEET, do="keep", text=ANSWER)
    assert AssistanceRequest.objects.get().draft == ANSWER
    told = {"actor": world.officer, "now": timezone.now(), "reason": "到此为止"}
    if end == "revoke":
        assistance_revoke(request=made.request, **{**told, "actor": world.liaison})
    else:
        round_archive(round=case.round, **told)
    assert AssistanceRequest.objects.get().draft == ""
    assert not Enclosure.objects.exists()


def test_a_renewed_link_kills_the_old_one(issue: Callable[..., Issued], world: World) -> None:
    made = issue()
    fresh = assistance_renew(actor=world.liaison, now=timezone.now(), request=made.request)
    assert "链接不对或已经更换" in Stranger(made).look()
    assert "送出答复" in Stranger(fresh).look()


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("token", ["x", "x" * 32, "x.y", "%00", "' or 1=1"])
def test_an_address_of_nobodys_making_asks_no_table_of_requests(
    token: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(9) as seen:
        assert Client().get(f"/a/{token}/").status_code in (404, 400)
    assert not [one for one in seen.captured_queries if "assistance_assistancerequest" in one["sql"]]


def test_a_changed_signature_opens_nothing(issue: Callable[..., Issued]) -> None:
    made = issue()
    assert Client().get(f"/a/{made.token[:-2]}xx/").status_code == 404


# --- the access code


def test_the_code_stands_before_everything(issue: Callable[..., Issued]) -> None:
    made = issue(with_code=True)
    other = Stranger(made)
    assert "请提供7月以来" not in other.look()
    assert "口令不对" in other.send(do="", code="AAAA2222")
    assert "请提供7月以来" not in other.send(text=ANSWER)
    assert "请提供7月以来" in other.send(do="", code=f" {made.code[:4].lower()}-{made.code[4:]}")
    assert "答复已送达" in other.send(SHEET, text=ANSWER)
    assert (noted("assistance_wrong_code"), noted("assistance_enter")) == (1, 1)


def test_words_typed_before_the_code_was_asked_again_are_kept(issue: Callable[..., Issued]) -> None:
    made = issue(with_code=True)
    other = Stranger(made)
    other.send(do="", code=made.code)
    other.passed = "gone"
    page = other.send(SHEET, text=ANSWER)
    assert "请再输一次口令" in page
    assert ANSWER in page
    assert ANSWER in other.send(do="", code=made.code, text=ANSWER)
    assert not Upload.objects.exists()


def test_a_pass_is_worth_nothing_for_another_request(issue: Callable[..., Issued]) -> None:
    one, two = issue(with_code=True), issue(with_code=True)
    first, second = Stranger(one), Stranger(two)
    first.send(do="", code=one.code)
    second.passed = first.passed
    assert "请再输一次口令" in second.send(text=ANSWER)
    assert not two.request.answers.exists()


def test_five_wrong_codes_lock_the_link(issue: Callable[..., Issued]) -> None:
    made = issue(with_code=True)
    other = Stranger(made)
    for _ in range(5):
        assert "口令不对" in other.send(do="", code="AAAA2222")
    answer = other.post(code=made.code)
    assert answer.status_code == 429
    assert "太频繁" in answer.content.decode()


def test_who_asks_too_often_waits(issue: Callable[..., Issued], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarding, "TURNS", 3)
    monkeypatch.setattr(guarding, "STRANGERS", 2)
    path = Stranger(issue()).path
    assert [Client().get(path).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert [Client().get("/a/x/").status_code for _ in range(3)] == [404, 404, 429]


@pytest.mark.parametrize("files", [0, 4])
def test_the_page_needs_few_queries(
    files: int, issue: Callable[..., Issued], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    other = Stranger(issue())
    other.send(*[(f"{at}.txt", f"{at}".encode()) for at in range(files)], do="keep", text="写到一半")
    with django_assert_max_num_queries(22):  # three writes with their savepoints among them
        other.look()


def test_a_signed_in_browser_shows_nothing_more(issue: Callable[..., Issued], liaison: Client) -> None:
    page = liaison.get(Stranger(issue()).path).content.decode()
    assert not [word for word in ("收件箱", 'class="menu"', "退出登录", "市统计局整改") if word in page]
