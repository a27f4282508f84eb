"""Pieces that many shapes share. A field's words are what the documentation says of it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Generic, TypeVar

from ninja import Schema
from pydantic import BaseModel, ConfigDict, Field

Row = TypeVar("Row")

Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Version = Annotated[int, Field(ge=0, le=2**31 - 1)]
Day = Annotated[dt.date, Field(ge=dt.date(1900, 1, 1), le=dt.date(2999, 12, 31))]
Cursor = Annotated[str, Field(max_length=400)]
Words = Annotated[str, Field(max_length=60)]


def say(words: str, default: Any = ..., **limits: Any) -> Any:
    """A field with its words for the documentation."""
    return Field(default, description=words, **limits)


def text(words: str, longest: int = 5_000, **more: Any) -> Any:
    """A text that has to be there."""
    return Field(description=words, min_length=1, max_length=longest, **more)


def note(words: str, longest: int = 5_000) -> Any:
    """A text that may be left out."""
    return Field("", description=words, max_length=longest)


class Told(BaseModel):
    """What a program sends; a name that we do not know is a mistake and is told, not passed over."""

    model_config = ConfigDict(extra="forbid")


class SeenTold(Told):
    """What changes something that somebody else may have changed meanwhile."""

    version: Version | None = say("您看到的版本；也可以写在 If-Match", None)


class Shown(Schema):
    """What we answer."""


class Rows(Shown, Generic[Row]):
    """A page of a list."""

    rows: list[Row] = say("这一页的各行")
    next: str | None = say("下一页的 cursor；没有下一页时为 null")
    previous: str | None = say("上一页的 cursor；没有上一页时为 null")


class FieldError(Shown):
    """A complaint about one field."""

    field: str = say("哪一项")
    text: str = say("一句话说明")


class Problem(Shown):
    """Why a request was not served (RFC 9457)."""

    type: str = say("总是 about:blank")
    status: int = say("状态码")
    code: str = say("供程序判断的代号，如 stale、wrong_state、conditions_missing")
    detail: str = say("给人看的一句话，与页面上的相同")
    errors: list[FieldError] = say("逐项说明；没有具体到哪一项时为空")
    href: str = say("在哪个页面能办妥；没有时为空")


class Named(Shown):
    """Something by its id and name."""

    id: int = say("编号")
    name: str = say("名称")


class Done(Shown):
    """Something was done that leaves nothing to show."""

    said: str = say("办理结果，一句话")
