"""Addresses of the examination."""

from __future__ import annotations

from django.urls import path

from bihuan.web.diagnosis import rule_views, views, waiver_views

app_name = "diagnosis"
urlpatterns = [
    path("checks/", views.checks, name="checks"),
    path("cases/<int:pk>/checks/", views.diagnostics, name="diagnostics"),
    path("cases/<int:pk>/waivers/", waiver_views.waivers, name="waivers"),
    path("diagnostics/<int:pk>/waive/", waiver_views.waive, name="waive"),
    path("waivers/<int:pk>/", waiver_views.answer, name="answer"),
    path("rules/", rule_views.rules, name="rules"),
    path("rules/of/<int:pk>/", rule_views.rulebook, name="rulebook"),
    path("rules/sets/<int:pk>/", rule_views.rule_set, name="rule_set"),
    path("rules/sets/<int:pk>/change/", rule_views.rule_set_change, name="rule_set_change"),
    path("rules/sets/<int:pk>/<str:code>/", rule_views.rule_setting, name="rule_setting"),
    path("rules/proposals/", rule_views.proposals, name="proposals"),
    path("rules/proposals/<int:pk>/", rule_views.proposal, name="proposal"),
]
