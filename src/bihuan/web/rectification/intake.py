"""From a tree to the rows of a case: everything at once, one insert a table, in the order of the foreign
keys.
"""

from __future__ import annotations

from bisect import bisect_left
from operator import itemgetter
from typing import TYPE_CHECKING, TypeVar

from django.utils import timezone

from bihuan.report.nodes import LeafKind
from bihuan.web.inspections.models import FAR, Finding, Group, Passage, Section, Subfinding
from bihuan.web.rectification.commitments import commitments_write
from bihuan.web.rectification.counts import tally_write
from bihuan.web.rectification.facts import first_leaf, joint_answers, measure_facts, status_of
from bihuan.web.rectification.models import Measure, Response, ResponseFinding
from bihuan.web.rectification.text import STEP, CaseText, Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from bihuan.report import Report, nodes
    from bihuan.report.nodes import Leaf
    from bihuan.web.inspections.models import Feedback

# They stand outside every section, wherever they come in the text.
_OUTSIDE = frozenset(
    {
        LeafKind.FRONT,
        LeafKind.TITLE,
        LeafKind.PREFACE,
        LeafKind.CLOSING,
        LeafKind.SIGNATURE,
        LeafKind.ISSUED_ON,
    }
)

Placed = TypeVar("Placed", Group, Passage)
_KEPT = ("section", "group", "number", "title", "position", "surface", "aspect_count")


def place_of(leaf: int) -> int:
    """Position of a leaf's row; 0 is left for a section without a heading."""
    return (leaf + 1) * STEP


def take_in(feedback: Feedback, report: Report, due: date | None) -> CaseText:
    """Store a report under a new case; returns the case's text as a later load will give it."""
    intake = Intake(feedback, report, due)
    intake.store_sections()
    intake.store_findings()
    intake.store_passages()
    intake.store_responses()
    intake.store_measures()
    case = CaseText(feedback, tuple(intake.rows()), report.tail)
    commitments_write(case, report)
    intake.store_tallies()
    return case


def _passage_kind(leaf: Leaf) -> LeafKind:
    """An outcome that a later one overrules, a group outside every section: text, and no longer what it
    was.
    """
    return LeafKind.PASSAGE if leaf.kind in _STRUCTURED else leaf.kind


_STRUCTURED = frozenset(
    {
        LeafKind.SECTION,
        LeafKind.GROUP,
        LeafKind.FINDING,
        LeafKind.SUBFINDING,
        LeafKind.MEASURE,
        LeafKind.OUTCOME,
    }
)


def _apart(report: Report) -> Report:
    """A finding that nothing answers has a response of its own, so that work on it is work on it alone."""

    def parts(node: nodes.Response) -> Iterator[nodes.Response]:
        if node.measures or node.outcome or len(node.findings) < 2:
            yield node
        else:
            yield from (node._replace(findings=(one,)) for one in node.findings)

    told = tuple(
        section._replace(responses=tuple(part for node in section.responses for part in parts(node)))
        for section in report.sections
    )
    return report._replace(sections=told)


def _last_before(rows: Sequence[tuple[int, Placed]], leaf: int) -> Placed | None:
    """The last row whose leaf comes before; ``rows`` in order of their leaves."""
    at = bisect_left(rows, leaf, key=itemgetter(0))
    return rows[at - 1][1] if at else None


