"""The document of the interface as it was published with this version, and what reads it.

``tools/generate_docs.py`` writes the file from the operations; whoever only shows it need not load them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = "/api/v1"
DOCUMENT = Path(__file__).resolve().parents[2] / "schemas" / "openapi" / "v1.json"


def document() -> dict[str, Any]:
    """The OpenAPI document of this version."""
    found: dict[str, Any] = json.loads(DOCUMENT.read_bytes())
    return found


def each(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every operation of a document, with ``method`` and ``path`` beside what the standard says of it."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            operation["x-method"], operation["x-path"] = method.upper(), path
            yield operation


def plain_path(path: str) -> str:
    """``/measures/{measure}`` as people write it in tables."""
    return path.removeprefix(ROOT)
