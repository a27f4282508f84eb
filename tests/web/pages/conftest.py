"""Signed-in clients, and the addresses of one imported case."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from bihuan.web.diagnosis import services as diagnosis
from tests.web.world import import_text, read_here

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World


@pytest.fixture
def liaison(world: World, sign_in: Callable[[User], Client]) -> Client:
    """The one who writes."""
    return sign_in(world.liaison)


@pytest.fixture
def case(world: World) -> Feedback:
    """The report of the world, imported."""
    return import_text(world)


@pytest.fixture(autouse=True)
def _read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading without a child process, as in the world."""
    monkeypatch.setattr(diagnosis, "read_apart", read_here)


@pytest.fixture
def addresses(case: Feedback) -> dict[str, str]:
    """Every address that shows or changes the case, by the name of its view."""
    finding = case.findings.order_by("position")[0]
    response = finding.responses.get()
    measure = response.measures.order_by("position")[0]
    return {
        "ledger": reverse("rectification:ledger", args=[case.pk]),
        "finding": reverse("rectification:finding", args=[finding.pk]),
        "measure": reverse("rectification:measure", args=[measure.pk]),
        "outcome": reverse("rectification:outcome", args=[response.pk]),
        "add": reverse("rectification:add", args=[response.pk]),
        "checks": reverse("diagnosis:diagnostics", args=[case.pk]),
        "announcement": reverse("disclosure:announcement", args=[case.pk]),
        "text": reverse("disclosure:text", args=[case.pk]),
        "undo": reverse("imports:undo", args=[case.pk]),
        "replace": reverse("imports:correct_case", args=[case.pk]),
    }


HTMX = {"HTTP_HX_REQUEST": "true"}
