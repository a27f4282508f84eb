"""The announcement of an untouched import is the received file, whatever its encoding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bihuan.web.disclosure.queries import announcement_bytes, announcement_chunks
from bihuan.web.rectification.models import Measure
from bihuan.web.rectification.services import draft_confirm, measure_edit
from tests.web.world import NOW, REPORT, import_text, make_draft

if TYPE_CHECKING:
    from pathlib import Path

    from tests.web.world import World

FORMS = {
    "utf-8": REPORT.encode(),
    "bom": b"\xef\xbb\xbf" + REPORT.encode(),
    "crlf": REPORT.replace("\n", "\r\n").encode(),
    "gb18030": REPORT.encode("gb18030"),
    "no line end": REPORT.rstrip("\n").encode(),
    "blanks": REPORT.replace("\n", "　\n\n").encode(),
    "half width": REPORT.replace("，", ",").replace("：", ":").encode(),
    "damaged": REPORT.encode().replace("记录31份".encode(), b"\xe8\xae31"),
}


@pytest.mark.parametrize("data", FORMS.values(), ids=FORMS)
def test_untouched_import_is_the_same_bytes(world: World, data: bytes) -> None:
    case = import_text(world, data)
    assert announcement_bytes(case) == data
    assert b"".join(announcement_chunks(case)) == data


@pytest.mark.parametrize("form", ["utf-8", "bom", "crlf", "gb18030"])
def test_edited_announcement_is_written_like_the_received_file(world: World, form: str) -> None:
    case = import_text(world, FORMS[form])
    one = Measure.objects.get(feedback=case, text__startswith="7月18日")
    measure_edit(actor=world.liaison, now=NOW, measure=one, value="8月2日，复核。")
    encoding = "gb18030" if form == "gb18030" else "utf-8"
    expected = FORMS[form].replace(one.text.encode(encoding), "8月2日，复核。".encode(encoding))
    assert announcement_bytes(case) == expected


def test_shared_seed_comes_out_byte_for_byte(world: World, shared: Path) -> None:
    data = next((shared / "seed").glob("*.txt")).read_bytes()
    case = draft_confirm(actor=world.liaison, now=NOW, draft=make_draft(world, data))
    assert announcement_bytes(case) == data
    assert (case.findings.count(), case.responses.count(), case.measures.count()) == (19, 14, 54)
