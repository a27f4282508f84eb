"""Rows as a service finds them: locked, in the state that it needs, unchanged since the page was shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F
from django.urls import reverse

from bihuan.web.base.errors import ServiceError, StaleError
from bihuan.web.inspections.models import Feedback
from bihuan.web.rectification.models import Commitment, Measure, RegularDuty, Response
from bihuan.web.rectification.workflow import FROZEN, NEXT, WORKING, ResponseState, Step

if TYPE_CHECKING:
    from collections.abc import Iterable


class Standing:
    """A response as the permission table sees it: whose measures it holds, who leads them. Where work is
    recorded (``doing``), who is responsible for a measure counts as who leads it.
    """

    def __init__(
        self,
        case: Feedback,
        response: Response | None,
        measures: Iterable[Measure] | None = None,
        *,
        doing: bool = False,
    ) -> None:
        if measures is None:
            named = ("department_id", "leader_id", "person_id")
            measures = Measure.objects.filter(response=response).only(*named)
        rows = list(measures)
        departments = {one.department_id for one in rows if one.department_id}
        self.unit_id: int | None = case.unit_id
        self.office_id = case.office_id
        self.department_id = departments.pop() if len(departments) == 1 else None
        self.people_ids = frozenset(
            pk for one in rows for pk in (one.leader_id, one.person_id if doing else None) if pk
        )
        self.archived_at = getattr(case, "archived_at", None)


def standing_of(measure: Measure) -> Standing:
    """A single measure, its case at hand: a leader records on what they lead or are responsible for, not on
    others' work.
    """
    return Standing(measure.feedback, measure.response, [measure], doing=True)


def standing_of_duty(duty: RegularDuty) -> Standing:
    """A regular duty stands where its response stands; whoever it names is responsible beside the leaders."""
    found = Standing(duty.feedback, duty.response)
    if found.people_ids and duty.person_id:
        found.people_ids |= {duty.person_id}
    return found


def standings_of(promises: Iterable[Commitment]) -> dict[int, Standing]:
    """By id: a promise stands where its measure stands, else its response, else the case. One query."""
    listed = list(promises)
    held: dict[int, list[Measure]] = {one.response_id: [] for one in listed if one.response_id}
    rows = Measure.objects.filter(response__in=held) if held else Measure.objects.none()
    for row in rows.only("response_id", "department_id", "leader_id", "person_id"):
        held[row.response_id].append(row)
    found: dict[int, Standing] = {}
    for one in listed:
        of = held.get(one.response_id or 0, [])
        own = [row for row in of if row.pk == one.measure_id]
        found[one.pk] = Standing(one.feedback, None, own or of, doing=True)
    return found


def locked_case(feedback: int) -> Feedback:
    """The case, locked before anything of it, so that two writers never wait for each other in a ring."""
    return Feedback.objects.select_for_update(of=("self",)).select_related("round", "unit").get(pk=feedback)


def locked_response(response: Response, case: Feedback) -> Response:
    """The response as it stands now."""
    found = Response.objects.select_for_update(of=("self",)).filter(pk=response.pk).first()
    if found is None:
        raise StaleError("这项整改")
    found.feedback = case
    return found


def locked_measure(measure: Measure, version: int | None = None) -> tuple[Feedback, Response, Measure]:
    """A measure with its response and case."""
    case = locked_case(measure.feedback_id)
    found = Measure.objects.select_for_update(of=("self",)).filter(pk=measure.pk).first()
    if found is None or (version is not None and version != found.version):
        raise StaleError("这项措施", href=f"{page_of(found.response)}#measures" if found else "")
    found.feedback = case
    return case, locked_response(found.response, case), found


def case_touched(case: Feedback) -> None:
    """The import can no longer be undone as a whole: work hangs on it."""
    Feedback.objects.filter(pk=case.pk).update(version=F("version") + 1)


def stamp_of(response: Response, measures: Iterable[Measure]) -> str:
    """What a page saw of a response and its measures; differs as soon as anybody changed either."""
    return f"{response.version}.{sum(one.version for one in measures)}.{response.submission}"


def refuse_stale(response: Response, stamp: str) -> None:
    """Somebody changed the response or a measure since the page with this stamp was shown."""
    if stamp and stamp != stamp_of(response, Measure.objects.filter(response=response).only("version")):
        raise StaleError("这项整改", href=page_of(response))


def page_of(response: Response) -> str:
    """Where everything about a response is put right."""
    return reverse("loop:response", args=[response.pk])


def refuse_frozen(response: Response) -> None:
    """What somebody was asked to look at, or what has ended, keeps its words."""
    state = ResponseState(response.state)
    if state in FROZEN:
        raise ServiceError(
            f"这项整改现在是“{state.label}”，措施和整改状态不能改动。{NEXT[state]}",
            href=page_of(response),
            code="wrong_state",
        )


def refuse_unplannable(response: Response) -> None:
    """A plan that somebody looks at, or that has had its end, is not written on."""
    state = ResponseState(response.state)
    if state in FROZEN:
        raise ServiceError(
            f"这项整改现在是“{state.label}”，方案不能改动。{NEXT[state]}", href=page_of(response)
        )


def refuse_planned(response: Response, what: str = "增减措施") -> None:
    """Measures come, go and change their words with the plan: whoever approved it approves the change."""
    if ResponseState(response.state) in WORKING:
        raise ServiceError(revise_first(what), href=step_page(response, Step.REVISE))


def revise_first(what: str) -> str:
    """Why an approved plan is not changed in passing, and how it is."""
    return f"方案已经批准，{what}请先“调整方案”，改好后再报主要负责人批准。"


def step_page(response: Response, step: Step) -> str:
    """Where a step is taken that needs words."""
    return reverse("loop:step", args=[response.pk, step])


def refuse_begun(response: Response) -> None:
    """A response whose plan somebody has decided on is neither joined nor split: the decisions would fit
    neither part.
    """
    if response.state != ResponseState.DRAFT:
        raise ServiceError(
            f"这项整改已经是“{ResponseState(response.state).label}”，不能再合并或分开作答；"
            "方案报批以前或退回以后才能改。",
            href=page_of(response),
            code="wrong_state",
        )


def require_working(response: Response, what: str) -> None:
    """The plan is approved and nobody is looking at the result."""
    state = ResponseState(response.state)
    if state not in WORKING:
        raise ServiceError(
            f"这项整改现在是“{state.label}”，不能{what}。{NEXT[state]}",
            href=page_of(response),
            code="wrong_state",
        )
