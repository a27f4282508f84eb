"""Formulas whose result the file does not hold are found; all others are read as what they show."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import xlsxwriter

from bihuan.ledger.files import read_sheets


def test_a_formula_written_by_a_program_has_no_result() -> None:
    book = openpyxl.Workbook()
    book.active.title = "台账 & 表"
    for at, row in enumerate([["序号", "问题"], ["=ROW()-1", "登记不全"], [2, '="甲"&"乙"']], start=1):
        for column, value in enumerate(row, start=1):
            book.active.cell(at, column, value)
    book.create_sheet("别的").append([1])
    out = io.BytesIO()
    book.save(out)
    first, second = read_sheets(out.getvalue())
    assert (first.name, first.unreckoned) == ("台账 & 表", {2: ["A2"], 3: ["B3"]})
    assert second.unreckoned == {}


def test_results_that_are_there_count_even_when_they_are_empty_texts() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("表")
    sheet.write_formula(0, 0, "=1+1", None, 2)
    sheet.write_formula(0, 1, '="甲"', None, "甲")
    sheet.write_formula(0, 2, '=IF(1,"","x")', None, "")
    book.close()
    (found,) = read_sheets(_as_excel_writes(out.getvalue()))
    assert found.unreckoned == {}
    assert found.texts[0][:2] == ["2", "甲"]


def _as_excel_writes(data: bytes) -> bytes:
    """The cell C1 with the mark by which Excel says that its formula gave a text of no characters."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'<c r="C1">', b'<c r="C1" t="str">'))
    return out.getvalue()


def test_old_formats_have_none() -> None:
    (found,) = read_sheets("序号,问题\n1,=1+1\n".encode(), "台账.csv")
    assert found.unreckoned == {}
