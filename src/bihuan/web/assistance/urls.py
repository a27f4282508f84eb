"""Addresses of requests; ``a/`` is short, because it is copied into messages."""

from __future__ import annotations

from django.urls import path

from bihuan.web.assistance.views import deciding, requests
from bihuan.web.assistance.views.outside import outside

app_name = "assistance"
urlpatterns = [
    path("assistance/", requests.requests, name="list"),
    path("measures/<int:pk>/assistance/", requests.of_measure, name="measure"),
    path("measures/<int:pk>/assistance/new/", requests.new, name="new"),
    path("assistance/<int:pk>/", requests.request_, name="request"),
    path("assistance/<int:pk>/renew/", requests.renew, name="renew"),
    path("assistance/<int:pk>/extend/", requests.extend, name="extend"),
    path("assistance/<int:pk>/revoke/", requests.revoke, name="revoke"),
    path("assistance/<int:pk>/accept/", deciding.accept, name="accept"),
    path("assistance/<int:pk>/return/", deciding.send_back, name="return"),
    path("assistance/files/<int:pk>/", deciding.file, name="file"),
    path("a/<str:token>/", outside, name="outside"),
]
