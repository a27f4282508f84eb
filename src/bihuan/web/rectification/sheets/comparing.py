"""What would become of each row of a sheet: compared with the ledger, field by field. The preview shows it,
and the import does it: both run this, the one on rows that it throws away, the other under the case's lock.
"""

from __future__ import annotations

import copy
from collections import Counter, defaultdict
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from bihuan.ledger import numbers
from bihuan.ledger.lines import IDENTIFIER
from bihuan.ledger.safe_text import safe
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.words import day_words
from bihuan.web.inspections.models import Finding
from bihuan.web.rectification.models import Measure, Response, ResponseFinding
from bihuan.web.rectification.services.editing import REWORDING, clean
from bihuan.web.rectification.services.locking import refuse_frozen, refuse_planned, refuse_unplannable
from bihuan.web.rectification.services.planning import MeasurePlan, plan_set, target_set
from bihuan.web.rectification.sheets import left_alone, settling
from bihuan.web.rectification.sheets.columns import CATEGORIES, KINDS, STATUSES
from bihuan.web.rectification.sheets.people import Register

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from bihuan.web.inspections.models import Feedback

FOREIGN = "系统编号不是这份台账的，请确认这张表是从这份台账导出的。"
GONE = "这项措施已在系统里删除；要重新增加的，请清空这一行最后一列的系统编号再导入。"
NO_FINDING = "台账里没有这个问题。新的问题请用更正后的反馈材料替换反馈。"
EMPTIED = "措施文字是空的。要删除措施，请在问题页删除，导入不删除任何措施。"
CHANGED = "导出这张表以后，系统里改过这一项，表上的内容可能已经过时。"
MEANWHILE = "预览以后这一项又被别人改过，没有采用；请重新比对。"
TOLD_TWICE = "同一项整改的{field}在几行里写得不一样，没有采用；请改成一致后再导入。"
PEOPLE = ("leader", "department", "person")
WORDS = {
    "text": "措施",
    "kind": "措施类型",
    "category": "性质",
    "criteria": "完成标准",
    "due": "完成时限",
    "leader": "责任领导",
    "department": "责任部门",
    "person": "责任人",
    "target": "整改目标",
    "outcome": "整改情况",
}
_CODES = {
    "kind": {word: code for code, word in KINDS.items()},
    "category": {word: code for code, word in CATEGORIES.items()},
}


