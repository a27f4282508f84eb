"""What a file may be: encodings, old formats, and what is refused with a sentence."""

from __future__ import annotations

import io
import time
import zipfile
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import openpyxl
import pytest
import xlsxwriter
from tests.ledger.books import plain_rejects, plain_rows, workbook

from bihuan.ledger import Ledger, read_ledger
from bihuan.ledger.files import read_sheets
from bihuan.report.errors import UnreadableDocument
from bihuan.report.limits import DEFAULT_LIMITS

if TYPE_CHECKING:
    from collections.abc import Callable

DATA = Path(__file__).with_name("data")
CSV = (
    "序号,问题,整改措施,责任分工,,完成时限,状态\r\n"
    ",,,责任领导,责任人,,\r\n"
    '1,"登记不全，无人签字","1.补记\n2.抽查",王坤,赵敏,2024年6月,已完成\r\n'
    ",,每季通报,,,长期坚持,推进中\r\n"
    "2,=1+1,@删除,王坤,赵敏,尽快,\r\n"
)
ROWS = [
    {
        "number": "1",
        "finding": "登记不全，无人签字",
        "measures": ["补记", "抽查"],
        "leader": ["王坤"],
        "person": ["赵敏"],
        "due": "2024-06-30",
        "status": "completed",
        "at": "台账!3",
    },
    {
        "number": "1",
        "finding": "登记不全，无人签字",
        "measures": ["每季通报"],
        "leader": ["王坤"],
        "person": ["赵敏"],
        "due": "long_term",
        "status": "ongoing",
        "at": "台账!4",
    },
]


@pytest.mark.parametrize(
    "data",
    [
        CSV.encode(),
        b"\xef\xbb\xbf" + CSV.encode(),
        CSV.encode("gb18030"),
        b"\xff\xfe" + CSV.encode("utf-16-le"),
        CSV.replace(",", "\t").encode("gbk"),
        CSV.replace(",", ";").encode(),
        CSV.replace("\r\n", "\n").encode(),
    ],
    ids=["utf-8", "utf-8 带 BOM", "gb18030", "utf-16", "制表符", "分号", "只有换行"],
)
def test_separated_values(data: bytes) -> None:
    ledger = read_ledger(data, "上报/台账.csv")
    assert (plain_rows(ledger), plain_rejects(ledger)) == (ROWS, [["台账", 5, "unclear_due"]])


@pytest.mark.parametrize("name", ["台账.xls", "台账.et", "台账"])
def test_old_format_by_its_content(name: str) -> None:
    rows = plain_rows(read_ledger((DATA / "old_format.xls").read_bytes(), name))
    assert [(row["at"], row["measures"], row["due"]) for row in rows] == [
        ("台账!4", ["补记", "抽查"], "2024-06-30"),
        ("台账!5", ["每季通报"], "long_term"),
    ]


def test_cached_values_of_formulas_are_read_and_nothing_is_run() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("台账")
    sheet.write_row(0, 0, ["序号", "问题", "整改措施", "完成时限"])
    sheet.write_formula(1, 0, "=ROW()-1", None, 1)
    sheet.write_formula(1, 1, '="登记"&"不全"', None, "登记不全")
    sheet.write_formula(1, 2, "=cmd|'/C calc'!A0", None, "补记")
    sheet.write_formula(1, 3, "=TODAY()", book.add_format({"num_format": "yyyy-mm-dd"}), 45473)
    book.close()
    (row,) = plain_rows(read_ledger(out.getvalue()))
    assert row == {
        "number": "1",
        "finding": "登记不全",
        "measures": ["补记"],
        "due": "2024-06-30",
        "at": "台账!2",
    }


SIMPLE = {
    "name": "台账",
    "rows": [["序号", "问题", "整改措施", "完成时限"], [1, "登记不全", "补记", "2024-06-30"]],
}


def rewritten(data: bytes, change: dict[str, bytes | None], extra: dict[str, bytes] | None = None) -> bytes:
    """The package with parts replaced (None drops one) and others added."""
    out = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(data))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = change.get(name, source.read(name))
            if part is not None:
                target.writestr(name, part)
        for name, part in (extra or {}).items():
            target.writestr(name, part)
    return out.getvalue()


def sheet_xml(data: bytes) -> bytes:
    return zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")


def far_cell(place: str) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(workbook([SIMPLE])))
    book.active[place] = "多余"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def million_rows() -> bytes:
    data = workbook([SIMPLE])
    rows = b"".join(b'<row r="%d" ht="14"/>' % row for row in range(3, 1_048_577))
    xml = sheet_xml(data).replace(b"</sheetData>", rows + b"</sheetData>")
    return rewritten(data, {"xl/worksheets/sheet1.xml": xml})


def styled_to_the_end() -> bytes:
    data = workbook([SIMPLE])
    rows = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (row, row) for row in range(3, 1_048_577, 9))
    xml = sheet_xml(data).replace(b"</sheetData>", rows + b"</sheetData>")
    return rewritten(data, {"xl/worksheets/sheet1.xml": xml})


def claims(dimension: bytes) -> bytes:
    data = workbook([SIMPLE])
    xml = sheet_xml(data).replace(b'<dimension ref="A1:D2"', b'<dimension ref="' + dimension + b'"')
    return rewritten(data, {"xl/worksheets/sheet1.xml": xml})


