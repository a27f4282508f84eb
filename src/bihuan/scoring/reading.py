"""What was read against labels: findings, responses, measures, outcomes, dates and totals of a report.

A label is the view of ``bihuan parse`` cut down to what is compared::

    {"sections": [{"responses": [
       {"findings": [{"number": "1", "title": "窗口排队时间长", "line": 3}],
        "measures": [{"line": 4, "dates": [{"start": "2023-03-06", "end": "2023-03-06", "line": 4}]}],
        "outcome": {"line": 5, "status": "completed"}}]}],
     "totals": [{"line": 1, "what": "findings", "total": 19, "completed": 17, "ongoing": 2,
                 "not_started": null, "rate": null}]}

What a label leaves out of a report is not counted: ``"unscored": ["totals"]``, or no ``totals`` at all, or no
``dates`` on any measure. Only dates that say when a
measure was carried out are compared.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from bihuan.scoring.tally import Note, Tally

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

KEYS = ("findings", "responses", "measures", "outcomes", "dates", "totals")
TOTALS = ("what", "total", "completed", "ongoing", "not_started", "rate")
TAIL = "；;。，, \u3000"
LONGEST = 60


def score(
    name: str, labels: Mapping[str, Any], read: Mapping[str, Any], lines: Sequence[str]
) -> tuple[dict[str, Tally], list[Note]]:
    """Tallies by field and the differences of one report."""
    wanted, found = _items(labels), _items(read)
    tallies, notes = {}, []
    unscored = _unscored(labels)
    for key in (key for key in KEYS if key not in unscored):
        one, other = Counter(wanted[key]), Counter(found[key])
        tallies[key] = Tally((one & other).total(), (one - other).total(), (other - one).total())
        for fault, rest in (("missed", one - other), ("false", other - one)):
            notes += [Note(name, item[0], key, fault, _told(item, lines)) for item in sorted(rest, key=str)]
    return tallies, notes


def _unscored(labels: Mapping[str, Any]) -> set[str]:
    """Fields that the label does not speak of."""
    responses = [one for section in labels.get("sections", ()) for one in section.get("responses", ())]
    measures = [measure for one in responses for measure in one.get("measures", ())]
    left = set(labels.get("unscored", ()))
    if measures and not any("dates" in measure for measure in measures):
        left.add("dates")
    return left if "totals" in labels else {*left, "totals"}


def is_exact(tallies: Mapping[str, Tally], *keys: str) -> bool:
    """True where nothing was missed and nothing false was found in these fields."""
    return not any(tallies[key].missed or tallies[key].false for key in keys if key in tallies)


def _items(view: Mapping[str, Any]) -> dict[str, list[tuple[Any, ...]]]:
    """The fields of a view as tuples that begin with a line."""
    items: dict[str, list[tuple[Any, ...]]] = {key: [] for key in KEYS}
    for response in (one for section in view.get("sections", ()) for one in section.get("responses", ())):
        findings = tuple(one["line"] for one in response["findings"])
        for one in response["findings"]:
            items["findings"].append((one["line"], one["number"], one["title"]))
        if findings:
            items["responses"].append((findings[0], findings))
        for measure in response.get("measures", ()):
            items["measures"].append((measure["line"], findings, measure.get("text", "").strip(TAIL)[:12]))
            items["dates"] += _dates(measure)
        if response.get("outcome"):
            items["outcomes"].append((response["outcome"]["line"], response["outcome"]["status"], findings))
    items["totals"] = [(one["line"], *(one.get(key) for key in TOTALS)) for one in view.get("totals", ())]
    return items


def _dates(measure: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    for day in measure.get("dates", ()):
        if day.get("role", "action") == "action":
            yield day["line"], day["start"], day["end"]


def _told(item: tuple[Any, ...], lines: Sequence[str]) -> str:
    line = lines[item[0] - 1].strip()[:LONGEST] if 0 < item[0] <= len(lines) else ""
    return f"{'，'.join(str(part) for part in item[1:])}｜{line}"
