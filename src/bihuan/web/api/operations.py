"""How an operation is declared: its address, its area, what it answers and refuses, in one line above it.

The guard, the key against doing things twice, and the documented refusals follow from the verb.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from django.http.response import HttpResponseBase
from ninja import Router
from ninja.responses import Status

from bihuan.web.api.bearer import Bearer
from bihuan.web.api.once import at_most_once

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.http import HttpRequest
    from ninja.operation import Operation

    from bihuan.web.api.areas import Area

F = TypeVar("F", bound="Callable[..., Any]")

ALWAYS = (400, 401, 403, 404, 422, 429)
WRITING = (409, 413, 415)
BYTES = {"schema": {"type": "string", "format": "binary"}}


class Operations:
    """The operations of one area, in the order in which the docs show them."""

    def __init__(self, area: Area) -> None:
        self.area = area
        self.router = Router(tags=[area.value])

    def get(self, path: str, summary: str, answer: Any, **more: Any) -> Callable[[F], F]:
        """Reads; never changes anything."""
        return self._declare("GET", path, summary, {200: answer}, **more)

    def post(
        self, path: str, summary: str, answer: Any, *, status: int = 200, **more: Any
    ) -> Callable[[F], F]:
        """Does something; 201 where a thing is made."""
        return self._declare("POST", path, summary, {status: answer}, **more)

    def put(self, path: str, summary: str, answer: Any, **more: Any) -> Callable[[F], F]:
        """Sets something as a whole."""
        return self._declare("PUT", path, summary, {200: answer}, **more)

    def patch(self, path: str, summary: str, answer: Any, **more: Any) -> Callable[[F], F]:
        """Changes what is told and leaves the rest."""
        return self._declare("PATCH", path, summary, {200: answer}, **more)

    def delete(self, path: str, summary: str, **more: Any) -> Callable[[F], F]:
        """Takes something away."""
        return self._declare("DELETE", path, summary, {204: None}, **more)

    def _declare(
        self,
        verb: str,
        path: str,
        summary: str,
        answers: dict[int, Any],
        *,
        about: str = "",
        seen: bool = False,
        binary: str = "",
        sends: str = "",
        headers: Sequence[dict[str, Any]] = (),
        kept: bool = True,
        refuses: tuple[int, ...] = (),
        later: Any = None,
    ) -> Callable[[F], F]:
        """``about`` is more to say than the summary; ``seen`` asks for the version that the caller saw;
        ``binary`` is the type of an answer that is a file, ``sends`` of a body that is one; ``headers`` are
        parameters that the operation reads itself; ``kept`` says whether an Idempotency-Key is understood;
        ``refuses`` are statuses beyond the usual; ``later`` is the answer (202) where it takes longer.
        """
        writes = verb != "GET"
        refused = (*ALWAYS, *(WRITING if writes else ()), *((428,) if seen else ()), *refuses)
        responses = {
            **answers,
            **({202: later} if later else {}),
            **dict.fromkeys(
                sorted(set(refused))
            ),  # answered as they are; the document says what they look like
        }
        extra = _extra(next(iter(answers)), binary, sends, headers)
        extra["x-kept"] = writes and kept

        def decorate(function: F) -> F:
            told = [_answers_with(next(iter(answers))), *([at_most_once] if writes and kept else ())]
            function._ninja_contribute_to_operation = told  # type: ignore[attr-defined]  # the library's hook
            self.router.add_api_operation(
                path,
                [verb],
                function,
                auth=Bearer(self.area, writes=writes),
                response=responses,
                operation_id=function.__name__.rstrip("_"),
                summary=summary,
                description=about or summary,
                openapi_extra=extra,
            )
            return function

        return decorate


def _answers_with(status: int) -> Callable[[Operation], None]:
    """Lets an operation return its answer alone, whatever its status is."""

    def contribute(operation: Operation) -> None:
        inner = operation.view_func

        @wraps(inner)
        def run(request: HttpRequest, **kwargs: Any) -> Any:
            found = inner(request, **kwargs)
            return found if isinstance(found, HttpResponseBase | Status) else Status(status, found)

        operation.view_func = run

    return contribute


def _extra(status: int, binary: str, sends: str, headers: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Bodies and headers of which the library knows nothing."""
    extra: dict[str, Any] = {"parameters": list(headers)} if headers else {}
    if binary:
        extra["responses"] = {status: {"content": {binary: BYTES}}}
    if sends:
        extra["requestBody"] = {"content": {sends: BYTES}, "required": True}
    return extra
