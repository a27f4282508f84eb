"""From queries to the contexts of the templates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from bihuan.web.accounts.permissions import Action, Relation, may
from bihuan.web.base.journal_words import action_word
from bihuan.web.evidence import targets
from bihuan.web.evidence.looking.filetypes import types
from bihuan.web.evidence.models import EvidenceKind, Preview, ReviewState
from bihuan.web.evidence.occasions import WORDS
from bihuan.web.evidence.queries import SOON, places, same_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from bihuan.web.accounts.models import Unit, User
    from bihuan.web.base.keyset import Page
    from bihuan.web.base.models import JournalEntry
    from bihuan.web.evidence.models import Evidence, EvidenceFile, Upload
    from bihuan.web.evidence.queries import EntryPage, Filters
    from bihuan.web.evidence.targets import Target

_SIZES = ((1024**3, "GB"), (1024**2, "MB"), (1024, "KB"))


def size(count: int) -> str:
    """12.3 MB."""
    for step, word in _SIZES:
        if count >= step:
            return f"{count / step:.1f}".removesuffix(".0") + f" {word}"
    return f"{count} 字节"


def listing(user: User, found: Page[Evidence], filters: Filters) -> dict[str, Any]:
    """The list."""
    asked = {key: value for key, value in filters._asdict().items() if value}
    return {
        "page": found,
        "filters": filters,
        "asked": urlencode({("q" if key == "words" else key): value for key, value in asked.items()}),
        "kinds": EvidenceKind.choices,
        "states": ReviewState.values,
        "may_add": bool(units_of(user)),
        "office": not units_of(user) and may_review_any(user),
        "unit": user.unit,
        "term": term,
    }


def term(day: date | None) -> str:
    """How the term of evidence stands: the name of a state, empty while it is far from its end."""
    today = timezone.localdate()
    if day is None or day > today + SOON:
        return ""
    return "expired" if day < today else "expiring"


def units_of(user: User) -> list[int]:
    """Units for which the user may upload."""
    return user.scope().units(Relation.OWN, Action.ADD_EVIDENCE)


def may_review_any(user: User) -> bool:
    """Whether the user reviews evidence anywhere."""
    return bool(user.scope().units(Relation.OFFICE, Action.REVIEW_EVIDENCE))


def upload(
    user: User, unit: Unit, found: Sequence[Target], uploads: Sequence[Upload], back: str
) -> dict[str, Any]:
    """What the two upload pages share: what is here already, what it warns of, what the unit has already."""
    held = same_bytes(unit.pk, [one.sha256 for one in uploads if one.sha256])
    env = settings.ENV
    words = [types()[code].word for code in settings.EVIDENCE_TYPES if code in types()]
    return {
        "unit": unit,
        "me_user": user,
        "targets": found,
        "place": places(found) or "、".join(one.title for one in found[:3]),
        "staged": [_staged(one, held) for one in uploads],
        "warnings": [text for one in uploads for text in one.warnings],
        "held": bool(held),
        "back": back,
        "megabytes": env["BIHUAN_EVIDENCE_MB"],
        "most": env["BIHUAN_EVIDENCE_FILES"],
        "words": "、".join(dict.fromkeys(words)),
        "accept": ",".join(
            f".{suffix}" for code in settings.EVIDENCE_TYPES for suffix in types()[code].suffixes
        ),
    }


def _staged(one: Upload, held: dict[str, list[Evidence]]) -> dict[str, Any]:
    return {
        "token": one.token,
        "name": one.name,
        "size": size(one.size),
        "word": types()[one.kind].word if one.kind in types() else "",
        "whole": bool(one.sha256),
        "warnings": one.warnings,
        "notes": one.notes,
        "held": held.get(one.sha256, []),
    }


def told_upload(one: Upload) -> dict[str, Any]:
    """An upload as the script is told of it."""
    held = same_bytes(one.unit_id, [one.sha256]) if one.sha256 else {}
    return {
        "token": str(one.token),
        "name": one.name,
        "size": one.size,
        "received": one.received,
        "whole": bool(one.sha256),
        "warnings": one.warnings,
        "notes": one.notes,
        "held": [
            {"title": entry.title, "link": reverse("evidence:link", args=[entry.pk])}
            for entry in held.get(one.sha256, [])
        ],
        "address": reverse("evidence:upload", args=[one.token]),
        "finish": reverse("evidence:upload_finish", args=[one.token]),
    }


def entry(user: User, found: EntryPage, entries: Iterable[JournalEntry]) -> dict[str, Any]:
    """The page of an entry."""
    one = found.entry
    shown = [
        {
            "version": version,
            "number": version.number,
            "files": [_file(file, found.also.get(file.blob_id, "")) for file in version.listed],  # type: ignore[attr-defined]
        }
        for version in found.versions
    ]
    reviews = may(user, Action.REVIEW_EVIDENCE, one) and found.versions[0].made_by_id != user.pk
    edits = may(user, Action.ADD_EVIDENCE, one)
    return {
        "entry": one,
        "current": shown[0],
        "older": shown[1:],
        "proves": [{"target": target, "key": f"{target.kind}:{target.id}"} for target in found.proves],
        "place": places(found.proves),
        "occasion": found.occasion,
        "occasion_word": WORDS.get(one.kind, ""),
        "frozen": found.frozen,
        "term": "" if found.frozen else term(one.expires_on),
        "may_edit": edits and not found.frozen,
        "may_review": reviews and not found.frozen,
        "history": [
            {"at": row.at, "who": row.actor_name, "what": action_word(row.action)} for row in entries
        ],
    }


def _file(one: EvidenceFile, also: str) -> dict[str, Any]:
    kind = types().get(one.blob.kind)
    return {
        "id": one.pk,
        "name": one.name,
        "word": kind.word if kind else one.blob.kind,
        "size": size(one.blob.size),
        "sha256": one.blob.sha256,
        "sm3": one.blob.sm3,
        "thumb": one.blob.preview in {Preview.READY, Preview.WAITING},
        "shown": one.blob.preview in {Preview.READY, Preview.WAITING, Preview.TEXT},
        "also": also,
        "warnings": one.warnings,
    }


def choices(user: User, entry_: Evidence, held: Iterable[Target], words: str) -> list[Target]:
    """What else of the unit the entry might prove."""
    mine = {one.key for one in held}
    found = [
        one
        for kind in targets.KINDS.values()
        for one in kind.choices(user, entry_.unit_id, words, 200)
        if one.key not in mine
        and one.office_id in {entry_.office_id, one.office_id if not entry_.office_id else None}
    ]
    return found[:200]
