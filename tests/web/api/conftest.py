"""Programs with tokens, and the objects of one imported case."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils import timezone

from bihuan.web.api.services import token_make
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
        self.secret, self._client = secret, Client()

    def send(self, verb: str, path: str, told: Any = None, **headers: str) -> HttpResponse:
        """One request; ``told`` goes as JSON. Headers are written ``If_Match="…"``."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named.setdefault("Authorization", f"Bearer {self.secret}")
        body: dict[str, Any] = {}
        if told is not None:
            body = {"data": json.dumps(told), "content_type": "application/json"}
        return self._client.generic(verb.upper(), f"{ROOT}{path}", headers=named, **body)  # type: ignore[no-any-return]

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
