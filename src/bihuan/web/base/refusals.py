"""A service's refusal on the form or the page that asked for it."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, TypeVar

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.html import format_html

from bihuan.web.base.errors import GoneError, ServiceError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import Form
    from django.http import HttpRequest, HttpResponse, HttpResponseBase
    from django.utils.safestring import SafeString


Answer = TypeVar("Answer", bound="HttpResponseBase")


def worded(error: ServiceError) -> SafeString:
    """The sentence, and behind it the link to the page on which the matter is put right."""
    link = format_html(' <a href="{}">去办理</a>', error.href) if error.href else ""
    return format_html("{}{}", str(error), link)


def tell(request: HttpRequest, error: ServiceError) -> None:
    """Says it on the next page."""
    messages.error(request, worded(error))


def refuse(form: Form, error: ServiceError) -> None:
    """Puts the sentence beside the field that it names, else above the form."""
    form.add_error(error.field if error.field in form.fields else None, worded(error))


def refused_at(
    view: str,
) -> Callable[[Callable[[HttpRequest, int], Answer]], Callable[[HttpRequest, int], Answer | HttpResponse]]:
    """Decorator for a view of one row: a service's refusal is told on the page ``view`` of the same row, on
    the home page where the row is gone.
    """

    def decorate(
        inner: Callable[[HttpRequest, int], Answer],
    ) -> Callable[[HttpRequest, int], Answer | HttpResponse]:
        @wraps(inner)
        def outer(request: HttpRequest, pk: int) -> Answer | HttpResponse:
            try:
                return inner(request, pk)
            except ServiceError as error:
                tell(request, error)
                return redirect("board:home") if isinstance(error, GoneError) else redirect(view, pk)

        return outer

    return decorate
