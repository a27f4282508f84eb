"""Builds labelled sets from their annotated sources.

``python bench/devset_build.py`` reads every ``bench/SET/src/NAME.ann`` and writes ``NAME.txt`` (the report
as a unit would publish it), ``NAME.parse.json`` (the view that the contract of reading expects) and
``NAME.expected.json`` (the diagnostics that the catalogue of checks expects). One source holds text and
labels together, so that a line that moves takes its labels along.

A source is a head of ``key: value`` lines, ``---``, then one line of text per line: ``TAGS | text``.

* First tag: ``T`` title, ``S`` ``SL`` ``SN`` ``SO`` section (findings, leadership, next steps, other), ``G``
  group, ``F`` finding that opens a response, ``F+`` finding that shares it, ``f`` subfinding, ``H`` heading
  whose measures answer no finding, ``M`` ``Mp`` ``Mx`` measure (done, planned, mixed), ``O:status`` outcome,
  ``>`` the rest of a measure, finding, subfinding or outcome that a copied PDF broke over lines, ``-``
  anything else.
* Further tags: ``!CODE`` expected diagnostic (``!CODE@a,b``: lines named a and b do as well), ``?CODE``
  optional one, ``#a`` names the line.
* Inside the text ``{F|…}``, ``{M|…}``, ``{O:status|…}`` mark parts of a line, ``{C due every from|…}`` a
  commitment, ``{T what total completed ongoing not_started rate|…}`` totals, ``<3月24日>`` a date;
  ``<2月10日/24>`` says the year, ``/r`` that it is a reference, ``=20230304-20230305`` what it means.
* ``unscored`` in the head names fields that the contract leaves open for this text.
"""

from __future__ import annotations

import calendar
import json
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROLES = {"S": "findings", "SL": "leadership", "SN": "next_steps", "SO": "other"}
TENSES = {"M": "done", "Mp": "planned", "Mx": "mixed"}
NUMBER = re.compile(
    r"\s*(?:\*\*|#+ )?(?P<n>[（(][一二三四五六七八九十\d]{1,3}[）)]|[①-⑳]"
    r"|[一二三四五六七八九十]{1,3}(?=[、.．])|[一二三四五六七八九十]是|\d{1,2}(?=[.．、]))[、.．,，]?\s*"
)
INLINE = {">", "M", "Mp", "Mx", "F", "F+", "f", "S", "SL", "SN", "SO", "G", "X", "O"}
_Q = {"一": 1, "二": 2, "三": 3, "四": 4}


@dataclass
class Build:
    """What one source grows into."""

    meta: dict[str, str]
    lines: list[str] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)
    title: list[str] = field(default_factory=list)
    sections: list[dict[str, Any]] = field(default_factory=list)
    totals: list[dict[str, Any]] = field(default_factory=list)
    commitments: list[dict[str, Any]] = field(default_factory=list)
    flagged: list[tuple[str, int, list[str]]] = field(default_factory=list)
    optional: list[tuple[str, int, list[str]]] = field(default_factory=list)
    group: str | None = None
    finding: dict[str, Any] | None = None
    last: tuple[dict[str, Any], str] | None = None


def last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def resolve(text: str, spec: str, default_year: int) -> dict[str, Any]:
    """The expected date entry for one mark-up; raises ValueError on a form it does not know."""
    role = "reference" if spec.endswith("r") else "action"
    spec = spec.rstrip("r")
    if spec.startswith("="):
        first, _, last = spec[1:].partition("-")
        start = date(int(first[:4]), int(first[4:6]), int(first[6:8]))
        end = date(int(last[:4]), int(last[4:6]), int(last[6:8])) if last else start
        return {"text": text, "start": str(start), "end": str(end), "role": role}
    year = 2000 + int(spec) if spec else default_year
    start, end = span(text, year)
    return {"text": text, "start": str(start), "end": str(end), "role": role}


def span(text: str, year: int) -> tuple[date, date]:
    said = re.match(r"(\d{4})年", text)
    if said:
        year, text = int(said[1]), text[said.end() :]
    text = text.rstrip("份前")
    if not text or text == "度":
        return date(year, 1, 1), date(year, 12, 31)
    found = re.fullmatch(r"(\d+)月(\d+)日?(?:[至\-—](\d+))?日?", text)
    if found:
        month = int(found[1])
        return date(year, month, int(found[2])), date(year, month, int(found[3] or found[2]))
    found = re.fullmatch(r"(\d+)月(\d+)日?[至\-—](\d+)月(\d+)日", text)
    if found:
        first, last = date(year, int(found[1]), int(found[2])), date(year, int(found[3]), int(found[4]))
        return first, last if last >= first else last.replace(year=year + 1)
    found = re.fullmatch(r"(\d+)月([上中下])旬", text)
    if found:
        month, part = int(found[1]), "上中下".index(found[2])
        start = date(year, month, 1 + 10 * part)
        return start, last_day(year, month) if part == 2 else start + timedelta(days=9)
    found = re.fullmatch(r"(\d+)月(底)?", text)
    if found:
        end = last_day(year, int(found[1]))
        return (end if found[2] else date(year, int(found[1]), 1)), end
    found = re.fullmatch(r"(\d+)月[至\-—](\d+)月", text)
    if found:
        return date(year, int(found[1]), 1), last_day(year, int(found[2]))
    found = re.fullmatch(r"第?([一二三四])季度", text)
    if found:
        quarter = _Q[found[1]]
        return date(year, 3 * quarter - 2, 1), last_day(year, 3 * quarter)
    if text in ("上半年", "下半年"):
        return (
            (date(year, 1, 1), date(year, 6, 30))
            if text[0] == "上"
            else (date(year, 7, 1), date(year, 12, 31))
        )
    if text in ("年底", "底"):
        return date(year, 12, 31), date(year, 12, 31)
    raise ValueError(text)


