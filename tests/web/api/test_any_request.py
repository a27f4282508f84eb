"""Any request that the document allows, for accounts of every sort, against the program itself: no fault of
ours, no status, type or shape that the document does not tell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from bihuan.web.api.areas import Area
from bihuan.web.api.interface import document
from bihuan.web.api.models import ApiPolicy
from tests.web.api.bodies import path_words
from tests.web.api.conftest import program_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.web.world import World

CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
]  # fmt: skip
EXAMPLES = {GenerationMode.POSITIVE: 5, GenerationMode.NEGATIVE: 3}
"""An operation: requests as documented, and such as break the document; most about objects that exist."""
WHO = ("liaison", "officer", "first_person", "discipline", "stranger")
KEEPERS = ("system_admin", "security_admin", "audit_admin")
OF_HOUSE = {Area.PEOPLE, Area.HOUSE, Area.ROUNDS, Area.ACCOUNT}
REAL = st.integers(0, 3)


def who_asks(area: str) -> tuple[str, ...]:
    """Those who have something to do there, twice, and everybody else once."""
    return (*WHO, *KEEPERS * 2) if area in OF_HOUSE else (*WHO * 2, *KEEPERS)


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """The program closes its connection after a request; that of the test holds the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.slow
@pytest.mark.usefixtures("_one_connection")
@pytest.mark.filterwarnings("default")  # what the libraries of the test warn of is not ours
@pytest.mark.parametrize("area", [one.value for one in Area])
def test_any_request_is_answered_as_documented(area: str, world: World, everything: dict[str, Any]) -> None:
    ApiPolicy.objects.create(pk=1, per_minute=6_000)
    found = schemathesis.openapi.from_dict(document())
    found.app = get_wsgi_application()
    everybody = world.everybody()
    secrets = {who: program_of(everybody[who]).secret for who in (*WHO, *KEEPERS)}
    for each in found.get_all_operations():
        operation = each.ok()
        if area in operation.tags:
            for mode in EXAMPLES:
                _try(operation, mode, secrets, who_asks(area), path_words(everything, world))


def _try(
    operation: Any, mode: GenerationMode, secrets: dict[str, str], who: tuple[str, ...], words: dict[str, Any]
) -> None:
    if mode is GenerationMode.NEGATIVE and not (operation.body.items or operation.query.items):
        return  # nothing to write wrongly

    @settings(
        max_examples=EXAMPLES[mode], derandomize=True, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(
        case=operation.as_strategy(generation_mode=mode), asks=st.sampled_from(who), real=st.integers(0, 3)
    )
    def run(case: Any, asks: str, real: int) -> None:
        for name in case.path_parameters or {}:
            if real:
                case.path_parameters[name] = words[name]
        with transaction.atomic():
            headers = {"Authorization": f"Bearer {secrets[asks]}"}
            answer = case.call(headers=headers)
            case.validate_response(answer, checks=CHECKS, headers=headers)
            transaction.set_rollback(True)

    run()
