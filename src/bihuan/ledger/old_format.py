""".xls and .et, read in a process of their own.

The library ends its whole process when a damaged file makes it ask for more memory than there is; in a child
with bounds that costs one file and not the server. The child gets the bytes and gives cells back as JSON.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from bihuan.ledger import guard
from bihuan.ledger.calamine import Cells, read_cells
from bihuan.ledger.grid import Area
from bihuan.ledger.old_guard import safe_old_workbook
from bihuan.report.errors import UnreadableDocument
from bihuan.report.limits import MIB

if TYPE_CHECKING:
    from bihuan.ledger.grid import Value

MEMORY = 2 * 1024 * MIB
"""Bytes of address space that the child may have."""
_SLOW = "这个旧格式的表格打开太久，请用 Excel 或 WPS 打开后另存为 xlsx 再交。"


def read_old_cells(data: bytes, seconds: int) -> list[Cells]:
    """All work sheets of an .xls or .et; UnreadableDocument where it is broken, locked or takes too long."""
    import json
    import subprocess

    command = [sys.executable, "-m", "bihuan.ledger.old_format"]
    try:
        done = subprocess.run(  # noqa: S603 - our own module; the file comes through a pipe
            command, input=safe_old_workbook(data), capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise UnreadableDocument(_SLOW) from None
    if done.returncode != 0:
        raise UnreadableDocument(guard.BROKEN)
    answer = json.loads(done.stdout)
    if isinstance(answer, str):
        raise UnreadableDocument(answer)
    return [_unpacked(sheet) for sheet in answer]


def _unpacked(sheet: list[Any]) -> Cells:
    name, hidden, values, areas = sheet
    rows = [[_value(value) for value in row] for row in values]
    return Cells(name, hidden, rows, [Area(*area) for area in areas])


def _value(value: Any) -> Value:
    """A day travels as a list of its ISO form."""
    if not isinstance(value, list):
        return value
    import datetime

    return (
        datetime.datetime.fromisoformat(value[0])
        if "T" in value[0]
        else datetime.date.fromisoformat(value[0])
    )


def _packed(value: Value) -> Value:
    import datetime

    if isinstance(value, datetime.date):
        return [value.isoformat()]
    return value if isinstance(value, str | int | float | bool) else str(value)


def main() -> None:
    """The child: a workbook on standard input, its cells or a sentence as JSON on standard output."""
    import json

    _bound_memory()
    answer: object
    try:
        found = read_cells(sys.stdin.buffer.read())
        answer = [
            [
                sheet.name,
                sheet.hidden,
                [[_packed(value) for value in row] for row in sheet.values],
                sheet.areas,
            ]
            for sheet in found
        ]
    except UnreadableDocument as refusal:
        answer = str(refusal)
    sys.stdout.write(json.dumps(answer))


def _bound_memory() -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