def plain(marked: str) -> str:
    """The text without mark-up."""
    out = re.sub(r"<([^<>]*?)(?:/[^<>]*)?>", r"\1", marked)
    while True:
        new = re.sub(r"\{[^{}|]*\|([^{}]*)\}", r"\1", out)
        if new == out:
            return out
        out = new


def spans(marked: str) -> list[tuple[str, str]]:
    """Each ``{tag|inner}`` outermost first, as (tag, inner with its own mark-up)."""
    found: list[tuple[str, str]] = []
    stack: list[tuple[int, int]] = []
    for at, char in enumerate(marked):
        if char == "{":
            stack.append((at, len(found)))
            found.append(("", ""))
        elif char == "}":
            start, slot = stack.pop()
            tag, _, inner = marked[start + 1 : at].partition("|")
            found[slot] = (tag, inner)
    if stack:
        raise ValueError(marked)
    return found


def dates_of(marked: str, line: int, year: int) -> list[dict[str, Any]]:
    marks = re.finditer(r"<([^<>/]*)(?:/([^<>]*))?>", marked)
    return [{**resolve(found[1], found[2] or "", year), "line": line} for found in marks]


def numbered(text: str) -> tuple[str | None, str]:
    found = NUMBER.match(text) or re.match(r"(?P<n>问题\d{1,2})[：:]", text)
    number = found["n"] if found else None
    title = text[found.end() :] if found else text
    return number, title.strip().strip("*").rstrip("。；：: 　.")


def responses(build: Build) -> list[Any]:
    if not build.sections:
        build.sections.append(
            {"number": None, "title": None, "line": len(build.lines), "role": "findings", "responses": []}
        )
    answers: list[Any] = build.sections[-1]["responses"]
    return answers


def fresh() -> dict[str, Any]:
    return {"findings": [], "measures": [], "outcome": None}


def carry_on(build: Build, text: str, dates: list[dict[str, Any]]) -> None:
    """Adds a continuation line to the part of the view that the line before it began."""
    if build.last is None:
        raise ValueError(f"nothing to carry on: {text}")
    part, key = build.last
    part[key] = (part[key] + text).rstrip("。；：") if key == "title" else part[key] + text
    part.get("dates", []).extend(dates)


def put(build: Build, tag: str, marked: str, line: int) -> None:
    """Adds one marked part of the text to the view."""
    text = plain(marked).strip()
    if tag == ">":
        carry_on(build, text, dates_of(marked, line, int(build.meta.get("year", "2023"))))
    elif tag.startswith("T "):
        what, *numbers = tag[2:].split()
        total, done, ongoing, never, rate = [None if n == "-" else float(n) for n in numbers]
        whole = [None if n is None else int(n) for n in (total, done, ongoing, never)]
        keys = ("total", "completed", "ongoing", "not_started")
        build.totals.append(
            {"text": text, "line": line, "what": what, **dict(zip(keys, whole, strict=True)), "rate": rate}
        )
    elif tag == "C" or tag.startswith("C "):
        due, every, begin = [None if n == "-" else n for n in [*tag.split()[1:], "-", "-", "-"][:3]]
        build.commitments.append({"text": text, "line": line, "due": due, "every": every, "from": begin})
    elif tag == "T":
        build.title.append(text)
    elif tag in ROLES:
        number, title = numbered(text)
        build.sections.append(
            {"number": number, "title": title, "line": line, "role": ROLES[tag], "responses": []}
        )
        build.group = build.finding = None
    elif tag == "G":
        build.group = numbered(text)[1]
        build.finding = None
    elif tag == "H":
        responses(build).append(fresh())
    elif tag in ("F", "F+"):
        number, title = numbered(text)
        build.finding = {"number": number, "title": title, "line": line, "subfindings": []}
        if build.group:
            build.finding["group"] = build.group
        if tag == "F":
            responses(build).append(fresh())
        responses(build)[-1]["findings"].append(build.finding)
        build.last = (build.finding, "title")
    elif tag == "f":
        number, title = numbered(text)
        assert build.finding is not None
        build.finding["subfindings"].append({"number": number, "title": title, "line": line})
        build.last = (build.finding["subfindings"][-1], "title")
    elif tag in TENSES:
        year = int(build.meta.get("year", "2023"))
        response = responses(build)[-1] if responses(build) else None
        if response is None:
            response = fresh()
            responses(build).append(response)
        response["measures"].append(
            {"text": text, "line": line, "tense": TENSES[tag], "dates": dates_of(marked, line, year)}
        )
        build.last = (response["measures"][-1], "text")
    elif tag.startswith("O:"):
        label = re.match(
            r"(整改情况|整改状态|整改成效|整改完成情况|整改结果|完成情况|整改进展|整改进度|状态)[：:]", text
        )
        text = text[label.end() :] if label else text
        outcome = {"text": text.strip(), "line": line, "status": tag[2:]}
        responses(build)[-1]["outcome"] = outcome
        build.last = (outcome, "text")
    elif tag not in ("-", "X", "L"):
        raise ValueError(f"unknown tag {tag}")


