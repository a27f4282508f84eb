"""The steps of a version, told by the table what each needs; and what comes by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from bihuan.masking import PROFILES, Kind, Term, mask
from bihuan.policy.errors import PolicyError
from bihuan.policy.parameters import parameter
from bihuan.web.accounts.permissions import DENIED, Action, may, require
from bihuan.web.base.errors import ServiceError, StaleError
from bihuan.web.disclosure import gates
from bihuan.web.disclosure.drafting import body_of, draft_of
from bihuan.web.disclosure.freezing import freeze
from bihuan.web.disclosure.models import Announcement, Edition, EditionStep, PublicStamp
from bihuan.web.disclosure.paragraphs import paragraphs
from bihuan.web.disclosure.services.common import LONGEST, locked, page_of, put_down, reasoned
from bihuan.web.disclosure.services.telling import tell_step
from bihuan.web.disclosure.workflow import (
    SHOWN,
    Audience,
    State,
    Step,
    Transition,
    find,
    refusal,
    rights_of,
)
from bihuan.web.inspections.models import Feedback
from bihuan.web.inspections.queries import calendar_now

if TYPE_CHECKING:
    from datetime import date, datetime

    from bihuan.web.accounts.models import User

ASKING = (Step.SUBMIT, Step.CLEAR)
"""Whoever took one of these in a submission takes no later step of it that must be apart."""


@transaction.atomic
def edition_begin(
    *, actor: User, now: datetime, case: Feedback, audience: Audience, reason: str = ""
) -> Edition:
    """A new version to be drafted; where one is on show, ``reason`` says what it corrects."""
    require(actor, Action.PUBLISH, case)
    made, new = Announcement.objects.get_or_create(
        feedback=case,
        audience=audience,
        defaults={
            "unit_id": case.unit_id,
            "office_id": case.office_id,
            "kinds": sorted(PROFILES[audience].kinds),
            "days": parameter("announce.days").whole(),
            "made_at": now,
        },
    )
    if new:  # an import with an announcement is not taken back as a whole
        Feedback.objects.filter(pk=case.pk).update(version=F("version") + 1)
    held = locked(made)
    if Edition.objects.filter(announcement=held, state__in=SHOWN).exists():
        reason = reasoned(reason, "更正已发布的稿子")
    last = Edition.objects.filter(announcement=held).order_by("-number").first()
    number = last.number + 1 if last else 1
    try:
        with transaction.atomic():
            edition = Edition.objects.create(
                announcement=held,
                number=number,
                state=State.DRAFT,
                reason=reason.strip()[:LONGEST],
                begun_by=actor,
                begun_at=now,
            )
    except IntegrityError as error:
        raise ServiceError("已经有一版正在办理，请先办完或作废。", href=page_of(held)) from error
    changes = {"number": [None, number], "reason": ["", edition.reason]}
    put_down(actor, now, held, "edition_begin", changes, edition)
    return edition


@transaction.atomic
def edition_step(
    *, actor: User, now: datetime, edition: Edition, step: Step, opinion: str = "", version: int | None = None
) -> Edition:
    """Take one step; refused with one sentence where the state, the person, a gate or a word is in the way.

    ``version`` is what the page saw: a change in between refuses.
    """
    held = locked(edition.announcement)
    found: Edition = Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
    found.announcement = held
    cell = _cell(actor, held, found, step)
    if version is not None and version != found.version:
        raise StaleError("这一版", href=page_of(held))
    opinion = reasoned(opinion, step.label, "opinion") if cell.reason else opinion.strip()[:LONGEST]
    submission = _submission(found)
    if cell.apart:
        _refuse_same(actor, found, submission)
    if step is Step.SUBMIT:
        _fix_text(held, found)
        submission += 1
    old, found.state = found.state, cell.next
    if step is Step.PUBLISH:
        _publish(now, held, found)
    if step is Step.WITHDRAW:
        found.ended_at, found.ended_reason = now, _hidden(opinion, found)
    _stored(found)
    EditionStep.objects.create(
        edition=found, submission=submission, step=step, opinion=opinion, by=actor, at=now
    )
    changes = {"state": [old, found.state], "opinion": ["", opinion], "text": ["", _digest(found)]}
    put_down(actor, now, held, f"edition_{step.value}", changes, found)
    if step in (Step.PUBLISH, Step.WITHDRAW) and held.audience == Audience.PUBLIC:
        stamp_forward(now)
    tell_step(actor, now, held, found, step)
    return found


def _cell(actor: User, held: Announcement, found: Edition, step: Step) -> Transition:
    """The cell of the table, if the actor's role opens it; 403 before anything is told of the state.

    A round that is archived stops everything but taking something down.
    """
    thing = held if step is Step.WITHDRAW else held.feedback
    rights = sorted(rights_of(step))
    if not any(may(actor, right, thing) for right in rights):
        require(actor, rights[0], thing)
        raise PermissionDenied(DENIED)
    cell = find(found.state, step)
    if cell is None:
        raise ServiceError(refusal(found.state, step), href=page_of(held), code="wrong_state")
    if not any(may(actor, right, thing) for right in cell.rights):
        raise PermissionDenied(f"{State(found.state).label}的稿子，{step.label}不由您的角色办理。")
    return cell


def _submission(found: Edition) -> int:
    last = EditionStep.objects.filter(edition=found).order_by("-id").first()
    return last.submission if last else 0


def _refuse_same(actor: User, found: Edition, submission: int) -> None:
    mine = EditionStep.objects.filter(
        edition=found, submission=submission, step__in=ASKING, by__in=actor.stands_for()
    )
    if mine.exists():
        raise ServiceError(
            "这次送审您已经办理过前面的环节，送审、审查和批准不能是同一人，请由其他同志办理。",
            code="same_person",
        )


def _fix_text(held: Announcement, found: Edition) -> None:
    """What is examined, approved and published is this text, whatever happens to the ledger meanwhile."""
    draft = draft_of(held)
    lacking = next((lack for one in gates.judge(held, draft) for lack in one.missing), None)
    if lacking:
        raise ServiceError(lacking.text, href=lacking.href, code="gate")
    found.text = draft.masked.text
    found.body = {
        **body_of(draft.report, paragraphs(draft.report)),
        "hidden_title": draft.hide(str(held.feedback)),
        "hidden_round": draft.hide(str(held.feedback.round)),
    }
    found.replaced = [
        {"original": one.original, "mask": one.mask, "kind": one.kind, "source": one.source}
        for one in draft.terms
    ]


def _publish(now: datetime, held: Announcement, found: Edition) -> None:
    """Freeze the bytes; the version on show before it is corrected by this one."""
    until = _until(timezone.localdate(now), held.days)
    before = Edition.objects.filter(announcement=held, state__in=SHOWN).first()
    if before:
        before.state, before.ended_at, before.ended_reason = (
            State.CORRECTED,
            now,
            _hidden(found.reason, found),
        )
        _stored(before)
    made = freeze(
        found,
        now=now,
        until=until,
        title=found.body["title"] or found.body["hidden_title"],
        round_name=found.body["hidden_round"],
    )
    found.published_at, found.until, found.files, found.head = now, until, made.files, made.head


def _hidden(words: str, edition: Edition) -> str:
    """Words that everybody will read, with the masks of the version."""
    terms = [Term(one["original"], Kind(one["kind"]), mask=one["mask"]) for one in edition.replaced]
    return mask(words, terms).text


def _until(day: date, days: int) -> date:
    """The last working day of the period; the day of publication is left out."""
    try:
        return calendar_now().nth(day, days)
    except PolicyError as error:
        raise ServiceError(str(error), field="days") from error


def _stored(found: Edition) -> None:
    found.version += 1
    found.save()


def _digest(found: Edition) -> str:
    return found.files["announcement.txt"]["sha256"] if found.files else ""


def stamp_forward(now: datetime) -> None:
    """What the public sees has changed."""
    if not PublicStamp.objects.filter(pk=1).update(number=F("number") + 1, at=now):
        PublicStamp.objects.create(pk=1, number=1, at=now)


@transaction.atomic
def editions_expire(*, now: datetime) -> int:
    """Versions whose days are over; how many. Their text stays readable."""
    today = timezone.localdate(now)
    rows = Edition.objects.select_for_update(of=("self",)).filter(state=State.PUBLISHED, until__lt=today)
    found = list(rows.select_related("announcement__unit").order_by("id"))
    for one in found:
        one.state = State.ARCHIVED
        _stored(one)
        put_down(
            None, now, one.announcement, "edition_expire", {"state": [State.PUBLISHED, State.ARCHIVED]}, one
        )
    if found:
        stamp_forward(now)
    return len(found)
