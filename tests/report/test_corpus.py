"""Real texts of other kinds: read without inventing findings."""

from __future__ import annotations

from pathlib import Path

import pytest

from bihuan.report import Report, read
from bihuan.report.nodes import SectionRole
from bihuan.report.walk import findings, measures


def load(shared: Path, start: str) -> Report:
    [path] = (shared / "corpus").glob(f"{start}*.txt")
    return read(path.read_bytes(), path.name)


def test_long_report_has_achievements_and_no_findings(shared: Path) -> None:
    report = load(shared, "017")
    assert report.kind == "report"
    assert [section.role for section in report.sections] == [
        SectionRole.LEADERSHIP, SectionRole.FINDINGS, SectionRole.NEXT_STEPS
    ]  # fmt: skip
    assert list(findings(report)) == []
    assert len(list(measures(report))) > 50


def test_long_report_tells_who_when_and_how_many(shared: Path) -> None:
    report = load(shared, "017")
    assert report.title == "中共南开大学委员会关于十九届中央第七轮巡视整改进展情况的通报"
    assert report.issuer == "中共南开大学委员会"
    assert str(report.issued_on) == "2022-04-16"
    assert str(report.feedback_on) == "2021-09-03"
    assert (str(report.inspection.start), str(report.inspection.end)) == ("2021-05-08", "2021-07-05")
    assert (report.inspection.team, report.inspection.unit) == ("中央第十巡视组", "南开大学")
    [tasks] = [row for row in report.totals if row.completed is not None]
    assert (tasks.total, tasks.completed, tasks.ongoing) == (177, 174, 3)
    assert report.contact is not None
    assert report.contact.email == ("dwxcb@nankai.edu.cn",)
    assert report.contact.phone == ("022-85358679",)
    assert len(report.contact.post) == 1


@pytest.mark.parametrize(("start", "count"), [("101", 6), ("102", 0), ("103", 0), ("104", 0), ("105", 7)])
def test_feedback_news_gives_its_narrative_problems_only(shared: Path, start: str, count: int) -> None:
    report = load(shared, start)
    assert report.kind == "feedback"
    assert len(list(findings(report))) == count
    assert list(measures(report)) == []


@pytest.mark.parametrize("start", ["106", "107"])
def test_meeting_news_is_never_forced_into_findings(shared: Path, start: str) -> None:
    report = load(shared, start)
    assert report.kind == "other"
    assert report.sections == ()


def test_central_feedback_day_is_that_of_the_team(shared: Path) -> None:
    assert str(load(shared, "101").feedback_on) == "2021-09-03"
