"""One letter a day a person, over a real SMTP server process; never two, and nothing is lost."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest

from bihuan.web.notices.kinds import SYSTEM
from bihuan.web.notices.mail import sending
from bihuan.web.notices.models import Job, JobState, Letter, LetterState, Notification
from bihuan.web.notices.queue import enqueue
from bihuan.web.notices.queue.worker import Worker
from bihuan.web.notices.services import notify_people
from bihuan.web.notices.services.reading import notification_read
from bihuan.web.notices.services.subscribing import subscription_change
from tests.web.world import NOW, import_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from email.message import EmailMessage
    from pathlib import Path

    from pytest_django import DjangoAssertNumQueries

    from bihuan.web.accounts.models import User
    from tests.web.world import World

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def want(user: User, email: str = "") -> None:
    subscription_change(actor=user, now=NOW, email=email or f"{user.username}@luxi.example", digest=True)


def tell(user: User, *texts: str, now: datetime = NOW) -> None:
    for text in texts:
        notify_people([user.person_id], now=now, kind=SYSTEM, text=text, link="/ledger/")


def work(now: datetime = NOW) -> None:
    """What a worker does at this moment, the day's gathering included."""
    enqueue("digest", now=now)
    Worker(clock=lambda: now, ticking=False).drain()


def letters(folder: Path) -> list[EmailMessage]:
    """What the server took, in the order of taking."""
    files = sorted(folder.glob("*.eml"))
    return [message_from_bytes(one.read_bytes(), policy=default) for one in files]  # type: ignore[misc]


def body(letter: EmailMessage) -> str:
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def test_many_notices_become_one_letter(world: World, post_office: Path) -> None:
    want(world.liaison)
    tell(world.liaison, "第一条", "第二条", "第三条")
    work()
    (letter,) = letters(post_office)
    assert (letter["To"], letter["Subject"]) == ("lin@luxi.example", "闭环 6月3日：3条新消息")
    assert all(
        text in body(letter) for text in ("林知夏同志", "第一条", "第三条", "https://zg.luxi.example/ledger/")
    )
    html = letter.get_body(("html",))
    assert html is not None
    assert "第二条" in html.get_content()
    assert Letter.objects.get().state == LetterState.SENT


def test_what_is_due_is_in_the_letter_of_those_who_may_see_it(world: World, post_office: Path) -> None:
    import_text(world)
    want(world.liaison)
    want(world.stranger)
    work()
    (letter,) = letters(post_office)
    assert letter["To"] == "lin@luxi.example"
    assert "项已逾期" in letter["Subject"]
    assert "统计执法力度不够（市统计局，问题2）" in body(letter)


def test_markup_in_a_notice_is_text(world: World, post_office: Path) -> None:
    want(world.liaison)
    tell(world.liaison, "<b>甲&乙</b>\n.\nBcc: x@y")
    work()
    (letter,) = letters(post_office)
    html = letter.get_body(("html",))
    assert html is not None
    assert "&lt;b&gt;甲&amp;乙" in html.get_content()
    assert "<b>甲&乙</b> . Bcc: x@y" in body(letter)
    assert letter["Bcc"] is None


def test_second_gathering_of_a_day_writes_nothing(world: World, post_office: Path) -> None:
    want(world.liaison)
    tell(world.liaison, "早上")
    work()
    tell(world.liaison, "下午")
    work()
    assert len(letters(post_office)) == 1
    work(NOW + DAY)
    assert "下午" in body(letters(post_office)[1])
    assert "早上" not in body(letters(post_office)[1])


def test_nothing_to_say_is_no_letter(world: World, post_office: Path) -> None:
    want(world.liaison)
    tell(world.liaison, "看过了")
    notification_read(actor=world.liaison, now=NOW, notification=Notification.objects.get())
    work()
    assert letters(post_office) == []


@pytest.mark.parametrize("why", ["no address", "not wanted", "account is off"])
def test_who_does_not_want_letters_gets_none(why: str, world: World, post_office: Path) -> None:
    if why != "no address":
        subscription_change(
            actor=world.liaison, now=NOW, email="lin@luxi.example", digest=why == "account is off"
        )
    if why == "account is off":
        world.liaison.is_active = False
        world.liaison.save()
    tell(world.liaison, "消息")
    work()
    assert letters(post_office) == []


def test_no_mail_server_keeps_everything_for_later(world: World) -> None:
    want(world.liaison)
    tell(world.liaison, "消息")
    work()
    assert not Letter.objects.exists()
    assert Notification.objects.get().letter is None


