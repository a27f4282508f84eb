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
            f"这一步没有成功:{' '.join(words)}。请按上面的提示处理后再执行一次,已完成的步骤不会重做。"
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


def make_venv() -> None:
    """Create ``.venv``; Debian keeps the module for it in a package of its own."""
    if sys.version_info < OLDEST:
        raise SetupError(
            f"需要 Python 3.11 或更高版本,现在是 {sys.version.split()[0]}。请用 make 命令 PYTHON=python3.11 指定。"
        )
    if (
        PYTHON.exists()
        and subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True).returncode == 0
    ):
        return
    if importlib.util.find_spec("ensurepip") is None:
        if os.geteuid() != 0 or not shutil.which("apt-get"):
            raise SetupError("缺少 python3-venv。请先执行:sudo apt-get install python3-venv")
        say("缺少 python3-venv,正在用 apt-get 安装")
        system_packages.install(["python3-venv"])
    say("建立 .venv")
    # In a child process: the interpreter that runs now may have been started before python3-venv was there.
    run(sys.executable, "-m", "venv", "--clear", VENV)


def install_packages(lock: str, env: dict[str, str]) -> None:
    """Install one hashed lock file; what is there already in the right version is left alone."""
    run(
        UV,
        "pip",
        "install",
        "-q",
        "--python",
        PYTHON,
        "--require-hashes",
        "-r",
        f"requirements/{lock}.txt",
        env=env,
    )


def install_project(env: dict[str, str]) -> None:
    """Make ``bihuan`` itself importable and a command, built by the locked build tools."""
    run(
        *(UV, "pip", "install", "-q", "--python", PYTHON, "--no-deps"),
        *("--build-constraints", "requirements/build.txt", "-e", "."),
        env=env,
    )


def npm_environment(env: dict[str, str]) -> dict[str, str]:
    """An environment in which ``npm`` is found: the machine's, else one from a package inside ``.venv``."""
    if not shutil.which("npm"):
        lock = "requirements/node.txt"
        once(
            VENV / "stamps" / "node",
            fingerprint(ROOT / lock),
            "没有找到 npm,在 .venv 中安装一份",
            lambda: run(
                UV, "pip", "install", "-q", "--python", PYTHON, "--require-hashes", "-r", lock, env=env
            ),
        )
    return {**os.environ, "PATH": f"{os.environ.get('PATH', os.defpath)}:{VENV / 'bin'}"}


def install_assets(env: dict[str, str]) -> None:
    """Fetch the packages of ``package-lock.json`` and copy the few files that pages need to ``var/vendor``."""
    if '"node_modules/' in (ROOT / "package-lock.json").read_text(encoding="utf-8"):
        run("npm", "ci", "--silent", "--ignore-scripts", "--omit=dev", env=npm_environment(env))
    run(PYTHON, "tools/vendor_assets.py")


def set_up(*, dev: bool) -> bool:
    """All steps in order; True when anything had to be done."""
    make_venv()
    stamps = VENV / "stamps"
    requirements = ROOT / "requirements"
    cached: list[dict[str, str]] = []

    def env() -> dict[str, str]:
        if not cached:
            cached.append(indexes.environment_for_uv(PYTHON))
        return cached[0]

    uv_lock = requirements / "uv.txt"
    pip = (
        PYTHON,
        "-m",
        "pip",
        "install",
        "-q",
        "--disable-pip-version-check",
        "--require-hashes",
        "-r",
        uv_lock,
    )
    done = [once(stamps / "uv", fingerprint(uv_lock), "安装 uv", lambda: run(*pip))]
    for lock in ("web", "dev") if dev else ("web",):
        mark = fingerprint(requirements / f"{lock}.txt")
        title = "安装运行所需的软件包" if lock == "web" else "安装开发与测试所需的软件包"
        done.append(once(stamps / lock, mark, title, lambda lock=lock: install_packages(lock, env())))  # type: ignore[misc]
    project = fingerprint(ROOT / "pyproject.toml", requirements / "build.txt", str(ROOT))
    done.append(once(stamps / "project", project, "安装 bihuan", lambda: install_project(env())))
    assets = fingerprint(ROOT / "package-lock.json", ROOT / "tools" / "vendor.toml")
    stamp = ROOT / "var" / "vendor" / ".stamp"
    done.append(once(stamp, assets, "准备网页资源", lambda: install_assets(env())))
    return any(done)


def main(argv: Sequence[str] | None = None) -> int:
    """Exit status 0, or 1 after one sentence that says what to do."""
    parser = argparse.ArgumentParser(description="安装闭环")
    parser.add_argument("--dev", action="store_true", help="另装开发与测试所需")
    parser.add_argument("--system", action="store_true", help="另装测试所需的系统软件(需要 root)")
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
        say("安装完成。" if done else "已是最新,无需安装。")
        say(f"下一步:{args.next}(启动网页),或直接使用命令 .venv/bin/bihuan --help")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
