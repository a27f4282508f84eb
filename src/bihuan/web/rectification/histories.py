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
from bihuan.web.rectification.proofs import finding_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model, QuerySet

    from bihuan.web.accounts.models import User
    from bihuan.web.base.queries import Key

SHORT = 20
KINDS: tuple[HistoryKind, ...]


def announce() -> None:
    """Once the app is ready."""
    for kind in KINDS:
        announce_history(kind)


def _keys(rows: QuerySet[Model]) -> list[Key]:
    """Every object of a query by its id alone."""
    label = rows.model._meta.label_lower
    return [(label, pk) for pk in rows.values_list("pk", flat=True)]


def _subject(
    case: Feedback, title: str, word: str, back: str, keys: list[Key], labels: dict[Key, str] | None = None
) -> Subject:
    ledger = reverse("rectification:ledger", args=[case.pk])
    place: list[tuple[str, str | None]] = [(str(case.unit), None), (str(case.round), None), ("台账", ledger)]
    place += [(word, back)] if back != ledger else []
    return Subject(title, back, [*place, ("沿革", None)], keys, labels or {})


def _measures(responses: Iterable[int]) -> dict[Key, str]:
    """Measures by their first words."""
    rows = Measure.objects.filter(response__in=list(responses)).values_list("pk", "text")
    label = Measure._meta.label_lower
    return {(label, pk): f"措施“{text[:SHORT]}{'……' if len(text) > SHORT else ''}”" for pk, text in rows}


def _of_responses(rows: QuerySet[Response]) -> tuple[list[Key], dict[Key, str]]:
    """Responses with what belongs to them, and the names of the measures."""
    ids = list(rows.values_list("pk", flat=True))
    named = _measures(ids)
    keys = [
        *((Response._meta.label_lower, pk) for pk in ids),
        *named,
        *_keys(RegularDuty.objects.filter(response__in=ids)),
        *_keys(Commitment.objects.filter(response__in=ids)),
    ]
    return keys, named


def _finding(user: User, pk: int) -> Subject:
    rows = Finding.objects.select_related("feedback__unit", "feedback__round")
    one = get_for_user(rows, user, pk=pk)
    more, named = _of_responses(one.responses.all())
    keys = [key_of(one), *more]
    back = reverse("rectification:finding", args=[pk])
    return _subject(one.feedback, str(one), f"问题{one.number}", back, keys, named)


def _response(user: User, pk: int) -> Subject:
    rows = Response.objects.select_related("feedback__unit", "feedback__round")
    one = get_for_user(rows, user, pk=pk)
    keys, named = _of_responses(Response.objects.filter(pk=pk))
    first = one.findings.order_by("position").first()
    title = str(first) if first else "整改"
    back = reverse("loop:response", args=[pk])
    return _subject(one.feedback, title, "整改办理", back, keys, named)


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
    responses = _keys(Response.objects.filter(feedback=one))
    numbers = finding_numbers(key[1] for key in responses)
    named = {key: f"问题{'、'.join(number for _, number in numbers[key[1]])}" for key in responses}
    keys = [key_of(one), *_keys(Filing.objects.filter(feedback=one)), *responses]
    back = reverse("rectification:ledger", args=[pk])
    return _subject(one, f"{one.unit}整改台账", "台账", back, keys, named)


KINDS = (
    HistoryKind("finding", "问题", _finding),
    HistoryKind("response", "整改", _response),
    HistoryKind("measure", "措施", _measure),
    HistoryKind("duty", "定期任务", _duty),
    HistoryKind("commitment", "承诺", _commitment),
    HistoryKind("case", "台账", _case),
)
