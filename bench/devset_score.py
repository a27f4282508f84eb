"""Scores ``bihuan parse`` and ``bihuan check`` on the labelled development set and prints what differs.

``python bench/devset_score.py [--only d01,d02] [--all-codes] [--quiet] [--dir bench/devset]`` runs the
installed command on every ``NAME.txt`` and compares with ``NAME.structure.json`` and ``NAME.expected.json``.
The checks are scored as the catalogue says: each (code, line) counts once, ``related`` and severity do not
count, an unlabelled diagnostic of level info counts as nothing and any other unlabelled one as a false alarm.
Only codes of the first slice count unless ``--all-codes`` is given. Exit status is always 0: this measures,
it does not judge.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CODES = {
    *("ST01", "ST02", "ST03", "ST04", "DT01", "DT02", "DT03", "DT06", "DT07", "DT08", "CL01", "CL02", "CL04"),
    *("CL07", "SB03", "CM01", "CM02", "CM03", "RU01", "WD01", "WD02", "WD03"),
    *("PB01", "PB02", "PB03", "PB04", "PB05", "PB06"),
}
KINDS = {"other": {"other", "notice"}}  # meeting news has no kind of its own in the contract
NUMBERED = re.compile(r"^[（(]?[一二三四五六七八九十]+[）)、]\s*")  # a group may keep its number
TAIL = "；;。，, 　"


class Score:
    """Hits, misses and false ones per key, with the lines to print."""

    def __init__(self) -> None:
        self.counts: dict[str, Counter[str]] = defaultdict(Counter)
        self.notes: list[str] = []
        self.unscored: list[str] = []

    def compare(self, name: str, key: str, want: Iterable[Any], got: Iterable[Any], text: list[str]) -> None:
        """Adds two multisets; ``want`` and ``got`` are (line, value) pairs."""
        if key.replace(" ", "_") in self.unscored:
            return
        wanted, found = Counter(want), Counter(got)
        self.counts[key]["hit"] += sum((wanted & found).values())
        missed, extra = wanted - found, found - wanted
        for kind, rest in (("miss", missed), ("extra", extra)):
            for item in sorted(rest, key=str):
                self.counts[key][kind] += rest[item]
                self.notes.append(f"{name}:{item[0]} {key} {kind} {item[1:]!r} | {shorten(text, item[0])}")
        if missed or extra:
            self.counts[f"{key} (reports exact)"]["miss"] += 1
        else:
            self.counts[f"{key} (reports exact)"]["hit"] += 1


def shorten(text: list[str], line: int | None) -> str:
    return text[line - 1].strip()[:60] if line and 0 < line <= len(text) else ""


def run(command: str, path: Path) -> dict[str, Any]:
    """The JSON answer of one command; a crash prints and gives an empty answer."""
    program = Path(sys.executable).parent / "bihuan"
    done = subprocess.run(
        [str(program), command, str(path), "--format", "json"], capture_output=True, text=True
    )
    if done.returncode not in (0, 1) or not done.stdout:
        print(f"!! {command} {path.name}: status {done.returncode} {done.stderr.strip()[-300:]}")
        return {}
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def view(report: dict[str, Any], skip: set[int]) -> dict[str, list[tuple[Any, ...]]]:
    """The fields of a view as flat tuples that begin with a line."""
    out: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for section in report.get("sections", []):
        role = section["role"]
        if role == "other" and not section["responses"]:
            role = "leadership"  # 整改总体情况: the contract draws no line between the two
        out["sections"].append(
            (section["line"] if section["number"] else 0, section["number"], section["title"])
        )
        out["roles"].append((section["line"] if section["number"] else 0, role))
        for response in section["responses"]:
            findings = response["findings"]
            lines = tuple(f["line"] for f in findings) if findings else ("no finding",)
            first = findings[0]["line"] if findings else 0
            for finding in findings:
                out["findings"].append((finding["line"], finding["number"], finding["title"]))
                out["groups"].append((finding["line"], NUMBERED.sub("", finding.get("group") or "")))
                for sub in finding["subfindings"]:
                    out["subfindings"].append((sub["line"], sub["number"], sub["title"]))
            if findings:
                out["joint"].append((first, lines))
            for measure in response["measures"]:
                text = measure["text"].strip(TAIL)
                out["measures"].append((measure["line"], text))
                out["measure owner"].append((measure["line"], text[:12], lines))
                out["tense"].append((measure["line"], measure["tense"], text[:16]))
                for day in measure["dates"]:
                    key = "dates" if day["role"] == "action" else "reference dates"
                    out[key].append((day["line"], day["start"], day["end"]))
            if response["outcome"]:
                outcome = response["outcome"]
                out["outcome status"].append((outcome["line"], outcome["status"]))
                out["outcome text"].append((outcome["line"], outcome["text"].strip(TAIL)))
                out["outcome owner"].append((outcome["line"], lines))
    for total in report.get("totals", []):
        keys = ("what", "total", "completed", "ongoing", "not_started", "rate")
        if total["line"] not in skip:
            out["totals"].append((total["line"], *(total[key] for key in keys)))
    return out


def commitments(report: dict[str, Any], next_steps: set[int]) -> list[tuple[Any, ...]]:
    """Commitments outside the closing chapter, where each sentence may or may not be one."""
    return [
        (c["line"], c["due"], c["every"], c["from"])
        for c in report.get("commitments", [])
        if c["line"] not in next_steps
    ]


def chapter_lines(report: dict[str, Any], size: int) -> set[int]:
    """Lines of the sections of role next_steps."""
    sections = report["sections"]
    out: set[int] = set()
    for section, after in zip(sections, [*sections[1:], {"line": size + 1}], strict=False):
        if section["role"] == "next_steps":
            out |= set(range(section["line"], after["line"]))
    return out


def score_parse(name: str, want: dict[str, Any], got: dict[str, Any], text: list[str], score: Score) -> None:
    score.unscored = want.get("unscored", [])
    skip = chapter_lines(want, len(text))
    expected, found = view(want, skip), view(got, skip)
    kinds = KINDS.get(want["kind"], {want["kind"]})
    for key in ("kind", "title", "issuer", "issued_on", "feedback_on"):
        value = want["kind"] if key == "kind" and got.get("kind") in kinds else got.get(key)
        score.compare(name, key, [(1, want[key])], [(1, value)], text)
    for key in ("start", "end", "team", "unit"):
        have = (got.get("inspection") or {}).get(key)
        score.compare(name, f"inspection.{key}", [(1, want["inspection"][key])], [(1, have)], text)
    for key in ("phone", "email", "post"):
        wanted, found_there = (
            [(1, v) for v in (side.get("contact") or {}).get(key, [])] for side in (want, got)
        )
        score.compare(name, f"contact.{key}", wanted, found_there, text)
    for key in sorted({*expected, *found}):
        score.compare(name, key, expected[key], found[key], text)
    score.compare(name, "commitments", commitments(want, skip), commitments(got, skip), text)


def score_check(
    name: str, want: dict[str, Any], got: dict[str, Any], text: list[str], score: Score, every: bool
) -> None:
    """Matches each label with a diagnostic on its line or one of its other lines."""
    found = {(d["code"], d["line"]): d for d in reversed(got.get("diagnostics", []))}
    found = {key: d for key, d in found.items() if every or key[0] in CODES}
    left = dict(found)
    for label in want["diagnostics"]:
        code, places = label["code"], [label["line"], *label.get("alt_lines", [])]
        if not every and code not in CODES:
            continue
        hit = next((line for line in places if (code, line) in left), None)
        score.counts[code]["hit" if hit else "miss"] += 1
        if hit is None:
            score.notes.append(f"{name}:{label['line']} {code} MISSED | {shorten(text, label['line'])}")
        for line in places:
            left.pop((code, line), None)
    for label in want["optional"]:
        for line in [label["line"], *label.get("alt_lines", [])]:
            left.pop((label["code"], line), None)
    for (code, line), diagnostic in left.items():
        banned = " (must not fire)" if code in want["clean"] else ""
        if diagnostic["severity"] == "info" and not banned:
            score.counts[code]["info"] += 1
            continue
        score.counts[code]["extra"] += 1
        said = f"[{diagnostic['severity']}] {diagnostic['message'][:50]}"
        score.notes.append(f"{name}:{line} {code} FALSE{banned} {said} | {shorten(text, line)}")


def table(title: str, counts: dict[str, Counter[str]]) -> None:
    print(f"\n{title:32} hit miss extra  prec   rec    F1")
    for key in sorted(counts):
        hit, miss, extra = (counts[key][kind] for kind in ("hit", "miss", "extra"))
        precision = hit / (hit + extra) if hit + extra else 1.0
        recall = hit / (hit + miss) if hit + miss else 1.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        print(f"{key:32} {hit:3} {miss:4} {extra:5}  {precision:.3f}  {recall:.3f}  {f1:.3f}")


def grouped(counts: dict[str, Counter[str]]) -> dict[str, Counter[str]]:
    out: dict[str, Counter[str]] = defaultdict(Counter)
    for code, count in counts.items():
        out[code[:2]].update(count)
        out["all"].update(count)
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--dir", type=Path, default=ROOT / "bench" / "devset")
    parser.add_argument("--only", default="")
    parser.add_argument("--all-codes", action="store_true")
    parser.add_argument("--quiet", action="store_true", help="figures only")
    options = parser.parse_args()
    reading, checking, count = Score(), Score(), 0
    for path in sorted(options.dir.glob("*.txt")):
        if options.only and not any(path.stem.startswith(part) for part in options.only.split(",")):
            continue
        count += 1
        data = path.read_bytes()
        try:
            text = data.decode("utf-8").splitlines()
        except UnicodeDecodeError:
            text = data.decode("gb18030").splitlines()
        labels = [
            json.loads(path.with_suffix(f".{suffix}.json").read_text(encoding="utf-8"))
            for suffix in ("structure", "expected")
        ]
        score_parse(path.stem, labels[0], run("parse", path), text, reading)
        score_check(path.stem, labels[1], run("check", path), text, checking, options.all_codes)
    if not options.quiet:
        print("\n".join(["== reading", *reading.notes, "", "== checks", *checking.notes]))
    print(f"\n{count} reports")
    table("reading", reading.counts)
    table("checks", checking.counts)
    table("checks by group", grouped(checking.counts))


if __name__ == "__main__":
    main()
