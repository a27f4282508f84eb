"""Six more units in the round of the culture bureau, so that the board of a round has something to show: fed
back at different times, as far along as such units are.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bihuan.web.accounts.models import Unit, User
from bihuan.web.accounts.services import unit_create
from bihuan.web.base.words import day_words
from bihuan.web.diagnosis.services import draft_create
from bihuan.web.rectification.services import draft_confirm

if TYPE_CHECKING:
    from datetime import date, datetime

    from bihuan.web.inspections.models import Round

SECTIONS = ("公共服务方面", "内部管理方面", "基层党建方面")
FINDINGS = (
    ("窗口办理时限偏长", "修订服务指南，压缩办理环节3个"),
    ("回访群众意见不及时", "建立回访台账，逐件登记办理结果"),
    ("专项资金拨付进度慢", "按月调度拨付进度，拨付资金136万元"),
    ("固定资产账实不符", "全面盘点，补登资产41件"),
    ("车辆使用登记不全", "印发车辆管理办法，逐车建立派车单"),
    ("支部“三会一课”记录简单", "统一记录格式，开展交叉检查2次"),
    ("党员教育形式单一", "开展现场教学4次"),
)
UNITS = (
    ("鹿溪市教育局", "市教育局", 205, "cccccco"),
    ("鹿溪市住房和城乡建设局", "市住建局", 172, "cocoocl"),
    ("鹿溪市农业农村局", "市农业农村局", 118, "cccoclo"),
    ("鹿溪市卫生健康委员会", "市卫健委", 74, "coococo"),
    ("鹿溪市交通运输局", "市交通局", 41, "ooocooo"),
    ("鹿溪市河东街道", "河东街道", 12, "ooooooo"),
)
"""Name, short name, days since the feedback, and by finding: completed, ongoing, long-term. The report came
in twelve days after the feedback.
"""
OUTCOMES = {"c": "完成整改。", "o": "正在整改。", "l": "长期坚持。"}


def fill_round(now: datetime, round_: Round, committee: Unit, officer: User) -> None:
    """Units and their reports, imported by the inspection office."""
    for name, short, days, outcomes in UNITS:
        unit = unit_create(actor=None, now=now, name=name, short_name=short, parent=committee)
        given, came = (now - timedelta(days)).date(), now - timedelta(max(0, days - 12))
        text = report(name, given, outcomes)
        draft = draft_create(
            actor=officer, now=came, unit=unit, content=text, name=f"{short}整改情况.txt", round=round_
        )
        draft_confirm(actor=officer, now=came, draft=draft)


def report(name: str, given: date, outcomes: str) -> str:
    """A short report: three sections, seven findings, a measure each."""
    done = given + timedelta(4)
    lines = [
        f"中共{name}党组关于巡察整改情况的通报",
        "",
        f"{_day(given)}，市委第四巡察组向{name}党组反馈了巡察意见。现将整改情况予以公布。",
    ]
    for at, ((title, measure), code) in enumerate(zip(FINDINGS, outcomes, strict=True)):
        section = (0, 0, 0, 1, 1, 2, 2)[at]
        if at in (0, 3, 5):
            lines.append(f"{'一二三'[section]}、{SECTIONS[section]}")
        lines += [
            f"{at + 1}.{title}",
            f"{_day(done + timedelta(at))}，{measure}。",
            f"整改情况：{OUTCOMES[code]}",
        ]
    return "\n".join([*lines, f"中共{name}党组", _day(given + timedelta(11)), ""])


def _day(day: date) -> str:
    return day_words(day)
