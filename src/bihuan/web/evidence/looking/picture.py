"""Pictures for the browser: a thumbnail and the pages of a PDF, or one picture of reasonable size."""

from __future__ import annotations

import os
from typing import Any

MOST_PAGES = 40
PAGE_WIDTH, THUMB_WIDTH, PICTURE_EDGE = 1100, 240, 1800
MOST_PIXELS = 120_000_000
QUALITY = 78


def draw(path: str, kind: str, folder: str) -> tuple[int, int]:
    """Writes ``thumb.webp`` and ``1.webp`` … to the folder; pages that were drawn, and pages there are."""
    return _pdf(path, folder) if kind == "pdf" else _image(path, folder)


def _pdf(path: str, folder: str) -> tuple[int, int]:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    whole = len(document)
    for number in range(min(whole, MOST_PAGES)):
        page = document[number]
        width, height = page.get_size()
        scale = min(PAGE_WIDTH / max(width, 1), 3 * PAGE_WIDTH / max(height, 1))
        picture = page.render(scale=scale).to_pil()
        _save(picture, folder, str(number + 1))
        if number == 0:
            picture.thumbnail((THUMB_WIDTH, THUMB_WIDTH * 2))
            _save(picture, folder, "thumb")
        page.close()
    return min(whole, MOST_PAGES), whole


def _image(path: str, folder: str) -> tuple[int, int]:
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with Image.open(path) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        opened.draft("RGB", (PICTURE_EDGE, PICTURE_EDGE))
        picture = ImageOps.exif_transpose(opened).convert("RGB")
    picture.thumbnail((PICTURE_EDGE, PICTURE_EDGE))
    _save(picture, folder, "1")
    picture.thumbnail((THUMB_WIDTH, THUMB_WIDTH * 2))
    _save(picture, folder, "thumb")
    return 1, 1


def _save(picture: Any, folder: str, name: str) -> None:
    """Whole or not at all: two processes may draw the same file."""
    draft = os.path.join(folder, f".{name}.{os.getpid()}")
    picture.convert("RGB").save(draft, "WEBP", quality=QUALITY, method=2)
    os.replace(draft, os.path.join(folder, f"{name}.webp"))
