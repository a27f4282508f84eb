"""Names of WordprocessingML, and its values."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
VAL = W + "val"
OFF = {"0", "false", "off"}


def value_of(node: _Element, name: str) -> str | None:
    """The value of the child ``name``; None where there is no such child."""
    for child in node.iterchildren(W + name):
        return child.get(VAL, "")
    return None


def is_on(node: _Element, name: str) -> bool:
    """True when the switch ``name`` is among the children and not turned off."""
    value = value_of(node, name)
    return value is not None and value not in OFF


def number_of(written: str | None, default: int) -> int:
    """A number as the file has it; ``default`` for what is none or is beyond all measure."""
    if written is None or not 0 < len(written) < 7:
        return default
    digits = written.removeprefix("-")
    return int(written) if digits.isascii() and digits.isdigit() else default
