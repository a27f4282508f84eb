"""Operations, area by area; each calls the query or the service that its page calls."""

from __future__ import annotations

from bihuan.web.api.routes import (
    account,
    board,
    checks,
    desk,
    directives,
    doing,
    evidence,
    house,
    imports,
    lasting,
    ledger,
    people,
    rounds,
    saved,
    sheets,
    supervision,
    units,
    work,
)

AREAS = (
    *(account.operations, ledger.operations, saved.operations, sheets.operations, imports.operations),
    *(work.operations, doing.operations, lasting.operations, desk.operations),
    *(evidence.operations, checks.operations, checks.announcements, rounds.operations),
    *(supervision.operations, directives.operations),
    *(board.operations, units.operations, people.operations, house.operations),
)
"""In the order of the documentation."""
