"""Addresses of documents."""

from __future__ import annotations

from django.urls import path

from bihuan.web.papers import template_views, views

app_name = "papers"
urlpatterns = [
    path("cases/<int:pk>/documents/", views.case, name="case"),
    path("cases/<int:pk>/documents/returned/", views.returned, name="returned"),
    path("responses/<int:pk>/documents/", views.response, name="response"),
    path("missives/<int:pk>/documents/", views.letter, name="letter"),
    path("supervision/sheets/<int:pk>/documents/", views.sheet, name="sheet"),
    path("rounds/<int:pk>/documents/", views.round_, name="round"),
    path("document-templates/", template_views.offices, name="offices"),
    path("document-templates/offices/<int:pk>/", template_views.templates, name="templates"),
    path(
        "document-templates/offices/<int:pk>/start/<slug:slug>.docx",
        template_views.template_start,
        name="template_start",
    ),
    path("document-templates/fields/<slug:slug>/", template_views.fields, name="fields"),
    path("document-templates/<int:pk>/", template_views.template, name="template"),
    path("document-templates/<int:pk>/file.docx", template_views.template_file, name="template_file"),
]
