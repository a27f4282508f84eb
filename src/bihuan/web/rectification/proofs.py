"""Measures and responses as things that evidence proves (``bihuan.web.evidence.targets``)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse

from bihuan.web.base.guards import get_for_user
from bihuan.web.evidence.targets import Key, Target
from bihuan.web.rectification.models import Measure, Response, ResponseFinding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bihuan.web.accounts.models import User
    from bihuan.web.rectification.models.ledger import MeasureQuerySet, ResponseQuerySet

MEASURE, RESPONSE, TOPIC = "measure", "response", "问题"
LONGEST = 40


def _findings(responses: Iterable[int]) -> dict[int, list[tuple[int, str]]]:
    """(id, number) of the findings that each response answers; one query."""
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    links = ResponseFinding.objects.filter(response__in=set(responses), finding__withdrawn_at=None)
    for response, pk, number in links.order_by("finding__position").values_list(
        "response", "finding", "finding__number"
    ):
        found[response].append((pk, number))
    return found


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _href(findings: Sequence[tuple[int, str]], case: int, mark: str) -> str:
    if findings:
        return f"{reverse('rectification:finding', args=[findings[0][0]])}#{mark}"
    return reverse("rectification:ledger", args=[case])


class MeasureKind:
    """A measure."""

    code, word = MEASURE, "措施"

    def find(self, user: User, pk: int) -> Target:
        """The measure, or 404."""
        return self._targets([get_for_user(_measures(), user, pk=pk)])[0]

    def load(self, ids: Sequence[int]) -> Mapping[int, Target]:
        """Two queries."""
        return {one.id: one for one in self._targets(_measures().filter(pk__in=ids))}

    def members(self, pk: int) -> list[Key]:
        """Nothing belongs to a measure."""
        return [(MEASURE, pk)]

    def choices(self, user: User, unit_id: int, words: str, limit: int) -> list[Target]:
        """Measures of the unit whose words, or whose finding's number, are asked for."""
        rows = _measures().visible_to(user).filter(unit=unit_id, response__withdrawn_at=None)
        for word in words.split():
            number = word.removeprefix(TOPIC)
            rows = rows.filter(Q(text__contains=word) | Q(response__findings__number=number))
        return self._targets(rows.order_by("feedback_id", "position").distinct()[:limit])

    def _targets(self, rows: Iterable[Measure]) -> list[Target]:
        listed = list(rows)
        findings = _findings(one.response_id for one in listed)
        return [
            Target(
                kind=MEASURE,
                id=one.pk,
                unit_id=one.unit_id,
                office_id=one.feedback.office_id,
                title=_short(one.text),
                topic=TOPIC,
                numbers=tuple(number for _, number in findings[one.response_id]),
                href=_href(findings[one.response_id], one.feedback_id, f"measure-{one.pk}"),
            )
            for one in listed
        ]


def _measures() -> MeasureQuerySet:
    return Measure.objects.select_related("feedback")


class ResponseKind:
    """A whole response: evidence of the outcome, and of all its measures where a package is asked for."""

    code, word = RESPONSE, "整改"

    def find(self, user: User, pk: int) -> Target:
        """The response, or 404."""
        return self._targets([get_for_user(_responses(), user, pk=pk)])[0]

    def load(self, ids: Sequence[int]) -> Mapping[int, Target]:
        """Two queries."""
        return {one.id: one for one in self._targets(_responses().filter(pk__in=ids))}

    def members(self, pk: int) -> list[Key]:
        """Its measures too."""
        measures = Measure.objects.filter(response=pk).values_list("pk", flat=True)
        return [(RESPONSE, pk), *((MEASURE, one) for one in measures)]

    def choices(self, user: User, unit_id: int, words: str, limit: int) -> list[Target]:
        """Measures are what evidence is linked to; a response is reached from its own page."""
        del user, unit_id, words, limit
        return []

    def _targets(self, rows: Iterable[Response]) -> list[Target]:
        listed = list(rows)
        findings = _findings(one.pk for one in listed)
        return [
            Target(
                kind=RESPONSE,
                id=one.pk,
                unit_id=one.unit_id,
                office_id=one.feedback.office_id,
                title=_short(f"整改状态：{one.outcome or '还没有写'}"),
                topic=TOPIC,
                numbers=tuple(number for _, number in findings[one.pk]),
                href=_href(findings[one.pk], one.feedback_id, f"outcome-{one.pk}"),
            )
            for one in listed
        ]


def _responses() -> ResponseQuerySet:
    return Response.objects.select_related("feedback")
