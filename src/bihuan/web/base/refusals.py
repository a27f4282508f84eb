"""A service's refusal on the form or the page that asked for it."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect

from bihuan.web.base.errors import GoneError, ServiceError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    View = Callable[[HttpRequest, int], HttpResponse]


def refuse(form: Form, error: ServiceError) -> None:
    """Puts the sentence beside the field that it names, else above the form."""
    form.add_error(error.field if error.field in form.fields else None, str(error))


def refused_at(view: str) -> Callable[[View], View]:
    """Decorator for a view of one row: a service's refusal is told on the page ``view`` of the same row, on
    the home page where the row is gone.
    """

    def decorate(inner: View) -> View:
        @wraps(inner)
        def outer(request: HttpRequest, pk: int) -> HttpResponse:
            try:
                return inner(request, pk)
            except ServiceError as error:
                messages.error(request, str(error))
                return redirect("board:home") if isinstance(error, GoneError) else redirect(view, pk)

        return outer

    return decorate
