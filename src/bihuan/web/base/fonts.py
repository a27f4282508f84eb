"""The fonts of this machine: licensed ones that somebody dropped in win over free ones."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from django.conf import settings

from bihuan.documents.fonts import FontBook, font_book

SYSTEM = (
    "/usr/local/share/fonts",
    "/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol",
    "/usr/share/fonts",
)


def fonts() -> FontBook:
    """Read once a process: the folder of the house first, the packaged font last."""
    packaged = find_spec("noto_cjk_sans_otc")
    last = [str(Path(packaged.origin).parent)] if packaged and packaged.origin else []
    folders = [str(settings.FONTS), *SYSTEM, *last]
    return font_book(tuple(folder for folder in folders if Path(folder).is_dir()))
