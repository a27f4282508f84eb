"""A measurement that misses a bar says so and fails."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench"


@pytest.mark.parametrize(
    ("held", "status", "told"),
    [
        ("bars.at_most('甲', 0.5, 0.5); bars.at_least('乙', 1.6, 1.6)", 0, ""),
        ("bars.at_most('甲', 0.51, 0.5)", 1, "未达标：甲 0.51 > 0.5\n"),
        ("bars.at_least('乙', 1.5, 1.6); bars.at_most('丙', 1, 2)", 1, "未达标：乙 1.5 < 1.6\n"),
        ("bars.at_most('甲', float('nan'), 1)", 1, "未达标：甲 nan > 1\n"),
    ],
)
def test_a_missed_bar_fails_the_script(held: str, status: int, told: str) -> None:
    code = f"import bars; {held}; raise SystemExit(bars.status())"
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code], cwd=BENCH, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (status, told)
