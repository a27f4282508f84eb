"""What a process that serves pages loads before the first request, and what the first operation adds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

NEEDED = {
    *("asgiref", "bihuan", "csp", "dj_database_url", "django", "django_htmx", "jinja2", "lxml", "markupsafe"),
    *("packaging", "sqlparse", "whitenoise", "_distutils_hack"),
}
"""Whatever else a page needs it loads itself: writers of documents, the operations, readers of pictures."""
DRIVERS = {"psycopg", "psycopg_binary", "psycopg_pool", "typing_extensions"}
MEGABYTES = {"pages": 100, "operations": 140}
"""73 and 104 when this was written; they were 131 together, whether or not a program ever asked."""
PROGRAM = """
import json, re, sys
import django
django.setup()
from bihuan.web.config.wsgi import application
from django.urls import resolve, reverse
reverse("board:home")
if sys.argv[1] == "operations":
    resolve("/api/v1/me")
else:
    resolve("/ledger/")
    resolve("/api/v1/openapi.json")
told = open("/proc/self/status").read() if sys.platform == "linux" else ""
files = {name: getattr(one, "__file__", "") or "" for name, one in sys.modules.items()}
from_outside = {name.partition(".")[0] for name, file in files.items() if "site-packages" in file}
found = sys.modules.get("ninja.schema")
models = [one.__name__ for one in found.Schema.__subclasses__()] if found else []
print(json.dumps({
    "outside": sorted(from_outside),
    "megabytes": int(re.search(r"VmRSS:\\s+(\\d+)", told)[1]) / 1024 if told else 0,
    "answers": models.count("NinjaResponseSchema"),
}))
"""


def started(what: str, folder: Path) -> dict[str, Any]:
    """A fresh interpreter with the addresses loaded."""
    env = {**os.environ, "BIHUAN_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "bihuan.web.config.settings"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, what], env=env, capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_pages_load_no_library_that_only_some_of_them_need(tmp_path: Path) -> None:
    found = started("pages", tmp_path)
    assert set(found["outside"]) - NEEDED - DRIVERS == set()


@pytest.mark.parametrize("what", ["pages", "operations"])
def test_the_process_stays_small(what: str, tmp_path: Path) -> None:
    assert started(what, tmp_path)["megabytes"] < MEGABYTES[what]


def test_refusals_are_not_a_model_for_each_operation(tmp_path: Path) -> None:
    """Eight a time were 27 MB."""
    from bihuan.web.api.published import document, each

    operations = len(list(each(document())))
    assert started("operations", tmp_path)["answers"] <= operations * 1.2


def test_a_command_of_the_product_collects_its_garbage() -> None:
    """The command line's own way, to collect next to nothing, is for a check that lives half a second."""
    program = """
import gc, sys
from bihuan.cli import main
from bihuan.web.commands import manage, _start
manage.run = lambda args: _start.set_up() or print(gc.get_threshold()[0]) or 0
sys.exit(main(["manage", "help"]))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert int(done.stdout) <= 2_000
