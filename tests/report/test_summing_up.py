"""What sums up the whole report answers no finding, wherever it stands."""

from __future__ import annotations

import pytest

from bihuan.report import read_text
from bihuan.report.nodes import Report, SectionRole

BODY = (
    "中共禾川县水务局党组关于巡察整改进展情况的通报\n"
    "2023年3月1日，县委第一巡察组向县水务局党组反馈了巡察意见。现将整改情况公布如下。\n"
    "一、履行主责主业有差距\n1.窗口服务不规范\n3月6日，增设窗口2个。\n整改情况：完成整改。\n"
    "2.投诉办理慢\n（1）3月9日，办结积压投诉46件。\n（2）3月12日，修订投诉办理办法。\n整改情况：正在整改。\n"
)


def last_answer(report: Report) -> tuple[str, list[str]]:
    response = [one for section in report.sections for one in section.responses][-1]
    assert response.outcome is not None
    return response.outcome.status.value, [measure.text for measure in response.measures]


@pytest.mark.parametrize(
    "ending",
    [
        "截至2023年6月30日，2个问题已完成1个，正在整改1个，完成率50%。",
        "巡察反馈的2个问题，现已完成整改1个，正在整改1个。",
        "总的来看，全部问题已整改到位，整改工作取得阶段性成果。",
        "（整改台账另附。）",
        "二、整改总体情况\n截至6月底，2个问题中完成整改1个、正在整改1个。",
        "二、存在的困难\n由于场地不足，部分窗口暂设在二楼。",
    ],
)
def test_the_last_response_keeps_its_own_outcome(ending: str) -> None:
    report = read_text(BODY + ending + "\n中共禾川县水务局党组\n2023年7月5日\n")
    status, measures = last_answer(report)
    assert status == "ongoing"
    assert measures == ["（1）3月9日，办结积压投诉46件。", "（2）3月12日，修订投诉办理办法。"]
    assert [one.number for section in report.sections for one in _findings(section)] == ["1", "2"]


def _findings(section: object) -> list[object]:
    return [finding for response in section.responses for finding in response.findings]  # type: ignore[attr-defined]


def test_totals_are_not_unread() -> None:
    report = read_text(BODY + "截至2023年6月30日，2个问题已完成1个，正在整改1个。\n")
    assert report.unread == ()
    assert report.totals[-1].total == 2


def test_circled_findings_under_a_group() -> None:
    text = (
        "一、逐项抓好整改\n（一）司法为民方面\n①立案服务不便民（责任部门：立案庭）\n3月6日，增设专窗2个。\n该问题已完成整改。\n"
        "②部分案件超审限（责任部门：审管办）\n3月9日，逐案说明原因19件。\n该问题已完成整改。\n"
    )
    report = read_text(text)
    assert [one.number for section in report.sections for one in _findings(section)] == ["①", "②"]
    assert all(section.role is SectionRole.FINDINGS for section in report.sections)


def test_a_damaged_date_ends_a_report_too() -> None:
    report = read_text(BODY + "联系电话：0599-5559900。\n中共禾川县水务局党组\n20230710日\n")
    assert report.contact is not None
    assert last_answer(report)[0] == "ongoing"


def test_ordinal_measures_in_one_paragraph_are_parted_though_the_first_names_a_fault() -> None:
    text = BODY.replace(
        "3月6日，增设窗口2个。",
        "一是对3个乡镇开展执法检查，填补了检查空白。二是6月20日选派8名干部考试。三是9月8日抽查企业30家。",
    )
    first = next(one for section in read_text(text).sections for one in section.responses)
    assert len(first.measures) == 3


def test_a_line_of_when_the_public_is_answered_does_not_hide_the_contact_before_it() -> None:
    text = (
        BODY + "联系人：局办公室；电话：0599-5559900。\n"
        "公众反映的问题，本局在收到后5个工作日内答复。\n禾川县水务局\n"
    )
    report = read_text(text)
    assert report.contact is not None
    assert report.contact.phone == ("0599-5559900",)
    assert last_answer(report)[0] == "ongoing"


def test_the_body_may_sign_in_one_line_with_the_date() -> None:
    report = read_text(BODY + "联系电话：0599-5559900。\n中共檀州市第二人民医院委员会　　2023年7月20日\n")
    assert (report.issuer, str(report.issued_on)) == ("中共檀州市第二人民医院委员会", "2023-07-20")
    assert report.contact is not None
    assert last_answer(report)[0] == "ongoing"
