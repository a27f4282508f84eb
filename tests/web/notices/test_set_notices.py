"""Where to be told, robots, and the administrators' page of jobs: who may, what is refused, what is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from bihuan.web.base.models import JournalEntry
from bihuan.web.base.queries import journal_verify
from bihuan.web.notices.models import Job, JobState, Robot, Subscription, WorkerPulse
from tests.web.world import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from bihuan.web.accounts.models import User
    from tests.web.world import World

SETTINGS, ROBOTS, JOBS = "/inbox/settings/", "/robots/", "/jobs/"
URL = "https://qyapi.weixin.example/cgi-bin/webhook/send?key=693a-secret"


@pytest.fixture
def liaison(world: World, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(world.liaison)


@pytest.fixture
def keeper(world: World, sign_in: Callable[[User], Client]) -> Client:
    """The system administrator."""
    return sign_in(world.system_admin)


def actions() -> list[str]:
    rows = JournalEntry.objects.order_by("id").values_list("action", flat=True)
    return [one for one in rows if one.split("_")[0] in ("subscription", "feed", "robot", "job")]


# --- where I want to be told


def test_address_is_saved_and_in_the_journal(liaison: Client) -> None:
    answer = liaison.post(SETTINGS, {"email": "lin@luxi.example", "digest": "1"}, follow=True)
    assert "通知设置已保存" in answer.content.decode()
    assert (Subscription.objects.get().email, actions()) == ("lin@luxi.example", ["subscription_change"])
    assert journal_verify() == []


@pytest.mark.parametrize(
    "email", ["lin", "lin@", "林@luxi.example", "a@b.example\nBcc: c@d.example", "a b@c.example"]
)
def test_senseless_address_is_told_on_the_form(email: str, liaison: Client) -> None:
    answer = liaison.post(SETTINGS, {"email": email, "digest": "1"})
    assert "邮箱地址写得不对" in answer.content.decode()
    assert not Subscription.objects.exists()


def test_feed_address_is_shown_once(liaison: Client) -> None:
    text = liaison.post(reverse("notices:feed_new")).content.decode()
    address = text.split('<p class="feed" tabindex="0">')[1].split("<")[0]
    assert liaison.get(address).status_code == 200
    assert address not in liaison.get(SETTINGS).content.decode()
    liaison.post(reverse("notices:feed_stop"))
    assert liaison.get(address).status_code == 404
    liaison.post(reverse("notices:feed_stop"))
    assert actions() == ["feed_make", "feed_revoke"]


@pytest.mark.parametrize("name", ["feed_new", "feed_stop", "read_all"])
def test_changes_are_posted(name: str, liaison: Client) -> None:
    assert liaison.get(reverse(f"notices:{name}")).status_code == 405


@pytest.mark.parametrize("who", ["liaison", "reader", "officer", "system_admin", "audit_admin", "stranger"])
def test_everybody_has_inbox_and_settings(
    who: str,
    world: World,
    sign_in: Callable[[User], Client],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = sign_in(getattr(world, who))
    for address in ("/inbox/", SETTINGS):
        with django_assert_max_num_queries(5):
            assert client.get(address).status_code == 200


# --- robots


def form(world: World, **changes: object) -> dict[str, object]:
    return {
        "unit": world.bureau.pk,
        "kind": "wecom",
        "name": "整改工作群",
        "url": URL,
        "secret": "",
        **changes,
    }


def test_liaison_adds_a_robot_whose_keys_are_never_shown(world: World, liaison: Client) -> None:
    answer = liaison.post(ROBOTS, form(world, secret="SEC-xyz"), follow=True)
    text = answer.content.decode()
    assert ("整改工作群" in text, "693a-secret" in text, "SEC-xyz" in text) == (True, False, False)
    told = str(list(JournalEntry.objects.values()))
    assert ("693a-secret" in told, "SEC-xyz" in told, actions()) == (False, False, ["robot_add"])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"url": "http://qyapi.example/x"}, "须以 https:// 开头"),
        ({"url": "https://192.168.1.9/x"}, "指向内网"),
        ({"url": "随便写的"}, "地址写得不对"),
        ({"name": ""}, "请填写这一项"),
        ({"kind": "qq"}, "field__error"),
    ],
)
def test_senseless_robot_is_told_on_the_form(
    changes: dict[str, object], said: str, world: World, liaison: Client
) -> None:
    assert said in liaison.post(ROBOTS, form(world, **changes)).content.decode()
    assert not Robot.objects.exists()


def test_second_robot_of_a_name_is_refused(world: World, liaison: Client) -> None:
    liaison.post(ROBOTS, form(world))
    assert "请换一个名称" in liaison.post(ROBOTS, form(world)).content.decode()
    assert Robot.objects.count() == 1


def test_robot_of_another_unit_cannot_be_added(world: World, liaison: Client) -> None:
    assert liaison.post(ROBOTS, form(world, unit=world.stranger_unit.pk)).status_code == 200
    assert not Robot.objects.exists()


def test_robot_is_tried_switched_and_removed(world: World, liaison: Client) -> None:
    liaison.post(ROBOTS, form(world))
    pk = Robot.objects.get().pk
    for name in ("robot_try", "robot_switch", "robot_remove"):
        assert liaison.post(reverse(f"notices:{name}", args=[pk])).headers["Location"] == ROBOTS
    assert actions() == ["robot_add", "robot_try", "robot_switch", "robot_remove"]
    assert (Job.objects.get().name, Robot.objects.exists()) == ("robot_tell", False)


@pytest.mark.parametrize("name", ["robot_try", "robot_switch", "robot_remove"])
def test_other_units_learn_of_no_robot(
    name: str, world: World, liaison: Client, sign_in: Callable[[User], Client]
) -> None:
    liaison.post(ROBOTS, form(world))
    address = reverse(f"notices:{name}", args=[Robot.objects.get().pk])
    assert sign_in(world.stranger).post(address).status_code == 404
    assert liaison.get(address).status_code == 405
    assert Robot.objects.get().active


@pytest.mark.parametrize(
    "who", ["reader", "handler", "first_person", "officer", "security_admin", "audit_admin"]
)
def test_readers_set_up_no_robots(who: str, world: World, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(getattr(world, who))
    assert client.get(ROBOTS).status_code == 403
    assert client.post(ROBOTS, form(world)).status_code == 403
    assert not Robot.objects.exists()


def test_system_administrator_sets_up_robots_of_any_unit(world: World, keeper: Client) -> None:
    keeper.post(ROBOTS, form(world, unit=world.stranger_unit.pk))
    assert Robot.objects.get().unit == world.stranger_unit


# --- jobs


@pytest.fixture
def dead(world: World) -> Job:
    del world
    return Job.objects.create(
        name="mail_send", state=JobState.DEAD, attempts=8, error="451 busy", created_at=NOW, ended_at=NOW
    )


def test_administrator_sees_what_failed(dead: Job, keeper: Client) -> None:
    text = keeper.get(JOBS).content.decode()
    assert all(word in text for word in ("寄邮件", "451 busy", "没有工作进程在运行", f"编号 {dead.pk}"))


def test_living_worker_is_shown(keeper: Client) -> None:
    WorkerPulse.objects.create(name="甲:1", started_at=timezone.now(), seen_at=timezone.now())
    text = keeper.get(JOBS).content.decode()
    assert ("在运行" in text, "没有工作进程在运行" in text) == (True, False)


def test_failed_job_is_tried_again_once(dead: Job, keeper: Client) -> None:
    address = reverse("notices:job_retry", args=[dead.pk])
    assert keeper.post(address).headers["Location"] == JOBS
    dead.refresh_from_db()
    assert (dead.state, dead.attempts, dead.due_at is not None) == (JobState.WAITING, 0, True)
    keeper.post(address)
    assert actions() == ["job_retry"]


def test_failed_job_is_dropped(dead: Job, keeper: Client) -> None:
    keeper.post(reverse("notices:job_discard", args=[dead.pk]))
    dead.refresh_from_db()
    assert (dead.state, actions()) == (JobState.DONE, ["job_discard"])
    assert "没有失败的任务" in keeper.get(JOBS).content.decode()


@pytest.mark.parametrize("who", ["liaison", "reader", "officer", "security_admin", "audit_admin", "stranger"])
def test_jobs_are_for_the_system_administrator(
    who: str, dead: Job, world: World, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(getattr(world, who))
    assert client.get(JOBS).status_code == 403
    for name in ("job_retry", "job_discard"):
        assert client.post(reverse(f"notices:{name}", args=[dead.pk])).status_code == 403
    assert actions() == []


def test_jobs_are_posted_to(dead: Job, keeper: Client) -> None:
    assert keeper.post(JOBS).status_code == 405
    assert keeper.get(reverse("notices:job_retry", args=[dead.pk])).status_code == 405
    assert keeper.post(reverse("notices:job_retry", args=[0])).status_code == 404


def test_job_page_needs_few_queries(
    dead: Job, keeper: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    del dead
    with django_assert_max_num_queries(6):
        keeper.get(JOBS)