def merged_to_the_end() -> bytes:
    data = workbook([SIMPLE])
    merge = b'</sheetData><mergeCells count="1"><mergeCell ref="A3:XFD1048576"/></mergeCells>'
    return rewritten(data, {"xl/worksheets/sheet1.xml": sheet_xml(data).replace(b"</sheetData>", merge)})


HUGE = {
    "最末一格有字": lambda: far_cell("XFD1048576"),
    "最末一行有字": lambda: far_cell("A1048576"),
    "最末一列有字": lambda: far_cell("XFD2"),
    "声称一百万行": lambda: claims(b"A1:XFD1048576"),
    "一百万个空行": million_rows,
    "格式一直设到底": styled_to_the_end,
    "合并一直到底": merged_to_the_end,
}


@pytest.mark.slow
@pytest.mark.parametrize("make", HUGE.values(), ids=list(HUGE))
def test_claimed_size_costs_nothing(make: Callable[[], bytes]) -> None:
    data = make()
    begun = time.process_time()
    ledger = read_ledger(data)
    assert [row["finding"] for row in plain_rows(ledger)] == ["登记不全"]
    assert time.process_time() - begun < 5


def packed(name: str, content: bytes) -> bytes:
    return rewritten(workbook([SIMPLE]), {}, {name: content})


REFUSED: dict[str, tuple[bytes, str]] = {
    "空文件": (b"", "文件是空的"),
    "只有空白": (b" \r\n ", "文件是空的"),
    "坏压缩包": (b"PK\x03\x04" + b"x" * 200, "已损坏"),
    "截断的表格": (workbook([SIMPLE])[:2000], "已损坏"),
    "坏的旧格式": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 900, "已损坏"),
    "截断的旧格式": ((DATA / "old_format.xls").read_bytes()[:5000], "已损坏"),
    "带宏": (packed("xl/vbaProject.bin", b"x"), "宏"),
    "加密": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
        "密码",
    ),
    "压缩炸弹": (packed("xl/worksheets/sheet9.xml", b"<c/>" * 9_000_000), "异常地大"),
    "Word 文档": (packed("x", b"").replace(b"xl/", b"wd/"), "不是能读的表格"),
    "PDF": (b"%PDF-1.7 ...", "不是能读的表格"),
    "网页改名": (b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
    "XML 表格": (b'<?xml version="1.0"?><Workbook/>', "XML"),
    "二进制": (b"\x00\x01\x02\x03" * 100, "不是文字文件"),
    "引号不完整的 csv": ('序号,问题\n1,"甲\x00乙'.encode(), "不是文字文件"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refusals_say_what_to_do(name: str) -> None:
    data, words = REFUSED[name]
    with pytest.raises(UnreadableDocument, match=words) as refusal:
        read_ledger(data, "台账.xlsx")
    assert str(refusal.value).endswith("。")


def test_broken_sheet_is_refused() -> None:
    data = rewritten(workbook([SIMPLE]), {"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row"})
    with pytest.raises(UnreadableDocument, match="已损坏"):
        read_ledger(data)


def test_shared_texts_cannot_fill_memory() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    for row in range(40):
        sheet.write_string(row, 0, f"{'长' * 30_000}{row}")
    book.close()
    cells = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (r, r) for r in range(1, 9_000))
    xml = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    change = {"xl/worksheets/sheet1.xml": xml + cells + b"</sheetData></worksheet>"}
    hostile = rewritten(out.getvalue(), change)
    with pytest.raises(UnreadableDocument, match="异常地大"):
        read_sheets(hostile)


def test_limits_are_kept() -> None:
    with pytest.raises(UnreadableDocument, match="文件太大"):
        read_ledger(workbook([SIMPLE]), limits=DEFAULT_LIMITS._replace(file_bytes=100))


def test_too_many_parts_are_refused() -> None:
    with pytest.raises(UnreadableDocument, match="异常地大"):
        read_ledger(workbook([SIMPLE]), limits=DEFAULT_LIMITS._replace(zip_entries=3))


def test_workbook_without_a_ledger_has_nothing() -> None:
    ledger = read_ledger(workbook([{"name": "通讯录", "rows": [["姓名", "电话"], ["赵敏", "0000"]]}]))
    assert ledger == Ledger((), ())


def test_far_cells_of_the_old_format_cost_nothing() -> None:
    begun = time.process_time()
    rows = plain_rows(read_ledger((DATA / "far_cells.xls").read_bytes(), "台账.xls"))
    assert [row["finding"] for row in rows] == ["甲事"] * 6
    assert time.process_time() - begun < 2


@pytest.mark.parametrize("name", ["old_format.xls", "xlsx"])
def test_damaged_files_never_end_in_a_traceback(name: str) -> None:
    random = Random(7)
    whole = workbook([SIMPLE]) if name == "xlsx" else (DATA / name).read_bytes()
    for _ in range(60 if name == "xlsx" else 12):
        data = bytearray(whole)
        for _ in range(random.randint(1, 12)):
            data[random.randrange(len(data))] = random.randrange(256)
        with suppress(UnreadableDocument):
            read_ledger(bytes(data[: random.randint(len(data) // 2, len(data))]), "台账")
