"""What a state is called on a page is what it is called in its table, in the journal and in the API."""

from __future__ import annotations

import pytest

from bihuan.web.config.states import STATES
from bihuan.web.diagnosis.models import WaiverState
from bihuan.web.rectification.models.working import Request


@pytest.mark.parametrize(("shown", "states"), [("waiver", WaiverState), ("extension", Request)])
def test_what_is_asked_for_has_one_name(shown: str, states: type[WaiverState | Request]) -> None:
    assert {one.label for one in states} == {STATES[f"{shown}_{one.value}"][0] for one in states}
