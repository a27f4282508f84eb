"""What a rule sees: its own metadata, the context of a run, and the flags that it yields.

A rule file holds ``RULE`` and exactly one public function, either ``check_report(context)`` or
``check_response(response, context)``; both yield :class:`Flag`. Helpers for places are in ``checks.places``.

Named tuples stand where frozen dataclasses stand elsewhere: importing ``dataclasses`` and making the classes
would cost every check a tenth of its time.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from bihuan.checks.acts import Act
    from bihuan.checks.likeness import Likeness
    from bihuan.policy import Policy
    from bihuan.report.nodes import Finding, Report, Response, Section
    from bihuan.zh.figures import Figure
    from bihuan.zh.substance import Kind


class Severity(StrEnum):
    """How much a diagnostic weighs, heaviest first."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Parameter(NamedTuple):
    """A number of a rule that an office may set in ``bihuan.toml``."""

    name: str
    default: int
    text: str
    """What it means, in Chinese."""


class Rule(NamedTuple):
    """What is known of a rule without running it; its manual page is the docstring of its file."""

    code: str
    slug: str
    title: str
    severity: Severity
    since: str
    basis: str | None = None
    """Citation that a diagnostic carries, where there is one."""
    parameters: tuple[Parameter, ...] = ()


class Place(NamedTuple):
    """A piece of one line: ``lines[line - 1]`` has ``quote`` from 1-based ``column`` on."""

    line: int
    column: int
    quote: str


class Flag(NamedTuple):
    """What a rule yields: a place and one Chinese sentence; None means what the rule's metadata say."""

    place: Place
    message: str
    findings: tuple[str, ...] = ()
    """Numbers as :meth:`Context.labels` gives them."""
    related: tuple[int, ...] = ()
    """Lines of the other places."""
    fix: str | None = None
    """Replacement of the quote."""
    severity: Severity | None = None
    basis: str | None = None


class Diagnostic(NamedTuple):
    """A flag with the rule that raised it; the fields are those of the JSON contract, in its order."""

    code: str
    rule: str
    severity: Severity
    line: int
    column: int
    quote: str
    message: str
    basis: str | None
    findings: tuple[str, ...]
    related: tuple[int, ...]
    fix: str | None


