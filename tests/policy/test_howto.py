"""The examples of the how-to page are read by the code that they explain."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from bihuan.policy import read_policies
from bihuan.policy.cases import answered
from bihuan.policy.cases.due import answer
from bihuan.policy.notices import read_notices, working_calendar

if TYPE_CHECKING:
    from pathlib import Path


def test_examples_are_valid(root: Path) -> None:
    page = (root / "docs" / "howto" / "compute-deadlines.md").read_text("utf-8")
    notice, policy = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    calendar = working_calendar(read_notices(notice))
    assert calendar.unknown_years(*(min(calendar.notices[2030].holidays),) * 2) == ()
    assert [entry.id for entry in read_policies(policy)] == ["office-100d"]
    question = re.search(r"echo '(.*?)'", page)
    assert question
    found = answered(json.loads(question[1]), lambda fields: answer(fields, calendar))
    assert found["due"] == "2025-06-10"
