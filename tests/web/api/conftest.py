"""Programs with tokens, and the objects of one imported case."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils import timezone

from bihuan.web.accounts.models import Department
from bihuan.web.api.services import token_make
from bihuan.web.rectification.models import SheetFile, Workbook
from bihuan.web.supervision.models import Sheet
from tests.web.evidence.conftest import _look_here, _own_store, measures, prove, receive
from tests.web.pages.conftest import _read_here, case, liaison
from tests.web.test_permission_matrix import things

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World

__all__ = [
    "_look_here", "_own_store", "_read_here", "case", "liaison", "measures", "prove", "receive",
    "things",
]  # fmt: skip
ROOT = "/api/v1"


class Program:
    """A program that holds a token."""

    def __init__(self, secret: str) -> None:
        self.secret, self.client = secret, Client()

    def send(self, verb: str, path: str, told: Any = None, **headers: str) -> HttpResponse:
        """One request; ``told`` goes as JSON. Headers are written ``If_Match="…"``."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named.setdefault("Authorization", f"Bearer {self.secret}")
        body: dict[str, Any] = {}
        if told is not None:
            body = {"data": json.dumps(told), "content_type": "application/json"}
        return self.client.generic(verb.upper(), f"{ROOT}{path}", headers=named, **body)  # type: ignore[no-any-return]

    def send_bytes(self, verb: str, path: str, data: bytes, **headers: str) -> HttpResponse:
        """A part of a file."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named["Authorization"] = f"Bearer {self.secret}"
        kind = "application/octet-stream"
        return self.client.generic(verb, f"{ROOT}{path}", data, content_type=kind, headers=named)  # type: ignore[no-any-return]

    def send_form(self, path: str, headers: dict[str, str] | None = None, **told: Any) -> HttpResponse:
        """A form with files."""
        named = {"Authorization": f"Bearer {self.secret}", **(headers or {})}
        return self.client.post(f"{ROOT}{path}", told, headers=named)  # type: ignore[no-any-return]

    def get(self, path: str, **headers: str) -> HttpResponse:
        """Read."""
        return self.send("GET", path, **headers)

    def post(self, path: str, told: Any = None, **headers: str) -> HttpResponse:
        """Do."""
        return self.send("POST", path, {} if told is None else told, **headers)


def program_of(
    user: User, *, writes: bool = True, areas: tuple[str, ...] = (), name: str = "同步"
) -> Program:
    """A program with a new token of the account."""
    _, secret = token_make(actor=user, now=timezone.now(), name=name, days=30, writes=writes, areas=areas)
    return Program(secret)


@pytest.fixture
def program(world: World) -> Program:
    """The liaison's, which may write."""
    return program_of(world.liaison)


@pytest.fixture
def programs(world: World) -> Callable[..., Program]:
    """A program for any account."""
    del world
    return program_of


@pytest.fixture
def measure(case: Feedback) -> Any:
    """The first measure of the case."""
    return case.measures.order_by("position")[0]


@pytest.fixture
def everything(things: dict[str, Any], world: World) -> dict[str, Any]:
    """The objects of the pages' matrix, and what only operations name."""
    sheet = SheetFile.objects.create(
        owner=world.liaison, kind="ledger", format="csv", scope="x", token=uuid.uuid4(), name="台账.csv",
        asked_at=timezone.now(),
    )  # fmt: skip
    department = Department.objects.create(unit=world.bureau, name="执法科")
    workbook = Workbook.objects.get(unit=world.bureau)
    month_sheet = Sheet.objects.get(supervision=things["record"])
    return {
        **things,
        "department": department,
        "sheet": sheet,
        "month_sheet": month_sheet,
        "workbook": workbook,
    }
