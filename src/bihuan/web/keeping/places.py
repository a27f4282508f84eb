"""The new place that a backup is loaded into, and the switch to it.

SQLite: a file beside the old one, renamed over it. PostgreSQL: one transaction, in which the schema that was
there is renamed and a new one takes its name. Either happens as a whole or not at all.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import Error, connection, transaction

from bihuan.cli import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

OCCUPIED = "这里已经有数据（{count} 个账户）。要用备份替换，请加 --replace：原有数据会另外保存，不会覆盖。"
BUSY = "数据库正在使用，请先停止 bihuan serve 和 bihuan worker，再恢复。"
NO_RIGHT = (
    "数据库账户无权更换模式。请另建一个空的数据库，把 DATABASE_URL 指向它再恢复，"
    "核对无误后启用；原库不必改动。"
)


@dataclass(slots=True)
class Place:
    """Where the backup goes."""

    aside: str = ""
    """What the data that stood there is called now; empty where there was none."""


def refuse_occupied(*, replace: bool) -> bool:
    """Whether there is data that must be set aside; ``UserError`` where nobody allowed that."""
    names = connection.introspection.table_names()
    count = 0
    if "accounts_user" in names:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM accounts_user")
            count = cursor.fetchone()[0]
    if count and not replace:
        raise UserError(OCCUPIED.format(count=count))
    return bool(count)


@contextmanager
def new_place(now: datetime, *, occupied: bool) -> Iterator[Place]:
    """Inside, the connection leads to an empty database; afterwards the house stands on it."""
    place = Place(f"before_restore_{now:%Y%m%d_%H%M%S}" if occupied else "")
    with _file(place) if connection.vendor == "sqlite" else _schema(now, place):
        yield place


# --- SQLite -------------------------------------------------------------------------------------------------


@contextmanager
def _file(place: Place) -> Iterator[None]:
    live = Path(connection.settings_dict["NAME"])
    new = live.with_name(f"{live.name}.restoring")
    connection.close()
    _fold(live)
    _remove(new)
    connection.settings_dict["NAME"] = str(new)
    try:
        yield
        connection.close()
        _fold(new)
        if place.aside:
            place.aside = f"{live.name}.{place.aside}"
            os.link(live, live.with_name(place.aside))
        shutil.copymode(live, new)
        new.replace(live)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = str(live)
        _remove(new)


def _fold(file: Path) -> None:
    """Everything into the one file; that works only while nobody else has it open."""
    try:
        with closing(sqlite3.connect(file, timeout=1)) as line:
            line.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        raise UserError(BUSY) from error


def _remove(file: Path) -> None:
    for end in ("", "-wal", "-shm", "-journal"):
        file.with_name(file.name + end).unlink(missing_ok=True)


# --- PostgreSQL ---------------------------------------------------------------------------------------------


@contextmanager
def _schema(now: datetime, place: Place) -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        if cursor.fetchone()[0]:
            raise UserError(BUSY)
        if connection.introspection.table_names(cursor):
            aside = place.aside or f"before_restore_{now:%Y%m%d_%H%M%S}"
            try:
                _set_aside(aside)
            except Error as error:
                raise UserError(NO_RIGHT) from error
            if not place.aside:
                cursor.execute(f"DROP SCHEMA {aside} CASCADE")
        yield
        place.aside = place.aside and f"模式 {place.aside}"


def _set_aside(name: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        schema = connection.ops.quote_name(cursor.fetchone()[0])
        cursor.execute(f"ALTER SCHEMA {schema} RENAME TO {name}")
        cursor.execute(f"CREATE SCHEMA {schema}")
