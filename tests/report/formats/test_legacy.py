"""Old Word documents read through LibreOffice where it is installed."""

from __future__ import annotations

import shutil

import pytest

from bihuan.report.errors import UnreadableDocument
from bihuan.report.formats import Format, load
from bihuan.report.limits import Limits

RTF = rb"{\rtf1\ansi{\fonttbl{\f0 SimSun;}}\f0 \u25972?\u25913?\par \u24773?\u20917?\par}"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("soffice") is None,
        reason="没有 LibreOffice：请执行 sudo apt-get install libreoffice-writer-nogui",
    ),
]


def test_old_document_reads_by_paragraph() -> None:
    loaded = load(RTF, "a.doc")
    assert (loaded.format, loaded.text.split("\n")[:2]) == (Format.DOC, ["整改", "情况"])


def test_broken_old_document_is_told_plainly() -> None:
    broken = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 2048
    with pytest.raises(UnreadableDocument, match="请用 Word 或 WPS 打开后另存为 docx"):
        load(broken, "a.doc")


def test_document_that_takes_too_long_is_told_plainly() -> None:
    with pytest.raises(UnreadableDocument, match="太久"):
        load(RTF, "a.doc", limits=Limits(office_seconds=0))
