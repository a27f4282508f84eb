"""Fonts of this machine, and measuring what a PDF shows."""

from __future__ import annotations

import shutil
import subprocess
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import noto_cjk_sans_otc
import pypdfium2
import pytest

from bihuan.documents.fonts import FontBook, font_book


@pytest.fixture(scope="session")
def fonts() -> FontBook:
    """What came with the packages, and the machine's own."""
    packaged = Path(noto_cjk_sans_otc.__file__).parent
    return font_book((str(packaged), "/usr/share/fonts/opentype"))


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character with the middle of its box, millimetres from the page's top left corner."""

    char: str
    x: float
    y: float
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as it came out."""

    width: float
    height: float
    lines: list[list[Glyph]]
    """From top to bottom, page number included."""

    @property
    def texts(self) -> list[str]:
        return ["".join(glyph.char for glyph in line) for line in self.lines]


MM = 72 / 25.4


def measured(data: bytes) -> list[Sheet]:
    """Every page with its lines."""
    with pypdfium2.PdfDocument(data) as opened:
        return [_sheet(page) for page in opened]


def _sheet(page: pypdfium2.PdfPage) -> Sheet:
    width, height = page.get_size()
    text = page.get_textpage()
    found: dict[int, list[Glyph]] = defaultdict(list)
    for at in range(text.count_chars()):
        char = text.get_text_range(at, 1)
        if char.strip():
            left, bottom, right, top = text.get_charbox(at, loose=True)
            y = (height - (bottom + top) / 2) / MM
            glyph = Glyph(char, (left + right) / 2 / MM, y, left / MM, right / MM)
            found[round(y / 4)].append(glyph)
    lines: list[list[Glyph]] = []
    for key in sorted(found):
        line = sorted(found[key], key=lambda glyph: glyph.x)
        if lines and abs(line[0].y - lines[-1][0].y) < 3:  # fell on both sides of a step
            lines[-1] = sorted([*lines[-1], *line], key=lambda glyph: glyph.x)
        else:
            lines.append(line)
    return Sheet(width / MM, height / MM, lines)


def full_page(sheet: Sheet, char: str = "国") -> list[list[Glyph]]:
    """The lines of a page that hold nothing but one character."""
    return [line for line in sheet.lines if {glyph.char for glyph in line} == {char}]


def all_printed(files: list[bytes], folder: Path) -> list[list[Sheet]]:
    """Word files as LibreOffice prints them, all in one go."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("没有 LibreOffice：请执行 sudo apt-get install libreoffice-writer-nogui")
    names = [folder / f"{at}.docx" for at in range(len(files))]
    for name, data in zip(names, files, strict=True):
        name.write_bytes(data)
    home = f"-env:UserInstallation=file://{folder}/home"
    convert = [office, "--headless", home, "--convert-to", "pdf", "--outdir", str(folder), *map(str, names)]
    subprocess.run(convert, check=True, capture_output=True, timeout=180)
    return [measured(name.with_suffix(".pdf").read_bytes()) for name in names]
