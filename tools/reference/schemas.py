"""docs/reference/schemas.md: the fields of all machine-readable output, from the JSON Schemas."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from reference import markdown as md

Schema = dict[str, Any]
INTRO = (
    "机器可读的输出都有 JSON Schema（2020-12），随软件包安装在 `bihuan/schemas/` 下，"
    '程序中用 `importlib.resources.files("bihuan") / "schemas"` 取得。'
)


def page() -> str:
    """One part a schema."""
    folder = files("bihuan") / "schemas"
    names = sorted(path.name for path in folder.iterdir() if path.name.endswith(".json"))
    parts = [schema_part(name, json.loads((folder / name).read_text(encoding="utf-8"))) for name in names]
    return md.page("机器可读的输出", INTRO, *parts)


def schema_part(name: str, schema: Schema) -> str:
    """The top object, then every named object."""
    parts = [f"## {name}", schema["description"]]
    objects = [("", schema)] if "properties" in schema else []
    objects += [(key, value) for key, value in schema["$defs"].items() if "properties" in value]
    for key, value in objects:
        parts += [f"### {key}", value.get("description", "")] if key else []
        parts.append(fields(value))
    return "\n\n".join(part for part in parts if part)


def fields(schema: Schema, before: str = "") -> str:
    """A table of the fields; a nested object's fields follow with a dotted name."""
    return md.table(("键", "类型", "说明"), rows(schema, before))


def rows(schema: Schema, before: str) -> list[tuple[str, str, str]]:
    """One row a field, ``?`` after those that may be absent."""
    found = []
    for key, value in schema["properties"].items():
        mark = "" if key in schema.get("required", ()) else "?"
        found.append((f"`{before}{key}`{mark}", kind(value), value.get("description", "")))
        inner = value.get("items", value) if value.get("type") == "array" else value
        if "properties" in inner:
            found += rows(inner, f"{before}{key}.")
    return found


def kind(value: Schema) -> str:
    """The type in a few words."""
    if "$ref" in value:
        return str(value["$ref"].rpartition("/")[2])
    if "anyOf" in value:
        return " 或 ".join(kind(one) for one in value["anyOf"])
    if "const" in value:
        return f"`{json.dumps(value['const'])}`"
    if "enum" in value:
        return "、".join(f"`{json.dumps(one).strip(chr(34))}`" for one in value["enum"])
    if value.get("type") == "array":
        return f"[{kind(value['items'])}]"
    types = value.get("type", "任意")
    return " 或 ".join(types) if isinstance(types, list) else str(types)
