"""Addresses of Excel out and in."""

from __future__ import annotations

from django.urls import path

from bihuan.web.rectification.sheets import taking

app_name = "sheets"
urlpatterns = [
    path("ledger/files/", taking.all_files, name="all"),
    path("cases/<int:pk>/files/", taking.case_files, name="case"),
    path("files/<int:pk>/", taking.file, name="file"),
]
