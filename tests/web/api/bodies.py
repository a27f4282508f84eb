"""Bodies that an operation understands: what the document requires, and what rights depend on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from bihuan.web.api.interface import document
from bihuan.web.api.published import each

if TYPE_CHECKING:
    from tests.web.world import World

TEXT = "鹿溪河畔第七座桥边的整改说明，写得足够长，好让服务听得懂"


SEEN = (
    "enquiry_assign", "enquiry_draft", "enquiry_answer", "enquiry_close", "enquiry_reopen", "enquiry_show",
    "enquiry_show_decide", "enquiry_show_stop",
)  # fmt: skip
"""Operations whose version is asked for before the right."""
FORMS: dict[str, dict[str, str]] = {
    "draft_create": {"unit": "987654321"},
    "workbook_create": {"unit": "987654321"},
    "office_template_add": {"kind": "letter"},
}
"""Fields that go as a form, without the file beside them."""


class Operation(NamedTuple):
    """An operation of the document."""

    id: str
    area: str
    method: str
    path: str
    body: dict[str, Any]
    kind: str


def operations() -> list[Operation]:
    """All of them, in the order of the document."""
    found = []
    for one in each(document()):
        content = one.get("requestBody", {}).get("content", {})
        kind, told = next(iter(content.items())) if content else ("", {})
        schema = told.get("schema", {})
        found.append(
            Operation(one["operationId"], one["tags"][0], one["x-method"], one["x-path"], schema, kind)
        )
    return found


def least(schema: dict[str, Any]) -> Any:
    """The smallest value that a schema takes."""
    if "$ref" in schema:
        return least(document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    if "enum" in schema:
        return schema["enum"][-1]
    if "anyOf" in schema:
        return least(schema["anyOf"][0])
    kind = schema.get("type")
    if kind == "object":
        return {name: least(schema["properties"][name]) for name in schema.get("required", ())}
    if kind == "array":
        return [least(schema["items"])] * schema.get("minItems", 0)
    if kind == "integer":
        return schema.get("minimum", 1)
    if kind == "boolean":
        return True
    if schema.get("format") == "date":
        return "2024-06-03"
    if schema.get("format") == "uuid":
        return "00000000-0000-4000-8000-000000000000"
    if "pattern" in schema:
        return schema["examples"][0]
    return TEXT[: schema.get("maxLength", 100)]


def body_of(operation: Operation, things: dict[str, Any], world: World) -> Any:
    """What to send so that rights decide, not the form."""
    told = least(operation.body) if operation.body and operation.kind == "application/json" else None
    more: dict[str, Any] = {
        "measure_edit": {"version": things["measure"].version},
        "outcome_edit": {"version": things["response"].version},
        "plan_write": {"stamp": "1.1.1"},
        "step_take": {"stamp": "1.1.1"},
        "measure_settle": {"version": 1},
        "draft_edit": {"version": things["draft"].version, "change": "undo"},
        "draft_confirm": {"version": things["draft"].version},
        "feedback_replace": {"version": things["draft"].version},
        "steps_take": {"responses": [things["response"].pk], "step": "submit_plan"},
        "evidence_edit": {"version": 1},
        "evidence_supersede": {"version": 1},
        "evidence_link": {"targets": [f"measure:{things['measure'].pk}"]},
        "package_make": {"unit": world.bureau.pk},
        "deputy_appoint": {"deputy": world.handler.person_id},
        "hand_over": {"person": world.liaison.person_id, "to": world.handler.person_id},
        "robot_add": {"unit": world.bureau.pk},
        "login_policy_set": {"version": 1},
        "api_policy_set": {"version": 1},
        "person_move": {"unit": world.bureau.pk},
        "person_create": {"unit": world.bureau.pk},
        "account_do": {"do": "code"},
        "roles_set": {"roles": []},
        "unit_urge": {"rank": "liaison"},
        "visit_record": {"way": "x", "result": "x"},
        "assignment_settle": {"version": 1},
        "document_make": {"file": "plan.docx", "of": things["case"].pk},
        "sheet_take": {"file": "ledger.csv", "case": things["case"].pk},
        "template_edit": {"version": 1},
        "proofs_expect": {"version": 1},
        "workbook_confirm": {"version": 1},
        "rule_set_begin": {"owner": world.office.pk},
        "omission_ask": {"finding": things["finding"].pk},
        "edition_step": {"step": "submit", "version": 1},
        "assistance_accept": {"version": 1},
        "assistance_return": {"version": 1},
        **{name: {"version": 1} for name in SEEN},
        "filter_save": {"list": "measures", "query": "late=1"},
    }.get(operation.id, {})
    return {**told, **more} if isinstance(told, dict) else told


def path_words(things: dict[str, Any], world: World) -> dict[str, Any]:
    """What stands in each place of an address: objects of the bureau."""
    ids = {name: thing.pk for name, thing in things.items() if thing is not None}
    return {
        **ids,
        "thing": "measure",
        "pk": things["measure"].pk,
        "kind": "problems",
        "part": "announcement.txt",
        "step": "assess",
        "slug": "letter",
        "year": 2027,
        "number": 1,
        "code": "ST04",
        "upload": str(things["upload"].token),
        "target": f"measure:{things['measure'].pk}",
        "unit": world.bureau.pk,
        "person": world.reader.person_id,
        "account": world.liaison.pk,
        "leave": things["deputy"].pk,
        "assistance": things["request"].pk,
    }


def path_of(operation: Operation, things: dict[str, Any], world: World) -> str:
    """The address with the objects of the bureau in it."""
    words = path_words(things, world)
    if operation.id == "holdings_get":
        words["person"] = world.handler.person_id
    query = "?which=late" if operation.id == "board_responses" else ""
    return _filled(operation.path, words) + query


def _filled(path: str, words: dict[str, Any]) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: str(words[found[1]]), path.removeprefix("/api/v1"))
