"""Which template counts, and what it can be tried with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.http import Http404

from bihuan.documents.kinds import Scope, kinds
from bihuan.web.accounts.models import Unit, UnitKind
from bihuan.web.accounts.permissions import Action, Relation
from bihuan.web.base.guards import get_for_user
from bihuan.web.base.keyset import Page, page
from bihuan.web.inspections.models import Feedback, Round
from bihuan.web.papers.models import OfficeTemplate
from bihuan.web.papers.templating.fields import replaceable
from bihuan.web.supervision.models import Missive, Sheet

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from bihuan.documents.kinds import Kind
    from bihuan.web.accounts.models import User

TRIED = 50
"""Newest things that a template is offered to be tried with."""


def office_of(thing: Any) -> int | None:
    """The office whose templates count for a thing that documents are made of."""
    found: int | None = getattr(thing, "office_id", None)
    return found


def template_in_use(office: int | None, kind: str) -> OfficeTemplate | None:
    """With its bytes; one query."""
    rows = OfficeTemplate.objects.filter(office=office, kind=kind, in_use=True)
    return rows.select_related("content").first() if office else None


def in_use(office: int | None) -> QuerySet[OfficeTemplate]:
    """Those that the office makes documents with, by kind."""
    return OfficeTemplate.objects.filter(office=office, in_use=True).order_by("kind")


def replacing(office: int | None, kind: str) -> QuerySet[OfficeTemplate]:
    """The template of its own with which the office makes the kind, if any."""
    return in_use(office).filter(kind=kind)


def replaced(office: int | None, kind: str) -> bool:
    """Whether the office makes the kind with a template of its own; one query."""
    return office is not None and replacing(office, kind).exists()


def keeps(user: User, office: int | None) -> bool:
    """Whether the user looks after the templates of the office; no query."""
    return office in user.scope().units(Relation.OFFICE, Action.KEEP_TEMPLATES)


def replaceable_kinds() -> list[Kind]:
    """Kinds that can have a template, in their order."""
    return [one for one in kinds().values() if replaceable(one)]


def offices_for(user: User) -> list[Unit]:
    """Offices whose templates the user may see, by the tree; one query."""
    pks = user.scope().units(Relation.OFFICE, Action.READ)
    return list(Unit.objects.filter(pk__in=pks, kind=UnitKind.OFFICE).order_by("path")) if pks else []


def office_for(user: User, pk: int) -> Unit:
    """One of them, or 404; one query."""
    found = next((one for one in offices_for(user) if one.pk == pk), None)
    if found is None:
        raise Http404
    return found


def templates_of(office: Unit) -> list[OfficeTemplate]:
    """Every template of an office, the newest first, two hundred at most; one query."""
    rows = OfficeTemplate.objects.filter(office=office)
    return list(rows.select_related("office", "made_by__person").order_by("kind", "-number")[:200])


def templates_page(office: Unit, token: str | None) -> Page[OfficeTemplate]:
    """Every template of an office ever uploaded, the newest first, fifty a page; one query."""
    rows = OfficeTemplate.objects.filter(office=office).select_related("office", "made_by__person")
    return page(rows.annotate(newest=-F("id")), ("newest", "id"), lambda one: (-one.pk, one.pk), token=token)


def template_for(user: User, pk: int) -> OfficeTemplate:
    """A template with its bytes, or 404; one query."""
    people = ("office", "made_by__person", "switched_by__person", "content")
    found: OfficeTemplate = get_for_user(OfficeTemplate.objects.select_related(*people), user, pk=pk)
    return found


def things_for(user: User, template: OfficeTemplate) -> list[Any]:
    """What the template can be tried with: the newest things of its kind under its office; one query."""
    return list(_things(user, template).order_by("-id")[:TRIED])


def thing_for(user: User, template: OfficeTemplate, pk: str) -> Any:
    """One of them; None where there is none; one query."""
    return _things(user, template).filter(pk=int(pk)).first() if pk.isascii() and pk.isdecimal() else None


def _things(user: User, template: OfficeTemplate) -> QuerySet[Any]:
    scope, office = kinds()[template.kind].scope, template.office_id
    if scope is Scope.LETTER:
        return Missive.objects.visible_to(user).filter(office=office).select_related("office", "unit")
    if scope is Scope.SHEET:
        sheets = Sheet.objects.visible_to(user).filter(office=office)
        return sheets.select_related("supervision__round", "unit", "office")
    if scope is Scope.ROUND:
        return Round.objects.filter(office=office).select_related("office")
    cases = Feedback.objects.visible_to(user).filter(office=office)
    return cases.select_related("unit", "round", "office")
