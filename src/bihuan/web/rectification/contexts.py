"""From queries to the contexts of the ledger's templates."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.urls import resolve, reverse

from bihuan.web.base.journal_words import action_word
from bihuan.web.diagnosis.words import note
from bihuan.web.inspections.models import OPEN, STATUSES
from bihuan.web.rectification import queries, shapes
from bihuan.web.rectification.addresses import Address, came_from
from bihuan.web.rectification.proofs import MEASURE, RESPONSE, proofs_of_answers
from bihuan.web.rectification.workflow import FROZEN, WORKING
from bihuan.zh.tense import Tense

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from django.db.models import Model, QuerySet

    from bihuan.web.accounts.models import User
    from bihuan.web.base.queries import Event
    from bihuan.web.evidence.queries import Chip
    from bihuan.web.inspections.models import Feedback, Finding
    from bihuan.web.rectification.models import Response
    from bihuan.web.rectification.queries import FindingPage

CASES_SHOWN = 14
"""Cases in the left pane of whoever sees more than one."""
SHOWN = ("text", "outcome")
"""Fields of which the foot of a finding's page shows old and new."""
HINTS = {
    "措施": "写明哪天、谁、做了什么、结果怎样；保存后重新体检。",
    "新的措施": "写明哪天、谁、做了什么、结果怎样；编号和格式随前一项。",
    "整改状态": "如：已完成。推进中的写明做到哪里、何时做完；清空即删去。",
}


def case_ledger(
    case: Feedback, rows: QuerySet[Finding], address: Address, today: date, part: str | None
) -> dict[str, Any]:
    """The ledger of one case; for the third pane alone nothing but the open finding is fetched."""
    opened = _opened(case, address)
    if part == "open":
        return {"opened": opened}
    totals, sections = queries.case_totals(case, today)
    return {
        "case": case,
        "totals": totals,
        "parts": shapes.section_parts(sections, address),
        "opened": opened,
        **_list(rows, address, today),
    }


def overview(
    user: User, cases: Sequence[Feedback], rows: QuerySet[Finding], address: Address, today: date
) -> dict[str, Any]:
    """Findings of every case that the user sees; the left pane shows the cases that need most."""
    shown = cases[:CASES_SHOWN]
    totals = queries.totals_of_cases([one.pk for one in shown], today)
    finding = queries.finding_for(user, address.open) if address.open else None
    return {
        "case": None,
        "totals": queries.visible_totals(user, today),
        "parts": shapes.case_parts(shown, totals),
        "more_cases": len(cases) > CASES_SHOWN,
        "opened": _brief(queries.finding_page(finding)) if finding else None,
        **_list(rows, address, today),
    }


def _list(rows: QuerySet[Finding], address: Address, today: date) -> dict[str, Any]:
    found = queries.ledger(rows, address.filters, today=today, token=address.page or None)
    joint = {row.id: row.joint for row in found.rows if row.joint}
    finding_url = reverse("rectification:finding", args=[0]).replace("0", "%d")
    return {
        "address": address,
        "files": files_of(address),
        "rows": shapes.ledger_lines(found.rows, joint, address, finding_url, today),
        "next_href": str(address.at(found.next)) if found.next else None,
        "previous_href": str(address.at(found.previous)) if found.previous else None,
        "statuses": ("", *STATUSES),
        "today": today,
    }


def files_of(address: Address) -> str:
    """Where the rows of the list are taken away, narrowed as they are shown."""
    match = resolve(address.path)
    here = reverse("sheets:case", args=[match.kwargs["pk"]]) if match.kwargs else reverse("sheets:all")
    return str(replace(address.at(""), path=here))


def _opened(case: Feedback, address: Address) -> dict[str, Any] | None:
    """The finding in the third pane; one that is not of this case is not shown."""
    if address.open is None:
        return None
    finding = queries.case_findings(case).filter(pk=address.open).select_related("section").first()
    return _brief(queries.finding_page(finding)) if finding else None


def _brief(found: FindingPage) -> dict[str, Any]:
    finding = found.finding
    steps = [shapes.measure_step(measure, ()) for answer in found.answers for measure in answer.measures]
    return {
        "finding": finding,
        "subfindings": found.subfindings,
        "outcomes": [answer.response.outcome for answer in found.answers if answer.response.outcome],
        "steps": steps,
        "notes": [note(one) for one in found.diagnostics if one.severity != "info"],
        "href": reverse("rectification:finding", args=[finding.pk]),
    }


