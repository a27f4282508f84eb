"""Calendar feeds (RFC 5545). Pure: from duties to bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

OCTETS = 75
"""A line is folded before it would be longer."""


@dataclass(frozen=True, slots=True)
class Event:
    """A whole day with something due."""

    uid: str
    """Unique in the world and the same as long as the thing exists."""
    day: date
    summary: str
    description: str
    url: str


def calendar(events: Iterable[Event], *, name: str, now: datetime) -> bytes:
    """The whole file: UTF-8, CRLF, folded."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bihuan//deadlines//ZH", "CALSCALE:GREGORIAN"]
    lines += [f"X-WR-CALNAME:{escape(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT6H"]
    stamp = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    for event in events:
        lines += _event(event, stamp)
    lines.append("END:VCALENDAR")
    return b"".join(fold(line) for line in lines)


def _event(event: Event, stamp: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escape(event.uid)}"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.day + timedelta(1):%Y%m%d}"
    yield f"SUMMARY:{escape(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{escape(event.description)}"
    if event.url:
        yield f"URL:{_plain(event.url)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def escape(text: str) -> str:
    """A TEXT value: backslash, comma, semicolon and line ends; other control characters are left out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;").replace("\n", "\\n")
    return _plain(text)


def _plain(text: str) -> str:
    return "".join(char for char in text if char >= " " and char != "\x7f")


def fold(line: str) -> bytes:
    """At most 75 octets a line, going on after CRLF and a blank; never inside a character."""
    parts, room, part = [], OCTETS, b""
    for char in line:
        data = char.encode()
        if len(part) + len(data) > room:
            parts.append(part)
            part, room = b"", OCTETS - 1
        part += data
    return b"\r\n ".join([*parts, part]) + b"\r\n"
