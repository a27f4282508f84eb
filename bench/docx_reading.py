"""Bar 6: reading a report from .docx, against python-docx's paragraphs of the same file.

The report has the shape of real ones: some hundred paragraphs, 20 KB of text. All sides return the same text,
which is asserted. CPU seconds, medians of interleaved rounds; the floor is zipfile + lxml with nothing but
``w:t`` joined.
"""

from __future__ import annotations

import io
import statistics
import time
import zipfile
from typing import TYPE_CHECKING

import docx
from lxml import etree

import bars
from bihuan.report.formats import load

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 15
MUST, GOOD = 1.2, 0.3
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SENTENCE = (
    "3月{day}日，局党组召开第{day}次会议，研究审定第{day}项制度，明确责任科室和完成时限，逐条对账销号；"
)


def make_report(paragraphs: int) -> bytes:
    """A .docx with ``paragraphs`` paragraphs of about 70 characters."""
    document = docx.Document()
    for at in range(paragraphs):
        day = at % 28 + 1
        document.add_paragraph(f"{at + 1}.{SENTENCE.format(day=day)}" + "持续跟踪问效。" * (at % 5))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def read_with_python_docx(data: bytes) -> str:
    """Peer."""
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)


def read_bare(data: bytes) -> str:
    """Floor."""
    body = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    paragraphs = body.iter(W + "p")
    return "\n".join("".join(text.text or "" for text in paragraph.iter(W + "t")) for paragraph in paragraphs)


def seconds(work: Callable[[], object], times: int) -> float:
    """CPU seconds of one call."""
    begun = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - begun) / times


def measure(paragraphs: int, times: int) -> None:
    """Print one line of figures."""
    data = make_report(paragraphs)
    ways: dict[str, Callable[[], str]] = {
        "bihuan": lambda: load(data).text,
        "python-docx": lambda: read_with_python_docx(data),
        "floor": lambda: read_bare(data),
    }
    texts = {way() for way in ways.values()}
    assert len(texts) == 1, "the three do not read the same text"
    rounds = [{name: seconds(way, times) for name, way in ways.items()} for _ in range(ROUNDS)]
    middle = {name: statistics.median(one[name] for one in rounds) * 1000 for name in ways}
    ratio = statistics.median(one["bihuan"] / one["python-docx"] for one in rounds)
    verdict = f"good (≤ {GOOD})" if ratio <= GOOD else f"reached (≤ {MUST})" if ratio <= MUST else "MISSED"
    figures = ", ".join(f"{name} {value:.2f} ms" for name, value in middle.items())
    bars.at_most(f"bar 6, {paragraphs} paragraphs", ratio, MUST)
    print(f"bar 6, {paragraphs} paragraphs, bihuan / python-docx: {ratio:.3f} {verdict} [{figures}]")


if __name__ == "__main__":
    measure(103, 20)
    measure(5150, 1)
    raise SystemExit(bars.status())
