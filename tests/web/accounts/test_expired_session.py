"""A session that is over in the middle of a form: nothing that was typed is lost. And acting as a deputy."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from bihuan.web.accounts.models import KeptForm
from bihuan.web.accounts.services import deputy_appoint
from bihuan.web.accounts.sessions import WATCH
from bihuan.web.base.models import JournalEntry
from bihuan.web.rectification.models import Measure
from tests.web.world import NOW, PASSWORD, import_text

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from bihuan.web.accounts.models import User
    from tests.web.world import World

TYPED = "7月3日，党组会议专题研究，逐户核对了台账。"


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def grow_old(client: Client, **ago: int) -> None:
    """As if the session had begun or been used that long ago."""
    session = client.session
    stamp = int(timezone.now().timestamp())
    session[WATCH] = {**session[WATCH], **{key: stamp - seconds for key, seconds in ago.items()}}
    session.save()


def log_in(client: Client, name: str, onward: str) -> str:
    form = {"username": name, "password": PASSWORD, "next": onward}
    return client.post("/login/", form).headers["Location"]


@pytest.mark.parametrize("ago", [{"seen": 31 * 60}, {"since": 13 * 3600}])
def test_an_unused_or_old_session_ends(world: World, ago: dict[str, int]) -> None:
    client = client_of(world.liaison)
    assert client.get("/").status_code == 200
    grow_old(client, **ago)
    assert client.get("/imports/").headers["Location"] == "/login/?next=/imports/"


def test_use_keeps_a_session_alive(world: World) -> None:
    client = client_of(world.liaison)
    grow_old(client, seen=25 * 60)
    assert client.get("/").status_code == 200
    assert timezone.now().timestamp() - client.session[WATCH]["seen"] < 60


def test_what_was_typed_is_kept_offered_and_sent_again(world: World) -> None:
    case = import_text(world)
    measure = Measure.objects.filter(feedback=case).order_by("position")[0]
    page, client = f"/measures/{measure.pk}/edit/", client_of(world.liaison)
    grow_old(client, seen=31 * 60)
    form = {"value": TYPED, "version": measure.version, "csrfmiddlewaretoken": "x"}
    answer = client.post(page, form, headers={"Referer": "http://testserver/findings/1/?x=1"})
    assert answer.headers["Location"] == "/login/?next=/findings/1/%3Fx%3D1&kept=1"
    assert "已经保留" not in client.get("/login/").content.decode()
    assert "已经保留" in client.get(answer.headers["Location"]).content.decode()
    assert log_in(client, "lin", "/findings/1/") == "/kept/"
    shown = client.get("/kept/").content.decode()
    assert TYPED in shown
    sent = client.post("/kept/send/", {"value": TYPED, "version": measure.version}, follow=True)
    assert sent.redirect_chain[0] == (page, 307)
    assert TYPED in sent.content.decode()
    measure.refresh_from_db()
    assert measure.text == TYPED
    assert not KeptForm.objects.exists()


def test_a_part_of_a_page_leads_the_whole_browser_to_the_log_in(world: World) -> None:
    client = client_of(world.liaison)
    grow_old(client, seen=31 * 60)
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/findings/7/"}
    answer = client.post("/measures/1/edit/", {"value": TYPED}, headers=headers)
    assert answer.headers["HX-Redirect"] == "/login/?next=/findings/7/&kept=1"


def test_only_its_owner_is_offered_the_form(world: World) -> None:
    client = client_of(world.liaison)
    grow_old(client, seen=31 * 60)
    client.post("/measures/1/edit/", {"value": TYPED})
    assert log_in(client, "zhou", "/") == "/"
    assert client.get("/kept/").headers["Location"] == "/"


def test_passwords_and_foreign_addresses_are_not_kept(world: World) -> None:
    client = client_of(world.liaison)
    grow_old(client, seen=31 * 60)
    form = {"old": PASSWORD, "new": "甲乙丙丁戊己庚辛", "again": "甲乙丙丁戊己庚辛"}
    answer = client.post("/account/", form, headers={"Referer": "https://evil.example/x"})
    assert answer.headers["Location"] == "/login/?next=/account/"
    assert not KeptForm.objects.exists()


def test_work_is_kept_whatever_its_fields_are_called(world: World) -> None:
    client = client_of(world.liaison)
    grow_old(client, seen=31 * 60)
    client.post(
        "/responses/1/plan/", {"target": "改到位", "new": "一是清理。", "code": "甲", "secret": "密钥"}
    )
    told = dict(KeptForm.objects.get().fields)
    assert told == {"target": "改到位", "new": "一是清理。", "code": "甲"}


def test_a_form_left_over_the_weekend_finds_its_owner(world: World) -> None:
    client = client_of(world.liaison)
    assert settings.SESSION_COOKIE_AGE > 64 * 3600
    grow_old(client, seen=64 * 3600)
    client.post("/responses/1/plan/", {"new": "一是清理。"})
    assert KeptForm.objects.get().user == world.liaison


def test_too_much_is_not_kept_and_what_is_not_wanted_is_forgotten(world: World) -> None:
    client = client_of(world.liaison)
    grow_old(client, seen=31 * 60)
    client.post("/measures/1/edit/", {"value": "长" * 400_001})
    assert not KeptForm.objects.exists()
    KeptForm.objects.create(
        user=world.liaison, path="/x/", back="/", fields=[["value", "甲"]], at=timezone.now()
    )
    client = client_of(world.liaison)
    assert client.post("/kept/send/?kept-drop=1").headers["Location"] == "/"
    assert not KeptForm.objects.exists()


def test_watching_costs_no_query(world: World, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client = client_of(world.liaison)
    client.get("/account/leave/")
    with django_assert_num_queries(4):
        client.get("/account/leave/")  # session, account, colleagues, inbox


def test_a_deputy_acts_and_the_journal_says_so(world: World) -> None:
    case = import_text(world)
    measure = Measure.objects.filter(feedback=case).order_by("position")[0]
    today = timezone.localdate()
    row = deputy_appoint(
        actor=world.liaison, now=NOW, absent=world.liaison, deputy=world.handler,
        from_on=today, to_on=today, reason="出差",
    )  # fmt: skip
    client, page = client_of(world.handler), f"/measures/{measure.pk}/edit/"
    form = {"value": TYPED, "version": measure.version}
    assert client.post(page, form).status_code == 403
    assert "请您代理" in client.get("/account/").content.decode()
    assert client.post(f"/account/act/{row.pk}/").status_code == 302
    assert "乔木（代林知夏）" in client.get("/").content.decode()
    assert client.post(page, form).status_code == 302
    entry = JournalEntry.objects.get(action="measure_edit")
    assert (entry.actor, entry.actor_name) == (world.handler.pk, "乔木（代林知夏）")
    client.post("/account/act/end/")
    assert client.get(page).status_code == 403


def test_a_deputyship_that_is_over_opens_nothing(world: World) -> None:
    today = timezone.localdate()
    row = deputy_appoint(
        actor=world.liaison, now=NOW, absent=world.liaison, deputy=world.handler,
        from_on=today, to_on=today, reason="出差",
    )  # fmt: skip
    client = client_of(world.handler)
    client.post(f"/account/act/{row.pk}/")
    assert client_of(world.liaison).post(f"/account/leave/{row.pk}/end/").status_code == 302
    assert "（代" not in client.get("/").content.decode()
    assert client.post(f"/account/act/{row.pk}/").status_code == 404
    row.from_on = row.to_on = today - timedelta(1)
    row.ended_at = None
    row.save()
    assert client.post(f"/account/act/{row.pk}/").status_code == 404
    assert client_of(world.reader).post(f"/account/leave/{row.pk}/end/").status_code == 404


def test_leave_is_taken_on_the_account_page(world: World) -> None:
    client, today = client_of(world.liaison), timezone.localdate()
    page = client.get("/account/leave/").content.decode()
    assert "乔木（执法科科员）" in page
    assert "水清源" not in page
    form = {"deputy": world.handler.pk, "from_on": today, "to_on": today, "reason": "休假"}
    assert "已请乔木代理" in client.post("/account/leave/", form, follow=True).content.decode()
    assert "已经有代理人" in client.post("/account/leave/", form).content.decode()
    form["deputy"] = world.stranger.pk
    assert "请从名单里选择" in client.post("/account/leave/", form).content.decode()
