"""The examination as a file: the text of the ledger, its diagnostics, what was answered by a reason."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from bihuan.web.diagnosis.models import Diagnostic, Waiver, WaiverState
from tests.web.world import NOW, import_text

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World

pytestmark = pytest.mark.django_db


def written(client: Client, case: Feedback) -> str:
    answer = client.get(reverse("examining:page", args=[case.pk]))
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    return b"".join(answer).decode()


def test_the_page_has_the_text_and_every_diagnostic(case: Feedback, liaison: Client) -> None:
    page = written(liaison, case)
    assert "对12家企业重新核查" in page
    found = Diagnostic.objects.filter(feedback=case)
    assert found.exists()
    assert page.count('class="note ') == found.count()


def test_what_is_answered_by_a_reason_stands_apart(world: World, case: Feedback, liaison: Client) -> None:
    one = Diagnostic.objects.filter(feedback=case).order_by("line", "column", "code")[0]
    Waiver.objects.create(
        feedback=case, unit=case.unit, finding=one.finding, code=one.code, quote=one.quote,
        reason="已与巡察组核对，原文如此。", until=timezone.localdate() + timedelta(30),
        state=WaiverState.GRANTED, asked_by=world.liaison, asked_at=NOW,
    )  # fmt: skip
    page = written(liaison, case)
    assert "已与巡察组核对，原文如此。" in page
    assert page.count('class="note ') < Diagnostic.objects.filter(feedback=case).count()


def test_hostile_text_stays_text(world: World, liaison: Client) -> None:
    case = import_text(
        world, "一、问题\n1.<script>alert(1)</script>落实不力\n多次开会。\n整改情况：完成整改。\n"
    )
    assert "<script" not in written(liaison, case)


def test_the_page_asks_few_queries(
    case: Feedback, liaison: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    written(liaison, case)
    with django_assert_max_num_queries(8):
        written(liaison, case)
