"""Measures and responses as things that evidence proves (``bihuan.web.evidence.targets``)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from bihuan.web.base.gathered import gather
from bihuan.web.base.guards import ScopedQuerySet, get_for_user
from bihuan.web.evidence.models import EvidenceLink
from bihuan.web.evidence.queries import chips
from bihuan.web.evidence.targets import Key, Target
from bihuan.web.rectification.models import Measure, Response, ResponseFinding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bihuan.web.accounts.models import User
    from bihuan.web.evidence.queries import Chip
    from bihuan.web.inspections.models import Finding
    from bihuan.web.rectification.models.ledger import MeasureQuerySet, ResponseQuerySet

MEASURE, RESPONSE, TOPIC = "measure", "response", "问题"
LONGEST = 40
Row = TypeVar("Row", Measure, Response)
Numbers = dict[int, list[tuple[int, str]]]
"""By response: (id, number) of the findings that it answers."""


def finding_numbers(responses: Iterable[int]) -> Numbers:
    """(id, number) of the findings that each response answers; one query."""
    return _by_response(_answered(set(responses)))


def _answered(responses: Iterable[int] | QuerySet[Any, Any]) -> QuerySet[Any, tuple[int, int, str]]:
    """Response, finding, number of the finding, in the order of the text."""
    links = ResponseFinding.objects.filter(response__in=responses, finding__withdrawn_at=None)
    return links.order_by("finding__position").values_list("response", "finding", "finding__number")


def _by_response(links: Iterable[tuple[int, int, str]]) -> Numbers:
    found: Numbers = defaultdict(list)
    for response, pk, number in links:
        found[response].append((pk, number))
    return found


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _href(findings: Sequence[tuple[int, str]], case: int, mark: str) -> str:
    if findings:
        return f"{reverse('rectification:finding', args=[findings[0][0]])}#{mark}"
    return reverse("rectification:ledger", args=[case])


class _LedgerKind(Generic[Row]):
    """What measures and responses share: both stand in a case and belong to findings through a response."""

    code: str
    word: str
    model: str
    mark: str
    """Before the id in the address of its place on the page of the finding."""
    response: str
    """The column of the response that it is or belongs to."""

    def rows(self) -> ScopedQuerySet[Row]:
        """All of them, each with its case."""
        raise NotImplementedError

    def response_of(self, row: Row) -> int:
        """Id of the response that it is or belongs to."""
        raise NotImplementedError

    def title(self, row: Row) -> str:
        """In its own words."""
        raise NotImplementedError

    def find(self, user: User, pk: int) -> Target:
        """The object, or 404."""
        return self.targets([get_for_user(self.rows(), user, pk=pk)])[0]

    def load(self, ids: Sequence[int]) -> Mapping[int, Target]:
        """One query."""
        wanted = self.rows().filter(pk__in=ids)
        rows, links = gather(wanted, _answered(wanted.values(self.response)))
        return {one.id: one for one in self.targets(rows, _by_response(links))}

    def archived(self) -> QuerySet[Any]:
        """Those of archived cases."""
        return self.rows().filter(feedback__archived_at__isnull=False)

    def targets(self, rows: Iterable[Row], findings: Numbers | None = None) -> list[Target]:
        """The rows as evidence knows them; one query for the findings of their responses, where these are
        not at hand.
        """
        listed = list(rows)
        if findings is None:
            findings = finding_numbers(self.response_of(one) for one in listed)
        return [
            Target(
                kind=self.code,
                id=one.pk,
                unit_id=one.unit_id,
                office_id=one.feedback.office_id,
                title=_short(self.title(one)),
                topic=TOPIC,
                numbers=tuple(number for _, number in findings[self.response_of(one)]),
                href=_href(findings[self.response_of(one)], one.feedback_id, f"{self.mark}-{one.pk}"),
                archived=one.feedback.archived_at is not None,
            )
            for one in listed
        ]


class MeasureKind(_LedgerKind[Measure]):
    """A measure."""

    code, word, mark, response = MEASURE, "措施", "measure", "response"
    model = "rectification.measure"

    def rows(self) -> MeasureQuerySet:
        """All measures."""
        return Measure.objects.select_related("feedback")

    def response_of(self, row: Measure) -> int:
        """The response that it belongs to."""
        return row.response_id

    def title(self, row: Measure) -> str:
        """Its text."""
        return row.text

    def members(self, pk: int) -> list[Key]:
        """Nothing belongs to a measure."""
        return [(MEASURE, pk)]

    def choices(self, user: User, unit_id: int, words: str, limit: int) -> list[Target]:
        """Measures of the unit, not archived, whose words or whose finding's number are asked for."""
        rows = self.rows().visible_to(user).filter(unit=unit_id, response__withdrawn_at=None)
        rows = rows.filter(feedback__archived_at=None)
        for word in words.split():
            number = word.removeprefix(TOPIC)
            rows = rows.filter(Q(text__contains=word) | Q(response__findings__number=number))
        return self.targets(rows.order_by("feedback_id", "position").distinct()[:limit])


