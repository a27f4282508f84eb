"""Facts of what is not a whole ledger: its text, its evidence, a letter, a monthly sheet."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from bihuan.documents import facts
from bihuan.web.diagnosis import tree
from bihuan.web.evidence.models import Evidence, EvidenceFile, EvidenceLink
from bihuan.web.rectification import text
from bihuan.web.rectification.models import Measure, Response, ResponseFinding
from bihuan.web.rectification.proofs import MEASURE, RESPONSE
from bihuan.web.supervision import queries
from bihuan.web.supervision.contexts import FIGURES, dated, grouped, points
from bihuan.web.supervision.levels import Level
from bihuan.web.supervision.lights import Light
from bihuan.web.supervision.months import Month
from bihuan.web.supervision.wording import ending

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bihuan.web.inspections.models import Feedback
    from bihuan.web.supervision.models import Missive, Sheet

MOST_PROOFS = 20_000


def announcement_facts(case: Feedback, today: date) -> facts.Announcement:
    """The text of the ledger line by line."""
    report = text.to_report(text.load(case))
    lines = tuple(facts.Line(str(one.kind), one.text) for one in tree.lines(report))
    return facts.Announcement(case.unit.name, case.round.name, today, lines)


def catalogue_facts(case: Feedback, today: date) -> facts.Catalogue:
    """The evidence of the case's measures and responses in the order of the text; seven queries."""
    about = _proven(case)
    links = EvidenceLink.objects.filter(kind__in=[MEASURE, RESPONSE], target__in={key[1] for key in about})
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for pk, kind, target in links.order_by("id").values_list("evidence_id", "kind", "target"):
        if (kind, target) in about:
            found[pk].append(about[kind, target])
    rows = Evidence.objects.filter(pk__in=list(found)[:MOST_PROOFS], unit=case.unit_id)
    digests = _digests(list(found))
    told = [(min(found[one.pk]), one) for one in rows.select_related("created_by__person").order_by("id")]
    proofs = (_proof(one, found[one.pk], digests) for _, one in sorted(told, key=lambda pair: pair[0]))
    return facts.Catalogue(case.unit.name, case.round.name, today, tuple(proofs))


def _proven(case: Feedback) -> dict[tuple[str, int], tuple[int, str]]:
    """What may be proven → where it stands in the text, and what it is called."""
    numbers: dict[int, list[str]] = defaultdict(list)
    links = ResponseFinding.objects.filter(response__feedback=case, finding__withdrawn_at=None)
    for response, number in links.order_by("finding__position").values_list("response_id", "finding__number"):
        numbers[response].append(number)
    called = {pk: f"问题{'、'.join(filter(None, some))}" for pk, some in numbers.items()}
    found: dict[tuple[str, int], tuple[int, str]] = {}
    for pk, position in Response.objects.filter(feedback=case).order_by("id").values_list("pk", "position"):
        found[RESPONSE, pk] = position, called.get(pk, "整改")
    rows = Measure.objects.filter(feedback=case).order_by("position")
    for pk, position, response, words in rows.values_list("pk", "position", "response_id", "text"):
        found[MEASURE, pk] = position, f"{called.get(response, '整改')}　{words[:60]}"
    return found


def _digests(ids: Sequence[int]) -> dict[int, str]:
    """The first file of each entry's version in force."""
    rows = EvidenceFile.objects.filter(version__evidence__in=ids).order_by("version__number", "-position")
    return dict(rows.values_list("version__evidence_id", "blob__sha256"))


def _proof(one: Evidence, about: list[tuple[int, str]], digests: dict[int, str]) -> facts.Proof:
    return facts.Proof(
        about="\n".join(words for _, words in sorted(about)),
        number=str(one.number),
        title=one.title,
        kind=one.get_kind_display(),
        on=one.event_date,
        files=one.file_count,
        stored_by=one.created_by.name,
        digest=digests.get(one.pk, ""),
        state=one.get_state_display(),
    )


def letter_facts(letter: Missive) -> facts.Letter:
    """A letter as it was sent; no query."""
    items = [dated(one) for one in letter.items]
    return facts.Letter(
        office=letter.office.name,
        unit=letter.unit.name,
        word=Level(letter.level).label,
        number=letter.reference,
        paragraphs=tuple(letter.text.split("\n")),
        items=tuple(_item(one) for one in items if not one["again"]),
        again=tuple(_item(one) for one in items if one["again"]),
        ending=ending(Level(letter.level)),
        addressed=letter.addressed,
        on=letter.day,
    )


def _item(one: dict[str, Any], note: str = "") -> facts.Item:
    """A frozen item; ``note`` in its own words where it has any."""
    who = "、".join(filter(None, (one.get("department"), one.get("leader"), one.get("person"))))
    due = one.get("due")
    planned = "" if one.get("planned", True) else "（尚无批准的方案）"
    day = due if isinstance(due, date) else None
    return facts.Item(one["called"], one["text"], day, who, note or planned)


def sheet_facts(sheet: Sheet) -> facts.Sheet:
    """A unit's month as it was frozen; at most two queries."""
    record, month = sheet.supervision, Month(sheet.month)
    explained = queries.explanation_of(sheet)
    visits = queries.visits_in(sheet.feedback_id, month.first, month.last) if sheet.feedback_id else []
    returned = [dated(one) for one in sheet.items if one["kind"] == "return"]
    return facts.Sheet(
        unit=sheet.unit_name,
        round=str(record.round),
        office=sheet.office.name if sheet.office else "",
        month=month.label,
        judged_on=record.judged_on,
        serial=record.serial,
        light=Light(sheet.light).label,
        score="" if sheet.score is None else points(sheet.score),
        figures=tuple((word, getattr(sheet, name)) for name, word in FIGURES),
        groups=tuple(
            (word, tuple(_item(one, _note(one)) for one in rows)) for word, rows in grouped(sheet.items)
        ),
        returned=tuple(facts.Item(one["called"], _back(one), None) for one in returned),
        visits=tuple(f"{one.on}　{one.get_way_display()}（{one.place}）：{one.seen}" for one in visits),
        explained=explained.text if explained else "",
        explained_by=f"{explained.by.name}　{timezone.localtime(explained.at).date()}" if explained else "",
        made_on=timezone.localtime(record.made_at).date(),
        digest=sheet.digest,
    )


def _back(one: dict[str, Any]) -> str:
    return f"{one['on']}退回：{one['text'] or '未写理由'}"


def _note(one: dict[str, Any]) -> str:
    """What the page says behind an item."""
    told = [f"{one['done_on']}办结"] if one.get("done_on") else []
    told += [] if one["reported"] else ["当月未报进展"]
    told += [] if one["planned"] else ["尚无批准的方案"]
    if one.get("original") and one["original"] != one["due"]:
        told.append(f"原定{one['original']}，已延期")
    return "，".join(told)
