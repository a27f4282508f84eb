"""What this app looks up for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from bihuan.web.accounts.permissions import DENIED, Action, Relation
from bihuan.web.base.guards import get_for_user
from bihuan.web.inspections.models import Round

if TYPE_CHECKING:
    from bihuan.web.accounts.models import User


def round_for(user: User, pk: int) -> Round:
    """The round for its office: 404 for whoever does not see it, 403 for units that take part."""
    found = get_for_user(Round.objects.select_related("office").distinct(), user, pk=pk)
    if found.office_id not in user.scope().units(Relation.OFFICE, Action.READ):
        raise PermissionDenied(DENIED)
    return found
