"""Only listed files are copied, without pointers to maps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vendor_assets import copy_listed, strip_source_map

if TYPE_CHECKING:
    from pathlib import Path

CASES = [
    ("a.css", b"a{}\n/*# sourceMappingURL=a.css.map */\n", b"a{}\n"),
    ("a.js", b"f()\n//# sourceMappingURL=a.js.map", b"f()\n"),
    ("a.js", b"f() // sourceMappingURL", b"f() // sourceMappingURL"),
    ("a.woff2", b"//# sourceMappingURL=x", b"//# sourceMappingURL=x"),
]


@pytest.mark.parametrize(("name", "before", "after"), CASES)
def test_source_maps_are_stripped(name: str, before: bytes, after: bytes) -> None:
    assert strip_source_map(name, before) == after


def test_only_listed_files_are_copied(tmp_path: Path) -> None:
    package = tmp_path / "from" / "@org" / "kit"
    package.mkdir(parents=True)
    (package / "kit.js").write_text("kit")
    (package / "other.js").write_text("other")
    listing = {"@org/kit": {"kit.js": "kit/kit.js", "gone.js": "kit/gone.js"}}
    assert copy_listed(listing, tmp_path / "from", tmp_path / "to") == ["@org/kit/gone.js"]
    assert [path.name for path in (tmp_path / "to").rglob("*.*")] == ["kit.js"]