class Context:
    """Facts beyond one node, shared by all rules of a run; nothing in it changes, derived facts are kept."""

    def __init__(
        self,
        report: Report,
        as_of: date | None = None,
        policy_name: str | None = None,
        parameters: Mapping[str, Mapping[str, int]] = MappingProxyType({}),
        corpus: Likeness | None = None,
    ) -> None:
        """``as_of`` stands in for a missing report date; ``parameters``: rule code → name → value;
        ``corpus``: measures of other units' reports, by the reports' names.
        """
        self.report: Final = report
        self.as_of: Final = as_of
        self.policy_name: Final = policy_name
        self.parameters: Final = parameters
        self.corpus: Final = corpus
        self._figures: dict[str, bool] = {}
        self._possible: dict[tuple[str, ...], list[str]] = {}
        self._lines_with: dict[tuple[str, ...], list[tuple[int, str]]] = {}
        self._told: dict[int, list[frozenset[Kind]] | None] = {}

    @cached_property
    def today(self) -> date | None:
        """The date on which the report speaks: ``--as-of``, else its own date."""
        return self.as_of or self.report.issued_on

    @cached_property
    def policy(self) -> Policy | None:
        """The policy named for this run, else the one in force on the feedback date."""
        from bihuan.policy import policy_for, policy_named

        if self.policy_name:
            return policy_named(self.policy_name)
        return policy_for(self.report.feedback_on) if self.report.feedback_on else None

    @cached_property
    def text(self) -> str:
        """All lines joined by a line feed; ``places.in_text`` turns an offset into a place."""
        return "\n".join(self.report.lines)

    @cached_property
    def chars(self) -> frozenset[str]:
        """Every character of :attr:`text`: a word whose characters are not all among them is not in it."""
        return frozenset(self.text)

    def present(self, words: Iterable[str]) -> list[str]:
        """Those of the words that stand in :attr:`text`; the others need not be looked for line by line."""
        return [word for word in words if self.chars.issuperset(word) and word in self.text]

    @cached_property
    def flat(self) -> str:
        """The lines one behind the other: a word that a line break parts stands in it as in a measure."""
        return "".join(map(str.strip, self.report.lines))

    def possible(self, words: tuple[str, ...]) -> list[str]:
        """Those of the words that a measure may have; kept, for every response asks."""
        if words not in self._possible:
            there = [word for word in words if self.chars.issuperset(word)]
            self._possible[words] = [word for word in there if word in self.flat]
        return self._possible[words]

    def lines_with(self, signs: tuple[str, ...]) -> list[tuple[int, str]]:
        """Number and text of the lines that have one of the signs; kept, for several rules look for masks."""
        if signs not in self._lines_with:
            there, lines = self.present(signs), enumerate(self.report.lines, 1)
            found = [(line, text) for line, text in lines if any(sign in text for sign in there)]
            self._lines_with[signs] = found
        return self._lines_with[signs]

    def has_figure(self, text: str) -> bool:
        """``zh.substance.has_figure``, asked once for each text."""
        from bihuan.zh.substance import has_figure

        known = self._figures.get(text)
        if known is None:
            known = self._figures[text] = has_figure(text)
        return known

    @cached_property
    def line_starts(self) -> list[int]:
        """Offset of every line in :attr:`text`."""
        starts, offset = [], 0
        for line in self.report.lines:
            starts.append(offset)
            offset += len(line) + 1
        return starts

    @cached_property
    def figures(self) -> tuple[list[Figure], ...]:
        """The counted figures of every line."""
        from bihuan.zh.figures import read_figures

        return tuple(read_figures(line) for line in self.report.lines)

    @cached_property
    def responses(self) -> tuple[tuple[Section, Response], ...]:
        """Every response with its section, in the order of the text."""
        return tuple((section, one) for section in self.report.sections for one in section.responses)

    @cached_property
    def acts(self) -> tuple[tuple[Response, Act], ...]:
        """Every dated act with its response, in the order of the text."""
        from bihuan.checks.acts import acts_of

        return tuple((response, act) for _, response in self.responses for act in acts_of(response))

    def told(self, response: Response) -> list[frozenset[Kind]] | None:
        """What the measures of the response tell, read once; see ``measures.kinds_told``."""
        from bihuan.checks.measures import kinds_told

        if id(response) not in self._told:
            self._told[id(response)] = kinds_told(response, self.report)
        return self._told[id(response)]

    @cached_property
    def _restarts(self) -> bool:
        """True when two sections or groups begin with the same finding number."""
        firsts: dict[tuple[int, str | None], str] = {}
        for section, response in self.responses:
            for finding in response.findings:
                if finding.number:
                    firsts.setdefault((section.line, finding.group), finding.number)
        return len(set(firsts.values())) < len(firsts)

    @cached_property
    def _labels(self) -> dict[int, str]:
        """Label of every numbered finding, by its identity (the report keeps the findings alive)."""
        found = {}
        for section, response in self.responses:
            head = f"{section.number}/" if self._restarts and section.number else ""
            for finding in response.findings:
                if finding.number:
                    found[id(finding)] = head + finding.number
        return found

    @cached_property
    def _bounds(self) -> list[tuple[int, int, Response | None]]:
        """Where sections (no response yet) and responses begin, by line."""
        heads: list[tuple[int, int, Response | None]] = [(one.line, 0, None) for one in self.report.sections]
        heads += [(response.line, 1, response) for _, response in self.responses]
        return sorted(heads, key=lambda head: head[:2])

    @cached_property
    def _bound_lines(self) -> list[int]:
        return [head[0] for head in self._bounds]

    def label(self, finding: Finding) -> tuple[str, ...]:
        """Its number as written, ``section/number`` where numbers restart; empty without a number."""
        label = self._labels.get(id(finding))
        return (label,) if label else ()

    def labels(self, response: Response) -> tuple[str, ...]:
        """Labels of all its findings that have a number."""
        return tuple(label for finding in response.findings for label in self.label(finding))

    def response_at(self, line: int) -> Response | None:
        """The response in whose lines this one stands; None before the first and outside its section."""
        index = bisect_right(self._bound_lines, line) - 1
        return self._bounds[index][2] if index >= 0 else None

    def labels_at(self, line: int) -> tuple[str, ...]:
        """Labels of the response in which the line stands, empty when none does."""
        response = self.response_at(line)
        return self.labels(response) if response else ()

    def number(self, rule: Rule, name: str) -> int:
        """Value of a parameter: what the office set, else the default."""
        default = next(one.default for one in rule.parameters if one.name == name)
        return self.parameters.get(rule.code, {}).get(name, default)
