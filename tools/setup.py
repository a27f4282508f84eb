"""Set up everything that the commands of the Makefile need; a second run only compares stamps.

Runs on the bare ``python3`` of the machine, hence the standard library only.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import indexes
import system_packages

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "bin" / "uv"
STAMPS = VENV / "stamps"
REQUIREMENTS = ROOT / "requirements"
OLDEST = (3, 11)


class SetupError(Exception):
    """What stands in the way, as one sentence that says what to do."""


def say(text: str) -> None:
    """Tell the user at once, also when output goes to a file."""
    print(f"[安装] {text}", flush=True)


def run(*command: str | Path, env: dict[str, str] | None = None) -> None:
    """Run one command in the project's folder; its own output tells what went wrong."""
    words = [str(word) for word in command]
    if subprocess.run(words, cwd=ROOT, env=env, check=False).returncode:
        raise SetupError(
            f"这一步没有成功：{' '.join(words)}。请按上面的提示处理后再执行一次，已完成的步骤不会重做。"
        )


def fingerprint(*parts: str | Path) -> str:
    """A hash over files (by content) and words."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.read_bytes() if isinstance(part, Path) else part.encode())
        digest.update(b"\0")
    return digest.hexdigest()


def once(stamp: Path, mark: str, title: str, work: Callable[[], None]) -> bool:
    """Do the work unless the stamp holds this very mark; True when it was done now."""
    if stamp.is_file() and stamp.read_text() == mark:
        return False
    say(title)
    work()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(mark)
    return True


@cache
def uv_environment() -> dict[str, str]:
    """Asked for only when uv runs: reading pip's settings takes half a second."""
    return indexes.environment_for_uv(PYTHON)


def uv_install(*words: str | Path) -> None:
    """One call of ``uv pip install`` into ``.venv``."""
    run(UV, "pip", "install", "-q", "--python", PYTHON, *words, env=uv_environment())


def make_venv() -> None:
    """Create ``.venv``; Debian keeps the module for it in a package of its own."""
    if sys.version_info < OLDEST:
        version = sys.version.split()[0]
        raise SetupError(f"需要 Python 3.11 或更高版本，现在是 {version}。请在命令后加 PYTHON=python3.11。")
    if PYTHON.exists() and (VENV / "bin" / "pip").exists():
        return
    if importlib.util.find_spec("ensurepip") is None:
        if os.geteuid() != 0 or not shutil.which("apt-get"):
            raise SetupError("缺少 python3-venv。请先执行：sudo apt-get install python3-venv")
        say("缺少 python3-venv，正在用 apt-get 安装")
        system_packages.install(["python3-venv"])
    say("建立 .venv")
    run(sys.executable, "-m", "venv", "--clear", VENV)


def install_uv() -> bool:
    """Fetch uv itself by pip, in the locked version."""
    lock = REQUIREMENTS / "uv.txt"
    quiet = ("-q", "--disable-pip-version-check")
    pip = (PYTHON, "-m", "pip", "install", *quiet, "--require-hashes", "-r", lock)
    return once(STAMPS / "uv", fingerprint(lock), "安装 uv", lambda: run(*pip))


def install_lock(name: str, title: str) -> bool:
    """Install one hashed lock file; what is there already in the right version is left alone."""
    lock = REQUIREMENTS / f"{name}.txt"
    return once(STAMPS / name, fingerprint(lock), title, lambda: uv_install("--require-hashes", "-r", lock))


def install_project() -> bool:
    """Make ``bihuan`` itself importable and a command, built by the locked build tools."""
    tools = REQUIREMENTS / "build.txt"
    mark = fingerprint(ROOT / "pyproject.toml", tools, str(ROOT))
    words = ("--no-deps", "--build-constraints", tools, "-e", ".")
    return once(STAMPS / "project", mark, "安装 bihuan", lambda: uv_install(*words))


def fetch_assets() -> None:
    """Fetch the packages of ``package-lock.json`` and copy the few files of them that pages need."""
    if '"node_modules/' in (ROOT / "package-lock.json").read_text(encoding="utf-8"):
        if not shutil.which("npm"):
            install_lock("node", "没有找到 npm，在 .venv 中安装一份")
        path = f"{os.environ.get('PATH', os.defpath)}:{VENV / 'bin'}"
        npm = ("npm", "ci", "--silent", "--ignore-scripts", "--omit=dev")
        run(*npm, env={**os.environ, "PATH": path})
    run(PYTHON, "tools/vendor_assets.py")


def install_assets() -> bool:
    """Fill ``var/vendor``."""
    mark = fingerprint(ROOT / "package-lock.json", ROOT / "tools" / "vendor.toml")
    return once(ROOT / "var" / "vendor" / ".stamp", mark, "准备网页资源", fetch_assets)


def compile_code() -> bool:
    """Write byte code once: a command starts in half the time, also where Python may not write it later."""
    sources = [*sorted((ROOT / "src").rglob("*.py"))]
    mark = fingerprint(*(f"{path}{path.stat().st_mtime_ns}" for path in sources))
    packages = next((VENV / "lib").glob("python*/site-packages"))
    needed = [packages / name for name in ("chinese_calendar", "lxml", "pypdfium2")]
    folders: list[Path] = [ROOT / "src", *needed]
    return once(
        STAMPS / "compiled", mark, "编译程序", lambda: run(PYTHON, "-m", "compileall", "-q", *folders)
    )


def set_up(*, dev: bool) -> bool:
    """All steps in order; True when anything had to be done."""
    make_venv()
    done = [install_uv(), install_lock("web", "安装运行所需的软件包")]
    if dev:
        done.append(install_lock("dev", "安装开发与测试所需的软件包"))
    return any([*done, install_project(), install_assets(), compile_code()])


def main(argv: Sequence[str] | None = None) -> int:
    """Exit status 0, or 1 after one sentence that says what to do."""
    parser = argparse.ArgumentParser(description="安装闭环")
    parser.add_argument("--dev", action="store_true", help="另装开发与测试所需")
    parser.add_argument("--system", action="store_true", help="另装测试所需的系统软件（需要 root）")
    parser.add_argument("--quiet", action="store_true", help="完成后不提示下一步")
    parser.add_argument("--next", default="make run", help="完成后提示的下一步")
    args = parser.parse_args(argv)
    try:
        if args.system:
            system_packages.ensure(say)
        done = set_up(dev=args.dev)
    except (SetupError, system_packages.InstallError) as error:
        print(f"[安装] {error}", file=sys.stderr)
        return 1
    if not args.quiet:
        say("安装完成。" if done else "已是最新，无需安装。")
        say(f"下一步：{args.next}，或直接使用命令 .venv/bin/bihuan --help")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
