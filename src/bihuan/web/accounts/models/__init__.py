"""Who there is: units in a tree, departments, people, and the roles that an account holds in a unit."""

from __future__ import annotations

from bihuan.web.accounts.models.logins import Membership, User, UserManager
from bihuan.web.accounts.models.people import Deputy, Person, Term
from bihuan.web.accounts.models.proofs import (
    FailureCount,
    KeptForm,
    LoginPolicy,
    OldPassword,
    RecoveryCode,
    ResetCode,
    SecondFactor,
    Subject,
)
from bihuan.web.accounts.models.units import Department, Unit, UnitKind

__all__ = [
    "Department", "Deputy", "FailureCount", "KeptForm", "LoginPolicy", "Membership", "OldPassword",
    "Person", "RecoveryCode", "ResetCode", "SecondFactor", "Subject", "Term", "Unit", "UnitKind", "User",
    "UserManager",
]  # fmt: skip
