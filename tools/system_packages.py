"""Debian packages that some tests need, and what is skipped without each.

Standard library only: this runs before anything is installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SKIP = "SKIP_SYSTEM_PACKAGES"


class InstallError(Exception):
    """apt-get failed; the text says what to do."""


@dataclass(frozen=True)
class Package:
    """One Debian package."""

    name: str
    found_by: tuple[str, ...]
    """Commands (by name) or files (by glob below /usr) that show it is there, whoever installed it."""
    without: str
    """What is skipped without it."""

    def missing(self) -> bool:
        """True when none of its signs is there."""
        return not any(shutil.which(sign) or any(Path("/usr").glob(sign)) for sign in self.found_by)


PACKAGES = (
    Package("chromium", ("chromium", "chromium-browser", "google-chrome"), "浏览器测试（标记 browser）"),
    Package("postgresql", ("postgres", "lib/postgresql/*/bin/postgres"), "PostgreSQL 测试（标记 postgres）"),
    Package("fonts-noto-cjk", ("share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",), "截图中的汉字显示"),
    Package("poppler-utils", ("pdftotext",), "PDF 版面测试"),
    Package("libreoffice-writer-nogui", ("soffice", "libreoffice"), ".doc、.wps 读取测试"),
)


def install(names: Iterable[str]) -> None:
    """Install by apt-get without questions; needs root."""
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    wanted = list(names)
    commands = (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *wanted],
    )
    for command in commands:
        done = subprocess.run(
            command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False
        )
        if done.returncode:
            raise InstallError(
                f"apt-get 没有装上 {'、'.join(wanted)}。请检查软件源后重试；"
                f"若要跳过有关测试，请设置环境变量 {SKIP}=1。"
            )


def ensure(say: Callable[[str], None]) -> None:
    """Install what is missing when root may; else say what is skipped and how to get it."""
    missing = [package for package in PACKAGES if package.missing()]
    if not missing:
        return
    names = [package.name for package in missing]
    if os.geteuid() == 0 and shutil.which("apt-get") and os.environ.get(SKIP) != "1":
        say(f"安装测试所需的系统软件：{'、'.join(names)}")
        install(names)
        return
    for package in missing:
        say(f"未安装 {package.name}，将跳过：{package.without}")
    say(f"如需这些测试，请执行：sudo apt-get install --no-install-recommends {' '.join(names)}")
