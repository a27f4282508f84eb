"""Texts at the edge of what may be imported: nothing grows with the square of their length."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from bihuan.report import read_text
from bihuan.web.inspections.models import Finding
from bihuan.web.rectification.comparing import compare
from bihuan.web.rectification.facts import JOINT_KEPT
from bihuan.web.rectification.refresh import case_refresh
from bihuan.web.rectification.wizard.contexts import runs
from tests.web.world import NOW, import_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.web.world import World


def numbered(count: int, told: str = "") -> str:
    lines = "".join(f"{at}.关于学习不够的第{at}个问题\n{told}" for at in range(1, count + 1))
    return f"一、党的建设方面\n{lines}"


def test_a_long_joint_answer_is_not_repeated_in_full_on_each_of_its_findings(world: World) -> None:
    case = import_text(world, f"{numbered(90)}整改措施：已开展学习。\n整改情况：已完成。\n")
    kept = {len(one) for one in Finding.objects.filter(feedback=case).values_list("joint", flat=True)}
    assert kept == {JOINT_KEPT}
    before = list(Finding.objects.order_by("pk").values_list("joint", flat=True))
    case_refresh(case, NOW)
    assert list(Finding.objects.order_by("pk").values_list("joint", flat=True)) == before


def cpu(work: Callable[[], object]) -> float:
    """Seconds of this process, which a busy machine does not stretch."""
    start = time.process_time()
    work()
    return time.process_time() - start


@pytest.mark.parametrize("word", ["学", "学习不够"])
def test_comparing_long_feedbacks_ends(word: str) -> None:
    """Whoever may import may ask for the comparison; with no limit this took days."""
    old = [Finding(pk=at, number=str(at), title=f"{word * 60}{at}") for at in range(3000)]
    report = read_text(numbered(3000).replace("学习不够", f"{word * 61}"))
    found: list[object] = []
    assert cpu(lambda: found.append(compare(old, report))) < 20


def test_marking_two_very_long_titles_ends() -> None:
    assert cpu(lambda: list(runs("一二" * 100_000, "二一" * 100_000))) < 1
    assert list(runs("学习不够", "学习不足")) == [(False, "学习不"), (True, "够")]


def test_every_finding_finds_its_own_group(world: World) -> None:
    numerals = "一二三四五六七八九十"
    told = "".join(f"（{one}）{one}号分组\n1.关于学习的问题\n整改措施：已学习。\n" for one in numerals)
    case = import_text(world, f"一、党的建设方面\n{told}")
    titles = Finding.objects.filter(feedback=case).order_by("position").values_list("group__title", flat=True)
    assert list(titles) == [f"{one}号分组" for one in numerals]
