"""``make fonts``: free fonts that stand in for those of official documents, into the folder of the house.

Debian packages are fetched and taken apart (``apt-get download``, ``dpkg-deb -x``), so nobody needs to be
root and nothing is installed. Whoever has the real fonts puts them into the same folder: they win. Standard
library only.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Bundle:
    """A Debian package, the font files that are taken from it, and what they are for."""

    package: str
    files: tuple[str, ...]
    stands_for: str


BUNDLES = (
    Bundle(
        "texlive-lang-chinese",
        (
            "FandolFang-Regular.otf",
            "FandolKai-Regular.otf",
            "FandolHei-Regular.otf",
            "FandolSong-Regular.otf",
        ),
        "仿宋_GB2312、楷体_GB2312、黑体、页码宋体",
    ),
    Bundle("fonts-noto-cjk", ("NotoSerifCJK-Regular.ttc", "NotoSansCJK-Regular.ttc"), "方正小标宋、少见的字"),
    Bundle("fonts-lxgw-wenkai", ("LXGWWenKai-Regular.ttf",), "楷体里少见的字"),
    Bundle("fonts-hanazono", ("HanaMinA.ttf", "HanaMinB.ttf"), "生僻字（扩展 B 区以后）"),
    Bundle("fonts-noto-color-emoji", ("NotoColorEmoji.ttf",), "表情符号"),
)


class FetchError(Exception):
    """A package could not be had; the text says what to do."""


def folder() -> Path:
    """Where documents look first: BIHUAN_FONTS, else ``fonts`` in the data folder."""
    told = os.environ.get("BIHUAN_FONTS", "")
    return Path(told) if told else ROOT / os.environ.get("BIHUAN_DATA", "var") / "fonts"


def missing(target: Path) -> list[Bundle]:
    """Bundles of which some file is neither in the folder nor on the machine."""
    there = {path.name for place in (target, Path("/usr/share")) for path in place.rglob("*.[ot]t[fc]")}
    return [one for one in BUNDLES if not there.issuperset(one.files)]


def fetch(bundle: Bundle, target: Path) -> None:
    """Its font files into the folder."""
    with tempfile.TemporaryDirectory() as place:
        _run(["apt-get", "download", "-q", bundle.package], place, bundle)
        package = next(iter(Path(place).glob("*.deb")), None)
        if package is None:
            raise FetchError(f"没有取得 {bundle.package}。")
        _run(["dpkg-deb", "-x", str(package), place], place, bundle)
        for name in bundle.files:
            found = next((path for path in Path(place).rglob(name) if path.is_file()), None)
            if found is None:
                raise FetchError(f"{bundle.package} 里没有 {name}，软件包可能已经改版。")
            shutil.copyfile(found, target / name)


def _run(command: list[str], place: str, bundle: Bundle) -> None:
    done = subprocess.run(command, cwd=place, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if done.returncode:
        raise FetchError(
            f"没有取得 {bundle.package}（{bundle.stands_for}）。请先执行 sudo apt-get update 再试；"
            f"或在别的电脑上取得字体文件，放进字体目录。"
        )


def main() -> int:
    """Fetch what is missing; 1 where something could not be had."""
    target = folder()
    target.mkdir(parents=True, exist_ok=True)
    wanted = missing(target)
    if wanted and not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        print("这台电脑没有 apt-get，不能自动取得。请把字体文件（ttf、otf、ttc）放进：", target)
        return 1
    failed = 0
    for bundle in wanted:
        try:
            fetch(bundle, target)
            print(f"已取得 {'、'.join(bundle.files)}：{bundle.stands_for}")
        except FetchError as error:
            failed += 1
            print(error, file=sys.stderr)
    print(f"字体目录：{target}。" + ("重启服务后生效。" if wanted else "需要的自由字体都有了。"))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
