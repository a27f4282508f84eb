"""Which objects of the ledger have a history of their own, and what belongs to each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from bihuan.web.accounts.histories import HistoryKind, Subject, announce_history
from bihuan.web.base.guards import get_for_user
from bihuan.web.base.queries import key_of
from bihuan.web.diagnosis.models import Filing
from bihuan.web.inspections.cases import case_for
from bihuan.web.inspections.models import Feedback, Finding
from bihuan.web.rectification.models import Commitment, Measure, RegularDuty, Response

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

    from bihuan.web.accounts.models import User
    from bihuan.web.base.queries import Key

KINDS: tuple[HistoryKind, ...]


def announce() -> None:
    """Once the app is ready."""
    for kind in KINDS:
        announce_history(kind)


def _keys(rows: QuerySet[Model]) -> list[Key]:
    """Every object of a query by its id alone."""
    label = rows.model._meta.label_lower
    return [(label, pk) for pk in rows.values_list("pk", flat=True)]


def _subject(case: Feedback, title: str, word: str, back: str, keys: list[Key]) -> Subject:
    ledger = reverse("rectification:ledger", args=[case.pk])
    place = [(str(case.unit), None), (str(case.round), None), ("台账", ledger), (word, back), ("沿革", None)]
    return Subject(title, back, place, keys)


def _of_responses(rows: QuerySet[Response]) -> list[Key]:
    ids = list(rows.values_list("pk", flat=True))
    return [
        *((Response._meta.label_lower, pk) for pk in ids),
        *_keys(Measure.objects.filter(response__in=ids)),
        *_keys(RegularDuty.objects.filter(response__in=ids)),
        *_keys(Commitment.objects.filter(response__in=ids)),
    ]


def _finding(user: User, pk: int) -> Subject:
    rows = Finding.objects.select_related("feedback__unit", "feedback__round")
    one = get_for_user(rows, user, pk=pk)
    keys = [key_of(one), *_of_responses(one.responses.all())]
    back = reverse("rectification:finding", args=[pk])
    return _subject(one.feedback, str(one), f"问题{one.number}", back, keys)


def _response(user: User, pk: int) -> Subject:
    rows = Response.objects.select_related("feedback__unit", "feedback__round")
    one = get_for_user(rows, user, pk=pk)
    keys = _of_responses(Response.objects.filter(pk=pk))
    first = one.findings.order_by("position").first()
    title = str(first) if first else "整改"
    return _subject(one.feedback, title, "整改办理", reverse("loop:response", args=[pk]), keys)


def _measure(user: User, pk: int) -> Subject:
    rows = Measure.objects.select_related("feedback__unit", "feedback__round")
    one = get_for_user(rows, user, pk=pk)
    back = f"{reverse('loop:response', args=[one.response_id])}#measure-{pk}"
    return _subject(one.feedback, one.text, "整改办理", back, [key_of(one)])


def _duty(user: User, pk: int) -> Subject:
    rows = RegularDuty.objects.select_related("feedback__unit", "feedback__round")
    one = get_for_user(rows, user, pk=pk)
    return _subject(one.feedback, one.title, "定期任务", reverse("loop:duty", args=[pk]), [key_of(one)])


def _commitment(user: User, pk: int) -> Subject:
    rows = Commitment.objects.select_related("feedback__unit", "feedback__round")
    one = get_for_user(rows, user, pk=pk)
    return _subject(one.feedback, one.text, "承诺", reverse("loop:commitments"), [key_of(one)])


def _case(user: User, pk: int) -> Subject:
    """The case as a whole: import, replacement, and every step of its responses; measures have their own."""
    one = case_for(user, pk)
    keys = [
        key_of(one),
        *_keys(Filing.objects.filter(feedback=one)),
        *_keys(Response.objects.filter(feedback=one)),
    ]
    back = reverse("rectification:ledger", args=[pk])
    return _subject(one, f"{one.unit}整改台账", "台账", back, keys)


KINDS = (
    HistoryKind("finding", "问题", _finding),
    HistoryKind("response", "整改", _response),
    HistoryKind("measure", "措施", _measure),
    HistoryKind("duty", "定期任务", _duty),
    HistoryKind("commitment", "承诺", _commitment),
    HistoryKind("case", "台账", _case),
)
