"""Addresses of supervision."""

from __future__ import annotations

from django.urls import path

from bihuan.web.supervision.views import directives, missives, monthly, visits

app_name = "supervision"
urlpatterns = [
    path("supervision/", monthly.home, name="home"),
    path("supervision/rounds/<int:pk>/", monthly.round_, name="round"),
    path("supervision/rounds/<int:pk>/make/", monthly.make, name="make"),
    path("supervision/rounds/<int:pk>/scoring/", monthly.scoring, name="scoring"),
    path("supervision/records/<int:pk>/", monthly.record, name="record"),
    path("supervision/sheets/<int:pk>/", monthly.sheet, name="sheet"),
    path("supervision/sheets/<int:pk>/explain/", monthly.explain, name="explain"),
    path("supervision/letters/", missives.missives, name="missives"),
    path("supervision/letters/<int:pk>/", missives.missive, name="missive"),
    path("supervision/letters/<int:pk>/receive/", missives.receive, name="receive"),
    path("supervision/letters/<int:pk>/reply/", missives.reply, name="reply"),
    path("cases/<int:pk>/urge/", missives.urge, name="urge"),
    path("cases/<int:pk>/visits/", visits.visits, name="visits"),
    path("cases/<int:pk>/visits/new/", visits.visit_new, name="visit_new"),
    path("directives/", directives.directives, name="directives"),
    path("directives/new/", directives.directive_new, name="directive_new"),
    path("directives/<int:pk>/", directives.directive, name="directive"),
    path("directives/<int:pk>/assignments/new/", directives.assignment_new, name="assignment_new"),
    path("directives/<int:pk>/check/", directives.check_make, name="check_make"),
    path("directive-checks/<int:pk>/", directives.check, name="check"),
    path("assignments/<int:pk>/", directives.assignment, name="assignment"),
    path("assignments/<int:pk>/report/", directives.report, name="report"),
    path("assignments/<int:pk>/settle/", directives.settle, name="settle"),
]
