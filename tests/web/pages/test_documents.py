"""体检 and 公示稿."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from tests.web.world import REPORT, import_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client

    from bihuan.web.accounts.models import User
    from tests.web.world import World


@pytest.mark.usefixtures("case")
@pytest.mark.usefixtures("case")
def test_download_is_the_imported_file(addresses: dict[str, str], liaison: Client) -> None:
    answer = liaison.get(addresses["text"])
    assert answer.content == REPORT.encode()
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_seed_comes_out_byte_for_byte(world: World, liaison: Client, shared: Path) -> None:
    data = (shared / "seed" / "000_a1fec5a0f4fe819b.txt").read_bytes()
    case = import_text(world, data)
    assert liaison.get(reverse("disclosure:text", args=[case.pk])).content == data


def test_page_says_that_it_is_the_same_and_how_to_verify(addresses: dict[str, str], liaison: Client) -> None:
    text = liaison.get(addresses["announcement"]).content.decode()
    assert "与导入的原文逐字节相同" in text
    assert hashlib.sha256(REPORT.encode()).hexdigest() in text


def test_page_has_title_sections_and_findings_as_headings(addresses: dict[str, str], liaison: Client) -> None:
    text = liaison.get(addresses["announcement"]).content.decode()
    assert ">鹿溪市统计局关于巡察整改情况的通报</h2>" in text
    assert ">一、落实上级决策部署有差距</h3>" in text
    assert ">1.数据质量核查走过场</h4>" in text


@pytest.mark.usefixtures("case")
@pytest.mark.usefixtures("case")
def test_an_edited_ledger_says_that_it_differs(addresses: dict[str, str], liaison: Client) -> None:
    liaison.post(addresses["outcome"], {"value": "正在整改。", "version": 1})
    text = liaison.get(addresses["announcement"]).content.decode()
    assert "与导入的原文不同" in text
    data = liaison.get(addresses["text"]).content.decode()
    assert data.count("正在整改。") == 2


def test_checks_are_folded_by_rule(addresses: dict[str, str], liaison: Client) -> None:
    text = liaison.get(addresses["checks"]).content.decode()
    assert "ST04" in text
    assert "<summary>" in text


def test_checks_are_narrowed_by_weight(addresses: dict[str, str], liaison: Client) -> None:
    text = liaison.get(addresses["checks"], {"severity": "error"}).content.decode()
    assert "rule-ST04" not in text


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize("view", ["diagnosis:checks", "disclosure:announcements", "rectification:cases"])
@pytest.mark.usefixtures("case")
def test_one_case_is_opened_at_once_and_many_are_listed(
    view: str, world: World, sign_in: Callable[[User], Client]
) -> None:
    officer = sign_in(world.officer)
    assert officer.get(reverse(view)).status_code == 302
    import_text(world, unit=world.stranger_unit, actor=world.stranger)
    text = officer.get(reverse(view)).content.decode()
    assert "市统计局" in text
    assert "市水务局" in text
    assert officer.get(reverse(view), {"q": "水务"}).status_code == 302
    assert "没有找到这个单位" in officer.get(reverse(view), {"q": "没有"}).content.decode()
