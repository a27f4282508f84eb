"""The version that the caller saw: told in the body or as ``If-Match``, answered as ``ETag``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.web.api.problems import Refused

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def seen_version(request: HttpRequest, told: int | None) -> int:
    """The number; 428 where neither the body nor the header tells it."""
    if told is not None:
        return told
    tag = _tag(request)
    if not tag.isascii() or not tag.isdigit() or len(tag) > 9:
        raise Refused(428)
    return int(tag)


def seen_stamp(request: HttpRequest, told: str | None) -> str:
    """The stamp of a response and its measures."""
    stamp = told or _tag(request)
    if not stamp:
        raise Refused(428)
    return stamp[:40]


def show_version(answer: HttpResponse, version: object) -> None:
    """Lets the caller send it back."""
    answer.headers["ETag"] = f'"{version}"'


def _tag(request: HttpRequest) -> str:
    return request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
