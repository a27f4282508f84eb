"""Bar 8: a ledger of 10,000 rows and 10 columns to .xlsx, against openpyxl's write-only mode; reading one.

Writing does all that the product's export does (merged cells, row heights, identifiers) and openpyxl only the
bare cells, in the same borders. Reading gives rows of the ledger with dates and names resolved; openpyxl only
gives cells. CPU seconds, medians of interleaved rounds; the first round warms up.
"""

from __future__ import annotations

import io
import statistics
import tempfile
import time
import tracemalloc
from datetime import date, timedelta
from typing import TYPE_CHECKING

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Side

import bars
from bihuan.ledger import Due, DueKind, Row, read_ledger
from bihuan.ledger.layouts import Layout, plan_of
from bihuan.ledger.write import workbook
from bihuan.zh.status import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROWS, ROUNDS = 10_000, 5
MUST, GOOD = 1.0, 0.75


def make_rows(count: int) -> Iterator[Row]:
    """Rows of the usual length; two of five findings have a second row."""
    day = date(2024, 1, 1)
    for at in range(count):
        due = day + timedelta(at % 360)
        finding = at - (at % 5 in {2, 4})
        yield Row(
            str(finding + 1),
            f"第{finding + 1}项登记不全，外借超过三十日的没有催还",
            (f"修订第{at + 1}项登记办法，明确专人催还", "每季度抽查一次登记簿，结果通报到科室"),
            ("王坤",),
            ("办公室", "保管科"),
            ("赵敏", "周杰"),
            Due(due.isoformat(), due, DueKind.DATE),
            Status.ONGOING if at % 3 else Status.COMPLETED,
            "台账",
            at + 5,
            f"id-{at}",
        )


def write_ours(rows: list[Row]) -> bytes:
    """The product's writer: 8 visible columns, the hidden one, merged cells."""
    out = io.BytesIO()
    workbook(rows, Layout.LEDGER, to=out)
    return out.getvalue()


def write_with_openpyxl(rows: list[Row]) -> bytes:
    """Peer: the same cells in the same borders, one by one, in write-only mode."""
    columns = plan_of(Layout.LEDGER)[0].columns
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("整改台账")
    side = Side(style="thin")
    border, wrap = Border(side, side, side, side), Alignment(wrap_text=True, vertical="center")
    for row in rows:
        cells = []
        for value in (*(column.cell(row) for column in columns), row.id):
            cell = WriteOnlyCell(sheet, value=value)
            cell.border, cell.alignment = border, wrap
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write_bare_with_openpyxl(rows: list[Row]) -> bytes:
    """Peer of the bar: values only, no looks at all."""
    columns = plan_of(Layout.LEDGER)[0].columns
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("整改台账")
    for row in rows:
        sheet.append([*(column.cell(row) for column in columns), row.id, row.sheet])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read_with_openpyxl(data: bytes, *, read_only: bool) -> int:
    """Peer: cells only; without merged cells where ``read_only``."""
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=read_only, data_only=True)
    return sum(1 for _ in book.worksheets[0].iter_rows(values_only=True))


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of one call."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def compare(title: str, ours: Callable[[], object], peers: dict[str, Callable[[], object]]) -> None:
    """Print one line for each peer."""
    rounds = [
        {"bihuan": seconds(ours)} | {name: seconds(peer) for name, peer in peers.items()}
        for _ in range(ROUNDS + 1)
    ][1:]
    middle = {name: statistics.median(one[name] for one in rounds) for name in rounds[0]}
    for name in peers:
        ratio = statistics.median(one["bihuan"] / one[name] for one in rounds)
        verdict = (
            f"good (≤ {GOOD})" if ratio <= GOOD else f"reached (≤ {MUST})" if ratio <= MUST else "MISSED"
        )
        bars.at_most(f"{title}, bihuan / {name}", ratio, MUST)
        print(
            f"{title}, bihuan / {name}: {ratio:.2f} {verdict}"
            f" [{middle['bihuan'] * 1000:.0f} ms / {middle[name] * 1000:.0f} ms]"
        )


def measure_memory() -> None:
    """Peak of Python's memory while ten times as many rows stream through."""
    for count in (ROWS, ROWS * 10):
        tracemalloc.start()
        with tempfile.TemporaryFile() as out:
            workbook(make_rows(count), Layout.LEDGER, to=out)
            size = out.tell()
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        print(f"writing {count} rows: peak {peak / 2**20:.1f} MiB, file {size / 2**20:.1f} MiB")


def main() -> int:
    """Writing, reading, memory."""
    rows = list(make_rows(ROWS))
    data = write_ours(rows)
    assert len(read_ledger(data).rows) > ROWS / 2
    compare(
        f"writing {ROWS} rows (bar 8)",
        lambda: write_ours(rows),
        {
            "openpyxl write_only with borders": lambda: write_with_openpyxl(rows),
            "openpyxl write_only bare": lambda: write_bare_with_openpyxl(rows),
        },
    )
    compare(
        f"reading {ROWS} rows",
        lambda: read_ledger(data),
        {
            "openpyxl, cells and merged regions": lambda: read_with_openpyxl(data, read_only=False),
            "openpyxl read_only, bare cells": lambda: read_with_openpyxl(data, read_only=True),
        },
    )
    measure_memory()
    return bars.status()


if __name__ == "__main__":
    raise SystemExit(main())
