"""Every operation × every account, by the same words as the pages: let in, 403, or 404."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction

from bihuan.web.api.areas import Area
from tests.web.api.bodies import FORMS, Operation, body_of, operations, path_of
from tests.web.api.conftest import Program, program_of
from tests.web.test_permission_matrix import expected

if TYPE_CHECKING:
    from tests.web.world import World

TABLE = tomllib.loads((Path(__file__).parent / "permission_matrix.toml").read_text("utf-8"))
RULES = {name: rule for rules in TABLE.values() for name, rule in rules.items()}
OPERATIONS = operations()
LET_IN = (200, 201, 204, 400, 409, 410, 413, 415, 422, 428)


def test_no_operation_is_forgotten() -> None:
    assert [one.id for one in OPERATIONS if RULES.get(one.id) is None] == []
    assert {one.id for one in OPERATIONS} == set(RULES)
    assert [one.id for one in OPERATIONS if one.id not in TABLE[one.area]] == []


def met(program: Program, operation: Operation, things: dict[str, Any], world: World) -> int:
    """The status; nothing is kept."""
    path, told = path_of(operation, things, world), body_of(operation, things, world)
    with transaction.atomic():
        if operation.kind == "application/octet-stream":
            answer = program.send_bytes("PATCH", path, b"x", Upload_Offset="0")
        elif operation.kind == "multipart/form-data":
            answer = program.send_form(path, **FORMS.get(operation.id, {}))
        else:
            answer = program.send(operation.method, path, told)
        for close in answer._resource_closers:
            close()
        transaction.set_rollback(True)
    return answer.status_code


@pytest.mark.slow
@pytest.mark.parametrize("area", [one.value for one in Area])
def test_everybody_meets_what_the_table_says(area: str, world: World, everything: dict[str, Any]) -> None:
    wrong = []
    programs = {who: program_of(user, name="矩阵") for who, user in world.everybody().items()}
    for operation in (one for one in OPERATIONS if one.area == area):
        for who, user in world.everybody().items():
            status = met(programs[who], operation, everything, world)
            found = 200 if status in LET_IN else status
            wanted = expected(RULES[operation.id], user, everything, world)
            if found != wanted:
                wrong.append(f"{who} {operation.id}：应为{wanted}，实为{status}（{RULES[operation.id]}）")
    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
def test_scope_is_asked_before_anything_else(world: World, everything: dict[str, Any]) -> None:
    """A token that only reads writes nowhere; one of an area opens nothing of another."""
    wrong = []
    reads = program_of(world.liaison, writes=False, name="只读")
    areas = {one.value: program_of(world.liaison, areas=(one.value,), name=one.value) for one in Area}
    for operation in OPERATIONS:
        other = next(area for area in areas if area != operation.area)
        if met(areas[other], operation, everything, world) != 403:
            wrong.append(f"{operation.id} 用{other}的令牌打开了")
        status = met(reads, operation, everything, world)
        if (status == 403) != (operation.method != "GET") and RULES[operation.id] in ("all", "read case"):
            wrong.append(f"{operation.id} 用只读令牌得到{status}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
def test_nothing_opens_without_a_token(world: World, everything: dict[str, Any]) -> None:
    nobody = Program("bh_x")
    assert {met(nobody, one, everything, world) for one in OPERATIONS} == {401}
