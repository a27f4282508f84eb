"""Invented facts for the kinds: a case of any size, and one of everything else."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from bihuan.documents import facts
from bihuan.documents.kinds import Scope

ON = date(2026, 11, 18)


def case(findings: int = 3, word: str = "", **more: Any) -> facts.Case:
    """A case with so many findings, ``word`` in every text of it."""
    responses = tuple(_response(at, word) for at in range(1, findings + 1))
    statuses = Counter(one.status for one in responses)
    told: dict[str, Any] = {
        "unit": f"鹿溪市文化和旅游局{word}",
        "round": f"五届市委第六轮巡察{word}",
        "office": f"中共鹿溪市委巡察工作领导小组办公室{word}",
        "on": ON,
        "issuer": f"中共鹿溪市文化和旅游局党组{word}",
        "team": f"市委第五巡察组{word}",
        "inspected_from": date(2026, 3, 2),
        "inspected_to": date(2026, 4, 24),
        "given_on": date(2026, 5, 18),
        "due": date(2026, 11, 18),
        "first_person": f"石青{word}",
        "first_post": f"党组书记、局长{word}",
        "leaders": ((f"白露{word}", f"问题1、2{word}"),),
        "sections": (facts.Section("一", f"公共文化服务有短板{word}", responses),),
        "counts": facts.Counts(findings, 2 * findings, 1 if findings else 0, tuple(statuses.items())),
    }
    return facts.Case(**{**told, **more})


def _response(at: int, word: str) -> facts.Response:
    done = at % 3 != 0
    aspects = (f"（1）开放时间少{word}",)
    return facts.Response(
        findings=(
            facts.Finding(str(at), f"第{at}个图书馆分馆开放时间不足{word}", "", aspects),
        ),
        measures=(
            facts.Measure(
                f"一是6月{at % 28 + 1}日印发分馆开放时间的规定{word}。",
                kind="立行立改", criteria=f"规定印发{word}", leader=f"白露{word}",
                department=f"公共服务科{word}",
                person=f"乔木{word}", due=date(2026, 7, 1), original_due=date(2026, 6, 20), state="已落实",
                done=True, done_on=date(2026, 6, 16), result=f"已经印发{word}", proofs=2,
            ),
            facts.Measure(f"二是为分馆增聘管理员{word}。", due=date(2026, 10, 1), last=f"面试{word}",
                state="未落实"),
        ),
        target=f"每周开放不少于42小时{word}",
        outcome=f"已完成{word}。" if done else f"正在推进{word}。",
        status="已完成" if done else "正在整改",
        stage="已销号" if done else "整改中",
        evaluation=f"经核对已经到位{word}",
        aim=f"申请销号{word}",
        opinions=(
            facts.Opinion("分管领导", f"同意{word}", f"白露{word}", date(2026, 9, 1)),
            facts.Opinion("主要负责人", "", f"石青{word}", date(2026, 9, 2)),
            facts.Opinion(f"市纪委监委{word}", f"同意{word}", f"纪平{word}", date(2026, 9, 5)),
        ),
        ended_on=date(2026, 9, 6) if done else None,
        certificate=f"销〔2026〕{at}号{word}" if done else "",
    )  # fmt: skip


def told(scope: Scope, findings: int = 3, word: str = "") -> Any:
    """Facts for the kinds of a scope."""
    mine = case(findings, word)
    item = facts.Item(f"问题1{word}", f"增聘管理员{word}", date(2026, 10, 1), f"乔木{word}", f"逾期{word}")
    items = (item,) * findings
    head = (mine.unit, mine.round)
    unit = facts.UnitLine(mine.unit, mine.given_on, mine.due, mine.counts, 1, 1, 3, 0)
    everything: dict[Scope, Any] = {
        Scope.CASE: mine,
        Scope.RESPONSE: (mine, mine.responses),
        Scope.ANNOUNCEMENT: facts.Announcement(
            *head, ON,
            (facts.Line("title", f"通报{word}"), facts.Line("section", f"一、{word}"), facts.Line("", word))
        ),
        Scope.EVIDENCE: facts.Catalogue(
            *head, ON,
            (facts.Proof(f"问题1{word}", "1", f"会议记录{word}", "会议记录", ON, 1, "乔木", "0" * 64,
                         "待审核"),)
            * findings,
        ),
        Scope.ANNEX: facts.Annex(
            facts.Catalogue(*head, ON, ()),
            (facts.Concern("DT01", "不能成立", f"问题1{word}", f"原文{word}", f"意见{word}"),) * findings,
            (facts.Concern("DT02", "不能成立", f"问题1{word}", f"原文{word}", f"意见{word}", f"理由{word}",
                           "乔木", "石青", ON),) * findings,
            (facts.Happening("2026-06-01 09:00", f"乔木{word}", "登记", f"问题1{word}", word),) * findings,
        ),
        Scope.LETTER: facts.Letter(
            mine.office, mine.unit, "督办单", f"督办单〔2026〕3号{word}", (f"有{findings}项{word}。",), items,
            items,
            "特此督办。", f"石青{word}", ON,
        ),
        Scope.SHEET: facts.Sheet(
            *head, mine.office, "2026年10月", ON, 1, "逾期", "87.5", (("应完成", findings),),
            (("逾期未办结", items),),
            items, (f"10月9日现场{word}",), f"说明{word}", f"林知夏{word}", ON, "0" * 64,
        ),
        Scope.ROUND: facts.Round(mine.office, mine.round, ON, None, None, (unit,) * findings, mine.counts),
    }  # fmt: skip
    return everything[scope]
