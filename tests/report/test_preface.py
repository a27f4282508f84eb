"""What a preface and a title tell of the inspection."""

from __future__ import annotations

import pytest

from bihuan.report import read_text

BODY = "\n一、学习方面\n1.学习不深入\n3月1日，组织学习。\n"


@pytest.mark.parametrize(
    ("preface", "start", "end", "team", "unit", "feedback"),
    [
        (
            "2024年3月4日至4月26日，县委第二巡察组对县粮食局党组开展了常规巡察。6月5日，巡察组反馈了意见。",
            "2024-03-04", "2024-04-26", "县委第二巡察组", "县粮食局党组", "2024-06-05",
        ),
        (
            "自2023年3月6日起，县委第一巡察组对县图书馆党支部开展了为期40天的巡察，6月5日召开反馈会。",
            "2023-03-06", None, "县委第一巡察组", "县图书馆党支部", "2023-06-05",
        ),
        (
            "2023年6月5日，县委第一巡察组反馈了对县图书馆党支部的巡察意见。",
            None, None, "县委第一巡察组", "县图书馆党支部", "2023-06-05",
        ),
        (
            "2024年3月11日至5月17日县委第五巡察组巡察了我院，6月18日作了反馈。",
            "2024-03-11", "2024-05-17", "县委第五巡察组", "我院", "2024-06-18",
        ),
        (
            "2024年3月11日至5月17日巡察了我院，县委第五巡察组6月18日向院党委作了情况反馈。",
            None, None, None, None, "2024-06-18",
        ),
        (
            "县委第一巡察组2024年6月3日至7月19日巡察县图书馆，9月25日反馈。",
            "2024-06-03", "2024-07-19", "县委第一巡察组", "县图书馆", "2024-09-25",
        ),
        (
            "2024年3月18日至4月26日，区委第四巡察组进驻县图书馆，5月20日反馈意见。",
            "2024-03-18", "2024-04-26", "区委第四巡察组", "县图书馆", "2024-05-20",
        ),
        (
            "县委巡察组2024年3月18日至4月26日对县图书馆开展巡察，5月20日反馈意见。",
            "2024-03-18", "2024-04-26", "县委巡察组", "县图书馆", "2024-05-20",
        ),
        (
            "2024年5月20日，县委第一巡察组巡察反馈意见下发后，县图书馆立即整改。",
            None, None, None, None, "2024-05-20",
        ),
        (
            "根据市委部署，2021年10月11日至12月20日，市委第三巡察组向市城投公司党委开展巡察，2022年1月18日反馈意见。",
            "2021-10-11", "2021-12-20", "市委第三巡察组", "市城投公司党委", "2022-01-18",
        ),
    ],
)  # fmt: skip
def test_preface(
    preface: str, start: str | None, end: str | None, team: str, unit: str, feedback: str
) -> None:
    report = read_text(preface + BODY)
    told = report.inspection
    assert (str(told.start or ""), str(told.end or "")) == (start or "", end or "")
    assert (told.team, told.unit, str(report.feedback_on)) == (team, unit, feedback)


@pytest.mark.parametrize(
    ("title", "issuer", "kind"),
    [
        ("中共青禾县水务局党组关于巡察整改进展情况的通报", "中共青禾县水务局党组", "report"),
        ("青禾县城投公司巡察整改情况报告", "青禾县城投公司", "report"),
        ("石桥镇党委巡察“回头看”整改情况的通报", "石桥镇党委", "report"),
        ("关于市委巡察组反馈意见整改落实情况的公示", None, "report"),
        ("主要负责人组织落实巡察整改情况的报告", None, "report"),
        ("关于落实巡察反馈意见的整改方案", None, "plan"),
        ("青禾县第一小学召开巡察整改专题民主生活会", "青禾县第一小学", "other"),
        ("青禾县税务局召开审计整改工作部署会", "青禾县税务局", "other"),
        ("关于2023年度本级预算执行审计查出问题整改情况的报告", None, "audit"),
    ],
)
def test_title_names_body_and_kind(title: str, issuer: str | None, kind: str) -> None:
    report = read_text(title + "\n现将情况公布如下。" + BODY)
    assert (report.title, report.kind.value) == (title, kind)
    if "召开" not in title:
        assert report.issuer == issuer


def test_a_breadcrumb_is_no_title_and_two_months_are_no_heading() -> None:
    report = read_text(
        "首页 → 信息公开 → 巡察整改\n青禾县水务局关于巡察整改情况的通报\n7、8月份，开展检查。" + BODY
    )
    assert report.title == "青禾县水务局关于巡察整改情况的通报"
    assert [section.number for section in report.sections] == ["一"]


def test_this_year_of_a_preface_is_that_of_the_report() -> None:
    told = "2022年10月17日至12月9日，市委第一巡察组对我院党委进行了巡察。今年4月18日，巡察组召开反馈会。"
    assert str(read_text(told + BODY + "市第二人民医院\n2023年7月20日\n").feedback_on) == "2023-04-18"


def test_a_telephone_may_stand_in_the_preface() -> None:
    report = read_text("县委第一巡察组2024年6月3日反馈意见。现将整改情况公布如下，电话8821906。" + BODY)
    assert report.contact is not None
    assert report.contact.phone == ("8821906",)
