"""How much a database reads: rows that PostgreSQL touches, hundreds of steps of SQLite's machine. Both are
the same at every run, unlike the clock.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

if TYPE_CHECKING:
    from collections.abc import Callable


def effort(run: Callable[[], object]) -> int:
    """What the queries of ``run`` read."""
    connection.ensure_connection()
    return _steps(run) if connection.vendor == "sqlite" else _rows(run)


def _steps(run: Callable[[], object]) -> int:
    counted = [0]

    def count() -> int:
        counted[0] += 1
        return 0

    connection.connection.set_progress_handler(count, 100)
    try:
        run()
    finally:
        connection.connection.set_progress_handler(None, 0)
    return counted[0]


def _rows(run: Callable[[], object]) -> int:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with CaptureQueriesContext(connection) as told:
        run()
    found = 0
    for one in told.captured_queries:
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + one["sql"])
            plan = cursor.fetchone()[0]
        found += _touched((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"])
    return found


def _touched(node: dict[str, Any]) -> int:
    away = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
    own = int((node["Actual Rows"] + away) * node["Actual Loops"])
    return own + sum(_touched(one) for one in node.get("Plans", ()))
