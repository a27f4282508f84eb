"""The layers hold: the contracts in pyproject.toml are run like any other test."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest


def test_contracts_are_kept(root: Path) -> None:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_contract_says_why(root: Path) -> None:
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    contracts = tomllib.loads(text)["tool"]["importlinter"]["contracts"]
    assert contracts
    for contract in contracts:
        before = text.split(f'id = "{contract["id"]}"')[0].splitlines()
        assert before[-1].startswith("# Why: "), contract["id"]


@pytest.mark.parametrize("module", ["bihuan.cli", "bihuan.report.nodes", "bihuan.checks.engine"])
def test_core_starts_without_web_framework(module: str) -> None:
    code = f"import sys, {module}; bad = {{'django', 'asyncio'}} & set(sys.modules); assert not bad, bad"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
