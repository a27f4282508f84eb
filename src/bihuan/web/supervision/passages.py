"""What of supervision is found by its words: letters with their answers, visits, decisions with their tasks,
what units say about their months. Rights are those of the rows themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from bihuan.web.search.registry import Entry, Kind, Source
from bihuan.web.search.writing import bundle_put
from bihuan.web.supervision.models import (
    Assignment,
    AssignmentProgress,
    AssignmentState,
    Directive,
    Explanation,
    Missive,
    MissiveReply,
    Sheet,
    Visit,
)
from bihuan.web.supervision.months import Month

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model, QuerySet

AT_ONCE = 200
"""Rows of a piece of a rebuild."""
KINDS = (
    Kind("missive", 13, "督办文书", live=Missive.objects.visible_to),
    Kind("visit", 14, "现场督导", live=Visit.objects.visible_to),
    Kind("directive", 15, "上级决定", live=Directive.objects.visible_to),
    Kind("task", 16, "分解任务", tuple(f"task_{one}" for one in AssignmentState.values),
         live=Assignment.objects.visible_to),
    Kind("explanation", 17, "月度说明", live=Explanation.objects.visible_to),
)  # fmt: skip


def missive_found(missive: Missive) -> None:
    """After it was sent or answered."""
    bundle_put(f"missive:{missive.pk}", [_missive(missive)])


def visit_found(visit: Visit) -> None:
    """After it was written down."""
    bundle_put(f"visit:{visit.pk}", [_visit(visit)])


def directive_found(directive: Directive) -> None:
    """After it was entered."""
    bundle_put(f"directive:{directive.pk}", [_directive(directive)])


def task_found(task: Assignment) -> None:
    """After it was given, reported on or settled."""
    bundle_put(f"task:{task.pk}", [_task(task)])


def explanation_found(explanation: Explanation) -> None:
    """After it was given."""
    bundle_put(f"explanation:{explanation.pk}", _explanation(explanation))


def _missive(one: Missive) -> Entry:
    """With what it lists and what was answered."""
    listed = [str(item.get("text", "")) for item in one.items]
    answers = MissiveReply.objects.filter(missive=one).order_by("id").values_list("text", flat=True)
    return Entry(
        *(f"missive:{one.pk}", "missive", one.pk, one.unit_id, one.office_id, None, one.day, ""),
        *(one.get_level_display(), "supervision:missive", one.pk, "", one.reference),
        "\n".join([one.text, *listed, *(f"回复：{text}" for text in answers)]),
    )


def _visit(one: Visit) -> Entry:
    case = one.feedback
    return Entry(
        *(f"visit:{one.pk}", "visit", one.pk, one.unit_id, case.office_id, case.round_id, one.on, ""),
        *(one.get_way_display(), "supervision:visits", one.feedback_id, f"visit-{one.pk}", one.place),
        f"{one.seen}\n参加人员：{one.people}\n结论：{one.get_result_display()}",
    )


def _directive(one: Directive) -> Entry:
    return Entry(
        *(f"directive:{one.pk}", "directive", one.pk, one.unit_id, one.office_id, None, one.issued_on, ""),
        *(one.issuer[:80], "supervision:directive", one.pk, "", one.title),
        "\n".join(part for part in (one.document, one.note) if part),
    )


def _task(one: Assignment) -> Entry:
    rows = AssignmentProgress.objects.filter(assignment=one).order_by("id")
    said = [part for row in rows.values_list("done", "next", "obstacle") for part in row if part]
    more = [
        f"{word}：{text}" for word, text in (("完成标准", one.criteria), ("完成情况", one.result)) if text
    ]
    return Entry(
        *(f"task:{one.pk}", "task", one.pk, one.unit_id, one.office_id, None),
        one.done_on or one.due or timezone.localdate(one.made_at),
        f"task_{one.state}",
        *(one.directive.title[:80], "supervision:assignment", one.pk, "", ""),
        "\n".join([one.text, *more, *said]),
    )


def _explanation(one: Explanation) -> list[Entry]:
    """Nothing where its sheet is gone."""
    sheet = Sheet.objects.filter(feedback=one.feedback_id, month=one.month).order_by("-id").first()
    if sheet is None:
        return []
    case = one.feedback
    told = Entry(
        *(f"explanation:{one.pk}", "explanation", one.pk, one.unit_id, case.office_id, case.round_id),
        *(timezone.localdate(one.at), "", f"{Month(one.month).label}督导检查", "supervision:sheet", sheet.pk),
        *("explanation", "", one.text),
    )
    return [told]


def _batches(
    rows: Callable[[], QuerySet[Any]], tell: Callable[[Any], list[Entry]]
) -> Callable[[int], tuple[list[Entry], int | None]]:
    def batch(after: int) -> tuple[list[Entry], int | None]:
        locked = rows().select_for_update(of=("self",)).filter(pk__gt=after).order_by("pk")
        found: list[Model] = list(locked[:AT_ONCE])
        return [entry for one in found for entry in tell(one)], found[-1].pk if found else None

    return batch


def _task_rows() -> QuerySet[Any]:
    return Assignment.objects.select_related("directive")


def _said_rows() -> QuerySet[Any]:
    return Explanation.objects.select_related("feedback")


SOURCES = (
    Source("missive", _batches(Missive.objects.all, lambda one: [_missive(one)])),
    Source("visit", _batches(lambda: Visit.objects.select_related("feedback"), lambda one: [_visit(one)])),
    Source("directive", _batches(Directive.objects.all, lambda one: [_directive(one)])),
    Source("task", _batches(_task_rows, lambda one: [_task(one)])),
    Source("explanation", _batches(_said_rows, _explanation)),
)
