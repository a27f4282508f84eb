"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from bihuan.web.rectification.desk import bulk, case_pages, measures, templates

app_name = "desk"
urlpatterns = [
    path("measures/", measures.measures, name="measures"),
    path("measures/bulk/", bulk.bulk, name="bulk"),
    path("measures/bulk/<int:pk>/", bulk.bulk_done, name="bulk_done"),
    path("measures/bulk/<int:pk>/undo/", bulk.undo, name="bulk_undo"),
    path("cases/<int:pk>/matrix/", case_pages.matrix_page, name="matrix"),
    path("cases/<int:pk>/kanban/", case_pages.kanban, name="kanban"),
    path("cases/<int:pk>/print/", case_pages.printed, name="printed"),
    path("measures/<int:pk>/parts/", case_pages.parts, name="parts"),
    path("templates/", templates.templates, name="templates"),
    path("templates/new/", templates.template_new, name="template_new"),
    path("templates/<int:pk>/", templates.template, name="template"),
    path("templates/<int:pk>/off/", templates.template_off, name="template_off"),
    path("responses/<int:pk>/templates/", templates.insert, name="insert"),
]
