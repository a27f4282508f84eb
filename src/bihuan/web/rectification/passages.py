"""What of a case can be found by its words, and keeping that in step (``bihuan.web.search``).

Every passage of a case is told here and nowhere else, from the rows as they are stored: a service that wrote
them says so at its end, a rebuild asks for the same again.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Q
from django.utils import timezone

from bihuan.web.inspections.models import STATUSES, Feedback, Finding, Subfinding
from bihuan.web.rectification.models import (
    Comment,
    Commitment,
    Measure,
    MeasureState,
    Progress,
    Response,
    ResponseFinding,
)
from bihuan.web.search.registry import Entry, Kind, Source
from bihuan.web.search.writing import bundle_drop, bundle_put, passages_add, passages_put

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

CASE, ENOUGH = "case", 2_000
"""Passages of a piece of a rebuild, or one case where it has more."""
_STATES = tuple(f"measure_{one}" for one in MeasureState.values)
KINDS = (
    Kind("finding", 1, "问题", STATUSES),
    Kind("subfinding", 2, "具体表现"),
    Kind("outcome", 3, "整改状态", STATUSES),
    Kind("measure", 4, "措施", _STATES),
    Kind("progress", 5, "进展"),
    Kind("commitment", 6, "承诺"),
    Kind("comment", 7, "意见"),
)
_FINDING, _LEDGER = "rectification:finding", "rectification:ledger"
_RESPONSE, _TALK = "loop:response", "loop:talk"


def case_found(case: Feedback) -> None:
    """After any change of a case's text: what is written anew is what differs."""
    bundle_put(_bundle(case), _Telling(case).everything())


def case_found_first(case: Feedback) -> None:
    """After an import, when nothing of it can be there yet."""
    passages_add(_Telling(case).everything())


def case_lost(case: Feedback) -> None:
    """Before a case is taken away."""
    bundle_drop(_bundle(case))


def measures_found(case: Feedback, *ids: int) -> None:
    """After a change of what is said beside the words of measures: plan, result, state."""
    passages_put(_Telling(case).measures(Q(pk__in=ids)))


def measures_found_anywhere(ids: Iterable[int]) -> None:
    """The same for measures of many cases at once; some queries for each case."""
    told: dict[int, list[int]] = defaultdict(list)
    for feedback, pk in Measure.objects.filter(pk__in=list(ids)).values_list("feedback", "pk"):
        told[feedback].append(pk)
    for case in Feedback.objects.filter(pk__in=list(told)):
        measures_found(case, *told[case.pk])


def progress_found(case: Feedback, pk: int) -> None:
    """After an entry of progress."""
    passages_put(_Telling(case).progress(Q(pk=pk)))


def comment_found(case: Feedback, pk: int) -> None:
    """After a comment."""
    passages_put(_Telling(case).comments(Q(pk=pk)))


def commitment_found(case: Feedback, pk: int) -> None:
    """After a promise was kept."""
    passages_put(_Telling(case).commitments(Q(pk=pk)))


def batch(after: int) -> tuple[list[Entry], int | None]:
    """The cases behind this id, locked: an edit waits, or was there before."""
    found: list[Entry] = []
    rows = Feedback.objects.select_for_update(of=("self",)).filter(pk__gt=after).order_by("pk")
    for case in rows[:20]:
        found += _Telling(case).everything()
        after = case.pk
        if len(found) >= ENOUGH:
            return found, after
    return found, after if found else None


SOURCE = Source(CASE, batch)


def _bundle(case: Feedback) -> str:
    return f"{CASE}:{case.pk}"


class _Answered(NamedTuple):
    """What a response answers: the first finding and all their numbers."""

    finding: int
    numbers: list[str]


