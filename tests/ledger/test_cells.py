"""People, departments, numbers, measures and progress out of cells."""

from __future__ import annotations

from datetime import date

import pytest

from bihuan.ledger.measures import read_measures
from bihuan.ledger.numbers import canonical, leading_number, references, shown
from bihuan.ledger.people import read_departments, read_people, split_mixed
from bihuan.ledger.progress import read_state
from bihuan.zh.status import Status

PEOPLE = {
    "王坤": "王坤",
    "局长王坤": "王坤",
    "党组书记、局长王坤": "王坤",
    "党组成员、副局长李明、王敏": "李明 王敏",
    "市委巡察办主任王坤": "王坤",
    "王坤（牵头）": "王坤",
    "王坤(党组书记)、李明": "王坤 李明",
    "王坤局长": "王坤",
    "王坤同志": "王坤",
    "王　坤": "王坤",
    "王 坤": "王坤",
    "王 坤 李 明": "王坤 李明",
    "王坤 李晓明": "王坤 李晓明",
    "李 晓 明": "李晓明",
    "王坤\n李明\n赵敏": "王坤 李明 赵敏",
    "王坤，李明；赵敏": "王坤 李明 赵敏",
    "牵头：王坤；配合：李明": "王坤 李明",
    "王坤 13800000000": "王坤",
    "王坤、王坤": "王坤",
    "欧阳修远": "欧阳修远",
    "阿依古丽·买买提": "阿依古丽·买买提",
    "林书记": "林书记",
    "局长": "局长",
    "全体班子成员": "全体班子成员",
    "": "",
}


@pytest.mark.parametrize("text", PEOPLE)
def test_people(text: str) -> None:
    assert " ".join(read_people(text)) == PEOPLE[text]


DEPARTMENTS = {
    "办公室、财务科": "办公室 财务科",
    "办公室（牵头）、财务科（配合）": "办公室 财务科",
    "牵头单位：办公室；配合单位：财务科、人事科": "办公室 财务科 人事科",
    "综合科（法规科）": "综合科（法规科）",
    "办公室\n财务科": "办公室 财务科",
    "各科室": "各科室",
}


@pytest.mark.parametrize("text", DEPARTMENTS)
def test_departments(text: str) -> None:
    assert " ".join(read_departments(text)) == DEPARTMENTS[text]


@pytest.mark.parametrize("text", ["办公室 王坤", "办公室（王坤）", "办公室：王坤", "局长王坤、办公室"])
def test_departments_and_people_in_one_cell(text: str) -> None:
    assert split_mixed(text) == (("办公室",), ("王坤",))


KNOWN = {"1", "2", "3", "4", "5", "2-1", "WT-001", "WT-002", "WT-003"}
REFERENCES = {
    "3": "3",
    "3.": "3",
    "（3）": "3",
    "03": "3",
    "三": "3",
    "问题3": "3",
    "2-4": "2 3 4",
    "2—4": "2 3 4",
    "2 ～ 4": "2 3 4",
    "2至4": "2 3 4",
    "第2至4项": "2 3 4",
    "2、3": "2 3",
    "2,3": "2 3",
    "2 3": "2 3",
    "2\n3": "2 3",
    "2和3": "2 3",
    "2-3、5": "2 3 5",
    "问题2、问题3": "2 3",
    "②③": "2 3",
    "2-1": "2-1",
    "WT-001至WT-003": "WT-001 WT-002 WT-003",
    "9": "9",
    "1-99999999": "1-99999999",
}


@pytest.mark.parametrize("text", REFERENCES)
def test_references(text: str) -> None:
    assert " ".join(references(text, text, KNOWN)) == REFERENCES[text]


def test_what_excel_took_for_a_date_is_a_range() -> None:
    value = date(2024, 2, 4)
    assert shown(value, "2024-02-04") == "2-4"
    assert references(value, "2024-02-04", KNOWN) == ["2", "3", "4"]


def test_numbers_are_compared_and_shown() -> None:
    assert {canonical(text) for text in ("3", "３", "3.", "(3)", "03", "三", "第3号")} == {"3"}
    assert [shown(text, text) for text in ("3.", " 3 ", "（一）", "A-3")] == ["3", "3", "（一）", "A-3"]
    assert leading_number("1.学习不深入") == ("1", "学习不深入")
    assert leading_number("3.5万元未入账") == (None, "3.5万元未入账")


MEASURES = {
    "1.修订制度\n2.开展培训": "修订制度|开展培训",
    "1.修订制度2.开展培训": "修订制度|开展培训",
    "１．修订制度\n２．开展培训": "修订制度|开展培训",
    "1、修订制度 2、开展培训": "修订制度|开展培训",
    "1)修订制度2)开展培训": "修订制度|开展培训",
    "①修订制度；②开展培训。": "修订制度|开展培训",
    "⑴修订制度⑵开展培训": "修订制度|开展培训",
    "（1）修订制度；\n（2）开展培训。": "修订制度|开展培训",
    "（一）修订制度\n（二）开展培训": "修订制度|开展培训",
    "一、修订制度\n二、开展培训": "修订制度|开展培训",
    "一是修订制度；二是开展培训。": "修订制度|开展培训",
    "一是修订制度。二是开展培训。": "修订制度。|开展培训。",
    "采取以下措施：1.修订制度；2.开展培训": "修订制度|开展培训",
    "修订制度\n开展培训": "修订制度|开展培训",
    "1.修订制度，\n明确专人\n2.开展培训": "修订制度，明确专人|开展培训",
    "修订《办法》，追回3.5万元。": "修订《办法》，追回3.5万元。",
    "1.修订制度": "修订制度",
    "/": "",
    "": "",
}


@pytest.mark.parametrize("text", MEASURES, ids=[ascii(text) for text in MEASURES])
def test_measures(text: str) -> None:
    assert "|".join(read_measures(text)) == MEASURES[text]


STATES: dict[object, Status | None] = {
    "已完成": Status.COMPLETED,
    "100%": Status.COMPLETED,
    "100 ％": Status.COMPLETED,
    1.0: Status.COMPLETED,
    100: Status.COMPLETED,
    "0%": Status.NOT_STARTED,
    0.0: Status.NOT_STARTED,
    0.35: Status.ONGOING,
    "80%": Status.ONGOING,
    "√": Status.COMPLETED,
    "×": Status.NOT_STARTED,
    "是": Status.COMPLETED,
    "否": Status.NOT_STARTED,
    "☑已完成 □正在整改": Status.COMPLETED,
    "□已完成 ☑正在整改 □未启动": Status.ONGOING,
    "已完成□ 整改中√": Status.ONGOING,
    "（√）已完成 （ ）未完成": Status.COMPLETED,
    "序时推进": Status.ONGOING,
    "滞后": Status.ONGOING,
    "待启动": Status.NOT_STARTED,
    "基本完成": Status.MOSTLY_COMPLETED,
    "长期坚持": Status.LONG_TERM,
    "取得阶段性成效": Status.STAGE,
    "已完成，并长期坚持": Status.COMPLETED,
    "4月召开会议，清理账目6笔，正在办理退款。": Status.ONGOING,
    "见附件": Status.UNKNOWN,
    "": None,
    "—": None,
}


@pytest.mark.parametrize("value", STATES, ids=str)
def test_state(value: object) -> None:
    text = value if isinstance(value, str) else str(value)
    assert read_state(value, text) is STATES[value]
