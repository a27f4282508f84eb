"""Every kind: made in every format whatever the facts; what it says reads back; counts agree."""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.checks.api import Severity
from bihuan.checks.engine import check
from bihuan.documents import blocks as b
from bihuan.documents.from_report import case_of
from bihuan.documents.kinds import Format, Scope, kinds, of_scope
from bihuan.documents.making import made
from bihuan.documents.writers.pdf import write_pdf
from bihuan.documents.writers.text import write_text
from bihuan.report import read, read_text
from bihuan.zh.status import Status
from tests.documents import cast

if TYPE_CHECKING:
    from pathlib import Path

    from bihuan.documents.fonts import FontBook
    from bihuan.documents.kinds import Kind
    from bihuan.report import Report

REPORTS = ("progress-report", "concentrated-report", "party-notice")
HOSTILE = "#set text(red) *粗* <script>&lt; </w:t> =1+1 🎉 䶮𠮷\x00\ud800"


@pytest.mark.slow
@pytest.mark.parametrize("slug", kinds())
@pytest.mark.parametrize(("findings", "word"), [(0, ""), (3, ""), (2, HOSTILE), (1, "长" * 300)])
def test_every_kind_is_made_in_every_format(slug: str, findings: int, word: str, fonts: FontBook) -> None:
    kind = kinds()[slug]
    told = cast.told(kind.scope, findings, word)
    assert all(line.endswith("。") for line in kind.missing(told))
    for form in kind.formats:
        assert len(made(kind, told, form, fonts)) > 10


@pytest.mark.slow
@pytest.mark.parametrize("slug", kinds())
def test_500_findings(slug: str, fonts: FontBook) -> None:
    kind = kinds()[slug]
    assert made(kind, cast.told(kind.scope, 500), Format.PDF, fonts).startswith(b"%PDF")


@pytest.mark.parametrize("slug", kinds())
def test_no_made_up_none_in_any_kind(slug: str) -> None:
    kind = kinds()[slug]
    for findings in (0, 2):
        assert "None" not in write_text(kind.make(cast.told(kind.scope, findings)))


BARE = dict.fromkeys(("issuer", "team", "first_person", "first_post"), "") | dict.fromkeys(
    ("inspected_from", "inspected_to", "given_on", "due")
)


@pytest.mark.parametrize("kind", of_scope(Scope.CASE), ids=lambda kind: kind.slug)
def test_a_case_without_signatories_and_days_is_told_as_far_as_it_goes(kind: Kind, fonts: FontBook) -> None:
    told = cast.case(3, leaders=(), **BARE)
    assert "None" not in write_text(kind.make(told))
    assert kind.missing(told) or not kind.missing(cast.case(3))
    for form in kind.formats:
        assert len(made(kind, told, form, fonts)) > 10


@pytest.mark.parametrize("slug", REPORTS)
@pytest.mark.parametrize("findings", [0, 1, 12])
def test_a_report_passes_its_own_error_level_checks(slug: str, findings: int) -> None:
    again = read_text(write_text(kinds()[slug].make(cast.case(findings))))
    assert errors(again) == set()
    assert sum(len(one.findings) for part in again.sections for one in part.responses) == findings


@pytest.mark.slow
def test_a_report_of_100_pages_takes_as_long_for_each_page_as_one_of_25(fonts: FontBook) -> None:
    def spent(lines: int) -> float:
        told = b.Document("长", (b.Title("报告"), *(b.paragraph("整" * 28 * 11) for _ in range(lines))))
        begun = time.process_time()
        pages = write_pdf(told, fonts).count(b"/Type /Page\n") or lines / 2
        return (time.process_time() - begun) / pages

    spent(4)
    assert spent(200) < 3 * spent(50)


def what_it_says(report: Report) -> list[object]:
    """Findings, aspects, measures and status of each response."""
    return [
        (
            [(one.title, [aspect.title for aspect in one.subfindings]) for one in response.findings],
            ["".join(one.text.split("\n")) for one in response.measures],
            _status(response.outcome.status if response.outcome else None),
        )
        for section in report.sections
        for response in section.responses
    ]


def _status(status: Status | None) -> Status | None:
    """尚未填报 says what nothing says."""
    return None if status is Status.UNKNOWN else status


def errors(report: Report) -> set[str]:
    return {one.code for one in check(report)[0] if one.severity is Severity.ERROR}


def sample_texts(root: Path) -> list[Path]:
    return sorted((root / "src/bihuan/web/sample").glob("*.txt"))


@pytest.mark.parametrize("slug", REPORTS)
def test_a_report_made_of_a_sample_reads_back_as_the_same_ledger(slug: str, root: Path) -> None:
    for file in sample_texts(root):
        _reads_back(slug, read(file.read_bytes(), file.name))


@pytest.mark.parametrize("slug", REPORTS)
def test_a_report_made_of_the_seed_reads_back_as_the_same_ledger(slug: str, shared: Path) -> None:
    file = next((shared / "seed").glob("000*.txt"))
    _reads_back(slug, read(file.read_bytes(), file.name))


def _reads_back(slug: str, report: Report) -> None:
    made = kinds()[slug].make(case_of(report, date(2026, 11, 18)))
    again = read_text(write_text(made))
    assert what_it_says(again) == what_it_says(report)
    assert errors(again) <= errors(report)


PIECE = st.text("整改措施落实到位人员培训制度印发督查完成情况一二三，", min_size=6, max_size=40).filter(
    lambda text: text.strip("，") == text and text[0] not in "一二三"
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(PIECE, min_size=1, max_size=3), min_size=1, max_size=8))
def test_any_ledger_reads_back(measures: list[list[str]]) -> None:
    text = "一、工作有差距\n"
    for at, some in enumerate(measures, 1):
        text += f"{at}.第{at}个窗口排队时间长\n"
        text += "".join(f"6月{day + 1}日，{one}。\n" for day, one in enumerate(some))
        text += "整改情况：已完成。\n"
    report = read_text(text, date(2026, 11, 18))
    again = read_text(write_text(kinds()["progress-report"].make(case_of(report, date(2026, 11, 18)))))
    assert what_it_says(again) == what_it_says(report)


def test_all_documents_tell_the_same_counts() -> None:
    told = [write_text(kinds()[slug].make(cast.case(30))) for slug in (*REPORTS, "first-person-report")]
    wanted = "反馈的30个问题中，已完成20个、正在整改10个。制定整改措施60项，已落实30项。"
    assert all(wanted in text for text in told)


def test_the_announcement_adds_and_drops_no_word() -> None:
    document = kinds()["announcement"].make(cast.told(kinds()["announcement"].scope, 1, "文字"))
    assert write_text(document) == "通报文字\n一、文字\n文字\n"


def test_slugs_words_and_orders_are_unique() -> None:
    some = kinds().values()
    assert len({one.word for one in some}) == len({one.order for one in some}) == len(some)


def test_a_missing_signatory_is_said_and_leaves_no_hole() -> None:
    kind = kinds()["progress-report"]
    told = cast.case(issuer="", first_person="", given_on=None)
    assert any("署名" in line for line in kind.missing(told))
    signature = [one for one in kind.make(told).blocks if isinstance(one, b.Signature)]
    assert signature == [b.Signature("鹿溪市文化和旅游局", cast.ON)]
