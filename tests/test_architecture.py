"""The layers hold: the contracts in pyproject.toml are run like any other test."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from bihuan.cli import command_names


@pytest.mark.slow
def test_contracts_are_kept(root: Path) -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_contract_says_why(root: Path) -> None:
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    contracts = tomllib.loads(text)["tool"]["importlinter"]["contracts"]
    assert contracts
    for contract in contracts:
        before = text.split(f'id = "{contract["id"]}"')[0].splitlines()
        assert before[-1].startswith("# Why: "), contract["id"]


WEB = ("django", "jinja2", "psycopg", "granian", "whitenoise", "csp")


@pytest.mark.slow
@pytest.mark.parametrize("module", [f"bihuan.cli.{name}" for name in command_names()])
def test_command_works_without_the_web_extra(module: str) -> None:
    code = f"import sys; sys.modules.update(dict.fromkeys({WEB})); import {module}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("module", ["bihuan.cli.check", "bihuan.cli.parse", "bihuan.checks.engine"])
def test_start_is_light(module: str) -> None:
    heavy = {"asyncio", "importlib.metadata", "lxml", "pypdfium2", "tomllib", "email", "http", "unittest"}
    code = f"import sys, {module}; print(*({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr
