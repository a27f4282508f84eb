"""Formulas whose result the file does not hold: a program wrote them, and no Excel has reckoned since.

The library that reads cells gives "" for them, as for an empty cell; who hands such a file in would see his
values vanish without a word.
"""

from __future__ import annotations

import html
import io
import posixpath
import re
import zipfile
from collections import defaultdict

_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)>((?:(?!</?(?:\w+:)?c\b).)*?)</(?:\w+:)?c>", re.S)
_VALUE = re.compile(rb"<(?:\w+:)?(?:v>[^<]|is\b)")

Unreckoned = dict[int, list[str]]
"""Row, counted from 1, → names of its cells, such as C3."""


def find_unreckoned(data: bytes) -> dict[str, Unreckoned]:
    """Name of each sheet that has such cells → the cells. ``data`` is an .xlsx that may be read."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= set(package.namelist()):
            return {}
        parts = _parts(package)
        found = {name: _cells(package, part) for name, part in parts.items()}
    return {name: cells for name, cells in found.items() if cells}


def _parts(package: zipfile.ZipFile) -> dict[str, str]:
    """Sheets by name → their part of the package."""
    told = [_attributes(tag) for tag in _RELATION.findall(package.read("xl/_rels/workbook.xml.rels"))]
    targets = {one.get("Id", ""): posixpath.join("/xl", one.get("Target", ""))[1:] for one in told}
    sheets = [_attributes(tag) for tag in _SHEET.findall(package.read("xl/workbook.xml"))]
    held = set(package.namelist())
    found = {one.get("name", ""): posixpath.normpath(targets.get(one.get("id", ""), "")) for one in sheets}
    return {name: part for name, part in found.items() if part in held}


def _attributes(tag: bytes) -> dict[str, str]:
    return {
        name.decode().rpartition(":")[2]: html.unescape((double or single).decode("utf-8", "replace"))
        for name, double, single in _ATTRIBUTE.findall(tag)
    }


def _cells(package: zipfile.ZipFile, part: str) -> Unreckoned:
    text = package.read(part)
    found: Unreckoned = defaultdict(list)
    if _FORMULA.search(text):
        for match in _CELL.finditer(text):
            if _FORMULA.search(match[2]) and not _VALUE.search(match[2]):
                told = _attributes(match[1])
                place = re.fullmatch(r"[A-Za-z]{1,3}([0-9]{1,7})", told.get("r", ""))
                if place and told.get("t") != "str":  # a text of no characters was reckoned
                    found[int(place[1])].append(place[0])
    return dict(found)
