"""What must be in order before a version is sent for examination; each gate says in a sentence what lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone

from bihuan.web.diagnosis.models import Diagnostic
from bihuan.web.diagnosis.waiving import unanswered, waived
from bihuan.web.disclosure.models import OmissionState
from bihuan.web.rectification.gates import Judged, Missing

if TYPE_CHECKING:
    from collections.abc import Callable

    from bihuan.web.disclosure.drafting import Draft
    from bihuan.web.disclosure.models import Announcement

    Check = Callable[[Announcement, Draft], list[Missing]]


def judge(announcement: Announcement, draft: Draft) -> list[Judged]:
    """Every gate, in the order in which people work."""
    return [Judged(title, check(announcement, draft)) for title, check in GATES]


def _told(announcement: Announcement, draft: Draft) -> list[Missing]:
    if any(one.measures for section in draft.report.sections for one in section.responses):
        return []
    page = reverse("rectification:ledger", args=[announcement.feedback_id])
    return [Missing("台账里还没有整改措施，没有可以公布的整改情况。", page)]


def _left_out(announcement: Announcement, draft: Draft) -> list[Missing]:
    page = reverse("disclosure:omissions", args=[announcement.pk])
    waiting = [
        Missing(f"问题{one.finding.number}拟不公开，还没有人同意。", page)
        for one in draft.omissions
        if one.state == OmissionState.ASKED
    ]
    joint = [
        Missing(f"问题{one.number}与别的问题合并作答，请一并不公开，或先在台账里分开作答。", page)
        for one in draft.shared
    ]
    return waiting + joint


def _private(announcement: Announcement, draft: Draft) -> list[Missing]:
    page = reverse("disclosure:masking", args=[announcement.pk])
    return [
        Missing(f"第{one.line}行：{one.message}", page)
        for one in draft.found
        if one.code.startswith("PV") and one.severity == "error"
    ]


def _sound(announcement: Announcement, draft: Draft) -> list[Missing]:
    del draft
    case = announcement.feedback
    rows = Diagnostic.objects.filter(feedback=case, severity="error").order_by("line")
    found = unanswered(list(rows), waived(case, timezone.localdate())) if case.errors else []
    page = reverse("diagnosis:diagnostics", args=[case.pk])
    text = f"体检还有{len(found)}处不能成立的说法，请先更正，或说明理由并经人同意。"
    return [Missing(text, page)] if found else []


GATES: tuple[tuple[str, Check], ...] = (
    ("有整改情况可以公布", _told),
    ("体检没有不能成立的说法", _sound),
    ("拟不公开的问题都有人同意", _left_out),
    ("没有写出个人号码", _private),
)
