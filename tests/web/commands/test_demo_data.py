"""The sample data: there after the first start, left alone at the second, never mixed with somebody's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bihuan.web.accounts.models import User
from bihuan.web.accounts.permissions import Role
from bihuan.web.base.queries import journal_verify
from bihuan.web.diagnosis.queries import diagnostics_of
from bihuan.web.diagnosis.snapshots import seen_of, since_filing
from bihuan.web.disclosure.queries import announcement_bytes
from bihuan.web.inspections.models import Feedback, Finding
from bihuan.web.rectification.models import Measure, Response
from bihuan.web.sample import HERE, accounts, city, load
from bihuan.web.sample.mending import CHANGES
from tests.web.world import NOW, read_here

if TYPE_CHECKING:
    from tests.web.world import World


@pytest.fixture
def loaded(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sample in an empty database."""
    del db
    monkeypatch.setattr("bihuan.web.diagnosis.services.read_apart", read_here)
    assert load(NOW) is True


@pytest.mark.usefixtures("loaded")
def test_sample_has_nine_units_and_a_report_of_the_usual_shape() -> None:
    assert Feedback.objects.count() == 9
    case = Feedback.objects.get(unit__name="鹿溪市统计局")
    assert (case.sections.exclude(findings=None).distinct().count(), case.findings.count()) == (4, 19)
    assert Response.objects.filter(feedback=case).count() == 14
    assert case.errors + case.warnings > 0
    assert Measure.objects.filter(feedback=case).count() > 40


@pytest.mark.usefixtures("loaded")
def test_every_sample_text_comes_back() -> None:
    for one in city()["report"]:
        case = Feedback.objects.get(filings__name=one["file"])
        text = (HERE / one["file"]).read_text("utf-8")
        for old, new in CHANGES if case.unit.short_name == "市统计局" else ():
            text = text.replace(old, new)
        assert announcement_bytes(case) == text.encode()


@pytest.mark.usefixtures("loaded")
def test_an_edited_case_has_something_new_gone_and_still_there() -> None:
    case = Feedback.objects.get(unit__name="鹿溪市统计局")
    since = since_filing(case, seen_of(diagnostics_of(case)))
    assert since
    assert since.new
    assert since.gone
    assert since.still


@pytest.mark.usefixtures("loaded")
def test_second_start_changes_nothing() -> None:
    before = Finding.objects.count()
    assert load(NOW) is False
    assert Finding.objects.count() == before
    assert journal_verify() == []


@pytest.mark.usefixtures("loaded")
def test_every_printed_account_logs_in() -> None:
    for one in accounts():
        assert User.objects.get(username=one.username).check_password(one.password)
    assert {one.role for one in accounts()} >= {Role.LIAISON.label, Role.INSPECTION_OFFICE.label}


def test_own_data_is_left_alone(world: World) -> None:
    User.objects.filter(pk=world.stranger.pk).exists()
    world.committee.name = "别的市委"
    world.committee.save()
    assert load(NOW) is None
    assert not Feedback.objects.exists()
