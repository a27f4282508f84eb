"""How much a handed-in file may be: bounds that keep one file from filling memory or holding up others.

The defaults fit every report and feedback opinion that was ever seen, with room to spare. The core never
reads the environment; the edges (command line, web) call :func:`limits_from` with theirs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

MIB = 1024 * 1024


class Limits(NamedTuple):
    """Bounds on one file; each field is overridden by the environment variable ``BIHUAN_MAX_<FIELD>``."""

    file_bytes: int = 64 * MIB
    """Bytes of a file of any kind (photographs make .docx and .pdf large)."""
    text_bytes: int = 32 * MIB
    """Bytes of a plain text, Markdown or HTML file."""
    text_chars: int = 16 * MIB
    """Characters of text that come out of a .docx, .pdf, .doc or HTML file."""
    zip_entries: int = 5_000
    """Files inside a .docx."""
    zip_total_bytes: int = 512 * MIB
    """All files inside a .docx, unpacked, as its directory states; what is not text is never unpacked."""
    zip_part_bytes: int = 32 * MIB
    """One part of a .docx that is unpacked and read."""
    zip_ratio: int = 200
    """Unpacked : packed size of a part that is read; looked at from 4 MiB upwards."""
    xml_depth: int = 200
    """Elements inside elements in a part of a .docx."""
    pdf_pages: int = 1_000
    """Pages of a .pdf."""
    office_seconds: int = 120
    """Seconds that LibreOffice gets to open a .doc or .wps."""


DEFAULT_LIMITS = Limits()
PREFIX = "BIHUAN_MAX_"


def limits_from(environ: Mapping[str, str]) -> Limits:
    """The defaults with what ``environ`` overrides.

    ``ValueError`` with a Chinese sentence for a value that is no whole number above zero.
    """
    changed: dict[str, int] = {}
    for field in Limits._fields:
        name = PREFIX + field.upper()
        if (written := environ.get(name, "").strip()) == "":
            continue
        if not (written.isascii() and written.isdigit() and int(written) > 0):
            raise ValueError(f"环境变量 {name} 应为大于零的整数，现在是“{written}”，请改正后重新启动。")
        changed[field] = int(written)
    return DEFAULT_LIMITS._replace(**changed)


def megabytes(size: int) -> str:
    """A size as people say it: ``32 MB``."""
    return f"{size / MIB:.0f} MB" if size >= MIB else f"{size} 字节"
