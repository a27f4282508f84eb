"""Enquiry and answer beside the announcement: masked, agreed to by another, on the page and in its copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from bihuan.web.base.errors import ServiceError
from bihuan.web.disclosure.public.exporting import export
from bihuan.web.enquiries.masking import veiled
from bihuan.web.enquiries.models import Enquiry, Showing
from bihuan.web.enquiries.services import enquiry_show, enquiry_show_decide, enquiry_show_stop
from tests.web.disclosure.conftest import ORIGINALS
from tests.web.world import NOW

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bihuan.web.accounts.models import User
    from tests.web.world import World

SECRETS = (*ORIGINALS, "赵大海", "13800000000", "林知夏")


def show(one: Enquiry, actor: User) -> Enquiry:
    made = veiled(one)
    return enquiry_show(actor=actor, now=NOW, enquiry=one, text=made.text, answer=made.answer)


def test_masks_are_those_of_the_announcement(answered: Enquiry) -> None:
    made = veiled(answered)
    assert [one for one in SECRETS if one in made.text + made.answer] == []
    assert "陈某乙" in made.text
    assert "陈某乙" in made.answer
    assert "某村" in made.text


@pytest.mark.parametrize(
    "secret", ["陈曦", "大榆村", "赵大海", "13911112222", "周衡远", "110101199003077758"]
)
def test_what_must_not_be_read_is_refused(answered: Enquiry, world: World, secret: str) -> None:
    with pytest.raises(ServiceError, match=secret):
        enquiry_show(actor=world.liaison, now=NOW, enquiry=answered, text=f"请问{secret}呢？", answer="有。")


def test_another_agrees_and_everybody_reads(answered: Enquiry, world: World, tmp_path: Path) -> None:
    path = f"/public/a/{answered.announcement_id}/"
    assert "群众意见和答复" not in Client().get(path).text
    one = show(answered, world.liaison)
    assert "群众意见和答复" not in Client().get(path).text
    with pytest.raises(PermissionDenied):
        enquiry_show_decide(actor=world.liaison, now=NOW, enquiry=one, agreed=True)
    enquiry_show_decide(actor=world.first_person, now=NOW, enquiry=one, agreed=True)
    page = Client().get(path).text
    assert "群众意见和答复" in page
    assert [secret for secret in SECRETS if secret in page] == []
    export(tmp_path / "site")
    copy = (tmp_path / "site" / f"a/{answered.announcement_id}/index.html").read_text("utf-8")
    assert "群众意见和答复" in copy
    assert 'href="respond/"' not in copy
    enquiry_show_stop(actor=world.officer, now=NOW, enquiry=one, opinion="有误")
    assert "群众意见和答复" not in Client().get(path).text


def test_a_refusal_says_why_and_it_may_be_asked_again(answered: Enquiry, world: World) -> None:
    one = show(answered, world.liaison)
    with pytest.raises(ServiceError, match="写明理由"):
        enquiry_show_decide(actor=world.first_person, now=NOW, enquiry=one, agreed=False)
    one = enquiry_show_decide(actor=world.first_person, now=NOW, enquiry=one, agreed=False, opinion="再改")
    assert (one.showing, one.opinion) == (Showing.REFUSED, "再改")
    assert show(one, world.liaison).showing == Showing.ASKED


def test_only_answered_ones_are_shown(received: Callable[..., Enquiry], world: World) -> None:
    with pytest.raises(ServiceError, match="不能申请公开"):
        enquiry_show(actor=world.liaison, now=NOW, enquiry=received(), text="意见", answer="答复")


def test_pages_ask_and_decide(answered: Enquiry, world: World, sign_in: Callable[[User], Client]) -> None:
    base = f"/enquiries/{answered.pk}"
    client, boss = sign_in(world.liaison), sign_in(world.first_person)
    form = client.get(f"{base}/show/").text
    assert "陈曦→陈某乙" in form
    made = veiled(answered)
    told = {"shown_text": made.text, "shown_answer": made.answer, "version": answered.version}
    assert client.post(f"{base}/show/", told).status_code == 302
    assert "待批准公开" in boss.get("/").text
    assert made.text in boss.get(f"{base}/decide/").text
    assert boss.post(f"{base}/decide/", {"agreed": "yes", "opinion": ""}).status_code == 302
    assert "已公开" in client.get(f"{base}/").text
    assert client.post(f"{base}/stop/", {"opinion": "有误"}).status_code == 302
    assert Enquiry.objects.get().showing == Showing.STOPPED
