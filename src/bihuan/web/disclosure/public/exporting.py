"""The public site as files, for any web server: each file is replaced as a whole, those that are public no
more are taken away, and nothing that somebody else put into the folder is touched.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from bihuan.web.base.errors import ServiceError
from bihuan.web.disclosure.public.entries import site
from bihuan.web.disclosure.public.rendering import paths, render

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

LISTED = ".bihuan-published.json"
"""What was written into the folder, so that the next export knows what is its own."""
OCCUPIED = "目录“{folder}”里有别的文件，不像是上次写出的公开网页；为免覆盖，请换一个空目录。"


class Exported(NamedTuple):
    """How many files stand in the folder now, how many of them changed, how many were taken away."""

    files: int
    changed: int
    removed: int


def export(folder: Path) -> Exported:
    """Write the site below the folder; ``ServiceError`` where somebody else's files stand there.

    What pages refer to is written before the pages, so that a visitor meets no broken link meanwhile.
    """
    before, now = _own(folder), site()
    changed, written = 0, []
    for path in sorted(paths(now), key=lambda one: one == "" or one.endswith("/")):
        made = render(path, now, live=False)
        if made is None:
            continue
        name = f"{path}index.html" if path == "" or path.endswith("/") else path
        changed += _put(folder / name, made.data)
        written.append(name)
    stale = before.difference(written)
    _remove(folder, stale)
    _put(folder / LISTED, json.dumps(sorted(written)).encode())
    return Exported(len(written), changed, len(stale))


def _own(folder: Path) -> set[str]:
    """Names that an export wrote before; a folder that holds other things only is refused."""
    if not folder.exists() or not any(folder.iterdir()):
        return set()
    listed = folder / LISTED
    if listed.is_file():
        return {str(name) for name in json.loads(listed.read_text("utf-8"))}
    if not (folder / "announcements.json").is_file():
        raise ServiceError(OCCUPIED.format(folder=folder))
    older = (one for top in ("a", "unit", "round", "page") for one in (folder / top).rglob("*"))
    return {one.relative_to(folder).as_posix() for one in older if one.is_file()}


def _put(place: Path, data: bytes) -> bool:
    """Whether it had to be written: what is the same already keeps its time, for caches and for copying."""
    if place.is_file() and place.stat().st_size == len(data) and place.read_bytes() == data:
        return False
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f".{place.name}.part")
    draft.write_bytes(data)
    draft.replace(place)
    return True


def _remove(folder: Path, names: Iterable[str]) -> None:
    """Take files away, and folders that are empty then; never anything beyond the folder."""
    root = folder.resolve()
    for name in names:
        place = (folder / name).resolve()
        if root not in place.parents:
            continue
        place.unlink(missing_ok=True)
        above = place.parent
        while above != root and above.is_dir() and not any(above.iterdir()):
            above.rmdir()
            above = above.parent
