"""Writing documents: bars 7 and 9 of the design, and whether a long report grows in a line.

Bar 7: the report as .docx ÷ python-docx with the same paragraphs, a table of 400 × 6 ÷ python-docx.
Bar 9: PDF by typst ÷ LibreOffice headless on the same text, processor time of it and its children.
Bar 8 (Excel and csv) is measured by ``ledger.py`` and ``web_export.py``. Medians of interleaved rounds.
"""

from __future__ import annotations

import io
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import noto_cjk_sans_otc
import pypdfium2

import bars
from bihuan.documents import blocks as b
from bihuan.documents import facts
from bihuan.documents.fonts import font_book
from bihuan.documents.from_report import case_of
from bihuan.documents.kinds import kinds
from bihuan.documents.writers.pdf import write_pdf
from bihuan.documents.writers.text import write_text
from bihuan.documents.writers.word import write_word
from bihuan.report import read

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 7
SAMPLE = Path(__file__).parent.parent / "src/bihuan/web/sample/report-statistics.txt"
FONTS = font_book((str(Path(noto_cjk_sans_otc.__file__).parent), "/usr/share/fonts"))


def spent(work: Callable[[], object]) -> float:
    """Processor milliseconds of this process and its finished children."""

    def now() -> float:
        mine, theirs = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return mine.ru_utime + mine.ru_stime + theirs.ru_utime + theirs.ru_stime

    before = now()
    work()
    return (now() - before) * 1000


def paired(
    name: str, ours: Callable[[], object], other: Callable[[], object], bar: float, rounds: int = ROUNDS
) -> None:
    """Medians and the ratio, which must not be above the bar, in turns."""
    ours(), other()
    times = [(spent(ours), spent(other)) for _ in range(rounds)]
    mine, theirs = (statistics.median(column) for column in zip(*times, strict=True))
    ratios = sorted(one / two for one, two in times if two)
    told = f"{mine:8.1f} ms ÷ {theirs:8.1f} ms = {statistics.median(ratios):.2f}"
    bars.at_most(name, statistics.median(ratios), bar)
    print(f"{name}：{told} [{ratios[0]:.2f}..{ratios[-1]:.2f}]")


def report() -> b.Document:
    """The progress report of the sample."""
    found = read(SAMPLE.read_bytes(), SAMPLE.name)
    return kinds()["progress-report"].make(case_of(found, date(2026, 11, 18)))


def by_python_docx(lines: list[str]) -> None:
    """The same paragraphs."""
    made = docx.Document()
    for line in lines:
        made.add_paragraph(line)
    made.save(io.BytesIO())


def table_by_python_docx(rows: list[tuple[str, ...]]) -> None:
    """The same cells."""
    made = docx.Document()
    table = made.add_table(rows=0, cols=6)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    made.save(io.BytesIO())


def by_libreoffice(file: Path, home: str) -> None:
    """One conversion, as a request would pay for it."""
    told = [f"-env:UserInstallation=file://{home}/lo", "--convert-to", "pdf", "--outdir", home, str(file)]
    subprocess.run(["soffice", "--headless", *told], check=True, capture_output=True, timeout=300)


def growth() -> None:
    """Time a page as a report with its three lists grows beyond a hundred pages; nothing is set twice."""
    took: dict[int, float] = {}
    for times in (1, 4, 12):
        rounds = [_grown(times) for _ in range(5)]
        pages = len(pypdfium2.PdfDocument(write_pdf(_grown(times), FONTS)))
        word = statistics.median(spent(partial(write_word, one)) for one in rounds) / pages
        pdf = statistics.median(spent(partial(write_pdf, one, FONTS)) for one in rounds) / pages
        took[pages] = pdf
        print(f"集中整改情况报告 {pages} 页：每页 Word {word:.2f} ms，PDF {pdf:.2f} ms")
    few, middle, many = took
    told = f"{middle} 页 ÷ {few} 页 = {took[middle] / took[few]:.2f}，{many} 页 ÷ {few} 页"
    print(f"每页的 PDF 用时（线性为 1）：{told} = {took[many] / took[few]:.2f}")


def _grown(times: int) -> b.Document:
    """The report of the sample, its findings so many times over, in words that no earlier run has set."""
    case = case_of(read(SAMPLE.read_bytes(), SAMPLE.name), date(2026, 11, 18))

    def told(one: facts.Response) -> facts.Response:
        stamp = time.monotonic_ns()
        return replace(one, measures=tuple(replace(of, text=f"{stamp}{of.text}") for of in one.measures))

    sections = tuple(
        replace(one, responses=tuple(told(of) for _ in range(times) for of in one.responses))
        for one in case.sections
    )
    return kinds()["concentrated-report"].make(replace(case, sections=sections))


def _fresh(sheets: int) -> tuple[b.Block, ...]:
    """Paragraphs that no earlier run has set."""
    stamp = time.monotonic_ns()
    return tuple(b.paragraph(f"{stamp + at}整改措施落实到位。" * 25) for at in range(sheets))


def main() -> int:
    """Print every figure."""
    told, lines = report(), write_text(report()).splitlines()
    by_other = partial(by_python_docx, lines)
    paired("报告 docx ÷ python-docx（≤1.3，好 ≤0.5）", partial(write_word, told), by_other, 1.3)
    rows = [tuple(f"第{at}行第{column}列的整改措施" for column in range(6)) for at in range(400)]
    table = b.Table(tuple(b.Column(1) for _ in range(6)), tuple(tuple(map(b.Cell, row)) for row in rows))
    listed = b.Document("表", (table,))
    table_by_other = partial(table_by_python_docx, rows)
    paired("表格 400×6 ÷ python-docx（≤1.3，好 ≤0.2）", partial(write_word, listed), table_by_other, 1.3)
    if shutil.which("soffice") is None:
        print("没有 LibreOffice，跳过 PDF 的比较")
    else:
        with tempfile.TemporaryDirectory() as home:
            file = Path(home) / "report.docx"
            file.write_bytes(write_word(told))
            fresh = (b.Document(f"{at}", (*told.blocks, *_fresh(3))) for at in range(99))
            paired("PDF：typst ÷ LibreOffice（≤0.2，好 ≤0.1）", lambda: write_pdf(next(fresh), FONTS),
                   lambda: by_libreoffice(file, home), 0.2, rounds=5)  # fmt: skip
    growth()
    return bars.status()


if __name__ == "__main__":
    sys.exit(main())
