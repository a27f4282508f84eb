"""What comes by the link, from somebody without an account: each call has been let in by the link's secret,
and by the access code where there is one (``assistance.guarding``).

The journal names the other side as it was written in the request. Drafts and files on their way have no
entries, as in ``evidence``; a visit, a wrong code and an answer have one each.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from bihuan.web.accounts.services.logins import count_up
from bihuan.web.assistance import links
from bihuan.web.assistance.kinds import ASSISTANCE
from bihuan.web.assistance.models import (
    AnswerFile,
    AssistanceAnswer,
    AssistanceRequest,
    Enclosure,
    RequestState,
)
from bihuan.web.assistance.services.finding import locked_request
from bihuan.web.assistance.standing import Door, door
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.links import url
from bihuan.web.base.services import journal_append
from bihuan.web.evidence.services import upload_hand_in, upload_throw_away, uploads_hold
from bihuan.web.evidence.services.holding import Held
from bihuan.web.notices.services import notify_people

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bihuan.web.evidence.models import Upload
    from bihuan.web.evidence.receiving import Staged

LONGEST, SHORTEST = 5_000, 2
MOST_MEGABYTES = 100
"""All files of one answer together: a link in wrong hands fills no disk."""
MEGABYTE = 1024 * 1024
WRONG_CODES, PAUSE = 5, timedelta(minutes=15)
WRONG = "口令不对，请核对后再试；口令由发给您链接的同志另行告知。"


class Outsider:
    """The other side as the journal names it: no account, so no id."""

    def __init__(self, request: AssistanceRequest) -> None:
        self.pk: int | None = None
        self.name = f"{request.to_name}（{request.to_unit}，外部）"


def code_key(request: AssistanceRequest) -> str:
    """Under which wrong codes are counted."""
    return f"assistance-code:{request.pk}"


@transaction.atomic
def link_open(*, now: datetime, request: AssistanceRequest, address: str) -> None:
    """Somebody opened the link: counted and written down, every time."""
    rows = AssistanceRequest.objects.filter(pk=request.pk)
    rows.update(openings=F("openings") + 1, opened_at=now)
    _note(now, request, "assistance_open", {"address": ["", address]})


def _note(now: datetime, request: AssistanceRequest, action: str, changes: dict[str, list[object]]) -> None:
    journal_append(
        actor=Outsider(request), now=now, chain=request.unit_id, action=action, thing=request, changes=changes
    )


def code_told(*, now: datetime, request: AssistanceRequest, code: str, address: str) -> str:
    """The pass that the form carries from now on; ``ServiceError`` for a wrong code, which is counted."""
    right = links.is_code(code, request)
    with transaction.atomic():
        if not right:
            count_up(code_key(request), now, PAUSE, WRONG_CODES)
        action = "assistance_enter" if right else "assistance_wrong_code"
        _note(now, request, action, {"address": ["", address]})
    if not right:
        raise ServiceError(WRONG, field="code")
    return links.pass_for(request)


@transaction.atomic
def draft_keep(*, now: datetime, request: AssistanceRequest, text: str) -> bool:
    """Keep what was typed and not sent, also where the link has expired meanwhile: once it is extended the
    words are there again. Whether they were kept; nothing of a request that has ended is.
    """
    found = locked_request(request)
    if door(request, timezone.localdate(now)) not in (Door.OPEN, Door.EXPIRED):
        return False
    found.draft = text.strip()[:LONGEST]
    found.save(update_fields=["draft"])
    request.draft = found.draft
    return True


def file_enclose(*, now: datetime, request: AssistanceRequest, staged: Staged) -> Upload:
    """A file beside the draft, looked into like any evidence: kind by content, size, mark of secrecy."""
    held = Enclosure.objects.filter(request=request).values_list("upload__size", flat=True)
    try:
        _refuse_room(list(held), staged)
    except ServiceError:
        staged.path.unlink(missing_ok=True)
        raise
    upload = upload_hand_in(
        teller=Outsider(request), owner=request.made_by, now=now, unit=request.unit, staged=staged
    )
    Enclosure.objects.create(request=request, upload=upload)
    return upload


def _refuse_room(sizes: Sequence[int], staged: Staged) -> None:
    most = settings.ENV["BIHUAN_EVIDENCE_FILES"]
    if len(sizes) >= most:
        raise ServiceError(f"“{staged.name}”没有收：一次答复最多附{most}个文件。", field="file")
    if sum(sizes) + staged.size > MOST_MEGABYTES * MEGABYTE:
        told = f"“{staged.name}”没有收：一次答复的文件合计最多{MOST_MEGABYTES} MB，请压缩或分次提交。"
        raise ServiceError(told, field="file")


def enclosure_drop(*, request: AssistanceRequest, enclosure: int) -> None:
    """Throw away a file that was not sent."""
    found = Enclosure.objects.filter(request=request, pk=enclosure).select_related("upload").first()
    if found is not None:
        upload_throw_away(found.upload)


@transaction.atomic
def answer_send(
    *,
    now: datetime,
    request: AssistanceRequest,
    text: str,
    kept: Sequence[int] = (),
    confirmed: bool = False,
    address: str = "",
) -> AssistanceAnswer:
    """The draft and its files become an answer; ``kept`` are files of the answer that was returned."""
    found = locked_request(request)
    found.measure, found.feedback = request.measure, request.feedback
    if door(found, timezone.localdate(now)) is not Door.OPEN:
        raise ServiceError("这个链接现在不能提交，答复没有送出。")
    text = text.strip()
    if len(text) < SHORTEST:
        raise ServiceError("请写明答复内容；有材料的，用一句话说明材料证明什么。", field="text")
    if len(text) > LONGEST:
        raise ServiceError(
            f"答复最多{LONGEST}字，现在有{len(text)}字，详细情况请作为文件附上。", field="text"
        )
    uploads = [
        one.upload for one in Enclosure.objects.filter(request=found).select_related("upload").order_by("id")
    ]
    if any(one.warnings for one in uploads) and not confirmed:
        raise ServiceError("文件里有个人信息，请遮盖后重交；确需保留的，请勾选确认。", field="confirmed")
    number = found.answers.count() + 1
    stay = AnswerFile.objects.filter(answer__request=found, answer__number=number - 1, pk__in=list(kept))
    old = list(stay.select_related("blob").order_by("position"))
    most = settings.ENV["BIHUAN_EVIDENCE_FILES"]
    if len(old) + len(uploads) > most:
        raise ServiceError(f"一次答复最多附{most}个文件，请去掉几个。", field="file")
    made = AssistanceAnswer.objects.create(request=found, number=number, text=text, at=now, address=address)
    hashes = _bring(now, made, old, uploads)
    found.state, found.draft = RequestState.ANSWERED, ""
    found.version += 1
    found.save(update_fields=["state", "draft", "version"])
    _note(
        now,
        found,
        "assistance_answer",
        {"number": ["", number], "answer": ["", text], "files": [[], hashes], "address": ["", address]},
    )
    notify_people(
        [found.person_id],
        now=now,
        kind=ASSISTANCE,
        text=f"{found.to_unit}{found.to_name}答复了协办请求，附文件{len(hashes)}个，请核对后采纳或退回。",
        link=url("assistance:request", found.pk),
        about=found,
        key=f"assistance:{found.pk}:{number}",
    )
    return made


def _bring(
    now: datetime, made: AssistanceAnswer, old: Sequence[AnswerFile], uploads: Sequence[Upload]
) -> list[str]:
    """The files under the answer, those of the answer before first; their SHA-256."""
    held = uploads_hold(now=now, uploads=uploads) if uploads else []
    rows = [*(Held(one.blob, one.name, one.warnings) for one in old), *held]
    AnswerFile.objects.bulk_create(
        AnswerFile(answer=made, blob=one.blob, position=at, name=one.name, warnings=one.warnings)
        for at, one in enumerate(rows)
    )
    return [one.blob.sha256 for one in rows]
