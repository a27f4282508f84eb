"""工作日历: coverage, the yearly notice, what it moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from bihuan.web.inspections.models import Deadline, YearNotice
from tests.web.world import REPORT, import_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from bihuan.web.accounts.models import User
    from tests.web.world import World

YEAR = 2031
NOTICE = {
    "year": YEAR,
    "document": "国办发明电示例第1号",
    "days_off": "2031-10-01 至 2031-10-07\n2031年1月1日",
    "working_days": "2031-10-11",
}


@pytest.fixture
def keeper(world: World, sign_in: Callable[[User], Client]) -> Client:
    """Whoever keeps the rules."""
    return sign_in(world.security_admin)


def post(client: Client, **changes: object) -> str:
    return client.post(reverse("inspections:calendar"), {**NOTICE, **changes}).content.decode()


def test_coverage_is_shown_to_everybody(liaison: Client) -> None:
    text = liaison.get(reverse("inspections:calendar")).content.decode()
    assert "节假日表覆盖" in text
    assert "年度通知公布后由安全管理员录入" in text


def test_a_notice_is_entered_once(keeper: Client) -> None:
    assert "2031年的通知已保存" in post(keeper)
    notice = YearNotice.objects.get()
    assert len(notice.days_off) == 8
    post(keeper, document="更正")
    assert YearNotice.objects.get().document == "更正"


def test_provisional_deadlines_are_recomputed_with_a_trace(world: World, keeper: Client) -> None:
    import_text(world, REPORT.replace("2023年", f"{YEAR}年"))
    before = Deadline.objects.filter(provisional=True, superseded_at=None).count()
    assert before
    text = post(keeper)
    assert "重算结果" in text
    assert "怎样算出" in text
    assert Deadline.objects.filter(superseded_at__isnull=False).exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"year": "二〇二七"}, "年份应写成四位数字"),
        ({"document": ""}, "请填写通知的文号"),
        ({"days_off": "国庆节"}, "看不懂"),
        ({"days_off": "2031-02-30"}, "不存在的日期"),
        ({"days_off": "2031-10-07 至 2031-10-01"}, "起止不对"),
        ({"days_off": "2030-05-01"}, "请核对年份"),
        ({"working_days": "2031-10-08"}, "本来就是工作日"),
    ],
)
def test_a_notice_that_makes_no_sense_is_told_on_the_form(
    changes: dict[str, str], said: str, keeper: Client
) -> None:
    assert said in post(keeper, **changes)
    assert not YearNotice.objects.exists()


def test_only_the_keeper_of_rules_enters(liaison: Client) -> None:
    assert liaison.post(reverse("inspections:calendar"), NOTICE).status_code == 403
    assert not YearNotice.objects.exists()
