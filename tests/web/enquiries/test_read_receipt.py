"""The answer behind a receipt: without log-in and cookies, only with the very code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

from bihuan.web.enquiries import receipts
from bihuan.web.enquiries.limits import CODES
from bihuan.web.enquiries.models import Enquiry
from bihuan.web.enquiries.services import enquiry_answer, enquiry_close
from tests.web.enquiries.conftest import CODE, TEXT, URLENCODED
from tests.web.world import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django import DjangoAssertNumQueries

    from tests.web.enquiries.conftest import Citizen
    from tests.web.world import World


@pytest.fixture
def code(citizen: Callable[..., Citizen]) -> str:
    """Of an enquiry that was sent."""
    found = CODE.search(citizen().send(name="赵大海", contact="13800000000").text)
    assert found
    return found.group()


def read(code: str, address: str = "203.0.113.50") -> tuple[int, str]:
    """What the page says."""
    client = Client(enforce_csrf_checks=True, REMOTE_ADDR=address)
    answer = client.post("/public/receipt/", f"code={code}", content_type=URLENCODED)
    assert not answer.cookies
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.status_code, answer.text


def test_it_tells_how_the_enquiry_stands(code: str, world: World) -> None:
    status, page = read(code)
    assert (status, "正在办理" in page, TEXT in page) == (200, True, True)
    assert "13800000000" not in page
    enquiry_answer(actor=world.liaison, now=NOW, enquiry=Enquiry.objects.get(), answer="已经补登，请监督。")
    assert "已经补登，请监督。" in read(code)[1]
    assert read(code.lower().replace("-", " "))[0] == 200


def test_a_closed_one_says_why(code: str, world: World) -> None:
    enquiry_close(actor=world.liaison, now=NOW, enquiry=Enquiry.objects.get(), reason="与公开稿无关。")
    assert "与公开稿无关。" in read(code)[1]


@pytest.mark.parametrize("typed", ["", "AAAA-AAAA-AAAA-AAAA", "x", "0" * 16, "Ａ" * 16, "%00", "A" * 5000])
@pytest.mark.usefixtures("code")
def test_a_stranger_finds_nothing(typed: str) -> None:
    assert read(typed)[0] == 404


def test_trying_codes_is_stopped(code: str) -> None:
    wrong = [read(receipts.new()[0])[0] for _ in range(CODES[0].most + 1)]
    assert wrong == [404] * CODES[0].most + [429]
    assert read(code)[0] == 429
    assert read(code, "203.0.113.51")[0] == 200


def test_right_codes_are_not_counted(code: str) -> None:
    assert {read(code)[0] for _ in range(2 * CODES[0].most)} == {200}


def test_codes_are_kept_as_hashes(code: str, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    assert code.replace("-", "") not in str(Enquiry.objects.values().get())
    with django_assert_num_queries(2):
        read(code)
    assert Client().get(f"/public/receipt/?code={code}").text.count(TEXT) == 0  # never by the address
