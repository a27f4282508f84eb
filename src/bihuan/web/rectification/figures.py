"""Figures of cases and rounds: written here and nowhere else, inside the transaction of the change.

A case's figures are counted anew from its rows; what differs from before goes to its round as additions, so
writers of different units never wait for each other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Min, Q, Sum
from django.utils import timezone

from bihuan.web.inspections.models import Feedback
from bihuan.web.rectification.models import CaseFigure, Response, ReviewSeat, RoundFigure, Tally
from bihuan.web.rectification.pace import Told, counted
from bihuan.web.rectification.workflow import ResponseState

if TYPE_CHECKING:
    from bihuan.web.inspections.models import Round
    from bihuan.web.rectification.pace import Counts

FOLD_EVERY = 256
"""Additions after which a round's rows are joined: reading them stays as cheap as on the first day."""
REPEATED = ("round_id", "office_id", "due", "since_on", "days", "in_time")


def figures_write(feedback: Feedback) -> None:
    """Count the case anew from tallies, responses and seats; bounded by the size of one case."""
    tallies = Tally.objects.filter(feedback=feedback, section=None, findings__gt=0)
    _store(
        feedback,
        counted(
            tallies.values_list("status", "due_key", "findings"), feedback.given_on, _responses(feedback)
        ),
    )


def figures_clear(feedback: Feedback) -> None:
    """Take the case out of its round's figures, before it is deleted."""
    _store(feedback, Counter())


def _responses(feedback: Feedback) -> list[Told]:
    """What each live response says; columns that repeat something are brought up to date on the way."""
    rows = Response.objects.filter(feedback=feedback, withdrawn_at=None)
    first = Min("findings__due", filter=Q(findings__withdrawn_at=None))
    found, changed = list(rows.annotate(first_due=first).defer("outcome", "evaluation", "target")), []
    for one in found:
        now = _repeated(feedback, one)
        if tuple(getattr(one, name) for name in REPEATED) != now:
            for name, value in zip(REPEATED, now, strict=True):
                setattr(one, name, value)
            changed.append(one)
    Response.objects.bulk_update(changed, [name.removesuffix("_id") for name in REPEATED], batch_size=200)
    parties = _parties(feedback) if any(one.state == ResponseState.UNDER_REVIEW for one in found) else {}
    return [_told(one, parties.get(one.pk, ())) for one in found]


def _repeated(feedback: Feedback, one: Response) -> tuple[object, ...]:
    """Round, office, last day, day on which the state began, days to the end, ended in time."""
    due = one.first_due  # type: ignore[attr-defined]  # the annotation of _responses
    since = timezone.localdate(one.state_since or feedback.created_at)
    ended = timezone.localdate(one.ended_at) if one.ended_at else None
    days = (ended - feedback.given_on).days if ended and feedback.given_on else None
    return feedback.round_id, feedback.office_id, due, since, days, ended <= due if ended and due else None


def _parties(feedback: Feedback) -> dict[int, list[str]]:
    """By response under review: the parties that have not agreed."""
    seats = ReviewSeat.objects.filter(
        feedback=feedback,
        unit=feedback.unit_id,
        response__state=ResponseState.UNDER_REVIEW,
        submission=F("response__submission"),
        agreed__lt=F("needed"),
    )
    found: dict[int, list[str]] = defaultdict(list)
    for response, title in seats.values_list("response_id", "title"):
        found[response].append(title)
    return found


def _told(one: Response, parties: list[str] | tuple[str, ...]) -> Told:
    since = one.since_on or timezone.localdate()
    return Told(
        one.state,
        since,
        one.due,
        one.assessed_at is not None,
        one.returned_times > 0,
        one.days,
        one.in_time,
        tuple(parties),
    )


def _store(feedback: Feedback, new: Counts) -> None:
    """Replace the case's figures; the differences are added to its round."""
    rows = {(one.figure, one.key): one for one in CaseFigure.objects.filter(feedback=feedback)}
    place = {"round_id": feedback.round_id, "office_id": feedback.office_id}
    own = {"feedback": feedback, "unit_id": feedback.unit_id, **place}
    made, changed, changes = [], [], []
    for key in sorted(new.keys() | rows.keys()):
        before, after = rows[key].n if key in rows else 0, new.get(key, 0)
        if before == after:
            continue
        changes.append(RoundFigure(**place, figure=key[0], key=key[1], n=after - before))
        if key not in rows:
            made.append(CaseFigure(**own, figure=key[0], key=key[1], n=after))
        elif after:
            rows[key].n = after
            changed.append(rows[key])
    gone = [rows[key].pk for key in rows.keys() - new.keys()]
    if gone:
        CaseFigure.objects.filter(pk__in=gone).delete()
    CaseFigure.objects.bulk_update(changed, ["n"], batch_size=200)
    CaseFigure.objects.bulk_create(made)
    RoundFigure.objects.bulk_create(changes)
    if changes and (changes[-1].pk % FOLD_EVERY) < len(changes):
        fold(feedback.round)


@transaction.atomic
def fold(round_: Round) -> None:
    """Join the additions of a round into one row a figure and key. Rows that somebody else is joining or
    adding at this moment are left for the next time, so nobody waits.
    """
    rows = RoundFigure.objects.select_for_update(skip_locked=True).filter(round=round_)
    sums: Counts = Counter()
    pks = []
    for pk, figure, key, n in rows.values_list("pk", "figure", "key", "n"):
        sums[figure, key] += n
        pks.append(pk)
    RoundFigure.objects.filter(pk__in=pks).delete()
    place = {"round": round_, "office_id": round_.office_id}
    RoundFigure.objects.bulk_create(
        RoundFigure(**place, figure=figure, key=key, n=n) for (figure, key), n in sorted(sums.items()) if n
    )


def figures_recount() -> int:
    """Count every case anew and bring the sums of every round in line; how many figures were wrong."""
    wrong = 0
    for pk in Feedback.objects.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            case = Feedback.objects.select_for_update(of=("self",)).select_related("round").get(pk=pk)
            before = _figures(case)
            figures_write(case)
            after = _figures(case)
            wrong += sum(1 for key in before.keys() | after.keys() if before[key] != after[key])
    return wrong + sum(_settle(pk) for pk in Feedback.objects.values_list("round_id", flat=True).distinct())


def _figures(case: Feedback) -> Counts:
    rows = CaseFigure.objects.filter(feedback=case)
    return Counter({(figure, key): n for figure, key, n in rows.values_list("figure", "key", "n")})


@transaction.atomic
def _settle(round_: int) -> int:
    """Add what the sums of a round lack of those of its cases, looked at by one statement, hence at one
    moment; how many figures lacked something.
    """
    own = (
        CaseFigure.objects.filter(round=round_).values_list("figure", "key", "office_id").annotate(d=Sum("n"))
    )
    told = RoundFigure.objects.filter(round=round_).values_list("figure", "key", "office_id")
    lacking: Counts = Counter()
    offices = {}
    for figure, key, office, n in own.union(told.annotate(d=-Sum("n")), all=True):
        lacking[figure, key] += n
        offices[figure, key] = office
    made = [
        RoundFigure(round_id=round_, office_id=offices[at], figure=at[0], key=at[1], n=n)
        for at, n in sorted(lacking.items())
        if n
    ]
    RoundFigure.objects.bulk_create(made)
    return len(made)
