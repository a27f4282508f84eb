"""``bihuan check --format docx``: the source as a Word document with a comment at each place."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from bihuan.checks.api import Severity
from bihuan.checks.registry import entries, load
from bihuan.cli import EXIT_FOUND, EXIT_OK, UserError, harmless
from bihuan.cli._input import limits_from_environment
from bihuan.cli.check import UnreadableFileError, check_bytes, write_bytes

if TYPE_CHECKING:
    import argparse


def write_annotated(args: argparse.Namespace) -> int:
    """Write the document; the exit status is that of the check."""
    if len(args.files) != 1:
        raise UserError("带批注的 Word 文档一次写一份，请只给一个文件。")
    if not args.output and sys.stdout.isatty():
        raise UserError("Word 文档不能显示在终端里，请写明存到哪个文件，例如 --output 批注.docx。")
    name = args.files[0]
    try:
        data, report, checked = check_bytes(name, args, args.as_of)
    except UnreadableFileError as error:
        raise UserError(harmless(str(error))) from None
    from bihuan.documents.annotate import annotate_docx, annotate_text
    from bihuan.report.errors import UnreadableDocument

    limits, known = limits_from_environment(), {entry.code: entry for entry in entries()}
    titles = {code: load(known[code]).rule.title for code in {one.code for one in checked.diagnostics}}
    try:
        written = annotate_docx(data, checked.diagnostics, titles, limits)
    except UnreadableDocument:  # no .docx: a text, a web page, a PDF
        written = annotate_text(report.lines, checked.diagnostics, titles, limits)
    write_bytes(args.output, written)
    found = any(one.severity is Severity.ERROR for one in checked.diagnostics)
    return EXIT_FOUND if found else EXIT_OK
