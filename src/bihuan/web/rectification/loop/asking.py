"""One page for every small form: the view says which fields, the template draws them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from bihuan.web.base.errors import ServiceError
from bihuan.web.base.partials import render_page
from bihuan.web.base.refusals import refuse

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.forms import Form

    from bihuan.web.inspections.models import Feedback
    from bihuan.web.rectification.gates import Missing


@dataclass(frozen=True, slots=True)
class Field:
    """How a field of a form is drawn: text, date, number, area, pick, radio, ticks or hidden."""

    name: str
    label: str
    kind: str = "area"
    hint: str = ""
    rows: int = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """A page with one form."""

    title: str
    case: Feedback | None
    place: Sequence[tuple[str, str | None]]
    fields: Sequence[Field]
    button: str
    back: str
    about: Sequence[str] = ()
    """Paragraphs above the form: what is being decided on."""
    facts: Sequence[tuple[str, str]] = ()
    danger: bool = False
    lacking: Sequence[Missing] = ()
    """What stands in the way whatever is written here."""
    draft: str = ""
    """Under which name typed words are kept in the browser."""


def ask(
    request: HttpRequest,
    form: Form,
    asked: Asked,
    save: Callable[[dict[str, Any]], str],
    *,
    onward: str = "",
    template: str = "loop/ask.html",
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show the form; store it and say the sentence that ``save`` returns; a refusal stays on the form."""
    if request.method == "POST" and form.is_valid():
        try:
            said = save(form.cleaned_data)
        except ServiceError as error:
            refuse(form, error)
        else:
            messages.success(request, said)
            return redirect(onward or asked.back)
    return render_page(request, template, {"form": form, "asked": asked, "case": asked.case, **(more or {})})
