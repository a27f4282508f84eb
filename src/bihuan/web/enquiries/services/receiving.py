"""An enquiry comes in, from somebody without an account. The journal says that it came and for which
announcement, not what it says nor who wrote it: the journal is for ever, the contact is not.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from bihuan.policy.deadlines import Period, Unit, deadline
from bihuan.policy.parameters import parameter
from bihuan.web.accounts.permissions import Action, Relation
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.services import journal_append
from bihuan.web.base.words import day_words
from bihuan.web.disclosure.models import Announcement, Edition
from bihuan.web.disclosure.workflow import Audience, State
from bihuan.web.enquiries import receipts
from bihuan.web.enquiries.kinds import ENQUIRY
from bihuan.web.enquiries.limits import PROVEN, UNPROVEN, take
from bihuan.web.enquiries.models import Enquiry, EnquiryFile, EnquiryState, Hold, SpentProof
from bihuan.web.enquiries.words import has_link, plain
from bihuan.web.evidence.services import looked_hold
from bihuan.web.inspections.queries import calendar_now
from bihuan.web.notices.queries import people_who
from bihuan.web.notices.services import notify_people

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from bihuan.web.enquiries.effort import Proof
    from bihuan.web.evidence.models import Upload

SHORTEST, LONGEST = 10, 2_000
OVER = "这份公开稿的公开期已满或者已经撤回，不再收意见；请直接向发布单位反映。"
AGAIN = "这次校验已经用过：意见可能已经提交成功，请勿重复提交；确需再提交的，请再按一次按钮。"
SAME = "同样的意见今天已经收到，不用重复提交。"
A_DAY = timedelta(days=1)


class Public:
    """Somebody of the public as the journal names them: by nothing."""

    pk: Any = None
    name = "群众（公开网页）"


class Received(NamedTuple):
    """What was kept, and the receipt, which is shown once and never again."""

    enquiry: Enquiry
    code: str


@transaction.atomic
def enquiry_receive(
    *,
    now: datetime,
    announcement: int,
    text: str,
    name: str = "",
    contact: str = "",
    address: str = "",
    proof: Proof | None = None,
    files: Sequence[Upload] = (),
) -> Received:
    """Keep it. Without a proof of work, or with addresses of pages or files in it, somebody looks at it
    first. ``files`` have been looked into already (``attached``).
    """
    about, edition = _on_show(announcement)
    text = plain(text)
    if not SHORTEST <= len(text) <= LONGEST:
        raise ServiceError(f"意见请写{SHORTEST}到{LONGEST}字，现在是{len(text)}字。", field="text")
    take(PROVEN if proof else UNPROVEN, address, now)
    if proof:
        _spend(proof)
    same = Enquiry.objects.filter(announcement=about, received_at__gt=now - A_DAY, text=text)
    if same.exists():
        raise ServiceError(SAME, field="text")
    hold = _hold(text, files, proven=proof is not None)
    code, code_hash = receipts.new()
    made = Enquiry.objects.create(
        announcement=about,
        edition=edition.number,
        unit=about.unit,
        office=about.office,
        text=text,
        name=plain(name, lines=False)[:30],
        contact=plain(contact, lines=False)[:60],
        code_hash=code_hash,
        received_at=now,
        due=due_of(timezone.localdate(now)),
        state=EnquiryState.HELD if hold else EnquiryState.OPEN,
        hold=hold,
    )
    hashes = _keep(made, files, now)
    changes = {
        "number": [None, edition.number],
        "state": ["", made.state],
        "hold": ["", hold],
        **({"files": [[], hashes]} if hashes else {}),
    }
    journal_append(
        actor=Public(), now=now, chain=about.unit_id, action="enquiry_receive", thing=made, changes=changes
    )
    notify_people(
        people_who(about.unit, Action.PUBLISH, Relation.OWN),
        now=now,
        kind=ENQUIRY,
        text=f"收到一条群众意见，{day_words(made.due)}前答复。"
        if not hold
        else "收到一条群众意见，请先核看。",
        link=reverse("enquiries:enquiry", args=[made.pk]),
        about=made,
        key=f"enquiry:{made.pk}",
    )
    return Received(made, code)


def _hold(text: str, files: Sequence[Upload], *, proven: bool) -> str:
    """Why somebody looks at it first; empty where nobody need."""
    if not proven:
        return Hold.UNPROVEN
    if files:
        return Hold.FILES
    return Hold.LINKS if has_link(text) else ""


def _keep(made: Enquiry, files: Sequence[Upload], now: datetime) -> list[str]:
    """The files under the enquiry; their SHA-256."""
    held = looked_hold(now=now, uploads=files) if files else []
    EnquiryFile.objects.bulk_create(
        EnquiryFile(enquiry=made, blob=one.blob, position=at, name=one.name, warnings=one.warnings)
        for at, one in enumerate(held)
    )
    return [one.blob.sha256 for one in held]


def due_of(day: date) -> date:
    """The last day for an answer: the rule's length, on to a working day where it ends on a day off."""
    rule = parameter("answer.days")
    return deadline(day, Period(rule.whole(), Unit(rule.unit), holiday_rollover=True), calendar_now()).due


def _on_show(announcement: int) -> tuple[Announcement, Edition]:
    found = (
        Edition.objects.filter(
            announcement=announcement, announcement__audience=Audience.PUBLIC, state=State.PUBLISHED
        )
        .select_related("announcement__unit", "announcement__office")
        .first()
    )
    if found is None:
        raise ServiceError(OVER, code="over")
    return found.announcement, found


def _spend(proof: Proof) -> None:
    try:
        with transaction.atomic():
            SpentProof.objects.create(signature=proof.signature, until=proof.until)
    except IntegrityError as error:
        raise ServiceError(AGAIN, code="replay") from error