class _Telling:
    """The entries of one case, kind by kind; one query each."""

    def __init__(self, case: Feedback) -> None:
        self.case = case
        self.day = case.given_on or case.issued_on or timezone.localdate(case.created_at)
        self._answered: dict[int, _Answered] | None = None

    def everything(self) -> list[Entry]:
        """Eight queries."""
        return [
            *self.findings(),
            *self.subfindings(),
            *self.outcomes(),
            *self.measures(),
            *self.progress(),
            *self.commitments(),
            *self.comments(),
        ]

    def findings(self) -> Iterator[Entry]:
        rows = Finding.objects.filter(feedback=self.case, withdrawn_at=None)
        for pk, number, title, status in rows.values_list("pk", "number", "title", "status"):
            yield self._entry(
                "finding",
                pk,
                self.day,
                state=status,
                place=f"问题{number}",
                at=(_FINDING, pk, ""),
                title=title,
            )

    def subfindings(self) -> Iterator[Entry]:
        rows = Subfinding.objects.filter(feedback=self.case, finding__withdrawn_at=None)
        for pk, finding, number, title in rows.values_list("pk", "finding", "finding__number", "title"):
            at = (_FINDING, finding, f"aspect-{pk}")
            yield self._entry("subfinding", pk, self.day, place=f"问题{number}", at=at, title=title)

    def outcomes(self) -> Iterator[Entry]:
        rows = Response.objects.filter(feedback=self.case, withdrawn_at=None).exclude(outcome="")
        for pk, outcome, status in rows.values_list("pk", "outcome", "status"):
            at = self._at(pk, f"outcome-{pk}")
            place = self._place(pk)
            yield self._entry("outcome", pk, self.day, state=status, place=place, at=at, text=outcome)

    def measures(self, only: Q | None = None) -> Iterator[Entry]:
        rows = Measure.objects.filter(only or Q(), feedback=self.case, response__withdrawn_at=None)
        columns = ("pk", "response", "text", "criteria", "result", "state", "ended_on", "done_on", "due")
        for pk, response, text, criteria, result, state, ended, done, due in rows.values_list(*columns):
            more = _lines(("完成标准", criteria), ("落实结果", result if result != text else ""))
            yield self._entry(
                *("measure", pk, ended or done or due or self.day),
                state=f"measure_{state}",
                place=self._place(response),
                at=self._at(response, f"measure-{pk}"),
                text=text + more,
            )

    def progress(self, only: Q | None = None) -> Iterator[Entry]:
        rows = Progress.objects.filter(
            only or Q(), feedback=self.case, measure__response__withdrawn_at=None
        ).values_list("pk", "measure__response", "on", "done", "next", "obstacle")
        for pk, response, on, done, after, obstacle in rows:
            text = done + _lines(("下一步", after), ("困难", obstacle))
            at = (_RESPONSE, response, f"progress-{pk}")
            yield self._entry("progress", pk, on, place=self._place(response), at=at, text=text)

    def commitments(self, only: Q | None = None) -> Iterator[Entry]:
        rows = Commitment.objects.filter(only or Q(), feedback=self.case, response__withdrawn_at=None)
        columns = ("pk", "response", "text", "due", "starts_on", "kept_note")
        for pk, response, text, due, starts, note in rows.values_list(*columns):
            at = (_RESPONSE, response, f"commitment-{pk}") if response else (_LEDGER, self.case.pk, "")
            yield self._entry(
                *("commitment", pk, due or starts or self.day),
                place=self._place(response) if response else "",
                at=at,
                text=text + _lines(("兑现情况", note)),
            )

    def comments(self, only: Q | None = None) -> Iterator[Entry]:
        live = Q(response=None) | Q(response__withdrawn_at=None)
        rows = Comment.objects.filter(only or Q(), live, feedback=self.case, finding__withdrawn_at=None)
        columns = ("pk", "response", "finding", "finding__number", "text", "at")
        for pk, response, finding, number, text, moment in rows.values_list(*columns):
            view = (_TALK, finding) if finding else (_RESPONSE, response)
            place = f"问题{number}" if finding else self._place(response)
            at, day = (*view, f"comment-{pk}"), timezone.localdate(moment)
            yield self._entry("comment", pk, day, place=place, at=at, text=text)

    def _entry(
        self,
        kind: str,
        pk: int,
        on: date,
        *,
        at: tuple[str, int, str],
        state: str = "",
        place: str = "",
        title: str = "",
        text: str = "",
    ) -> Entry:
        case = self.case
        return Entry(
            *(_bundle(case), kind, pk, case.unit_id, case.office_id, case.round_id, on, state, place),
            *at,
            title,
            text,
        )

    def _place(self, response: int) -> str:
        answered = self._answers().get(response)
        return f"问题{'、'.join(answered.numbers)}" if answered else "整改"

    def _at(self, response: int, mark: str) -> tuple[str, int, str]:
        answered = self._answers().get(response)
        return (_FINDING, answered.finding, mark) if answered else (_RESPONSE, response, mark)

    def _answers(self) -> dict[int, _Answered]:
        if self._answered is None:
            links = ResponseFinding.objects.filter(response__feedback=self.case, finding__withdrawn_at=None)
            told: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
            in_order = links.order_by("finding__position", "finding")
            for response, *finding in in_order.values_list("response", "finding", "finding__number"):
                told[response].append(tuple(finding))
            self._answered = {
                response: _Answered(rows[0][0], [number for _, number in rows if number])
                for response, rows in told.items()
            }
        return self._answered


def _lines(*told: tuple[str, str]) -> str:
    return "".join(f"\n{label}：{text}" for label, text in told if text)
