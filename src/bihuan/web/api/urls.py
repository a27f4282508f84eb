"""Addresses of tokens and of the documentation, and of every operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import URLResolver, path
from django.urls.resolvers import RoutePattern

from bihuan.web.api import views

if TYPE_CHECKING:
    from django.urls import URLPattern


class Late(URLResolver):
    """Addresses whose module is read when one of them is asked for, so that a process that serves only pages
    does without what the operations need. Django would read it for the names; no page links to an operation.
    """

    def _populate(self) -> None:
        """Nothing, as long as nobody asks for a name in this space."""


app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("account/tokens/", views.tokens, name="tokens"),
    path("account/tokens/<int:pk>/revoke/", views.revoke, name="revoke"),
    path("api-policy/", views.policy, name="policy"),
    path("api-policy/accounts/<int:pk>/revoke/", views.revoke_all, name="revoke_all"),
    path("api/", views.docs, name="docs"),
    path("api/v1/openapi.json", views.openapi, name="openapi"),
    Late(
        RoutePattern("api/v1/"),
        "bihuan.web.api.operation_urls",
        app_name="ninja",
        namespace="operations",
    ),
]
