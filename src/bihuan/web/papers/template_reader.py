"""Looking into an uploaded template in a process of its own, for it may be hostile. Imports no Django; run as
``python -m bihuan.web.papers.template_reader``.
"""

from __future__ import annotations

from typing import Any

from bihuan.web.diagnosis.reader import read_in_child, serve

TOO_LONG = "这份模板看了{seconds}秒还没有看完，已经停止。请删去不需要的内容后再交。"
BROKEN = "这份模板看到一半出错，可能已经损坏。请用 WPS 或 Word 打开，另存为 docx 后再交。"
MODULE = "bihuan.web.papers.template_reader"


def read_apart(data: bytes, kind: str, lid: Any) -> dict[str, Any]:
    """``used`` and ``problems`` of the template; ``ReadingError`` where it must not be kept."""
    return read_in_child(MODULE, data, kind, lid, too_long=TOO_LONG, broken=BROKEN)


def look(data: bytes, orders: dict[str, Any]) -> dict[str, Any]:
    """The child's work; ``orders["name"]`` is the kind."""
    from bihuan.documents.kinds import kinds
    from bihuan.report.errors import UnreadableDocument
    from bihuan.web.papers.templating.fields import fields_of
    from bihuan.web.papers.templating.reading import read_template

    try:
        found = read_template(data, fields_of(kinds()[orders["name"]]))
    except UnreadableDocument as error:
        return {"error": str(error)}
    return {"used": found.used, "problems": found.problems}


if __name__ == "__main__":
    serve(look)