class What(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGE = "change"
    SAME = "same"
    CONFLICT = "conflict"
    ERROR = "error"
    SKIPPED = "skipped"


LABELS = {
    What.NEW: "新增",
    What.CHANGE: "更新",
    What.CONFLICT: "冲突",
    What.ERROR: "不能导入",
    What.SKIPPED: "跳过",
    What.SAME: "不变",
}


def counted(results: Iterable[dict[str, Any]]) -> str:
    """How many rows became what, in words."""
    counts = Counter(one["what"] for one in results)
    return "，".join(f"{word}{counts[what]}行" for what, word in LABELS.items() if counts[what])


class Place(NamedTuple):
    """Where a row belongs."""

    response: Response
    measure: Measure | None
    versions: tuple[int, int] | None
    """Of response and measure when the sheet was taken away; None for rows without an identifier."""
    number: str


class Made(NamedTuple):
    """A measure that comes in addition; not stored yet."""

    measure: Measure
    fields: dict[str, list[Any]]


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
        self._load()

    def _load(self) -> None:
        case = self.case
        rows = Response.objects.filter(feedback=case, withdrawn_at=None).order_by("position", "id")
        self._responses = {one.pk: one for one in rows}
        self._numbers: dict[int, str] = {}
        self._findings: dict[int, Finding] = {}
        self._answers: dict[int, list[int]] = defaultdict(list)
        self._by_number: dict[str, list[int]] = defaultdict(list)
        self._by_text: dict[str, list[int]] = defaultdict(list)
        for one in Finding.objects.filter(feedback=case, withdrawn_at=None).order_by("position"):
            self._findings[one.pk] = one
            self._by_number[numbers.canonical(one.number) if one.number else ""].append(one.pk)
            self._by_text[plain(one.title)].append(one.pk)
        self._aspects = left_alone.aspects_of(case)
        links = ResponseFinding.objects.filter(finding__feedback=case, finding__withdrawn_at=None)
        for finding, response in links.order_by("response__position", "response_id").values_list(
            "finding_id", "response_id"
        ):
            if response in self._responses:
                self._answers[finding].append(response)
                self._numbers.setdefault(response, self._findings[finding].number)
        found = Measure.objects.filter(feedback=case, response__in=self._responses)
        self._measures = {one.pk: one for one in found.select_related("leader", "department", "person")}
        self._texts: dict[int, dict[str, int]] = defaultdict(dict)
        for measure in self._measures.values():
            self._texts[measure.response_id].setdefault(plain(measure.text), measure.pk)

    def run(self, rows: Sequence[dict[str, Any]]) -> None:
        """Compare every row."""
        taken: set[int] = set()
        told: dict[tuple[int, str], dict[str, tuple[dict[str, Any], Place]]] = defaultdict(dict)
        for at, row in enumerate(rows):
            try:
                place = self._place(row, taken)
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
            for field, value in self._response_fields(row, place.response):
                told[place.response.pk, field].setdefault(value, (row, place))
        for (pk, field), values in told.items():
            self._compare_response(self._responses[pk], field, values)
        sheets = {row["sheet"]: at for at, row in reversed(list(enumerate(rows)))}
        self.results.sort(key=lambda one: (sheets[one["sheet"]], one["row"]))

    # --- where a row belongs

    def _place(self, row: dict[str, Any], taken: set[int]) -> Place:
        if IDENTIFIER.fullmatch(row["id"]):
            place = self._by_identifier(row)
            if place.measure is None or place.measure.pk not in taken:
                return place
            # The row was copied in Excel, hidden identifier and all: it is one more measure of its finding.
            same = plain(row["text"]) == plain(place.measure.text)
            return place._replace(measure=place.measure if same else None, versions=None)
        return self._by_words(row)

    def _by_identifier(self, row: dict[str, Any]) -> Place:
        finding, response, measure, *versions = (*map(int, row["id"][1:].split("-")), 0, 0, 0)[:5]
        known = self._responses.get(response)
        if measure:
            one = self._measures.get(measure)
            if one is None:
                raise ServiceError(GONE if known or finding in self._findings else FOREIGN)
            known = self._responses[one.response_id]
            return Place(known, one, (versions[0], versions[1]), self._numbers.get(known.pk, ""))
        if known is None:
            raise ServiceError(FOREIGN)
        return Place(known, None, (versions[0], 0), self._numbers.get(known.pk, ""))

    def _by_words(self, row: dict[str, Any]) -> Place:
        found = self._by_number.get(numbers.canonical(row["number"]), []) if row["number"] else []
        by_text = self._by_text.get(plain(row["finding"]), [])
        if len(found) != 1:
            found = [pk for pk in found if pk in by_text] or by_text
        answers = [pk for one in found[:1] for pk in self._answers[one]]
        if not answers:
            raise ServiceError(NO_FINDING)
        text = plain(row["text"])
        for pk in answers:
            if text and text in self._texts[pk]:
                measure = self._measures[self._texts[pk][text]]
                return Place(self._responses[pk], measure, None, self._numbers.get(pk, ""))
        return Place(self._responses[answers[-1]], None, None, self._numbers.get(answers[-1], ""))

    # --- measures

    def _compare_measure(self, row: dict[str, Any], place: Place, one: Measure) -> None:
        key, label = f"m{one.pk}", f"{_called(place)}：{short(one.text)}"
        wanted, notes = self._wanted(row, one)
        if not wanted:
            self._result(row, What.SAME, label, key=key, notes=notes)
            return
        fields = [
            [WORDS[field], worded(field, shown(one, field)), worded(field, new)]
            for field, (new, _) in wanted.items()
        ]
        told: dict[str, Any] = {"key": key, "fields": fields, "notes": notes}
        if self.skip:
            self._result(row, What.SKIPPED, label, **told)
            return
        try:
            changed, said = self._changed(one, place.response, wanted)
        except ServiceError as error:
            self._result(row, What.ERROR, label, why=error, **told)
            return
        why = self._conflict(key, place.versions[1] if place.versions else one.version, one.version)
        if why:
            self._result(row, What.CONFLICT, label, why=why, **told)
            return
        self._result(row, What.CHANGE, label, **told)
        self.measures[one.pk] = changed, said

    def _compare_settled(self, row: dict[str, Any], place: Place, one: Measure) -> None:
        """What was carried out is a write of its own, with rights and rules of its own, so a result too."""
        wanted = settling.differing(row["told"], one)
        if not wanted:
            return
        key, label, stored = f"s{one.pk}", f"{_called(place)}：{short(one.text)}", settling.as_shown(one)
        fields = [[settling.WORDS[name], stored[name], new] for name, new in wanted.items()]
        told: dict[str, Any] = {"key": key, "fields": fields}
        if self.skip:
            self._result(row, What.SKIPPED, label, **told)
            return
        before, said = self.measures.get(one.pk, (one, {}))
        changed = copy.copy(before)
        changed.version = one.version + 1
        try:
            changes = settling.settled(wanted, changed, place.response, self.now)
        except ServiceError as error:
            self._result(row, What.ERROR, label, why=error, **told)
            return
        why = self._conflict(key, place.versions[1] if place.versions else one.version, one.version)
        if why:
            self._result(row, What.CONFLICT, label, why=why, **told)
            return
        self._result(row, What.CHANGE, label, **told)
        self.measures[one.pk] = changed, {**said, **changes}
        self.settled.append(changed)

    def _tell_untaken(self, row: dict[str, Any], place: Place) -> None:
        """Cells that were changed in columns which no sheet decides."""
        finding = self._findings.get(int(row["id"][1:].split("-")[0]))
        found = left_alone.of_response(row, place.response)
        if finding is not None:
            found += left_alone.of_finding(row, finding, self._aspects.get(finding.pk, ""))
        if place.measure is not None:
            found += left_alone.of_measure(row, place.measure)
        elif not row["text_told"]:
            own = [one for one in self._measures.values() if one.response_id == place.response.pk]
            elsewhere = not left_alone.of_sums(row, [])  # a joint answer is told under its first finding
            found += [] if elsewhere else left_alone.of_sums(row, own)
        if found:
            fields = [[one.word, one.stored, one.told] for one in found]
            key, why = f"u{row['sheet']}.{row['row']}", ServiceError(left_alone.said(found))
            self._result(row, What.ERROR, _label(row), key=key, fields=fields, why=why)

    def _wanted(self, row: dict[str, Any], one: Measure) -> tuple[dict[str, tuple[str, Any]], list[str]]:
        """Field → (as shown, value) of all that differs, and what could not be understood."""
        wanted: dict[str, tuple[str, Any]] = {}
        notes: list[str] = []
        if row["text_told"] and plain(row["text"]) != plain(one.text):
            wanted["text"] = (row["text"], row["text"])
        told = row["told"]
        for field in ("kind", "category"):
            if field in told and told[field] != shown(one, field):
                code = _CODES[field].get(told[field])
                if code is None:
                    notes.append(f"{WORDS[field]}“{told[field][:20]}”不在可选之列，没有采用。")
                else:
                    wanted[field] = (told[field], code)
        if "criteria" in told and plain(told["criteria"]) != plain(one.criteria):
            wanted["criteria"] = (told["criteria"], told["criteria"])
        self._wanted_due(row, one, wanted)
        for field in PEOPLE:
            if field in told and plain(told[field]) != plain(shown(one, field)):
                named = self._register.named(field, told[field])
                wanted[field] = (told[field], named)
                notes += [named.warning] if named.warning else []
        return wanted, notes

    def _wanted_due(self, row: dict[str, Any], one: Measure, wanted: dict[str, tuple[str, Any]]) -> None:
        if not row["due_told"]:
            return
        kind = {"immediate": "immediate", "long_term": "lasting"}.get(row["due_kind"])
        if kind:
            if "kind" not in wanted and one.kind != kind and not row["told"].get("kind"):
                wanted["kind"] = (KINDS[kind], kind)
            return
        due = date.fromisoformat(row["due"]) if row["due"] else None
        if due != one.due:
            wanted["due"] = (row["due"], due)

    def _changed(
        self, one: Measure, response: Response, wanted: dict[str, tuple[str, Any]]
    ) -> tuple[Measure, dict[str, list[Any]]]:
        """A copy with the new values, and what the journal tells of it; ``ServiceError`` as its page."""
        changed = copy.copy(one)
        said = {field: [shown(one, field), new] for field, (new, _) in wanted.items()}
        if "text" in wanted:
            refuse_frozen(response)
            refuse_planned(response, REWORDING)
            if not wanted["text"][1].strip():
                raise ServiceError(EMPTIED)
            changed.text = clean(wanted["text"][1])
        if wanted.keys() - {"text"}:
            refuse_unplannable(response)
            self._set_plan(changed, wanted, response)
        changed.version += 1
        return changed, said

    def _set_plan(self, row: Measure, wanted: Mapping[str, tuple[str, Any]], response: Response) -> None:
        now: dict[str, Any] = {
            field: wanted[field][1] if field in wanted else getattr(row, field)
            for field in ("kind", "category", "criteria", "due")
        }
        kept = dict(row.named)
        for field in PEOPLE:
            now[f"{field}_id"] = wanted[field][1].id if field in wanted else getattr(row, f"{field}_id")
            if field in wanted:
                kept.pop(field, None)
                kept |= {field: wanted[field][1].kept} if wanted[field][1].kept else {}
        plan_set(row, MeasurePlan(**now), self.case, response)
        row.named = kept

    def _compare_new(self, row: dict[str, Any], place: Place, at: int) -> None:
        key, label = f"n{at}", f"{_called(place)}：{short(row['text'])}"
        made = Measure(feedback=self.case, unit_id=self.case.unit_id, response=place.response, named={})
        wanted, notes = self._wanted(row, made)
        if settling.differing(row["told"], made):
            notes.append(settling.NOT_YET)
        fields = [[WORDS[field], "", worded(field, new)] for field, (new, _) in wanted.items() if new]
        told: dict[str, Any] = {"key": key, "fields": fields, "notes": notes}
        text = plain(row["text"])
        if text in self._texts[place.response.pk]:
            self._result(row, What.SAME, label, key=key, notes=["这组整改里已经有一模一样的措施。"])
            return
        try:
            refuse_frozen(place.response)
            refuse_planned(place.response)
            made.text = clean(row["text"])
            self._set_plan(made, wanted, place.response)
        except ServiceError as error:
            self._result(row, What.ERROR, label, why=error, **told)
            return
        self._texts[place.response.pk][text] = 0
        self._result(row, What.NEW, label, **told)
        self.made.append(Made(made, {field: ["", new] for field, (new, _) in wanted.items() if new}))

    # --- what a response says once for all its measures

    def _response_fields(self, row: dict[str, Any], one: Response) -> list[tuple[str, str]]:
        """(field, new words) that differ from what is stored."""
        told, found = row["told"], []
        if "target" in told and plain(told["target"]) != plain(one.target):
            found.append(("target", told["target"]))
        if "outcome" in told and plain(told["outcome"]) != plain(one.outcome):
            found.append(("outcome", told["outcome"]))
        elif told.get("status", STATUSES[one.status]) != STATUSES[one.status]:
            found.append(("outcome", f"{told['status']}。" if told["status"] else ""))
        return found

    def _compare_response(
        self, one: Response, field: str, values: Mapping[str, tuple[dict[str, Any], Place]]
    ) -> None:
        value, (row, place) = next(iter(values.items()))
        key, label = f"r{one.pk}.{field}", _called(place)
        told: dict[str, Any] = {"key": key, "fields": [[WORDS[field], getattr(one, field), value]]}
        if len(values) > 1:
            said = TOLD_TWICE.format(field=WORDS[field])
            self._result(row, What.ERROR, label, key=key, why=ServiceError(said))
            return
        if self.skip:
            self._result(row, What.SKIPPED, label, **told)
            return
        changed = copy.copy(one)
        try:
            if field == "target":
                target_set(changed, value)
            else:
                refuse_frozen(one)
                value = clean(value) if value.strip() else ""
        except ServiceError as error:
            self._result(row, What.ERROR, label, why=error, **told)
            return
        why = self._conflict(key, place.versions[0] if place.versions else one.version, one.version)
        if why:
            self._result(row, What.CONFLICT, label, why=why, **told)
            return
        self._result(row, What.CHANGE, label, **told)
        if field == "target":
            self.targets.append((changed, {"target": [one.target, value]}))
        else:
            self.outcomes.append((one, value))

    # --- shared

    def _conflict(self, key: str, exported: int, now: int) -> ServiceError | None:
        """Why the row is not to be written over, None where it may be."""
        self.touched[key] = now
        if self.seen is not None and self.seen.get(key) != now:
            return ServiceError(MEANWHILE)
        if exported != now and key not in self.over:
            return ServiceError(CHANGED)
        return None

    def _result(
        self,
        row: dict[str, Any],
        what: What,
        label: str,
        *,
        key: str,
        fields: Sequence[Sequence[str]] = (),
        notes: Sequence[str] = (),
        why: ServiceError | None = None,
    ) -> None:
        self.results.append(
            {
                "sheet": row["sheet"],
                "row": row["row"],
                "what": what.value,
                "label": label,
                "key": key,
                "fields": [list(one) for one in fields],
                "notes": list(notes),
                "why": str(why) if why else "",
                "href": (getattr(why, "href", "") or "") if why else "",
            }
        )


def plain(text: str) -> str:
    """Text as it compares: as a cell can hold it, without blanks and what cannot be seen."""
    return "".join(safe(text).replace("\u200b", "").replace("\ufeff", "").split()).removeprefix("'")


def shown(one: Measure, field: str) -> str:
    """A field of a measure as the sheet shows it."""
    if field == "kind":
        return KINDS[one.kind]
    if field == "category":
        return CATEGORIES[one.category]
    if field == "due":
        return one.due.isoformat() if one.due else ""
    if field in PEOPLE:
        held = getattr(one, field) if getattr(one, f"{field}_id") else None
        return str(one.named.get(field) or (held.name if held else ""))
    return str(getattr(one, field))


def worded(field: str, value: str) -> str:
    """A value of a sheet as pages show it: cells and comparisons keep days as they sort."""
    return day_words(date.fromisoformat(value)) if field == "due" and value else value


def short(text: str, longest: int = 40) -> str:
    """The beginning of a text, which says that there is more."""
    return text if len(text) <= longest else f"{text[:longest]}……"


def _called(place: Place) -> str:
    return f"问题{place.number}" if place.number else "未编号的整改"


def _label(row: dict[str, Any]) -> str:
    number = f"问题{row['number']}" if row["number"] else ""
    return "：".join(one for one in (number, short(row["text"] or row["finding"])) if one)
