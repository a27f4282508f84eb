"""Addresses of log-in, account, people, units, rights and the journal."""

from __future__ import annotations

from django.urls import path

from bihuan.web.accounts.views import (
    account,
    handover,
    history,
    journal,
    login,
    oidc,
    people,
    policy,
    roles,
    units,
)

app_name = "accounts"
urlpatterns = [
    path("login/", login.login, name="login"),
    path("login/code/", login.login_code, name="login_code"),
    path("login/factor/", login.login_factor, name="login_factor"),
    path("login/password/", login.login_password, name="login_password"),
    path("login/reset/", login.login_reset, name="login_reset"),
    path("login/oidc/", oidc.oidc, name="oidc"),
    path("login/oidc/back/", oidc.oidc_back, name="oidc_back"),
    path("logout/", login.logout, name="logout"),
    path("account/", account.account, name="account"),
    path("account/factor/", account.factor, name="factor"),
    path("account/factor/change/", account.factor_change, name="factor_change"),
    path("account/leave/", account.leave, name="leave"),
    path("account/leave/<int:pk>/end/", account.leave_end, name="leave_end"),
    path("account/act/<int:pk>/", account.act, name="act"),
    path("account/act/end/", account.act_end, name="act_end"),
    path("account/link/", oidc.oidc_link, name="oidc_link"),
    path("account/unlink/", account.unlink, name="unlink"),
    path("kept/", account.kept, name="kept"),
    path("kept/send/", account.kept_send, name="kept_send"),
    path("people/", people.people, name="people"),
    path("people/new/", people.person_new, name="person_new"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/edit/", people.person_edit, name="person_edit"),
    path("people/<int:pk>/move/", people.person_move, name="person_move"),
    path("people/<int:pk>/leave/", people.person_leave, name="person_leave"),
    path("people/<int:pk>/account/", people.account_do, name="account_do"),
    path("people/<int:pk>/roles/", roles.roles, name="roles"),
    path("people/<int:pk>/factor/", roles.factor_off, name="factor_off"),
    path("units/", units.units, name="units"),
    path("units/new/", units.unit_new, name="unit_new"),
    path("units/<int:pk>/", units.unit, name="unit"),
    path("units/<int:pk>/do/", units.unit_do, name="unit_do"),
    path("departments/<int:pk>/close/", units.department_close, name="department_close"),
    path("handover/", handover.handover, name="handover"),
    path("login-policy/", policy.policy, name="policy"),
    path("history/<slug:thing>/<int:pk>/", history.history, name="history"),
    path("journal/", journal.journal, name="journal"),
    path("journal/verify/", journal.journal_verify, name="journal_verify"),
]