def _proofs(found: FindingPage) -> dict[tuple[str, int], list[Chip]]:
    """Evidence of every measure and response on the page."""
    for answer in found.answers:
        answer.response.feedback = found.finding.feedback
    return proofs_of_answers((one.response, one.measures, one.findings) for one in found.answers)


def finding(found: FindingPage, today: date, saved: str, back: str) -> dict[str, Any]:
    """The page of a finding; ``saved`` is the row just edited, ``back`` the list that led here."""
    one = found.finding
    ledger = reverse("rectification:ledger", args=[one.feedback_id])
    address = came_from(back, (ledger, reverse("rectification:ledgers"))) or Address.read(ledger, {})
    places = {answer.response.outcome_position for answer in found.answers}
    places |= {measure.position for answer in found.answers for measure in answer.measures}
    proofs = _proofs(found)
    steps = [_answer(answer, found, proofs) for answer in found.answers]
    tenses = [step.tense for answer in steps for step in answer["steps"]]
    return {
        "finding": one,
        "case": one.feedback,
        "subfindings": found.subfindings,
        "siblings": [
            sibling for answer in found.answers for sibling in answer.findings if sibling.pk != one.pk
        ],
        "answers": steps,
        "notes": [note(d) for d in found.diagnostics if d.position not in places],
        "rules_off": getattr(one, "rules_off", 0),
        "counts": {
            "measures": len(tenses),
            "done": tenses.count(Tense.DONE),
            "planned": len(tenses) - tenses.count(Tense.DONE),
            "notes": len(found.diagnostics),
        },
        "is_open": one.status in OPEN,
        "ledger": str(address.opened(one.pk)),
        "way_back": address.way_back(),
        "proofs": proofs,
        "today": today,
        "saved": saved,
        "frozen": FROZEN,
        "working": WORKING,
    }


def _answer(
    answer: queries.Answer, found: FindingPage, proofs: dict[tuple[str, int], list[Chip]]
) -> dict[str, Any]:
    keys = [(RESPONSE, answer.response.pk), *((MEASURE, one.pk) for one in answer.measures)]
    return {
        "response": answer.response,
        "proven": any(key in proofs for key in keys),
        "steps": [
            shapes.measure_step(one, found.diagnostics, found.commitments.get(one.pk, ()))
            for one in answer.measures
        ],
        "outcome": shapes.outcome_step(answer.response, found.diagnostics)
        if answer.response.outcome_position is not None
        else None,
    }


def things(found: FindingPage) -> list[Model]:
    """Everything whose history is the history of the finding."""
    rows: list[Model] = [found.finding]
    for answer in found.answers:
        rows += [answer.response, *answer.measures]
    return rows


def told(events: Iterable[Event]) -> list[dict[str, Any]]:
    """The newest of what happened in few words; the page of the history has all of it."""
    return [
        {
            "at": one.entry.at,
            "who": one.entry.actor_name,
            "what": action_word(one.entry.action),
            "label": one.entry.object_label,
            "changes": [
                tuple(both) for _, _, told in one.parts for name, both in told.items() if name in SHOWN
            ],
        }
        for one in events
    ]


def page_of(response: Response) -> str:
    """Address of the first finding that a response answers, else of the ledger."""
    first = response.findings.order_by("position").values_list("pk", flat=True).first()
    if first is None:
        return reverse("rectification:ledger", args=[response.feedback_id])
    return reverse("rectification:finding", args=[first])


def editing(what: str, response: Response, row_id: str, *, remove: int | None = None) -> dict[str, Any]:
    """What the edit form needs beside the form."""
    finding = response.findings.order_by("position").first()
    page = page_of(response)
    return {
        "what": what,
        "heading": "增加措施" if what == "新的措施" else f"修改{what}",
        "case": response.feedback,
        "finding": finding,
        "row_id": row_id,
        "back": f"{page}#{row_id}",
        "page": page,
        "rows": 2 if what == "整改状态" else 4,
        "remove": reverse("rectification:remove", args=[remove]) if remove else "",
        "hint": HINTS[what],
    }