class Intake:
    """One import under way; dictionaries go from the index of a leaf to its row."""

    def __init__(
        self, feedback: Feedback, report: Report, due: date | None, kept: Mapping[int, Finding] | None = None
    ) -> None:
        self.feedback, self.report, self.due = feedback, _apart(report), due
        self.kept = kept or {}
        """Findings of the case that a leaf stands for (a corrected feedback); they are updated, not made."""
        self.sections: list[Section] = []
        self.within: list[Section | None] = []
        self.groups: dict[int, Group] = {}
        self.group_places: list[tuple[int, Group]] = []
        self.findings: dict[int, Finding] = {}
        self.subfindings: dict[int, Subfinding] = {}
        self.passages: dict[int, Passage] = {}
        self.headings: dict[int, list[tuple[int, Passage]]] = {}
        """Achievement headings of each section, in order."""
        self.measures: dict[int, Measure] = {}
        self.responses: list[tuple[nodes.Response, Response]] = []

    # --- sections, groups, findings
    # -----------------------------------------------------------------------------

    def store_sections(self) -> None:
        """Sections, the section of every leaf, and groups."""
        nodes_ = self.report.sections
        self.sections = [
            Section(
                feedback=self.feedback,
                number=node.number or "",
                title="" if node.leaf is None else self._leaf(node.leaf).value,
                role=node.role.value,
                position=0 if node.leaf is None else place_of(node.leaf),
                surface="" if node.leaf is None else self._leaf(node.leaf).prefix,
            )
            for node in nodes_
        ]
        Section.objects.bulk_create(self.sections)
        begins = {node.leaf: made for node, made in zip(nodes_, self.sections, strict=True)}
        current = begins.get(None)
        for index, leaf in enumerate(self.report.leaves):
            current = begins.get(index, current)
            self.within.append(current)
            if leaf.kind is LeafKind.GROUP and current is not None:
                self.groups[index] = self._group(index, leaf, current)
        Group.objects.bulk_create(self.groups.values())
        self.group_places = list(self.groups.items())

    def _leaf(self, index: int) -> Leaf:
        return self.report.leaves[index]

    def _group(self, index: int, leaf: Leaf, section: Section) -> Group:
        return Group(
            feedback=self.feedback,
            section=section,
            number=leaf.number or "",
            title=leaf.value,
            position=place_of(index),
            surface=leaf.prefix,
        )

    def store_findings(self) -> None:
        """Findings with their aspects."""
        for node, section in zip(self.report.sections, self.sections, strict=True):
            for response in node.responses:
                status = status_of(response)
                for finding in response.findings:
                    self._finding(finding, section, status, len(response.measures))
        Finding.objects.bulk_create(one for one in self.findings.values() if one.pk is None)
        Finding.objects.bulk_update(self.kept.values(), _KEPT)
        Subfinding.objects.bulk_create(self.subfindings.values())

    def _finding(self, node: nodes.Finding, section: Section, status: str, measures: int) -> None:
        made = self.kept.get(node.leaf)
        if made is None:
            made = Finding(status=status, measure_count=measures, due=self.due)
            made.feedback, made.unit_id, made.office_id = (
                self.feedback,
                self.feedback.unit_id,
                self.feedback.office_id,
            )
        made.section, made.group = section, self._group_of(node, section)
        # The row keeps what stood in the text: line ends, and no bracket that is an outcome of its own.
        made.number, made.title = node.number or "", self._leaf(node.leaf).value
        made.position, made.surface = place_of(node.leaf), self._leaf(node.leaf).prefix
        made.aspect_count = len(node.subfindings)
        self.findings[node.leaf] = made
        for aspect in node.subfindings:
            self.subfindings[aspect.leaf] = Subfinding(
                feedback=self.feedback,
                finding=made,
                number=aspect.number or "",
                title=self._leaf(aspect.leaf).value,
                position=place_of(aspect.leaf),
                surface=self._leaf(aspect.leaf).prefix,
            )

    def _group_of(self, node: nodes.Finding, section: Section) -> Group | None:
        found = _last_before(self.group_places, node.leaf) if node.group else None
        return found if found and found.section_id == section.pk else None

    # --- everything else that is text
    # ---------------------------------------------------------------------------

    def store_passages(self) -> None:
        """Every leaf that no node of the tree speaks for."""
        told = self._told()
        for index, leaf in enumerate(self.report.leaves):
            if index not in told:
                self.passages[index] = Passage(
                    feedback=self.feedback,
                    section=None if leaf.kind in _OUTSIDE else self.within[index],
                    kind=_passage_kind(leaf).value,
                    text=leaf.value,
                    position=place_of(index),
                    surface=leaf.prefix,
                )
        Passage.objects.bulk_create(self.passages.values())
        for index, made in self.passages.items():
            if made.kind == LeafKind.HEADING and made.section_id is not None:
                self.headings.setdefault(made.section_id, []).append((index, made))

    def _told(self) -> set[int]:
        told = {node.leaf for node in self.report.sections if node.leaf is not None}
        told |= self.groups.keys() | self.findings.keys() | self.subfindings.keys()
        for response in self._nodes():
            told |= {one.leaf for one in response.measures}
            told |= {response.outcome.leaf} if response.outcome else set()
        return told

    def _nodes(self) -> Iterator[nodes.Response]:
        for section in self.report.sections:
            yield from section.responses

    # --- responses and measures
    # ---------------------------------------------------------------------------------

    def store_responses(self) -> None:
        """Responses, and which findings they answer."""
        for node, section in zip(self.report.sections, self.sections, strict=True):
            self.responses += [(one, self._response(one, section)) for one in node.responses]
        Response.objects.bulk_create([made for _, made in self.responses])
        ResponseFinding.objects.bulk_create(
            ResponseFinding(response=made, finding=self.findings[finding.leaf])
            for node, made in self.responses
            for finding in node.findings
        )
        self._join()

    def _join(self) -> None:
        """Findings of joint responses name each other; few are, so the others are not written twice."""
        ids = {leaf: made.pk for leaf, made in self.findings.items()}
        groups = [[ids[one.leaf] for one in node.findings] for node, _ in self.responses]
        joint = joint_answers(groups, {made.pk: made.number for made in self.findings.values()})
        together = [made for made in self.findings.values() if made.pk in joint]
        for made in together:
            made.joint = joint[made.pk]
        Finding.objects.bulk_update(together, ["joint"])

    def _response(self, node: nodes.Response, section: Section) -> Response:
        first, outcome = first_leaf(node), node.outcome
        return Response(
            feedback=self.feedback,
            unit_id=self.feedback.unit_id,
            round_id=self.feedback.round_id,
            office_id=self.feedback.office_id,
            due=self.due if node.findings else None,
            since_on=timezone.localdate(self.feedback.created_at),
            section=section,
            heading=None if node.findings else self._heading_before(first, section),
            position=place_of(first),
            outcome=self._leaf(outcome.leaf).value if outcome else "",
            outcome_surface=self._leaf(outcome.leaf).prefix if outcome else "",
            outcome_position=place_of(outcome.leaf) if outcome else None,
            status=status_of(node),
        )

    def _heading_before(self, leaf: int, section: Section) -> Passage | None:
        return _last_before(self.headings.get(section.pk, []), leaf)

    def store_measures(self) -> None:
        """Measures with what their text says of dates and tense."""
        for node, response in self.responses:
            for measure in node.measures:
                self.measures[measure.leaf] = Measure(
                    feedback=self.feedback,
                    unit_id=self.feedback.unit_id,
                    office_id=self.feedback.office_id,
                    response=response,
                    text=self._leaf(measure.leaf).value,
                    position=place_of(measure.leaf),
                    surface=self._leaf(measure.leaf).prefix,
                    **measure_facts(measure),
                )
        Measure.objects.bulk_create(self.measures.values(), batch_size=2000)

    # --- what is made of it all
    # ---------------------------------------------------------------------------------

    def rows(self) -> Iterator[Row]:
        """The rows of the text in order, as ``text.load`` would give them."""
        begins = {node.leaf: made for node, made in zip(self.report.sections, self.sections, strict=True)}
        roles = {node.leaf: node.role for node in self.report.sections}
        owner, outcomes = self._owners()
        for index, leaf in enumerate(self.report.leaves):
            tables = (
                begins,
                self.groups,
                self.findings,
                self.subfindings,
                self.measures,
                outcomes,
                self.passages,
            )
            made = next(table[index] for table in tables if index in table)
            yield Row(
                _passage_kind(leaf) if index in self.passages else leaf.kind,
                made.pk,
                place_of(index),
                leaf.prefix,
                leaf.value,
                leaf.number or "",
                owner.get(index),
                roles.get(index),
            )

    def _owners(self) -> tuple[dict[int, int], dict[int, Response]]:
        owner: dict[int, int] = {}
        outcomes: dict[int, Response] = {}
        for node, made in self.responses:
            owner |= {one.leaf: made.pk for one in node.findings}
            owner |= {one.leaf: made.pk for one in node.measures}
            if node.outcome:
                owner[node.outcome.leaf] = made.pk
                outcomes[node.outcome.leaf] = made
        return owner, outcomes

    def store_tallies(self) -> None:
        """Counts, from what is in memory."""
        due = self.due or FAR
        tally_write(
            self.feedback,
            [(one.section_id, one.status, due) for one in self.findings.values()],
            [
                (made.section_id, made.status, due if node.findings else FAR, len(node.measures))
                for node, made in self.responses
            ],
        )
