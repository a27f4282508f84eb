"""``--corpus``: the other reports of a folder, as an index of their measures."""

from __future__ import annotations

import os

from bihuan.checks.likeness import Likeness
from bihuan.cli import UserError
from bihuan.cli._input import limits_from_environment, read_bytes

SOURCES = (".txt", ".md", ".html", ".docx", ".pdf")


def read_folder(folder: str, own: str) -> Likeness:
    """Measures of every readable report of the folder but the one that is checked."""
    from bihuan.report import read
    from bihuan.report.errors import UnreadableDocument

    try:
        names = sorted(os.listdir(folder))
    except OSError:
        raise UserError(f"打不开目录“{folder}”，请核对路径。") from None
    index, limits = Likeness(), limits_from_environment()
    for name in names:
        path = os.path.join(folder, name)
        if not name.lower().endswith(SOURCES) or (os.path.exists(own) and os.path.samefile(path, own)):
            continue
        try:
            index.add_report(name, read(read_bytes(path, limits.file_bytes), name, limits=limits))
        except (UserError, UnreadableDocument):
            continue  # what cannot be read is no report to compare with
    return index
