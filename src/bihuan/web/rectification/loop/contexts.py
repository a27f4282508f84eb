"""From queries to the templates of the loop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from bihuan.web.inspections.lateness import past
from bihuan.web.rectification import gates
from bihuan.web.rectification.contexts import told
from bihuan.web.rectification.expected import expected
from bihuan.web.rectification.loop.heat import Heat, heat
from bihuan.web.rectification.models import Every, MeasureState, Request
from bihuan.web.rectification.periods import cells
from bihuan.web.rectification.proofs import MEASURE
from bihuan.web.rectification.services.locking import Standing, stamp_of
from bihuan.web.rectification.services.reviewing import held_by_other
from bihuan.web.rectification.workflow import ENDED, NEXT, Gates, ResponseState, Step

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Finding
    from bihuan.web.rectification.loop.queries import ResponsePage
    from bihuan.web.rectification.models import Measure, RegularDuty, Response

FLOW = (
    ("方案", (ResponseState.DRAFT, ResponseState.PLAN_SUBMITTED)),
    ("整改", (ResponseState.PLANNED, ResponseState.IN_PROGRESS, ResponseState.RETURNED)),
    ("分管审核", (ResponseState.SELF_ASSESSED,)),
    ("主要负责人", (ResponseState.LEADER_APPROVED,)),
    ("受理", (ResponseState.UNIT_APPROVED,)),
    ("会审", (ResponseState.UNDER_REVIEW,)),
    ("了结", ENDED),
)
FORWARD = (
    Step.SUBMIT_PLAN, Step.APPROVE_PLAN, Step.START, Step.ASSESS, Step.ENDORSE, Step.APPROVE, Step.TAKE_UP,
    Step.AGREE,
)  # fmt: skip
LOOKED_AT = (Step.APPROVE_PLAN, Step.ENDORSE, Step.APPROVE, Step.AGREE, Step.TAKE_UP)
"""Taken from the review page, where statement and evidence stand side by side."""
BACK = (Step.RETURN, Step.RETURN_PLAN)


def flow(state: str) -> list[dict[str, Any]]:
    """The stages with what is past, present and ahead."""
    at = next(index for index, (_, states) in enumerate(FLOW) if state in states)
    return [{"word": word, "here": index == at, "past": index < at} for index, (word, _) in enumerate(FLOW)]


def called(findings: Sequence[Finding]) -> str:
    """问题2、3; 整改 where a response answers no numbered finding."""
    numbers = "、".join(one.number for one in findings if one.number)
    return f"问题{numbers}" if numbers else "整改"


def place(response: Response, findings: Sequence[Finding], *more: str) -> list[tuple[str, str | None]]:
    """Unit / round / 台账 / 问题 / 整改 / …"""
    case = response.feedback
    first = reverse("rectification:finding", args=[findings[0].pk]) if findings else None
    items: list[tuple[str, str | None]] = [
        (str(case.unit), None),
        (str(case.round), None),
        ("台账", reverse("rectification:ledger", args=[case.pk])),
        (called(findings) if called(findings) != "整改" else "问题", first),
    ]
    own = reverse("loop:response", args=[response.pk])
    items.append(("整改办理", own if more else None))
    return items + [(word, None) for word in more]


def response(user: User, found: ResponsePage, today: date) -> dict[str, Any]:
    """The page of a response."""
    one, facts = found.response, found.facts
    state = ResponseState(one.state)
    settled = sum(measure.state != MeasureState.OPEN for measure in facts.measures)
    return {
        "case": one.feedback,
        "response": one,
        "findings": facts.findings,
        "called": called(facts.findings),
        "place": place(one, facts.findings),
        "next": NEXT[state],
        "rounds": sum(one.step == Step.ASSESS for one in found.decisions),
        "flow": flow(one.state),
        "counts": {"measures": len(facts.measures), "settled": settled},
        "due": max((m.due for m in facts.measures if m.due), default=None),
        "measures": [_measure(measure, found, today) for measure in facts.measures],
        "duties": [duty(row, found.occurrences.get(row.pk, {}), today) for row in facts.duties],
        "commitments": found.commitments,
        "comments": found.comments,
        "decisions": found.decisions,
        "judged": _judged(user, one, facts),
        "seats": [seat(row, user) for row in found.seats],
        "reopened": found.reopened,
        "main": main(found),
        "others": others(found),
        "stamp": stamp_of(one, facts.measures),
        "today": today,
        "lists": reverse("loop:lists", args=[one.feedback_id, "problems"]),
        "ended": one.state in ENDED,
        "history": told(found.history),
    }


def certificate(response: Response, facts: gates.Facts) -> dict[str, Any]:
    """What the certificate tells of a response; nothing of what comes next."""
    return {
        "case": response.feedback,
        "response": response,
        "findings": facts.findings,
        "measures": [
            {
                "row": one,
                "proofs": facts.proofs.get((MEASURE, one.pk), []),
                "moved": _moved(one),
                "state": f"measure_{one.state}",
            }
            for one in facts.measures
        ],
    }


def _judged(user: User, one: Response, facts: gates.Facts) -> list[gates.Judged]:
    """The conditions of what comes next; nothing where nothing comes."""
    if one.state in ENDED:
        return []
    early = one.state in (ResponseState.DRAFT, ResponseState.PLAN_SUBMITTED)
    standing = Standing(one.feedback, one, facts.measures)
    return gates.reachable(gates.judge(Gates.PLAN if early else Gates.END, facts), user, standing)


def _measure(measure: Measure, found: ResponsePage, today: date) -> dict[str, Any]:
    asked = [one for one in found.facts.extensions if one.measure_id == measure.pk]
    open_ = measure.state == MeasureState.OPEN
    proofs = found.facts.proofs.get((MEASURE, measure.pk), [])
    return {
        "row": measure,
        "progress": found.progress.get(measure.pk, []),
        "proofs": proofs,
        "expected": expected(measure, proofs),
        "extensions": asked,
        "pending": any(one.state == Request.PENDING for one in asked),
        "late": open_ and past(measure.due, today),
        "moved": _moved(measure),
        "state": f"measure_{measure.state}",
        "remarks": sum(one.measure_id == measure.pk and not one.resolved_at for one in found.comments),
    }


def _moved(measure: Measure) -> bool:
    return bool(measure.original_due and measure.due and measure.due > measure.original_due)


def main(found: ResponsePage) -> tuple[str, str, str] | None:
    """The one primary action: word, address, and the step to post where no form is needed."""
    pk = found.response.pk
    for one in found.steps:
        if one.step in LOOKED_AT:
            return f"审核：{one.step.label}", reverse("loop:review", args=[pk]), ""
        if one.step is Step.ASSESS:
            return one.step.label, reverse("loop:step", args=[pk, one.step]), ""
        if one.step in FORWARD:
            return one.step.label, reverse("loop:step", args=[pk, one.step]), one.step
    return None


def others(found: ResponsePage) -> list[tuple[str, str, bool]]:
    """Other steps: word, address, whether a form comes first."""
    pk = found.response.pk
    return [
        (one.step.label, reverse("loop:step", args=[pk, one.step]), bool(one.needs))
        for one in found.steps
        if one.step in (*BACK, Step.WITHDRAW, Step.REVISE, Step.REOPEN)
    ]


def seat(row: Any, user: User) -> dict[str, Any]:
    """A party of the co-review, and who has it on the desk."""
    now = timezone.now()
    held = row.claimed_by if row.claimed_until and row.claimed_until > now else None
    return {
        "row": row,
        "done": row.agreed >= row.needed,
        "held": held,
        "other": held_by_other(row, user, now),
    }


def duty(row: RegularDuty, done: dict[date, date], today: date) -> dict[str, Any]:
    """A regular duty with its picture and its sum in words."""
    found = cells(row.every, row.starts_on, row.ends_on, done, today)
    counts = {state: sum(1 for one in found if one.state == state) for state in ("done", "late", "missed")}
    picture: Heat = heat(found, row.every)
    return {
        "row": row,
        "every": Every(row.every).label,
        "cells": found,
        "heat": picture,
        "counts": counts,
        "open": [one for one in found if one.state in ("missed", "now")],
    }
