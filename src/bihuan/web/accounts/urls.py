"""Addresses of log-in, account, people, units, rights and the journal."""

from __future__ import annotations

from django.urls import path

from bihuan.web.accounts.views import account, login

app_name = "accounts"
urlpatterns = [
    path("login/", login.login, name="login"),
    path("login/code/", login.login_code, name="login_code"),
    path("login/factor/", login.login_factor, name="login_factor"),
    path("login/password/", login.login_password, name="login_password"),
    path("login/reset/", login.login_reset, name="login_reset"),
    path("logout/", login.logout, name="logout"),
    path("account/", account.account, name="account"),
    path("account/factor/", account.factor, name="factor"),
    path("account/factor/change/", account.factor_change, name="factor_change"),
    path("account/leave/", account.leave, name="leave"),
    path("account/leave/<int:pk>/end/", account.leave_end, name="leave_end"),
    path("account/act/<int:pk>/", account.act, name="act"),
    path("account/act/end/", account.act_end, name="act_end"),
    path("account/unlink/", account.unlink, name="unlink"),
    path("kept/", account.kept, name="kept"),
    path("kept/send/", account.kept_send, name="kept_send"),
]
