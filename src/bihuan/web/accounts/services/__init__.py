"""Units, people, accounts, roles, log-ins: every write of this app."""

from __future__ import annotations

from bihuan.web.accounts.services.closing import charges_of, department_close, unit_close, unit_reopen
from bihuan.web.accounts.services.deputies import deputy_appoint, deputy_end
from bihuan.web.accounts.services.factors import (
    factor_begin,
    factor_check,
    factor_confirm,
    factor_remove,
    recovery_codes_renew,
)
from bihuan.web.accounts.services.handover import hand_over, holdings_of
from bihuan.web.accounts.services.kept import form_forget, form_keep, form_kept
from bihuan.web.accounts.services.logins import login_check, login_done, login_failed, logout_done, unlock
from bihuan.web.accounts.services.passwords import password_change, reset_code_issue, reset_code_use
from bihuan.web.accounts.services.people import (
    account_disable,
    account_enable,
    account_open,
    person_create,
    person_edit,
    person_leave,
    person_move,
    user_create,
)
from bihuan.web.accounts.services.policy import policy_now, policy_set
from bihuan.web.accounts.services.roles import membership_grant, roles_set
from bihuan.web.accounts.services.subjects import subject_link, subject_unlink, subject_user
from bihuan.web.accounts.services.units import department_add, department_rename, unit_create, unit_edit

__all__ = [
    "account_disable", "account_enable", "account_open", "charges_of", "department_add", "department_close",
    "department_rename", "deputy_appoint", "deputy_end", "factor_begin", "factor_check", "factor_confirm",
    "factor_remove", "form_forget", "form_keep", "form_kept", "hand_over", "holdings_of", "login_check",
    "login_done", "login_failed", "logout_done", "membership_grant", "password_change", "person_create",
    "person_edit", "person_leave", "person_move", "policy_now", "policy_set", "recovery_codes_renew",
    "reset_code_issue", "reset_code_use", "roles_set", "subject_link", "subject_unlink", "subject_user",
    "unit_close", "unit_create", "unit_edit", "unit_reopen", "unlock", "user_create",
]  # fmt: skip
