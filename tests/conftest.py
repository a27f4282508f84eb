"""What all tests may ask for; what is absent is skipped with a sentence that says how to get it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.postgres_server import find_programs, serve

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def pytest_make_parametrize_id(val: object) -> str | None:
    """Escape bytes and control characters; everything else is shown as it is (see pyproject.toml)."""
    if isinstance(val, bytes) or (isinstance(val, str) and not val.isprintable()):
        return ascii(val)[:80]
    return None


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of design documents and real texts beside the project."""
    if not (SHARED / "README.md").is_file():
        pytest.skip("没有 ../shared：真实文本不随本项目发布，相关测试跳过")
    return SHARED


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The machine's Chromium."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    pytest.skip("没有 Chromium：请执行 sudo apt-get install chromium fonts-noto-cjk")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Address of a PostgreSQL server of the tests' own; the port takes log-ins when it is handed out."""
    programs = find_programs()
    if programs is None:
        pytest.skip("没有 PostgreSQL：请执行 sudo apt-get install postgresql")
    with serve(programs) as url:
        yield url
