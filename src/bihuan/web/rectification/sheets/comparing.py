"""What would become of each row of a sheet: compared with the ledger, field by field. The preview shows it,
and the import does it: both run this, the one on rows that it throws away, the other under the case's lock.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from bihuan.web.base.errors import ServiceError
from bihuan.web.rectification.models import Measure
from bihuan.web.rectification.services.editing import clean
from bihuan.web.rectification.services.locking import refuse_frozen, refuse_planned
from bihuan.web.rectification.services.planning import target_set
from bihuan.web.rectification.sheets import left_alone, settling
from bihuan.web.rectification.sheets.columns import STATUSES
from bihuan.web.rectification.sheets.people import Register
from bihuan.web.rectification.sheets.placing import Standing
from bihuan.web.rectification.sheets.results import What, result
from bihuan.web.rectification.sheets.wishes import changed, set_plan, wishes_of
from bihuan.web.rectification.sheets.wording import WORDS, plain, short, worded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from bihuan.web.inspections.models import Feedback
    from bihuan.web.rectification.models import Response
    from bihuan.web.rectification.sheets.placing import Place

    Row = Mapping[str, Any]

CHANGED = "导出这张表以后，系统里改过这一项，表上的内容可能已经过时。"
MEANWHILE = "预览以后这一项又被别人改过，没有采用；请重新比对。"
TOLD_TWICE = "同一项整改的{field}在几行里写得不一样，没有采用；请改成一致后再导入。"
Outcome = TypeVar("Outcome")


class Made(NamedTuple):
    """A measure that comes in addition; not stored yet."""

    measure: Measure
    fields: dict[str, list[Any]]


class Versions(NamedTuple):
    """Of what a row would change: when the sheet was taken away, and now."""

    exported: int
    now: int


class Comparison:
    """A case, and the rows of a sheet beside it. ``measures``, ``responses`` and ``made`` hold what has
    changed; nothing is stored.
    """

    def __init__(
        self, case: Feedback, now: datetime, *, seen: Mapping[str, int] | None = None,
        over: Iterable[str] = (), skip: bool = False,
    ) -> None:  # fmt: skip
        self.case, self.now, self.seen = case, now, seen
        self.over, self.skip = frozenset(over), skip
        self.results: list[dict[str, Any]] = []
        self.touched: dict[str, int] = {}
        """What the rows would change, with the version that was compared."""
        self.measures: dict[int, tuple[Measure, dict[str, list[Any]]]] = {}
        self.settled: list[Measure] = []
        """Those whose row says that they were carried out, or are open again after all."""
        self.targets: list[tuple[Response, dict[str, list[Any]]]] = []
        self.outcomes: list[tuple[Response, str]] = []
        self.made: list[Made] = []
        self._register = Register(case.unit_id)
        self._standing = Standing(case)

    def run(self, rows: Sequence[dict[str, Any]]) -> None:
        """Compare every row."""
        taken: set[int] = set()
        told: dict[tuple[int, str], dict[str, tuple[Row, Place]]] = defaultdict(dict)
        for at, row in enumerate(rows):
            try:
                place = self._standing.place(row, taken)
            except ServiceError as error:
                self._result(row, What.ERROR, _label(row), key=f"n{at}", why=error)
                continue
            if place.measure is not None:
                taken.add(place.measure.pk)
                self._compare_measure(row, place, place.measure)
                self._compare_settled(row, place, place.measure)
            elif row["text"]:
                self._compare_new(row, place, at)
            if place.versions is not None:
                self._tell_untaken(row, place)
            for field, value in _differing(row, place.response):
                told[place.response.pk, field].setdefault(value, (row, place))
        for (pk, field), values in told.items():
            self._compare_response(self._standing.responses[pk], field, values)
        sheets = {row["sheet"]: at for at, row in reversed(list(enumerate(rows)))}
        self.results.sort(key=lambda one: (sheets[one["sheet"]], one["row"]))

    def _compare_measure(self, row: Row, place: Place, one: Measure) -> None:
        key, label = f"m{one.pk}", f"{place.called}：{short(one.text)}"
        wishes = wishes_of(row, one, self._register)
        if not wishes.fields:
            self._result(row, What.SAME, label, key=key, notes=wishes.notes)
            return
        told = {"key": key, "fields": wishes.beside(one), "notes": wishes.notes}
        made = self._decided(
            row, label, _versions(place, one), lambda: changed(one, place.response, wishes.fields, self.case),
            **told,
        )  # fmt: skip
        if made:
            self.measures[one.pk] = made

    def _compare_settled(self, row: Row, place: Place, one: Measure) -> None:
        """What was carried out is a write of its own, with rights and rules of its own, so a result too."""
        wanted = settling.differing(row["told"], one)
        if not wanted:
            return
        stored = settling.as_shown(one)
        before, said = self.measures.get(one.pk, (one, {}))
        after = copy.copy(before)
        after.version = one.version + 1
        made = self._decided(
            row,
            f"{place.called}：{short(one.text)}",
            _versions(place, one),
            lambda: settling.settled(wanted, after, place.response, self.now),
            key=f"s{one.pk}",
            fields=[[settling.WORDS[name], stored[name], new] for name, new in wanted.items()],
        )
        if made is not None:
            self.measures[one.pk] = after, {**said, **made}
            self.settled.append(after)

    def _tell_untaken(self, row: dict[str, Any], place: Place) -> None:
        """Cells that were changed in columns which no sheet decides."""
        finding = self._standing.findings.get(int(row["id"][1:].split("-")[0]))
        found = left_alone.of_response(row, place.response)
        if finding is not None:
            found += left_alone.of_finding(row, finding, self._standing.aspects.get(finding.pk, ""))
        if place.measure is not None:
            found += left_alone.of_measure(row, place.measure)
        elif not row["text_told"]:
            own = [one for one in self._standing.measures.values() if one.response_id == place.response.pk]
            elsewhere = not left_alone.of_sums(row, [])  # a joint answer is told under its first finding
            found += [] if elsewhere else left_alone.of_sums(row, own)
        if found:
            fields = [[one.word, one.stored, one.told] for one in found]
            key, why = f"u{row['sheet']}.{row['row']}", ServiceError(left_alone.said(found))
            self._result(row, What.ERROR, _label(row), key=key, fields=fields, why=why)

    def _compare_new(self, row: Row, place: Place, at: int) -> None:
        key, label = f"n{at}", f"{place.called}：{short(row['text'])}"
        made = Measure(feedback=self.case, unit_id=self.case.unit_id, response=place.response, named={})
        wanted, notes = wishes_of(row, made, self._register)
        if settling.differing(row["told"], made):
            notes.append(settling.NOT_YET)
        new = {field: wish.shown for field, wish in wanted.items() if wish.shown}
        fields = [[WORDS[field], "", worded(field, value)] for field, value in new.items()]
        told: dict[str, Any] = {"key": key, "fields": fields, "notes": notes}
        text, texts = plain(row["text"]), self._standing.texts[place.response.pk]
        if text in texts:
            self._result(row, What.SAME, label, key=key, notes=["这组整改里已经有一模一样的措施。"])
            return
        try:
            refuse_frozen(place.response)
            refuse_planned(place.response)
            made.text = clean(row["text"])
            set_plan(made, wanted, place.response, self.case)
        except ServiceError as error:
            self._result(row, What.ERROR, label, why=error, **told)
            return
        texts[text] = 0
        self._result(row, What.NEW, label, **told)
        self.made.append(Made(made, {field: ["", value] for field, value in new.items()}))

    def _compare_response(self, one: Response, field: str, values: Mapping[str, tuple[Row, Place]]) -> None:
        """What a response says once for all its measures."""
        value, (row, place) = next(iter(values.items()))
        key, label = f"r{one.pk}.{field}", place.called
        if len(values) > 1:
            said = ServiceError(TOLD_TWICE.format(field=WORDS[field]))
            self._result(row, What.ERROR, label, key=key, why=said)
            return
        versions = Versions(place.versions[0] if place.versions else one.version, one.version)
        fields, after = [[WORDS[field], getattr(one, field), value]], copy.copy(one)
        if field == "target":
            made = self._decided(
                row, label, versions, lambda: (target_set(after, value), True), key=key, fields=fields
            )
            if made:
                self.targets.append((after, {"target": [one.target, value]}))
            return
        words = self._decided(row, label, versions, lambda: _outcome(one, value), key=key, fields=fields)
        if words is not None:
            self.outcomes.append((one, words))

    def _decided(
        self,
        row: Row,
        label: str,
        versions: Versions,
        change: Callable[[], Outcome],
        **told: Any,
    ) -> Outcome | None:
        """What the change made, with the result of the row; None where it is skipped, refused or in
        conflict with what somebody else wrote.
        """
        if self.skip:
            self._result(row, What.SKIPPED, label, **told)
            return None
        try:
            made = change()
        except ServiceError as error:
            self._result(row, What.ERROR, label, why=error, **told)
            return None
        why = self._conflict(told["key"], versions)
        self._result(row, What.CONFLICT if why else What.CHANGE, label, why=why, **told)
        return None if why else made

    def _conflict(self, key: str, versions: Versions) -> ServiceError | None:
        """Why the row is not to be written over, None where it may be."""
        self.touched[key] = versions.now
        if self.seen is not None and self.seen.get(key) != versions.now:
            return ServiceError(MEANWHILE)
        if versions.exported != versions.now and key not in self.over:
            return ServiceError(CHANGED)
        return None

    def _result(self, row: Row, what: What, label: str, **told: Any) -> None:
        self.results.append(result(row, what, label, **told))


def _differing(row: dict[str, Any], one: Response) -> list[tuple[str, str]]:
    """(field, new words) that differ from what is stored."""
    told, found = row["told"], []
    if "target" in told and plain(told["target"]) != plain(one.target):
        found.append(("target", told["target"]))
    if "outcome" in told and plain(told["outcome"]) != plain(one.outcome):
        found.append(("outcome", told["outcome"]))
    elif told.get("status", STATUSES[one.status]) != STATUSES[one.status]:
        found.append(("outcome", f"{told['status']}。" if told["status"] else ""))
    return found


def _outcome(one: Response, value: str) -> str:
    """The words as they are stored."""
    refuse_frozen(one)
    return clean(value) if value.strip() else ""


def _versions(place: Place, one: Measure) -> Versions:
    return Versions(place.versions[1] if place.versions else one.version, one.version)


def _label(row: Row) -> str:
    number = f"问题{row['number']}" if row["number"] else ""
    return "：".join(one for one in (number, short(row["text"] or row["finding"])) if one)
