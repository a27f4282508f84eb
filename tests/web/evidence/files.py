"""Files to upload, made on the spot."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from PIL import Image

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def _identity(first: str) -> str:
    """The number with its check digit (GB 11643—1999)."""
    return first + "10X98765432"[sum(int(a) * b for a, b in zip(first, _WEIGHTS, strict=True)) % 11]


IDENTITY = _identity("11010519900307271")
"""Made up; only the check digit is right."""
CARD = "6222021234567894"
"""Made up; only the check digit is right."""


def picture(width: int = 64, colour: str = "red", form: str = "PNG") -> bytes:
    """A plain picture."""
    made = io.BytesIO()
    Image.new("RGB", (width, width), colour).save(made, form)
    return made.getvalue()


def docx(*lines: str, header: str = "", **parts: bytes) -> bytes:
    """A Word document of these paragraphs."""
    made = io.BytesIO()
    name = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

    def body(texts: Any) -> str:
        return "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)

    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        main = f"<w:document {name}><w:body>{body(lines)}</w:body></w:document>"
        archive.writestr("word/document.xml", main)
        if header:
            archive.writestr("word/header1.xml", f"<w:hdr {name}>{body([header])}</w:hdr>")
        for part, data in parts.items():
            archive.writestr(part.replace("__", "/"), data)
    return made.getvalue()


def xlsx(rows: list[list[str]], header: str = "") -> bytes:
    """An Excel sheet by the library that offices' files come from."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    if header:
        sheet.oddHeader.left.text = header
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def pdf(*pages: str, font: str = "STSong-Light") -> bytes:
    """A PDF whose pages have these words as text (by a font that every reader knows)."""
    objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>"]
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(pages)))
    objects.append(f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode())
    system = "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
    cid = f"<</Type/Font/Subtype/CIDFontType0/BaseFont/{font}{system}>>"
    kind = f"/Subtype/Type0/BaseFont/{font}/Encoding/UniGB-UCS2-H"
    objects.append(f"<</Type/Font{kind}/DescendantFonts[{cid}]>>".encode())
    for at, text in enumerate(pages):
        lines = " 0 -24 Td ".join(f"<{line.encode('utf-16-be').hex()}> Tj" for line in text.split("\n"))
        stream = f"BT /F 16 Tf 60 780 Td {lines} ET".encode()
        frame = "/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>"
        objects.append(f"<</Type/Page{frame}/Contents {5 + 2 * at} 0 R>>".encode())
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
    out, places = b"%PDF-1.5\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%sendobj\n" % (number, one)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer<</Size %d/Root 1 0 R>>startxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
