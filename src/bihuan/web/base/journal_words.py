"""What the journal's actions, fields and values are called on pages. Each app announces its own.

A test walks every action that any service writes and asks for its word here.
"""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from bihuan.web.base.words import day_words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ACTIONS: dict[str, str] = {}
FIELDS: dict[str, str] = {}
"""By ``type.field``, ``app/field`` or ``field``, the most exact first: several apps have a ``title``."""
VALUES: dict[str, dict[str, str]] = {}
"""By ``action.field``, ``type.field``, ``app/field`` or ``field``: stored value → word."""


def announce(
    app: str = "",
    *,
    actions: Mapping[str, str] | None = None,
    fields: Mapping[str, str] | None = None,
    values: Mapping[str, Mapping[str, str]] | None = None,
) -> None:
    """Names of an app's entries, of their fields, and of values that are stored as codes.

    What an app calls a field holds for its own objects; elsewhere the first app that named it has the say.
    """
    ACTIONS.update(actions or {})
    for name, word in (fields or {}).items():
        FIELDS[f"{app}/{name}"] = word
        FIELDS.setdefault(name, word)
    for name, words in (values or {}).items():
        VALUES[f"{app}/{name}"] = dict(words)
        VALUES.setdefault(name, dict(words))


def announce_file(path: Path) -> None:
    """The same from ``journal.toml`` of an app, with the tables ``actions``, ``fields`` and ``values``."""
    told = tomllib.loads(path.read_text("utf-8"))
    announce(path.parent.name, **{name: told.get(name) for name in ("actions", "fields", "values")})


def action_word(action: str) -> str:
    """What somebody did; an action of an app that is gone keeps its code."""
    return ACTIONS.get(action, action)


def field_word(name: str, object_type: str = "") -> str:
    """What a field is called, as the kind of object calls it where it has a word of its own."""
    app = object_type.partition(".")[0]
    return FIELDS.get(f"{object_type}.{name}") or FIELDS.get(f"{app}/{name}") or FIELDS.get(name, name)


def value_word(value: Any, name: str, *, action: str = "", object_type: str = "") -> str:
    """A stored value as people write it: codes, days, yes and no, lists; empty for nothing."""
    if isinstance(value, list):
        return "、".join(value_word(one, name, action=action, object_type=object_type) for one in value)
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, str):
        app = object_type.partition(".")[0]
        for key in (f"{action}.{name}", f"{object_type}.{name}", f"{app}/{name}", name):
            if value in VALUES.get(key, ()):
                return VALUES[key][value]
        return _day(value)
    return str(value)


def _day(text: str) -> str:
    """A stored day or moment as people write it; any other text as it is."""
    if not (10 <= len(text) <= 32 and text[:4].isascii() and text[:4].isdigit() and text[4] == "-"):
        return text
    try:
        if len(text) == 10:
            return day_words(date.fromisoformat(text))
        at = timezone.localtime(datetime.fromisoformat(text))
    except ValueError:
        return text
    return f"{day_words(at)} {at:%H:%M}"
