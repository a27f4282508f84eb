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

    A block is rendered from the same file and the same context, so that the part can never differ from the page.
    """
    part = block if block and _wants_part(request) else None
    answer = HttpResponse(_render(request, template, context, part), status=status)
    answer.headers["Vary"] = "HX-Request"
    return answer


def _wants_part(request: HttpRequest) -> bool:
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers


def _render(request: HttpRequest, template: str, context: dict[str, Any], block: str | None) -> str:
    backend: Any = engines["jinja2"]
    found = backend.get_template(template)
    if block is None:
        return str(found.render(context, request))
    known = {
        "request": request,
        "csrf_input": csrf_input_lazy(request),
        "csrf_token": csrf_token_lazy(request),
    }
    for processor in backend.template_context_processors:
        known.update(processor(request))
    inner = found.template
    return "".join(inner.blocks[block](inner.new_context({**known, **context})))
