"""docs/reference/measured.md: how well reading and checking do, with the figures at first sight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reference import figures as fig
from reference import markdown as md

if TYPE_CHECKING:
    from bihuan.scoring import Tally

NAMES = {
    "findings": "问题",
    "responses": "合并作答",
    "measures": "措施",
    "outcomes": "整改结果",
    "dates": "日期",
    "totals": "汇总数字",
}
COUNTS = ("命中", "漏", "误", "准确率", "召回率", "F1")
CHECKS = """{"diagnostics": [{"code": "CL01", "line": 14, "alt_lines": [16]}],
 "optional": [{"code": "DT08", "line": 9}],
 "clean": ["ST01", "PV03"]}"""
READING = """{"sections": [{"responses": [
   {"findings": [{"number": "1", "title": "窗口排队时间长", "line": 3}],
    "measures": [{"line": 4, "text": "3月6日，增设两个窗口。",
                  "dates": [{"start": "2023-03-06", "end": "2023-03-06", "line": 4}]}],
    "outcome": {"line": 5, "status": "completed"}}]}],
 "totals": [{"line": 1, "what": "findings", "total": 19, "completed": 17, "ongoing": 2,
             "not_started": null, "rate": null}]}"""


def page() -> str:
    """First sight first: today's figures are a ceiling."""
    found = fig.figures()
    return md.page(
        "测评结果",
        "读得准不准、查得准不准，都在标注好的报告上测。**初次成绩**是一批报告写好以后、据它改进以前的成绩，"
        "最接近在没见过的报告上的水平；**现在的成绩**是据它改进以后的，只能当作上限。重测：`make bench`，"
        "或对自己的目录用 `bihuan bench checks 目录`、`bihuan bench reading 目录`。",
        "## 初次成绩",
        *map(_round, fig.first_sight()),
        "## 现在的成绩：体检",
        f"共 {found.reports} 份报告。",
        *(part for name in fig.SETS for part in _set(name, found.sets[name])),
        "### 逐条规则",
        f"末列是在 {found.clean_reports} 份没有埋设缺陷的报告（{found.clean_characters} 字）里"
        "每千字触发几次；"
        f"这些报告里“错误”一级的误报 {found.clean_errors} 次。没有标注过的规则各项留空。",
        md.table(("规则", *COUNTS, "每千字触发"), [_code(found, code) for code in _codes()]),
        "## 现在的成绩：阅读",
        *(part for name in found.reading for part in _reading(found, name)),
        "## 标注的格式",
        "体检：`名称.txt` 旁边放 `名称.expected.json`。`line` 是要提示的行，`alt_lines` 是同样算对的行，"
        "每个（规则，行）只算一次；"
        "`optional` 报不报都行；没有标注的提示一级不计，其余算误报；`clean` 列出一处也不许报的规则。",
        md.code(CHECKS, "json"),
        "阅读：`名称.parse.json`，就是 `bihuan parse` 的输出删到只剩要比的字段。只比说明措施何时做的日期；"
        "约定没有写死的字段列在 `unscored` 里，不计分。",
        md.code(READING, "json"),
        "`bench/` 里的三批由 `bench/devset_build.py` 从 `src/*.ann` 生成：正文和标注写在同一行，"
        "移动一行，标注跟着走。",
    )


def _codes() -> list[str]:
    from bihuan.checks.registry import entries

    return [entry.code for entry in entries()]


def _round(told: dict[str, Any]) -> str:
    from bihuan.scoring import Tally

    head = f"**{told['set']}**（{told['day']}，{told['reports']} 份）：{told['about']}"
    if "groups" not in told:
        return f"{head}准确率 {told['precision']:.2f}，召回率 {told['recall']:.2f}。"
    groups = {name: Tally(*counts) for name, counts in told["groups"].items()}
    whole = Tally()
    for one in groups.values():
        whole.add(one)
    rows = [_row(name, one) for name, one in (*groups.items(), ("全部", whole))]
    read = dict(told["reading"])
    dates, exact = read.pop("dates_exact"), read.pop("whole_exact")
    fields = [_row(NAMES[name], Tally(*counts)) for name, counts in read.items()]
    return "\n\n".join(
        (
            head,
            md.table(("规则组", *COUNTS), rows),
            f"阅读：日期全对的 {dates}／{told['reports']} 份，"
            f"问题、作答和结果全对的 {exact}／{told['reports']} 份。",
            md.table(("字段", *COUNTS), fields),
        )
    )


def _set(name: str, groups: dict[str, Tally]) -> list[str]:
    rows = [_row("全部" if group == "all" else group, one) for group, one in groups.items()]
    return [f"**{name}**（{fig.SETS[name]}）", md.table(("规则组", *COUNTS), rows)]


def _reading(found: fig.Figures, name: str) -> list[str]:
    reports, fields, dates, exact = found.reading[name]
    rows = [_row(NAMES[key], one) for key, one in fields.items()]
    said = f"日期全对的 {dates}／{reports} 份，问题、作答和结果全对的 {exact}／{reports} 份。"
    return [f"**{name}**：{said}", md.table(("字段", *COUNTS), rows)]


def _code(found: fig.Figures, code: str) -> tuple[object, ...]:
    tally = found.codes.get(code)
    per = f"{1000 * found.clean_fired.get(code, 0) / found.clean_characters:.2f}"
    link = f"[{code}](checks.md#{code.lower()})"
    if tally is None or not tally.hits + tally.missed + tally.false:
        return (link, "", "", "", "", "", "", per)
    return (*_row(link, tally), per)


def _row(name: str, one: Tally) -> tuple[object, ...]:
    figures = (one.precision, one.recall, one.f1)
    return (name, one.hits, one.missed, one.false, *(f"{value:.2f}" for value in figures))
