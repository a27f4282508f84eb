"""Contact data and the period of an announcement."""

from __future__ import annotations

import pytest

from bihuan.zh.contact import find_period, read_contact

from .support import cases


@pytest.mark.parametrize(("text", "expected"), cases("contact"))
def test_contact_of_a_text(text: str, expected: dict[str, list[str]] | None) -> None:
    found = read_contact(text)
    if expected is None:
        assert found is None
        return
    assert found is not None
    given = {"phone": list(found.phone), "email": list(found.email), "post": list(found.post)}
    assert {name: values for name, values in given.items() if values} == expected


@pytest.mark.parametrize(("text", "period"), cases("periods"))
def test_period_of_an_announcement(text: str, period: str | None) -> None:
    found = find_period(text)
    assert (found[1] if found else None) == period
