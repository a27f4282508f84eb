"""From tokens and the OpenAPI document to the templates."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from bihuan.web.api.areas import Area
from bihuan.web.api.published import ROOT, document, each, plain_path

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bihuan.web.api.forms import TokenForm
    from bihuan.web.api.models import Token

WORDS = {
    "string": "文字",
    "integer": "整数",
    "boolean": "是否",
    "number": "数",
    "object": "对象",
    "null": "null",
}
FORMATS = {"date": "日期", "date-time": "时间", "uuid": "凭号", "binary": "文件"}


def token(one: Token, now: datetime) -> dict[str, Any]:
    """A token in its owner's list."""
    state = "revoked" if one.revoked_at else "expired" if one.expires_at <= now else "live"
    areas = "、".join(Area(area).label for area in one.areas if area in tuple(Area)) or "全部"
    return {"row": one, "state": state, "areas": areas}


def tokens(form: TokenForm, shown: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The list, and the choices of the form."""
    chosen = form["areas"].value() or []
    areas = [
        {"value": one.value, "word": one.label, "about": one.about, "chosen": one.value in chosen}
        for one in Area
    ]
    live = [one for one in shown if one["state"] == "live"]
    return {"live": live, "gone": [one for one in shown if one["state"] != "live"], "areas": areas}


@lru_cache(maxsize=1)
def docs() -> dict[str, Any]:
    """Everything that the page of the documentation shows; the same for everybody, so made once."""
    found = document()
    schemas = found["components"]["schemas"]
    operations = list(each(found))
    groups = [
        {
            "area": area,
            "operations": [
                _operation(one, found["components"]) for one in operations if area.value in one["tags"]
            ],
        }
        for area in Area
    ]
    named = sorted(_answered(operations, schemas))
    shapes = [{"name": name, "fields": fields(schemas[name])} for name in named]
    return {"about": found["info"]["description"], "root": ROOT, "groups": groups, "shapes": shapes}


def _operation(one: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
    schemas = shared["schemas"]
    body = _content(one.get("requestBody", {}))
    good = min(int(code) for code in one["responses"] if int(code) < 300)
    kind, answer = _content(one["responses"][str(good)])
    about = one.get("description", "")
    return {
        "id": one["operationId"],
        "method": one["x-method"],
        "path": plain_path(one["x-path"]),
        "summary": one["summary"],
        "about": about if about != one["summary"] else "",
        "parameters": [_parameter(each_, shared["parameters"]) for each_ in one["parameters"]],
        "body": {"kind": body[0], "ref": _ref(body[1]), "fields": fields(schemas.get(_ref(body[1]), body[1]))}
        if body[0]
        else None,
        "status": good,
        "answer": _type(answer) if kind else "",
        "answer_ref": _ref(answer),
        "binary": kind not in ("", "application/json"),
        "codes": [code for code in one["responses"] if int(code) >= 300],
    }


def _parameter(told: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
    """A parameter itself, where the operation only refers to it."""
    one = shared[_ref(told)] if "$ref" in told else told
    places = {"path": "地址", "query": "查询", "header": "请求头"}
    return {
        "name": one["name"],
        "place": places[one["in"]],
        "type": _type(one["schema"]),
        "required": one.get("required", False),
        "about": one.get("description", "") or one["schema"].get("description", ""),
    }


def _content(told: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Type and schema of a body or an answer; empty where there is none."""
    for kind, content in told.get("content", {}).items():
        return kind, content["schema"]
    return "", {}


def fields(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a table of a shape."""
    required = set(schema.get("required", ()))
    return [
        {
            "name": name,
            "type": _type(one),
            "ref": _ref(one),
            "required": name in required,
            "about": one.get("description", ""),
        }
        for name, one in schema.get("properties", {}).items()
    ]


def _type(schema: dict[str, Any]) -> str:
    """A type in few words: 整数，可空; 列表：措施."""
    if "anyOf" in schema:
        words = ["可空" if one.get("type") == "null" else _type(one) for one in schema["anyOf"]]
        return "，".join(dict.fromkeys(words))
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if schema.get("type") == "array":
        return f"列表：{_type(schema.get('items', {}))}"
    if "enum" in schema:
        return " / ".join(str(one) or "空" for one in schema["enum"])
    return FORMATS.get(schema.get("format", ""), WORDS.get(schema.get("type", ""), "任意"))


def _ref(schema: dict[str, Any]) -> str:
    """The shape that a type names, itself or as a list or as what may be missing."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    for one in (schema.get("items"), *schema.get("anyOf", ())):
        if one and (found := _ref(one)):
            return found
    return ""


def _answered(operations: Sequence[dict[str, Any]], schemas: dict[str, Any]) -> set[str]:
    """Shapes that answers are made of, with those inside them."""
    found: set[str] = set()
    open_ = [
        name
        for one in operations
        for answer in one["responses"].values()
        for content in answer.get("content", {}).values()
        if (name := _ref(content["schema"]))
    ]
    while open_:
        name = open_.pop()
        if name in found or name not in schemas:
            continue
        found.add(name)
        open_ += [ref for one in schemas[name].get("properties", {}).values() if (ref := _ref(one))]
    return found
