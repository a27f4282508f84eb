"""Operations, area by area; each calls the query or the service that its page calls."""

from __future__ import annotations

from bihuan.web.api.routes import (
    account,
    assistance,
    board,
    checks,
    desk,
    directives,
    document_templates,
    documents,
    doing,
    enquiries,
    evidence,
    house,
    imports,
    lasting,
    ledger,
    overview,
    people,
    publishing,
    rounds,
    rules,
    saved,
    searching,
    sheets,
    supervision,
    templates,
    units,
    work,
    workbooks,
)

AREAS = (
    *(account.operations, ledger.operations, overview.operations, searching.operations, saved.operations),
    *(sheets.operations, documents.operations, document_templates.returned),
    document_templates.operations,
    *(imports.operations, workbooks.operations),
    *(work.operations, doing.operations, lasting.operations, desk.operations, templates.operations),
    assistance.operations,
    *(
        evidence.operations,
        checks.operations,
        rules.operations,
        checks.announcements,
        publishing.operations,
        enquiries.operations,
        rounds.operations,
    ),
    *(supervision.operations, directives.operations),
    *(board.operations, units.operations, people.operations, house.operations),
)
"""In the order of the documentation."""
