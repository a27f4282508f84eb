"""Cases of this folder as pytest parameters; a case's name is its Chinese sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml


def cases(name: str) -> list[Any]:
    """One parameter for each case of ``cases/NAME.yaml``."""
    text = Path(__file__).parent.joinpath("cases", f"{name}.yaml").read_text("utf-8")
    return [pytest.param(case, id=title) for title, case in yaml.safe_load(text).items()]
