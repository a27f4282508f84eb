"""A ledger file without a report: findings, responses and measures become a case of their own, with a text
that reads as a report would, so that announcement, checks and every edit work as for any other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from bihuan.report.nodes import DocumentKind, LeafKind, SectionRole
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.services import journal_append
from bihuan.web.diagnosis.models import Filing, FilingContent, ImportDraft
from bihuan.web.diagnosis.snapshots import snapshot_take
from bihuan.web.inspections.archiving import refuse_archived
from bihuan.web.inspections.models import Feedback, Finding, Round
from bihuan.web.inspections.services import deadlines_compute
from bihuan.web.rectification.checking import diagnostics_write
from bihuan.web.rectification.due_days import too_early
from bihuan.web.rectification.intake import take_in
from bihuan.web.rectification.models import Measure, Response
from bihuan.web.rectification.passages import case_found_first
from bihuan.web.rectification.services.planning import FIELDS
from bihuan.web.rectification.sheets.fields import read_plan
from bihuan.web.rectification.sheets.people import Register
from bihuan.web.rectification.sheets.results import What, counted
from bihuan.web.rectification.sheets.wording import PEOPLE, short
from bihuan.web.rectification.text import STEP, CaseText, Row, to_report
from bihuan.zh.sentences import chinese_number
from bihuan.zh.status import Status, read_status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from bihuan.web.accounts.models import User
    from bihuan.web.rectification.models import Workbook

_MARKED = re.compile(r"^([一二三四五六七八九十]{1,3})[、.．]\s*(.+)$", re.S)
_WEAKEST = ("not_started", "ongoing", "stage", "mostly_completed", "long_term", "completed")


class Told(NamedTuple):
    """A finding of the sheet with the rows below it."""

    number: str
    title: str
    section: str
    rows: list[dict[str, Any]]


def findings_of(draft: Workbook) -> list[Told]:
    """Rows under their findings, in the order of the sheet; the same finding on two sheets is one."""
    found: dict[tuple[str, str, str], Told] = {}
    for row in draft.rows:
        key = row["section"] if row["number"] else "", row["number"], row["finding"]
        one = found.setdefault(key, Told(row["number"], row["finding"], row["section"], []))
        one.rows.append(row)
    return list(found.values())


def foretell(draft: Workbook) -> list[dict[str, Any]]:
    """What would be made of each row: all are new, people who are not known are told."""
    register = Register(draft.unit_id)
    results: list[dict[str, Any]] = []
    for one in findings_of(draft):
        for row in one.rows:
            notes = [
                named.warning
                for field in PEOPLE
                if (named := register.named(field, row["told"].get(field, ""))).warning
            ]
            number = f"问题{row['number']}：" if row["number"] else ""
            results.append(
                {
                    "sheet": row["sheet"],
                    "row": row["row"],
                    "what": What.NEW.value,
                    "label": f"{number}{short(row['text'] or row['finding'])}",
                    "key": f"n{len(results)}",
                    "fields": read_plan(row, register).shown,
                    "notes": [*notes, *read_plan(row, register).notes],
                    "why": "",
                    "href": "",
                }
            )
    return results


def case_from_sheet(actor: User, now: datetime, draft: Workbook, *, stop: bool) -> Feedback:
    """Make the case; for ``sheet_confirm``, in its transaction. One journal entry."""
    bad = next((one for one in draft.results if one["what"] == What.ERROR), None)
    if stop and bad is not None:
        raise ServiceError(f"没有导入：{bad['sheet']}第{bad['row']}行，{bad['why']}")
    told = findings_of(draft)
    if not told:
        raise ServiceError("表里没有能读入的问题，不能建立台账。")
    case = _case(draft, told, now)
    filing = _filing(draft, case)
    text = CaseText(case, tuple(_rows(draft, told)), "\n")
    due = deadlines_compute(case, now)
    taken = take_in(case, to_report(text), due)
    _plan(draft, case, told)
    diagnostics_write(taken, to_report(taken), now)
    _draft(draft, filing, case, text.render(), now)
    snapshot_take(case, filing, now)
    case_found_first(case)
    changes = {
        "sha256": ["", draft.sha256],
        "findings": [0, Finding.objects.filter(feedback=case).count()],
        "responses": [0, Response.objects.filter(feedback=case).count()],
        "counts": ["", counted(draft.results)],
    }
    journal_append(
        actor=actor, now=now, chain=case.unit_id, action="sheet_confirm", thing=case, changes=changes
    )
    draft.feedback = case
    return case


def _case(draft: Workbook, told: list[Told], now: datetime) -> Feedback:
    chosen = draft.round or _round_for(draft, now)
    refuse_archived(chosen)
    answered = any(_outcome(one) for one in told)
    try:
        with transaction.atomic():  # the constraint decides, also between two who confirm at once
            return Feedback.objects.create(
                round=chosen,
                unit=draft.unit,
                office_id=chosen.office_id,
                kind=(DocumentKind.REPORT if answered else DocumentKind.FEEDBACK).value,
                title=draft.title or f"{draft.unit}整改台账",
                given_on=draft.given_on,
                created_at=now,
            )
    except IntegrityError as error:
        raise ServiceError(
            f"{draft.unit}在“{chosen}”里已经有台账了。要按这张表更新，请从那份台账点“导入改好的表”。"
        ) from error


def _round_for(draft: Workbook, now: datetime) -> Round:
    """The round of the year of the feedback; opened where the office has none of that name."""
    name = f"{(draft.given_on or localdate(now)).year}年巡察"
    return Round.objects.get_or_create(office_id=draft.office_id, name=name)[0]


def _filing(draft: Workbook, case: Feedback) -> Filing:
    filing = Filing.objects.create(
        unit=draft.unit,
        feedback=case,
        name=draft.name,
        size=draft.size,
        sha256=draft.sha256,
        format="xlsx",
        kind=case.kind,
        tail="\n",
        received_at=draft.created_at,
        received_by=draft.owner,
    )
    FilingContent.objects.create(filing=filing, data=draft.content.data)
    return filing


def _draft(draft: Workbook, filing: Filing, case: Feedback, text: str, now: datetime) -> None:
    """What an undo goes back to: the text of the case, as an import that was confirmed."""
    ImportDraft.objects.create(
        filing=filing,
        owner=draft.owner,
        office_id=case.office_id,
        round=case.round,
        text=text,
        notes=["这份材料由表格整理而成。"],
        created_at=draft.created_at,
        confirmed_at=now,
    )


def _rows(draft: Workbook, told: list[Told]) -> Iterator[Row]:
    """The case as a text: title, sections, findings with their measures and what became of them."""
    at = 0

    def row(kind: LeafKind, surface: str, value: str, number: str = "", **more: Any) -> Row:
        nonlocal at
        at += 1
        return Row(kind, at, at * STEP, surface, value, number, **more)

    yield row(LeafKind.TITLE, "", draft.title or f"{draft.unit}整改台账")
    section, sections = "", 0
    for index, one in enumerate(told, 1):
        if one.section and one.section != section:
            section, sections = one.section, sections + 1
            marked = _MARKED.match(section)
            number = marked[1] if marked else chinese_number(sections)
            title = marked[2] if marked else section
            yield row(LeafKind.SECTION, f"\n{number}、", title, number, role=SectionRole.FINDINGS)
        number = one.number or str(index)
        yield row(LeafKind.FINDING, f"\n{number}.", one.title, number, response=index)
        for text in _texts(one):
            yield row(LeafKind.MEASURE, "\n", text, response=index)
        if outcome := _outcome(one):
            yield row(LeafKind.OUTCOME, "\n整改情况：", outcome, response=index)


def _texts(one: Told) -> list[str]:
    """Measures of a finding, each once."""
    return list(dict.fromkeys(row["text"].strip() for row in one.rows if row["text"].strip()))


def _outcome(one: Told) -> str:
    """What the sheet says became of a finding: its words, and the least finished status where they differ."""
    words = list(dict.fromkeys(text for row in one.rows if (text := row["told"].get("outcome", "").strip())))
    told = {row["status"] for row in one.rows if row["status"] and row["status"] != Status.UNKNOWN}
    weakest = next((status for status in _WEAKEST if status in told), "")
    joined = "；".join(text.rstrip("。；") for text in words)
    if joined and (not weakest or read_status(joined).value == weakest):
        return f"{joined}。"
    word = _STATUS.get(weakest, "")
    return "。".join(text for text in (joined, word) if text) + ("。" if joined or word else "")


_STATUS = {
    "completed": "完成整改",
    "mostly_completed": "基本完成",
    "stage": "阶段性完成",
    "ongoing": "正在整改",
    "long_term": "长期坚持",
    "not_started": "尚未启动",
}


def _plan(draft: Workbook, case: Feedback, told: list[Told]) -> None:
    """Who, by when and how, of every measure."""
    register = Register(draft.unit_id)
    wanted = {
        (number, text): read_plan(row, register)
        for number, one in enumerate(told)
        for row in reversed(one.rows)
        if (text := row["text"].strip())
    }
    order = {pk: at for at, pk in enumerate(_responses(case))}
    rows = list(Measure.objects.filter(feedback=case))
    for row in rows:
        plan = wanted.get((order[row.response_id], row.text))
        if plan is None:
            continue
        for name, value in plan.values.items():
            setattr(row, name, value)
        if row.due and too_early(row.due, case.inspected_from):
            row.due = None
    Measure.objects.bulk_update(rows, [*FIELDS, "named"], batch_size=200)
    for pk, one in zip(_responses(case), told, strict=True):
        target = next((text for row in one.rows if (text := row["told"].get("target", ""))), "")
        if target:
            Response.objects.filter(pk=pk).update(target=target)


def _responses(case: Feedback) -> list[int]:
    """In the order of the findings."""
    rows = Response.objects.filter(feedback=case).order_by("position", "id")
    return list(rows.values_list("pk", flat=True))
