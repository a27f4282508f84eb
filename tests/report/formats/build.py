"""Small files for the tests: packages of WordprocessingML and hand-written PDFs."""

from __future__ import annotations

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def part(root: str, inner: str) -> str:
    """A part with ``w:`` declared."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="{W}"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"{inner}</w:{root}>"
    )


def document(body: str) -> str:
    """``word/document.xml``."""
    return part("document", f"<w:body>{body}<w:sectPr/></w:body>")


def packed(parts: dict[str, str | bytes]) -> bytes:
    """A zip file of the parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def docx(body: str, *, numbering: str = "", styles: str = "", **more: str | bytes) -> bytes:
    """A .docx with this body."""
    parts: dict[str, str | bytes] = {"[Content_Types].xml": TYPES, "word/document.xml": document(body)}
    if numbering:
        parts["word/numbering.xml"] = part("numbering", numbering)
    if styles:
        parts["word/styles.xml"] = part("styles", styles)
    return packed({**parts, **more})


def p(text: str, properties: str = "") -> str:
    """A paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{r(text)}</w:p>" if properties else f"<w:p>{r(text)}</w:p>"


def r(text: str) -> str:
    """A run."""
    return f'<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def pdf(pages: list[list[tuple[int, str]]]) -> bytes:
    """A PDF whose pages are lists of lines: indent in characters, text. 16 pt type, margin 72 pt."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>", ""]
    font = len(objects) + 1
    objects += [
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H"
        f"/DescendantFonts[{font + 1} 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
        f"/FontDescriptor {font + 2} 0 R>>",
        "<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[0 -120 1000 880]"
        "/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 700/StemV 80>>",
    ]
    kids = []
    for lines in pages:
        content = "".join(
            f"BT /F1 16 Tf {72 + 16 * indent} {780 - 29 * at} Td <{text.encode('utf-16-be').hex()}> Tj ET\n"
            for at, (indent, text) in enumerate(lines)
        )
        objects.append(f"<</Length {len(content)}>>stream\n{content}endstream")
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {len(objects)} 0 R"
            f"/Resources<</Font<</F1 {font} 0 R>>>>>>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>"
    return _assemble(objects)


def _assemble(objects: list[str]) -> bytes:
    out = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    head = f"xref\n0 {size}\n0000000000 65535 f \n"
    trailer = f"trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF"
    return out + (head + table + trailer).encode()
