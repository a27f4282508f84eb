"""A stranger gets 404, a reader 403."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, Protocol, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import Http404

from bihuan.web.base.errors import GoneError

if TYPE_CHECKING:
    from typing import Self

M = TypeVar("M", bound=Model)


class Viewer(Protocol):
    """Whoever looks: ``visible(unit, office)`` gives the WHERE clause of what they may see."""

    def visible(self, unit: str, office: str) -> Q | None: ...


class ScopedQuerySet(QuerySet[M]):
    """Rows that belong to a unit; ``unit_path`` and ``office_path`` say how, from the row's point of view."""

    unit_path, office_path = "unit_id", "office_id"

    def visible_to(self, user: Viewer) -> Self:
        """Rows of the user's own unit, and of all units in the rounds of their inspection office."""
        clause = user.visible(self.unit_path, self.office_path)
        return self.filter(clause) if clause is not None else self.none()


def get_for_user(rows: ScopedQuerySet[M], user: Viewer, **lookup: Any) -> M:
    """The one row, or 404: whoever may not see it does not learn that it exists."""
    try:
        found = rows.visible_to(user).filter(**lookup)[:2]
        return found[0] if len(found) == 1 else _absent()
    except (ValueError, OverflowError) as error:
        raise Http404 from error


def still_there(rows: QuerySet[M], what: str) -> M:
    """The one row as it stands now, for a service that was handed it; ``GoneError`` where somebody took it
    away.

    Between the page's look and the service's lock another request may have come first.
    """
    found = rows.first()
    if found is None:
        raise GoneError(what)
    return found


def _absent() -> NoReturn:
    raise Http404
