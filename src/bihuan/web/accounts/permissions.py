"""Who may do what, as one table: role → relation to the object → actions. What is not here is denied.

Pages, services and later the API and the documentation all ask this module; nothing else knows a role.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from django.core.exceptions import PermissionDenied
from django.db.models import Q

if TYPE_CHECKING:
    from collections.abc import Iterable


class Role(StrEnum):
    """The roles at this stage; the three administrators exclude each other and everybody else."""

    LIAISON = "liaison"
    HANDLER = "handler"
    FIRST_PERSON = "first_person"
    READER = "reader"
    INSPECTION_OFFICE = "inspection_office"
    SYSTEM_ADMINISTRATOR = "system_administrator"
    SECURITY_ADMINISTRATOR = "security_administrator"
    AUDIT_ADMINISTRATOR = "audit_administrator"

    @property
    def label(self) -> str:
        """The role's name for people."""
        return LABELS[self]


LABELS = {
    Role.LIAISON: "整改联络员",
    Role.HANDLER: "科室经办人",
    Role.FIRST_PERSON: "主要负责人",
    Role.READER: "查阅人员",
    Role.INSPECTION_OFFICE: "巡察办工作人员",
    Role.SYSTEM_ADMINISTRATOR: "系统管理员",
    Role.SECURITY_ADMINISTRATOR: "安全管理员",
    Role.AUDIT_ADMINISTRATOR: "审计管理员",
}
ADMINISTRATORS = frozenset({Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR})


class Action(StrEnum):
    """What can be done."""

    READ = "read"
    EDIT = "edit"
    """Change the ledger: measures, outcomes, joining and splitting."""
    IMPORT = "import"
    """Start, undo or replace a case from a document."""
    ADD_EVIDENCE = "add_evidence"
    """Upload evidence, correct and link it, give it a new version."""
    REVIEW_EVIDENCE = "review_evidence"
    """Accept or reject evidence."""
    RECORD = "record"
    """Add progress, say what was done, tick a regular duty."""
    ASSESS = "assess"
    """Hand in the self-assessment."""
    ENDORSE = "endorse"
    """Agree as the leader in charge."""
    APPROVE = "approve"
    """Approve plans, extensions and self-assessments as the first person responsible."""
    REVIEW = "review"
    """Take up and decide the co-review as the inspection office."""
    CO_REVIEW = "co_review"
    """Decide the co-review as a supervising body."""
    RECHECK = "recheck"
    """Draw closed items, look at them again, reopen them."""
    COMMENT = "comment"
    """Discuss a response."""
    MANAGE_ROUNDS = "manage_rounds"
    MANAGE_ACCOUNTS = "manage_accounts"
    MANAGE_SETTINGS = "manage_settings"
    """How the machine runs: background jobs, robots of group chats; no business data."""
    MANAGE_POLICY = "manage_policy"
    """Enter the yearly holiday notice, choose policies."""
    READ_JOURNAL = "read_journal"
    """The whole journal; the history of an object one may read is open anyway."""


class Relation(StrEnum):
    """How an account stands to an object."""

    OWN = "own"
    """The object belongs to the unit of the membership."""
    OFFICE = "office"
    """The object belongs to a round of the inspection office of the membership."""
    HOUSE = "house"
    """The object belongs to no unit: accounts, policy, logs."""


GRANTS: dict[Role, dict[Relation, frozenset[Action]]] = {
    Role.LIAISON: {
        Relation.OWN: frozenset(
            {
                Action.READ,
                Action.EDIT,
                Action.IMPORT,
                Action.ADD_EVIDENCE,
                Action.RECORD,
                Action.ASSESS,
                Action.COMMENT,
            }
        )
    },
    Role.HANDLER: {
        Relation.OWN: frozenset({Action.READ, Action.ADD_EVIDENCE, Action.RECORD, Action.COMMENT})
    },
    Role.FIRST_PERSON: {Relation.OWN: frozenset({Action.READ, Action.APPROVE, Action.COMMENT})},
    Role.READER: {Relation.OWN: frozenset({Action.READ})},
    Role.INSPECTION_OFFICE: {
        Relation.OFFICE: frozenset(
            {
                Action.READ,
                Action.IMPORT,
                Action.REVIEW_EVIDENCE,
                Action.REVIEW,
                Action.RECHECK,
                Action.COMMENT,
            }
        ),
        Relation.HOUSE: frozenset({Action.MANAGE_ROUNDS}),
    },
    Role.SYSTEM_ADMINISTRATOR: {Relation.HOUSE: frozenset({Action.MANAGE_ACCOUNTS, Action.MANAGE_SETTINGS})},
    Role.SECURITY_ADMINISTRATOR: {Relation.HOUSE: frozenset({Action.MANAGE_POLICY})},
    Role.AUDIT_ADMINISTRATOR: {Relation.HOUSE: frozenset({Action.READ_JOURNAL})},
}


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an account stands: (role, unit) pairs turned into relations."""

    memberships: tuple[tuple[Role, int], ...]

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, int]]) -> Scope:
        """From the roles and unit ids of memberships."""
        return cls(tuple((Role(role), unit) for role, unit in pairs))

    def units(self, relation: Relation, action: Action) -> list[int]:
        """Ids of the units (or offices) in which this relation grants the action."""
        return sorted({unit for role, unit in self.memberships if action in GRANTS[role].get(relation, ())})

    def clause(self, unit: str, office: str, action: Action = Action.READ) -> Q | None:
        """WHERE clause over a row's unit and office columns; None when no row can match."""
        own, offices = self.units(Relation.OWN, action), self.units(Relation.OFFICE, action)
        parts = [_among(unit, own)] if own else []
        parts += [_among(office, offices)] if offices else []
        return parts[0] | parts[1] if len(parts) == 2 else next(iter(parts), None)

    def allows(self, action: Action, unit: int | None, office: int | None) -> bool:
        """Whether the action is granted on an object of this unit and office (both None: the house)."""
        return any(
            action in granted
            for role, place in self.memberships
            for granted in _grants(role, place, unit, office)
        )


def _among(column: str, ids: list[int]) -> Q:
    """``=`` for the usual single membership: the planners know more about it than about ``IN``."""
    return Q(**{column: ids[0]}) if len(ids) == 1 else Q(**{f"{column}__in": ids})


def _grants(role: Role, place: int, unit: int | None, office: int | None) -> Iterable[frozenset[Action]]:
    granted = GRANTS[role]
    if unit == place:
        yield granted.get(Relation.OWN, frozenset())
    if office == place:
        yield granted.get(Relation.OFFICE, frozenset())
    if unit is None and office is None:
        yield granted.get(Relation.HOUSE, frozenset())


class Account(Protocol):
    """Whoever acts."""

    def scope(self) -> Scope: ...


class Owned(Protocol):
    """An object of a unit, perhaps under an inspection office."""

    @property
    def unit_id(self) -> int: ...
    @property
    def office_id(self) -> int | None: ...


def may(account: Account, action: Action, thing: Owned | None = None) -> bool:
    """Whether the account may do this to the thing (None: to the house)."""
    unit, office = (thing.unit_id, thing.office_id) if thing is not None else (None, None)
    return account.scope().allows(action, unit, office)


def require(account: Account, action: Action, thing: Owned | None = None) -> None:
    """Return when allowed; else ``PermissionDenied`` (403) with its sentence."""
    if not may(account, action, thing):
        raise PermissionDenied("您的角色没有这项权限。确有需要时，请与本单位整改联络员或系统管理员联系。")
