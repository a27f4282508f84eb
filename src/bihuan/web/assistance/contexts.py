"""From queries to the contexts of the templates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse

from bihuan.web.assistance.models import AWAITED, RequestState
from bihuan.web.assistance.services.answering import MOST_MEGABYTES
from bihuan.web.assistance.services.finding import RUNNING, may_ask
from bihuan.web.assistance.standing import expired, late
from bihuan.web.base.journal_words import action_word
from bihuan.web.evidence.contexts import size
from bihuan.web.evidence.looking.filetypes import types

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bihuan.web.accounts.models import User
    from bihuan.web.assistance.models import (
        AnswerFile,
        AssistanceAnswer,
        AssistanceRequest,
        Enclosure,
    )
    from bihuan.web.assistance.queries import Trace

    Places = list[tuple[str, str | None]]


def place(unit: object, *more: tuple[str, str | None]) -> Places:
    """Unit / 外部协办 / …"""
    return [(str(unit), None), ("外部协办", reverse("assistance:list") if more else None), *more]


def called(one: AssistanceRequest) -> str:
    """请鹿溪市第二中学协办, as ways back name it."""
    return f"请{one.to_unit}协办"


def line(one: AssistanceRequest, today: date) -> dict[str, Any]:
    """A request in a list."""
    return {
        "row": one,
        "state_code": f"assistance_{one.state}",
        "late": late(one, today),
        "expired": expired(one, today),
    }


def request_page(
    user: User,
    one: AssistanceRequest,
    answers: Sequence[AssistanceAnswer],
    trace: Sequence[Trace],
    today: date,
) -> dict[str, Any]:
    """Everything about a request."""
    acts = may_ask(user, one.measure)
    return {
        **line(one, today),
        "request_": one,
        "place": place(one.unit, (called(one), None)),
        "answers": [
            {"row": answer, "files": [kept(file) for file in answer.files.all()]} for answer in answers
        ],
        "trace": [
            {"at": told.entry.at, "who": told.entry.actor_name, "what": action_word(told.entry.action),
             "address": told.address}
            for told in trace
        ],
        "may_decide": acts and one.state == RequestState.ANSWERED,
        "may_link": acts and one.state in AWAITED,
        "may_revoke": acts and one.state in RUNNING,
        "drafted": bool(one.draft) and one.state in AWAITED,
    }  # fmt: skip


def kept(one: AnswerFile) -> dict[str, Any]:
    """A file of an answer."""
    kind = types().get(one.blob.kind)
    return {
        "id": one.pk,
        "name": one.name,
        "word": kind.word if kind else one.blob.kind,
        "size": size(one.blob.size),
        "warnings": one.warnings,
    }


def enclosed(one: Enclosure) -> dict[str, Any]:
    """A file beside the draft."""
    kind = types().get(one.upload.kind)
    return {
        "id": one.pk,
        "name": one.upload.name,
        "word": kind.word if kind else one.upload.kind,
        "size": size(one.upload.size),
        "warnings": one.upload.warnings,
    }


def limits() -> dict[str, Any]:
    """What may be enclosed, in words."""
    allowed = [types()[code] for code in settings.EVIDENCE_TYPES if code in types()]
    return {
        "most": settings.ENV["BIHUAN_EVIDENCE_FILES"],
        "megabytes": MOST_MEGABYTES,
        "words": "、".join(dict.fromkeys(one.word for one in allowed)),
        "accept": ",".join(f".{suffix}" for one in allowed for suffix in one.suffixes),
    }
