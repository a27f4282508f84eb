"""Party fees, by table and by property."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.policy.cases import answered
from bihuan.policy.cases.fee import answer
from bihuan.policy.fees import FeeFlag
from tests.policy.cases_of import cases

fee = partial(answered, answer=answer)


@pytest.mark.parametrize("case", cases("fee"))
def test_fee(case: dict[str, Any]) -> None:
    found = fee({"id": 1, "months_unpaid": 0} | case["ask"])
    assert found == {
        "id": 1,
        "fee": case["fee"],
        "fee_range": case.get("range"),
        "flags": case.get("flags", []),
    }


@pytest.mark.parametrize("case", cases("fee_refused"))
def test_senseless_case_is_refused_in_chinese(case: list[Any]) -> None:
    question, word = case
    found = fee({"id": 1, "months_unpaid": 0} | question)
    assert set(found) == {"id", "error"}
    assert word in found["error"]


@given(st.decimals(0, 10**12, places=2, allow_nan=False))
def test_fee_is_a_rate_of_the_whole_base_to_half_a_cent(base: Decimal) -> None:
    found = fee({"id": 1, "kind": "employed", "base": str(base), "months_unpaid": 0})
    errors = [
        abs(base * Decimal(rate) - Decimal(found["fee"])) for rate in ("0.005", "0.01", "0.015", "0.02")
    ]
    assert min(errors) <= Decimal("0.005")
    assert Decimal(found["fee"]).as_tuple().exponent == -2


def test_each_flag_has_a_sentence() -> None:
    assert [flag for flag in FeeFlag if not flag.text] == []
