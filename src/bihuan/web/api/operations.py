"""How an operation is declared: its address, its area, what it answers and refuses, in one line above it.

The guard, the key against doing things twice, and the documented refusals follow from the verb.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from ninja import Router

from bihuan.web.api.bearer import Bearer
from bihuan.web.api.once import at_most_once
from bihuan.web.api.shapes.common import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

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
        kept: bool = True,
        refuses: tuple[int, ...] = (),
    ) -> Callable[[F], F]:
        """``about`` is more to say than the summary; ``seen`` asks for the version that the caller saw;
        ``binary`` is the type of an answer that is a file, ``sends`` of a body that is one; ``kept`` says
        whether an Idempotency-Key is understood; ``refuses`` are statuses beyond the usual.
        """
        writes = verb != "GET"
        refused = (*ALWAYS, *(WRITING if writes else ()), *((428,) if seen else ()), *refuses)
        responses = {**answers, **dict.fromkeys(sorted(set(refused)), Problem)}
        extra = _extra(next(iter(answers)), binary, sends)

        def decorate(function: F) -> F:
            if writes and kept:
                function._ninja_contribute_to_operation = [at_most_once]  # type: ignore[attr-defined]
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


def _extra(status: int, binary: str, sends: str) -> dict[str, Any]:
    """Bodies that are files, which the library knows nothing of."""
    extra: dict[str, Any] = {}
    if binary:
        extra["responses"] = {status: {"content": {binary: BYTES}}}
    if sends:
        extra["requestBody"] = {"content": {sends: BYTES}, "required": True}
    return extra
