"""``bihuan check --format html``: one page with the source and the diagnostics beside it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from bihuan.checks.api import Severity
from bihuan.cli import EXIT_FOUND, EXIT_OK, UserError, harmless
from bihuan.cli.check import UnreadableFileError, check_bytes

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable


def write_page(args: argparse.Namespace) -> int:
    """Write the page; the exit status is that of the check."""
    if len(args.files) != 1:
        raise UserError("体检网页一次写一份，请只给一个文件。")
    name = args.files[0]
    try:
        _, report, checked = check_bytes(name, args, args.as_of)
    except UnreadableFileError as error:
        raise UserError(harmless(str(error))) from None
    from bihuan.documents.pages.checked import write

    shown = "标准输入" if name == "-" else os.path.basename(name)
    write_pieces(args.output, write(shown, report.lines, checked))
    found = any(one.severity is Severity.ERROR for one in checked.diagnostics)
    return EXIT_FOUND if found else EXIT_OK


def write_pieces(path: str | None, pieces: Iterable[str]) -> None:
    """To the file, or to standard output, piece by piece."""
    if path:
        with open(path, "w", encoding="utf-8", errors="replace", newline="\n") as file:
            file.writelines(pieces)
        return
    sys.stdout.flush()
    for piece in pieces:
        sys.stdout.buffer.write(piece.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()
