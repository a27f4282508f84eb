"""SARIF 2.1.0, for editors and code-review tools that show places in a file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote as percent

from bihuan import __version__
from bihuan.checks.api import Severity
from bihuan.checks.manual import read_manual
from bihuan.checks.registry import entries, load

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bihuan.checks.api import Diagnostic
    from bihuan.checks.engine import Checked

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def write(results: Sequence[tuple[str, Checked]]) -> str:
    """One run over all files; lines and columns count code points as everywhere here."""
    codes = sorted({one.code for _, checked in results for one in checked.diagnostics})
    run = {
        "tool": {
            "driver": {"name": "bihuan", "version": __version__, "language": "zh-CN", "rules": _rules(codes)}
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(name, one, codes) for name, checked in results for one in checked.diagnostics],
    }
    return (
        json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)
        + "\n"
    )


def _rules(codes: Sequence[str]) -> list[dict[str, Any]]:
    return [_rule(entry.code) for entry in entries() if entry.code in codes]


def _rule(code: str) -> dict[str, Any]:
    loaded = load(next(entry for entry in entries() if entry.code == code))
    parts = read_manual(loaded.manual).parts
    return {
        "id": code,
        "name": "".join(word.capitalize() for word in loaded.rule.slug.split("-")),
        "shortDescription": {"text": loaded.rule.title},
        "fullDescription": {"text": parts["查什么"]},
        "help": {"text": parts["为什么"]},
        "defaultConfiguration": {"level": LEVELS[loaded.rule.severity]},
    }


def _result(name: str, one: Diagnostic, codes: Sequence[str]) -> dict[str, Any]:
    region = {
        "startLine": one.line,
        "startColumn": one.column,
        "endColumn": one.column + len(one.quote),
        "snippet": {"text": one.quote},
    }
    result: dict[str, Any] = {
        "ruleId": one.code,
        "ruleIndex": codes.index(one.code),
        "level": LEVELS[one.severity],
        "message": {"text": one.message},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(name)}, "region": region}}],
    }
    if one.related:
        result["relatedLocations"] = [
            {"id": index, "physicalLocation": _whole_line(name, line)}
            for index, line in enumerate(one.related, 1)
        ]
    if one.fix is not None:
        deleted = {key: region[key] for key in ("startLine", "startColumn", "endColumn")}
        change = {"deletedRegion": deleted, "insertedContent": {"text": one.fix}}
        artifact = {"artifactLocation": {"uri": _uri(name)}, "replacements": [change]}
        result["fixes"] = [{"artifactChanges": [artifact]}]
    if one.findings or one.basis:
        result["properties"] = {"findings": list(one.findings), "basis": one.basis}
    return result


def _whole_line(name: str, line: int) -> dict[str, Any]:
    return {"artifactLocation": {"uri": _uri(name)}, "region": {"startLine": line}}


def _uri(name: str) -> str:
    """A relative or absolute path as a URI reference; standard input has a name too."""
    return "stdin" if name == "-" else percent(name.replace("\\", "/"), safe="/", errors="replace")
