"""The history of a person and of their rights, for those who keep them and for the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse

from bihuan.web.accounts.histories import HistoryKind, Subject, announce_history
from bihuan.web.accounts.models import Person, User
from bihuan.web.accounts.permissions import Action, may
from bihuan.web.base.queries import key_of

if TYPE_CHECKING:
    from bihuan.web.base.queries import Key

KEEPERS = (Action.MANAGE_ACCOUNTS, Action.MANAGE_ROLES, Action.READ_JOURNAL)


def find(user: User, pk: int) -> Subject:
    """The person with their account: rights, posts, log-ins; 404 for everybody else."""
    person = Person.objects.filter(pk=pk).select_related("unit").first()
    keeps = any(may(user, one) for one in KEEPERS)
    if person is None or not (keeps or person.pk == user.person_id):
        raise Http404
    keys: list[Key] = [key_of(person)]
    account = User.objects.filter(person=person).values_list("pk", flat=True).first()
    if account:
        keys.append((User._meta.label_lower, account))
    edits = may(user, Action.MANAGE_ACCOUNTS) or may(user, Action.MANAGE_ROLES)
    back = reverse("accounts:person", args=[pk]) if edits else reverse("accounts:account")
    return Subject(person.name, back, [(str(person.unit), None), (person.name, back), ("沿革", None)], keys)


def announce() -> None:
    """Once the app is ready."""
    announce_history(HistoryKind("person", "人员", find))
