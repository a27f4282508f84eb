"""Addresses of the ledger."""

from __future__ import annotations

from django.urls import path

from bihuan.web.rectification import views

app_name = "rectification"
urlpatterns = [
    path("ledger/", views.ledgers, name="ledgers"),
    path("cases/", views.cases, name="cases"),
    path("cases/<int:pk>/ledger/", views.ledger, name="ledger"),
    path("findings/<int:pk>/", views.finding, name="finding"),
    path("measures/<int:pk>/edit/", views.measure, name="measure"),
    path("measures/<int:pk>/remove/", views.remove, name="remove"),
    path("responses/<int:pk>/add/", views.add, name="add"),
    path("responses/<int:pk>/edit/", views.outcome, name="outcome"),
]