def test_long_lists_say_how_many_more(world: World, post_office: Path) -> None:
    want(world.liaison)
    tell(world.liaison, *(f"第{number}条" for number in range(40)))
    work()
    assert "另有10条" in body(letters(post_office)[0])
    assert not Notification.objects.filter(letter=None).exists()


def test_refused_address_is_told_and_its_news_kept(world: World, post_office: Path) -> None:
    want(world.liaison, "refused@luxi.example")
    want(world.reader)
    tell(world.liaison, "消息")
    tell(world.reader, "消息")
    work()
    assert [letter["To"] for letter in letters(post_office)] == ["he@luxi.example"]
    refused = Letter.objects.get(state=LetterState.REFUSED)
    assert "550" in refused.error
    want(world.liaison, "lin@luxi.example")
    work(NOW + DAY)
    assert letters(post_office)[1]["To"] == "lin@luxi.example"


def test_busy_server_gets_the_same_letter_later_and_once(world: World, post_office: Path) -> None:
    want(world.liaison, "later@luxi.example")
    want(world.reader)
    tell(world.liaison, "消息")
    tell(world.reader, "消息")
    work()
    assert [letter["To"] for letter in letters(post_office)] == ["he@luxi.example"]
    Worker(clock=lambda: NOW + timedelta(minutes=1), ticking=False).drain()
    assert [letter["To"] for letter in letters(post_office)] == ["he@luxi.example", "later@luxi.example"]
    message_id = Letter.objects.get(to="later@luxi.example").message_id
    assert letters(post_office)[1]["Message-ID"] == f"<{message_id}>"


def test_cut_line_after_handing_over_is_never_a_second_letter(world: World, post_office: Path) -> None:
    want(world.liaison, "cut@luxi.example")
    want(world.reader)
    tell(world.liaison, "要紧的事")
    tell(world.reader, "消息")
    work()
    assert Letter.objects.get(to="cut@luxi.example").state == LetterState.UNSURE
    Worker(clock=lambda: NOW + timedelta(hours=5), ticking=False).drain()
    assert sorted(letter["To"] for letter in letters(post_office)) == ["cut@luxi.example", "he@luxi.example"]
    work(NOW + DAY)
    last = body(letters(post_office)[-1])
    assert "要紧的事" in last
    assert "可能与上一封重复" in last


def test_server_that_is_away_is_asked_again(
    world: World, env: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    del caplog
    env(BIHUAN_SMTP_HOST="127.0.0.1", BIHUAN_SMTP_PORT=9, BIHUAN_SMTP_FROM="bihuan@luxi.example")
    want(world.liaison)
    tell(world.liaison, "消息")
    work()
    job = Job.objects.get(name="mail_send")
    assert (job.state, "邮件服务器不能用" in job.error) == (JobState.WAITING, True)
    assert Letter.objects.get().state == LetterState.WRITTEN


def test_letter_that_never_left_goes_into_the_next(
    world: World, env: Callable[..., None], post_office: Path
) -> None:
    port = sending.Server.of_settings()
    assert port is not None
    env(BIHUAN_SMTP_PORT=9)
    want(world.liaison)
    tell(world.liaison, "昨天的")
    work()
    env(BIHUAN_SMTP_PORT=port.port)
    Job.objects.filter(name="mail_send").update(state=JobState.DEAD, due_at=None)
    work(NOW + DAY)
    (letter,) = letters(post_office)
    assert "昨天的" in body(letter)
    assert Letter.objects.get(day=NOW.date()).state == LetterState.DROPPED


def test_wrong_settings_are_told_to_the_administrators(
    world: World, env: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    env(BIHUAN_SMTP_HOST="127.0.0.1", BIHUAN_SMTP_FROM="")
    work()
    assert "BIHUAN_SMTP_FROM" in Job.objects.get(name="digest").error
    assert Notification.objects.get().person_id == world.system_admin.person_id
    assert "BIHUAN_SMTP_FROM" in caplog.text


def test_gathering_asks_little(
    world: World, env: Callable[..., None], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    env(BIHUAN_SMTP_HOST="127.0.0.1", BIHUAN_SMTP_FROM="bihuan@luxi.example")
    for user in (world.liaison, world.reader, world.handler, world.first_person):
        want(user)
        tell(user, *(f"第{number}条" for number in range(20)))
    enqueue("digest", now=NOW)
    worker = Worker(clock=lambda: NOW, ticking=False)
    worker.run_one()
    with django_assert_max_num_queries(20 + 4 * 4):
        worker.run_one()
    assert Letter.objects.count() == 4
