"""Addresses of Excel out and in."""

from __future__ import annotations

from django.urls import path

from bihuan.web.rectification.sheets import giving, taking

app_name = "sheets"
urlpatterns = [
    path("ledger/files/", taking.all_files, name="all"),
    path("cases/<int:pk>/files/", taking.case_files, name="case"),
    path("files/<int:pk>/", taking.file, name="file"),
    path("sheets/new/", giving.new, name="new"),
    path("cases/<int:pk>/sheets/new/", giving.new, name="update"),
    path("sheets/<int:pk>/", giving.sheet, name="sheet"),
    path("sheets/<int:pk>/again/", giving.again, name="again"),
    path("sheets/<int:pk>/confirm/", giving.confirm, name="confirm"),
    path("sheets/<int:pk>/discard/", giving.discard, name="discard"),
    path("sheets/<int:pk>/undo/", giving.undo, name="undo"),
]
