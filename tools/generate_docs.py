"""Write docs/reference from the program itself; ``--check`` only says which pages are stale.

A page is a file of tools/reference with a function ``page()``; adding one edits no list.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "reference"
HELPERS = {"__init__", "figures", "markdown"}


def pages() -> dict[str, str]:
    """File name → text of every page, and the index of them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.web.config.settings")
    names = sorted(
        path.stem for path in (ROOT / "tools" / "reference").glob("*.py") if path.stem not in HELPERS
    )
    made = {f"{name}.md": import_module(f"reference.{name}").page() for name in names}
    titles = [(name, text.partition("\n")[0].removeprefix("# ")) for name, text in made.items()]
    index = "\n".join(f"- [{title}]({name})" for name, title in titles)
    from reference import markdown

    return made | {"README.md": markdown.page("参考", "各页都由程序自身生成，与所装版本一致。", index)}


def beside() -> dict[Path, str]:
    """Files elsewhere that a page is made from, by their place: modules with a function ``beside()``."""
    found: dict[Path, str] = {}
    for path in sorted((ROOT / "tools" / "reference").glob("*.py")):
        module = import_module(f"reference.{path.stem}")
        found |= module.beside() if hasattr(module, "beside") else {}
    return found


def stale_beside(made: dict[Path, str]) -> list[str]:
    """Names of those that differ from what stands there."""
    return [path.name for path, text in made.items() if not path.exists() or path.read_text("utf-8") != text]


def stale(made: dict[str, str], folder: Path) -> list[str]:
    """Names of pages that differ, are missing, or stand there without a source."""
    there = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    return sorted(name for name in made.keys() | there.keys() if made.get(name) != there.get(name))


def write(made: dict[str, str], folder: Path) -> None:
    """Make the folder hold exactly these pages."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in stale(made, folder):
        if name in made:
            (folder / name).write_text(made[name], encoding="utf-8")
        else:
            (folder / name).unlink()


def main(argv: list[str]) -> int:
    """0 when written or current, 1 when ``--check`` finds stale pages."""
    made, others = pages(), beside()
    old = stale(made, TARGET) + stale_beside(others)
    if "--check" in argv:
        if old:
            print(f"docs/reference 中的 {'、'.join(old)} 已过时，请执行 make docs 并提交。", file=sys.stderr)
        return 1 if old else 0
    write(made, TARGET)
    for path, text in others.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    print(f"docs/reference：更新了 {'、'.join(old)}" if old else "docs/reference：已是最新")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
