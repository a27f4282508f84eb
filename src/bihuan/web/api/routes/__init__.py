"""Operations, area by area; each calls the query or the service that its page calls."""

from __future__ import annotations

from bihuan.web.api.routes import ledger

AREAS = (ledger.operations,)
"""In the order of the documentation."""
