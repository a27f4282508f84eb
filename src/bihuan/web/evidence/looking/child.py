"""The child: ``python -m bihuan.web.evidence.looking.child`` takes orders as JSON on standard input and
answers in JSON on standard output. It imports no Django, and closes the lid before it opens a file.
"""

from __future__ import annotations

import json
import sys
from typing import Any


def main() -> None:
    """One order, one answer."""
    orders = json.loads(sys.stdin.buffer.readline())
    _close_lid(orders["memory_mb"])
    try:
        told = _draw(orders) if orders["task"] == "draw" else _look(orders)
    except MemoryError:
        told = {"error": "too large"}
    sys.stdout.write(json.dumps(told))


def _close_lid(memory_mb: int) -> None:
    import resource

    most = memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _draw(orders: dict[str, Any]) -> dict[str, Any]:
    from bihuan.web.evidence.looking.picture import draw

    pages, whole = draw(orders["path"], orders["kind"], orders["folder"])
    return {"pages": pages, "whole": whole}


def _look(orders: dict[str, Any]) -> dict[str, Any]:
    from bihuan.web.evidence.looking.office import Refused
    from bihuan.web.evidence.looking.personal import warnings
    from bihuan.web.evidence.looking.secrecy import find_mark
    from bihuan.web.evidence.looking.words import look

    name = orders["name"]
    mark = find_mark([], [], name)
    if mark:
        return {"marked": mark.text, "place": mark.place}
    try:
        kind, words = look(orders["path"], name, orders["allowed"], orders["chars"])
    except Refused as error:
        return {"refused": str(error)}
    mark = find_mark(words.pages, words.margins, name)
    if mark:
        return {"marked": mark.text, "place": mark.place}
    text = "\n".join(words.pages)
    clean = text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
    return {"kind": kind, "text": clean, "warnings": warnings("\n".join([*words.margins, clean]), name)}


if __name__ == "__main__":
    main()
