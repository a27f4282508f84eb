"""Django for the tests of the product: a data folder that vanishes, SQLite unless DATABASE_URL says
otherwise.
"""

from __future__ import annotations

import os
import tempfile
from typing import TYPE_CHECKING

import pytest

os.environ.setdefault("BIHUAN_DATA", tempfile.mkdtemp(prefix="bihuan-test-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.web.config.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402

if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file as in a real office: a database in memory knows no waiting, and threads would fail on its locks.
    settings.DATABASES["default"]["TEST"]["NAME"] = os.path.join(os.environ["BIHUAN_DATA"], "test.sqlite3")
# Argon2 is slow on purpose; what is tested here is not the hash.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World


@pytest.fixture
def world(db: None) -> World:
    """The cast of tests/web/world.py in an empty database."""
    from tests.web.world import build

    del db
    return build()


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    """A client for an account."""
    from django.test import Client

    def run(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return run


@pytest.fixture
def import_text(world: World) -> Callable[..., Feedback]:
    """Import a text for the statistics bureau through the services, without the child process."""
    from tests.web.world import import_text

    def run(text: str, **options: object) -> Feedback:
        return import_text(world, text, **options)

    return run
