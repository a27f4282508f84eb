"""Whatever the text and whatever is done to it: untouched it comes back, and edits keep every other
character.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from bihuan.web.base.errors import ServiceError
from bihuan.web.base.queries import journal_verify
from bihuan.web.disclosure.queries import announcement_bytes
from bihuan.web.inspections.models import Feedback, Finding
from bihuan.web.rectification import text
from bihuan.web.rectification.models import Measure, Response, Tally
from bihuan.web.rectification.services import (
    measure_add,
    measure_edit,
    measure_remove,
    outcome_edit,
    response_join,
    response_split,
)
from tests.web.world import NOW, import_text

if TYPE_CHECKING:
    from tests.web.world import World

ENDS = ("\n", "\r\n", "\n\n", "　\n", "\r")
MEASURES = (
    "7月3日，召开会议，研究整改措施。",
    "一是修订制度3项；二是开展检查12次。",
    "(1)建立台账,逐项销号.",
    "下一步，计划于12月底前完成验收。",
    "整改措施：印发通知，明确分工。",
)
OUTCOMES = ("整改情况：完成整改。", "整改情况:正在整改", "整改状态：长期坚持。", "")
STRAY = ("", "以上问题正在逐项推进。", "🙂 表情与罕用字𠮷䶮", "<b>标签</b> & “引号”")


def generate(seed: int) -> str:
    """A report in some layout, well formed or not."""
    dice, lines = random.Random(seed), ["关于巡察整改情况的通报", "2023年6月20日，巡察组反馈了意见。"]
    mark = dice.choice(("。", "", "："))
    for section in range(dice.randint(1, 3)):
        lines.append(f"{'一二三'[section]}、第{section + 1}方面{dice.choice(('', '。'))}")
        for number in range(dice.randint(1, 4)):
            lines.append(f"{section * 4 + number + 1}.第{number}项工作抓得不紧{mark}")
            lines += [f"（{n}）具体表现之{n}" for n in range(1, dice.randint(1, 3))]
            lines += dice.sample(MEASURES, dice.randint(0, 3))
            lines += [dice.choice(OUTCOMES), dice.choice(STRAY)] if dice.random() < 0.8 else []
    lines += ["欢迎监督。联系电话：0000-1234567。", "某某局党组", "2023年9月28日"][: dice.randint(0, 3)]
    end = dice.choice(ENDS)
    return end.join(line for line in lines if line) + dice.choice(("", end, "  "))


@pytest.mark.parametrize("seed", range(12))
def test_untouched_text_comes_back(world: World, seed: int) -> None:
    told = generate(seed)
    case = import_text(world, told)
    assert announcement_bytes(case) == told.encode()


@pytest.mark.parametrize("seed", range(100, 108))
def test_what_is_added_and_removed_again_leaves_no_trace(world: World, seed: int) -> None:
    told = generate(seed)
    case = import_text(world, told)
    for response in Response.objects.filter(feedback=case):
        made = measure_add(actor=world.liaison, now=NOW, response=response, value="新加的一项。")
        assert written(case).count("新加的一项。") == 1
        measure_remove(actor=world.liaison, now=NOW, measure=made)
    assert written(case) == told


def written(case: Feedback) -> str:
    return text.load(Feedback.objects.get(pk=case.pk)).render()


@pytest.mark.parametrize("seed", range(200, 208))
def test_random_edits_keep_the_case_whole(world: World, seed: int) -> None:
    dice = random.Random(seed)
    case = import_text(world, generate(seed))
    for number in range(12):
        some_edit(world, case, dice, number)
    check_whole(case)


def some_edit(world: World, case: Feedback, dice: random.Random, number: int) -> None:
    """One edit of a random kind; what the services refuse is refused with nothing stored."""
    response = dice.choice(list(Response.objects.filter(feedback=case)))
    measures = list(Measure.objects.filter(feedback=case))
    before = written(case)
    try:
        match dice.randrange(6):
            case 0:
                measure_add(
                    actor=world.liaison,
                    now=NOW,
                    response=response,
                    value=f"8月{number + 1}日，第{number}次补充。",
                )
            case 1 if measures:
                measure_edit(
                    actor=world.liaison, now=NOW, measure=dice.choice(measures), value=f"改写{number}。"
                )
            case 2 if measures:
                measure_remove(actor=world.liaison, now=NOW, measure=dice.choice(measures))
            case 3:
                value = dice.choice(("", "完成整改。", "正在整改。"))
                outcome_edit(actor=world.liaison, now=NOW, response=response, value=value)
            case 4:
                response_join(actor=world.liaison, now=NOW, response=response)
            case _:
                finding = dice.choice(list(Finding.objects.filter(feedback=case)))
                response_split(actor=world.liaison, now=NOW, response=response, finding=finding)
    except ServiceError:
        assert written(case) == before


def check_whole(case: Feedback) -> None:
    """Rows, text, counts and journal agree."""
    loaded = text.load(Feedback.objects.get(pk=case.pk))
    positions = [row.position for row in loaded.rows]
    assert positions == sorted(set(positions))
    assert min(positions) > 0
    told = loaded.render()
    for one in Measure.objects.filter(feedback=case):
        assert one.text in told
    for one in Finding.objects.filter(feedback=case):
        assert one.title in told
        assert one.responses.exists()
        assert one.measure_count == sum(response.measures.count() for response in one.responses.all())
    report = text.to_report(loaded)
    responses = [node for section in report.sections for node in section.responses]
    stored = Response.objects.filter(feedback=case)
    assert sorted(len(node.findings) for node in responses) == sorted(
        one.findings.count()
        for one in stored
        if one.findings.exists() or one.measures.exists() or one.outcome
    )
    whole = Tally.objects.filter(feedback=case, section=None)
    assert sum(one.findings for one in whole) == Finding.objects.filter(feedback=case).count()
    assert sum(one.measures for one in whole) == Measure.objects.filter(feedback=case).count()
    assert journal_verify() == []
