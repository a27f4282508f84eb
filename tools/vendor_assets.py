"""Copy the allow-list ``tools/vendor.toml`` from installed packages to ``var/vendor``.

Whole ``dist`` folders are not served: they hold a thousand files, and ``sourceMappingURL`` comments that
point at maps which are not shipped stop Django's manifest storage.
"""

from __future__ import annotations

import re
import shutil
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE_MAP = re.compile(rb"(?:/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=[^\n]*)\s*")
TEXT = {".css", ".js", ".mjs", ".svg"}


def strip_source_map(name: str, content: bytes) -> bytes:
    """The file without its pointer to a map that is not shipped; other files as they are."""
    return SOURCE_MAP.sub(b"", content) if Path(name).suffix in TEXT else content


def copy_listed(listing: dict[str, dict[str, str]], source: Path, target: Path) -> list[str]:
    """Write every listed file; returns the names of those that the packages do not have."""
    missing = []
    for package, files in listing.items():
        for inside, name in files.items():
            origin = source / package / inside
            if not origin.is_file():
                missing.append(f"{package}/{inside}")
                continue
            goal = target / name
            goal.parent.mkdir(parents=True, exist_ok=True)
            goal.write_bytes(strip_source_map(name, origin.read_bytes()))
    return missing


def main() -> int:
    """Exit status 1 when a listed file is missing."""
    listing = tomllib.loads((ROOT / "tools" / "vendor.toml").read_text(encoding="utf-8"))
    target = ROOT / "var" / "vendor"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    missing = copy_listed(listing, ROOT / "node_modules", target)
    if missing:
        print(
            f"下列网页资源在软件包中找不到，请核对 tools/vendor.toml：{'、'.join(missing)}", file=sys.stderr
        )
    return 1 if missing else 0


if __name__ == "__main__":
    raise SystemExit(main())