class ResponseKind(_LedgerKind[Response]):
    """A whole response: evidence of the outcome, and of all its measures where a package is asked for."""

    code, word, mark, response = RESPONSE, "整改", "outcome", "pk"
    model = "rectification.response"

    def rows(self) -> ResponseQuerySet:
        """All responses."""
        return Response.objects.select_related("feedback")

    def response_of(self, row: Response) -> int:
        """Itself."""
        return row.pk

    def title(self, row: Response) -> str:
        """What came of it."""
        return f"整改状态：{row.outcome or '还没有写'}"

    def members(self, pk: int) -> list[Key]:
        """Its measures too."""
        measures = Measure.objects.filter(response=pk).values_list("pk", flat=True)
        return [(RESPONSE, pk), *((MEASURE, one) for one in measures)]

    def choices(self, user: User, unit_id: int, words: str, limit: int) -> list[Target]:
        """Measures are what evidence is linked to; a response is reached from its own page."""
        del user, unit_id, words, limit
        return []


def proofs_of_measures(
    response: Response, measures: Sequence[Measure], findings: Sequence[Finding]
) -> dict[Key, list[Chip]]:
    """Evidence of all measures of a response, whose findings are at hand."""
    known = _measures_at_hand(response, measures, findings)
    return chips(list(known), known)


def proofs_of_answers(
    answers: Iterable[tuple[Response, Sequence[Measure], Sequence[Finding]]],
) -> dict[Key, list[Chip]]:
    """Evidence of responses, which know their case, and of their measures."""
    known: dict[Key, Target] = {}
    for response, measures, findings in answers:
        known |= _measures_at_hand(response, measures, findings)
        [told] = ResponseKind().targets([response], _numbers(response, findings))
        known[told.key] = told
    return chips(list(known), known)


def _measures_at_hand(
    response: Response, measures: Sequence[Measure], findings: Sequence[Finding]
) -> dict[Key, Target]:
    for one in measures:
        one.feedback = response.feedback
    return {one.key: one for one in MeasureKind().targets(measures, _numbers(response, findings))}


def _numbers(response: Response, findings: Sequence[Finding]) -> Numbers:
    return {response.pk: [(one.pk, one.number) for one in findings]}


def recount(keys: Sequence[Key]) -> None:
    """Told by the evidence: how many entries prove each measure, counted anew; one statement."""
    ids = [pk for kind, pk in keys if kind == MEASURE]
    links = EvidenceLink.objects.filter(kind=MEASURE, target=OuterRef("pk")).order_by()
    count = links.values("target").annotate(n=Count("pk")).values("n")
    if ids:
        Measure.objects.filter(pk__in=ids).update(proof_count=Coalesce(Subquery(count), 0))
