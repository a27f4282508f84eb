"""``bihuan.diagnostics/1``: one object a file; several files give a list of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bihuan.checks.api import Diagnostic
    from bihuan.checks.engine import Checked

SCHEMA = "bihuan.diagnostics/1"


def write(results: Sequence[tuple[str, Checked]]) -> str:
    """The contract's object, or a list when several files were checked."""
    objects = [as_object(name, checked.diagnostics) for name, checked in results]
    return json.dumps(objects[0] if len(objects) == 1 else objects, ensure_ascii=False, indent=1) + "\n"


def as_object(name: str, diagnostics: Sequence[Diagnostic]) -> dict[str, Any]:
    """The contract's object with its keys in order."""
    return {"schema": SCHEMA, "file": name, "diagnostics": [as_row(one) for one in diagnostics]}


def as_row(one: Diagnostic) -> dict[str, Any]:
    """One diagnostic with its keys in the contract's order."""
    return {
        "code": one.code,
        "rule": one.rule,
        "severity": one.severity.value,
        "line": one.line,
        "column": one.column,
        "quote": one.quote,
        "message": one.message,
        "basis": one.basis,
        "findings": list(one.findings),
        "related": list(one.related),
        "fix": one.fix,
    }
