"""A page, or one named block of the same file for htmx."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.backends.utils import csrf_input_lazy, csrf_token_lazy


def render_page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    block: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole page, or only ``block`` of it where htmx asks for a part.

    A block is rendered from the same file and the same context, so the part never differs from the page.
    """
    backend: Any = engines["jinja2"]
    found = backend.get_template(template).template
    known = {
        "request": request,
        "csrf_input": csrf_input_lazy(request),
        "csrf_token": csrf_token_lazy(request),
    }
    if block and wants_part(request):
        text = "".join(found.blocks[block](found.new_context({**known, **context})))
    else:
        text = found.render({**known, **found.environment.globals["frame"](request), **context})
    answer = HttpResponse(text, status=status)
    answer.headers["Vary"] = "HX-Request"
    return answer


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx asks for a part; going back in the history always asks for whole pages."""
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers
