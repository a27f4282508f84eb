"""Vague quantities: what is one and what only looks like one."""

from __future__ import annotations

import pytest

from bihuan.zh.quantities import find_vague


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("召开10余次会议", ["10余次"]),
        ("走访农户三百多户，发放明白纸２００余份", ["三百多户", "２００余份"]),
        ("清理往来款5万余元", ["5万余元"]),
        ("多次召开会议，先后到粮库督促", ["多次", "先后"]),
        ("绝大多数党员参加，大部分问题已销号", ["绝大多数", "大部分"]),
        ("约谈了多名保管员", ["多名"]),
        ("多数村建立了保洁队伍，多名领导包村，几次到现场", ["多数", "多名", "几次"]),
        ("与多家企业签约", ["多家"]),
        ("部分村书记作了发言", ["部分"]),
        ("对部分村进行抽查", ["部分"]),
        ("近300人参加，印发约50份", ["近300人", "约50份"]),
        ("成百上千张单据逐一核对", ["成百上千"]),
    ],
)
def test_vague(text: str, wanted: list[str]) -> None:
    assert [word for _, word in find_vague(text)] == wanted


@pytest.mark.parametrize(
    "text",
    [
        "召开12次会议，240人参加",
        "先后召开3次会议",
        "先后出台《考勤办法》《值班办法》",
        "先后到柳河村、石桥村、三岔村",
        "按先后顺序办理，分先后两步",
        "多次检查（共12次）",
        "使用20余年，历时10余个月",
        "学习《若干规定》，整治“部分党员多次缺课”",
        "针对群众多次反映的问题",
        "作为重要组成部分，第一部分为总则",
        "垃圾分类、爱国卫生等多项活动",
        "会同多个部门，从多方面、以多种形式",
        "预约30人，约谈10人，检查近3次会议记录，最近20次",
        "实行少数服从多数，多数同意方可通过，这几次会议，前几名",
        "少数民族，个别谈话，不少于2人",
    ],
)
def test_exact_or_no_quantity(text: str) -> None:
    assert find_vague(text) == []


def test_offsets_are_counted_from_the_beginning() -> None:
    assert find_vague("3月，多次开会") == [(3, "多次")]
