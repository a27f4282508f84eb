"""Every table of the product as lines of JSON, from one snapshot, and back into an empty database.

Tables are read and written through the models as the migrations describe them (not as today's code does), so
a backup says nothing of the database it came from: one of SQLite goes into PostgreSQL, one of last year is
loaded as it was and then migrated like the house that it came from (docs/decisions/0014).
"""

from __future__ import annotations

import base64
import json
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import IO, TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from bihuan.cli import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Node = tuple[str, str]
"""App and name of a migration."""
LEFT_OUT = {
    "sessions.session": "everybody logs in anew",
    "evidence.upload": "files on their way are nobody's evidence yet",
    "assistance.enclosure": "beside files on their way, which are left out",
    "search.passage": "made again from what it tells of; its tokens are no column that could be written",
    "search.building": "says that nothing is made yet",
}
BATCH = 1_000
TEXTLIKE = (models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.JSONField)
"""Fields whose values JSON keeps as they are."""
NEWER_DATABASE = "数据库比这个程序新（{node}），请用升级后的程序备份。"
NEWER = "这个备份出自更新的版本（{node} 不认识），请先升级本程序再恢复。"


def applied() -> list[Node]:
    """What the database has been migrated to; ``UserError`` where that is more than this program knows."""
    loader = MigrationLoader(connection)
    found = sorted(loader.applied_migrations)
    unknown = [node for node in found if node not in loader.graph.nodes]
    if unknown:
        raise UserError(NEWER_DATABASE.format(node=".".join(unknown[0])))
    return found


def refuse_unknown(nodes: Iterable[Node]) -> None:
    """``UserError`` where a backup has migrations that this program does not know."""
    graph = MigrationLoader(None).graph
    unknown = [node for node in nodes if node not in graph.nodes]
    if unknown:
        raise UserError(NEWER.format(node=".".join(unknown[0])))


def tables(nodes: Iterable[Node]) -> dict[str, type[models.Model]]:
    """The models of a database migrated so far, by their tables; without those that are not kept."""
    state = MigrationLoader(None).project_state(_last(nodes))
    found = state.apps.get_models(include_auto_created=True)
    return {
        one._meta.db_table: one
        for one in found
        if one._meta.managed
        and not one._meta.proxy
        and not one._meta.swapped
        and one._meta.label_lower not in LEFT_OUT
    }


def _last(nodes: Iterable[Node]) -> list[Node]:
    """Those that no other one of the same app builds upon."""
    held, graph = set(nodes), MigrationLoader(None).graph
    return sorted(
        node
        for node in held
        if not any(child.key in held and child.key[0] == node[0] for child in graph.node_map[node].children)
    )


def migrate_to(nodes: Iterable[Node]) -> None:
    """Bring an empty database to where the backup's was."""
    MigrationExecutor(connection).migrate(_last(nodes))


@contextmanager
def snapshot() -> Iterator[None]:
    """Everything that is read inside is of one moment, while others go on writing."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:  # ``atomic`` would take the write lock (settings: IMMEDIATE)
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def written(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The columns that are written, in their order."""
    return [one for one in model._meta.local_concrete_fields if not getattr(one, "generated", False)]


def lines(model: type[models.Model]) -> Iterator[bytes]:
    """The names of the columns, then a line for each row, by id."""
    names = [one.attname for one in written(model)]
    yield _line(names)
    rows = model._base_manager.order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=2_000):
        yield _line(row)


def _line(values: Iterable[Any]) -> bytes:
    return (
        json.dumps(list(values), ensure_ascii=False, separators=(",", ":"), default=_plain).encode() + b"\n"
    )


def _plain(value: object) -> str:
    """What the field's own ``to_python`` reads again; moments to the microsecond, as the journal hashes
    them.
    """
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, Decimal | UUID | timedelta):
        return str(value)
    raise TypeError(f"no way to write {type(value)}")


def load(model: type[models.Model], file: IO[bytes]) -> int:
    """Write the rows into the empty table; how many."""
    known = {one.attname: one for one in written(model)}
    names = json.loads(next(file))
    for one in known.values():
        _stop_clock(one)
    readers = [_reader(known[name]) for name in names]
    count = 0
    rows = (_row(model, names, readers, json.loads(line)) for line in file)
    while batch := list(islice(rows, BATCH)):
        model._base_manager.bulk_create(batch)
        count += len(batch)
    return count


def _stop_clock(field: models.Field[Any, Any]) -> None:
    """A moment that fills itself in would say when it was restored."""
    for name in ("auto_now", "auto_now_add"):
        if hasattr(field, name):
            setattr(field, name, False)


def _reader(field: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    return None if isinstance(target, TEXTLIKE) else target.to_python


def _row(
    model: type[models.Model], names: list[str], readers: list[Callable[[Any], Any] | None], values: list[Any]
) -> models.Model:
    told = {
        name: value if read is None or value is None else read(value)
        for name, read, value in zip(names, readers, values, strict=True)
    }
    return model(**told)


def empty(found: Iterable[type[models.Model]]) -> None:
    """Migrations may put rows in; the backup has its own."""
    with connection.cursor() as cursor:
        for model in found:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608 - our own table's name


def counters(found: Iterable[type[models.Model]]) -> dict[str, int]:
    """The highest id that each table ever gave: the journal names objects by ids, none may come again."""
    told = {}
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
            seen = dict(cursor.fetchall())
            return {
                one._meta.db_table: seen[one._meta.db_table] for one in found if one._meta.db_table in seen
            }
        for model in found:
            if name := _sequence(cursor, model):
                cursor.execute(f"SELECT last_value, is_called FROM {name}")  # noqa: S608 - as PostgreSQL named it
                last, called = cursor.fetchone()
                told[model._meta.db_table] = last if called else 0
    return told


def set_counters(found: Iterable[type[models.Model]], told: dict[str, int]) -> None:
    """Go on counting where the backup's house stood."""
    with connection.cursor() as cursor:
        for model in found:
            table, column = model._meta.db_table, model._meta.pk
            if not isinstance(column, models.AutoField) or column.column is None:
                continue
            highest = model._base_manager.aggregate(most=models.Max("pk"))["most"] or 0
            last = max(highest, told.get(table, 0))
            if connection.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last])
            elif last and (name := _sequence(cursor, model)):
                cursor.execute("SELECT setval(%s, %s)", [name, last])


def _sequence(cursor: Any, model: type[models.Model]) -> str | None:
    column = model._meta.pk.column
    cursor.execute(
        "SELECT pg_get_serial_sequence(%s, %s)", [connection.ops.quote_name(model._meta.db_table), column]
    )
    name: str | None = cursor.fetchone()[0]
    return name