def build_line(build: Build, raw: str) -> None:
    head, bar, marked = raw.partition(" | ")
    if not bar:
        head, marked = "-", raw
    tags = head.split()
    build.lines.append(plain(marked))
    line = len(build.lines)
    for tag in tags:
        if tag[0] in "!?":
            code, _, others = tag[1:].partition("@")
            (build.flagged if tag[0] == "!" else build.optional).append(
                (code, line, others.split(",") if others else [])
            )
        elif tag[0] == "#":
            build.names[tag[1:]] = line
    parts = spans(marked)
    if not any(tag.split()[0].split(":")[0] in INLINE for tag, _ in parts if tag):
        put(build, tags[0], marked, line)
    for tag, inner in parts:
        put(build, tag, inner, line)


def labels(build: Build) -> dict[str, Any]:
    """The expected diagnostics; head entries ``CODE@first`` and ``CODE@last`` are about the whole text."""
    text_lines = [at for at, text in enumerate(build.lines, 1) if text.strip()]

    def entry(code: str, line: int, others: list[str]) -> dict[str, Any]:
        alt = [build.names[name] if name in build.names else int(name) for name in others]
        return {"code": code, "line": line, "alt_lines": alt}

    def whole(key: str) -> list[tuple[str, int, list[str]]]:
        out: list[tuple[str, int, list[str]]] = []
        for word in build.meta.get(key, "").split():
            code, _, place = word.partition("@")
            if not place:
                place = "first" if code in ("PB01", "PB05") else "last"
            out.append((code, 1 if place == "first" else text_lines[-1], []))
        return out

    flagged = sorted([*build.flagged, *whole("diag")], key=lambda item: (item[1], item[0]))
    optional = sorted([*build.optional, *whole("optional")], key=lambda item: (item[1], item[0]))
    return {
        "diagnostics": [entry(*item) for item in flagged],
        "optional": [entry(*item) for item in optional],
        "clean": build.meta.get("clean", "").split(),
    }


def structure(build: Build) -> dict[str, Any]:
    meta = build.meta

    def get(key: str) -> str | None:
        return meta.get(key) or None

    contact = {
        key: [part for part in meta.get(key, "").split("；") if part] for key in ("phone", "email", "post")
    }
    title = get("title") or "".join(build.title) or None
    return {
        "kind": meta.get("kind", "report"),
        "title": title,
        "issuer": get("issuer"),
        "issued_on": get("issued_on"),
        "inspection": {key: get(key) for key in ("start", "end", "team", "unit")},
        "feedback_on": get("feedback_on"),
        "sections": build.sections,
        "totals": build.totals,
        "commitments": build.commitments,
        "contact": contact if any(contact.values()) else None,
        "unscored": meta.get("unscored", "").split(),  # fields that the contract leaves open for this text
    }


def read_source(text: str) -> Build:
    head, _, body = text.partition("\n---\n")
    meta = {}
    for line in head.splitlines():
        key, _, value = line.partition(":")
        meta[key.strip()] = value.strip()
    build = Build(meta)
    for raw in body.splitlines():
        build_line(build, raw)
    return build


def main() -> None:
    for path in sorted(HERE.glob("*/src/*.ann")):
        build = read_source(path.read_text(encoding="utf-8"))
        newline = "\r\n" if build.meta.get("newline") == "crlf" else "\n"
        data = (newline.join(build.lines) + newline).encode(build.meta.get("encoding", "utf-8"))
        (path.parents[1] / f"{path.stem}.txt").write_bytes(data)
        for suffix, value in (("parse", structure(build)), ("expected", labels(build))):
            out = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
            (path.parents[1] / f"{path.stem}.{suffix}.json").write_text(out, encoding="utf-8")


if __name__ == "__main__":
    main()
