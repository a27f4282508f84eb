"""A server of its own with the sample data, and the machine's Chromium."""

from __future__ import annotations

import importlib.util
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[3]


class Served(NamedTuple):
    """A running server with the sample data, and how Chromium is started."""

    address: str
    password: str
    ids: dict[str, int]
    environment: dict[str, str]
    switches: list[str]


def _tool() -> Any:
    spec = importlib.util.spec_from_file_location("screenshots", ROOT / "tools" / "screenshots.py")
    if spec is None or spec.loader is None:
        raise ImportError("tools/screenshots.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["screenshots"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    """The sample data behind the real server; started once."""
    with serve() as house:
        yield house


@contextmanager
def serve(database: str = "") -> Iterator[Served]:
    """The sample data behind the real server, on a database of one's own."""
    tool = _tool()
    with tool.served(database) as house:
        yield Served(*house, tool.SWITCHES)


@pytest.fixture(scope="module")
def browser(chromium_path: str, served: Served) -> Iterator[Browser]:
    """One browser a module: while Playwright's loop runs, Django refuses queries in this process."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium_path, args=served.switches)
        yield found
        found.close()


@pytest.fixture
def open_page(browser: Browser, served: Served) -> Iterator[Callable[..., Page]]:
    """A page of a new session, signed in when a name is given; console errors and foreign requests fail."""
    complaints: list[str] = []
    contexts = []

    def run(user: str | None = None, *, script: bool = True, size: tuple[int, int] = (1366, 768)) -> Page:
        context = browser.new_context(
            locale="zh-CN",
            java_script_enabled=script,
            viewport={"width": size[0], "height": size[1]},
            accept_downloads=True,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda asked: complaints.append(asked.url) if not asked.url.startswith(served.address) else None,
        )
        if user:
            page.goto(f"{served.address}/login/")
            log_in(page, user, served)
        return page

    yield run
    for context in contexts:
        context.close()
    assert complaints == []


def log_in(page: Page, user: str, served: Served) -> None:
    """Fill in the form that the page shows."""
    page.fill("[name=username]", user)
    page.fill("[name=password]", served.password)
    page.click("button:has-text('登录')")
