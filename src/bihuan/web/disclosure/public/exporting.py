"""The public site as files, for any web server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.web.disclosure.public.entries import site
from bihuan.web.disclosure.public.rendering import paths, render

if TYPE_CHECKING:
    from pathlib import Path


def export(folder: Path) -> int:
    """Write every file of the site below the folder; how many. What is public no more is taken away."""
    now, written = site(), set()
    for path in paths(now):
        made = render(path, now, live=False)
        if made is None:
            continue
        place = folder / (f"{path}index.html" if path == "" or path.endswith("/") else path)
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = place.with_name(f".{place.name}.part")
        draft.write_bytes(made.data)
        draft.replace(place)
        written.add(place)
    for stale in (folder / "a").glob("*/*"):
        if stale.is_file() and stale not in written:
            stale.unlink()
    return len(written)
