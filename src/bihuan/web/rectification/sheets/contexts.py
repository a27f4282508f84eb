"""What the pages of a workbook are given."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from bihuan.web.accounts.permissions import Action, may
from bihuan.web.rectification.models import Workbook
from bihuan.web.rectification.services.sheets_in import CHOICES
from bihuan.web.rectification.sheets.comparing import CHANGED
from bihuan.web.rectification.sheets.results import LABELS, What, counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bihuan.web.accounts.models import Unit, User
    from bihuan.web.inspections.models import Feedback
    from bihuan.web.rectification.sheets.forms import SheetForm

READABLE = ("xlsx", "xls", "et", "csv")
SHOWN, DRAFTS_SHOWN, DONE_SHOWN = 100, 10, 5
WORDS = {
    What.NEW: (LABELS[What.NEW], "full", "done"),
    What.CHANGE: (LABELS[What.CHANGE], "half", "doing"),
    What.CONFLICT: (LABELS[What.CONFLICT], "up", "soon"),
    What.ERROR: (LABELS[What.ERROR], "square", "late"),
    What.SKIPPED: (LABELS[What.SKIPPED], "dash", "soft"),
    What.SAME: (LABELS[What.SAME], "ring", "soft"),
}


def choosing(user: User, form: SheetForm, units: Sequence[Unit], case: Feedback | None) -> dict[str, Any]:
    """The first step, and workbooks that wait."""
    waiting = Workbook.objects.visible_to(user).filter(confirmed_at=None, feedback=case)
    return {
        "form": form,
        "units": units,
        "case": case,
        "kinds": "、".join(READABLE),
        "accept": ",".join(f".{one}" for one in READABLE),
        "megabytes": settings.UPLOAD_LIMIT // (1024 * 1024),
        "done": Workbook.objects.filter(feedback=case, confirmed_at__isnull=False)
        .select_related("owner__person")
        .defer("rows", "results", "seen", "undo")
        .order_by("-confirmed_at")[:DONE_SHOWN]
        if case
        else (),
        "waiting": waiting.select_related("owner__person", "unit").defer("rows", "results", "seen").order_by(
            "-created_at"
        )[:DRAFTS_SHOWN],
    }  # fmt: skip


def preview(user: User, draft: Workbook, query: Mapping[str, str]) -> dict[str, Any]:
    """Rows by what becomes of them; a hundred at a time."""
    counts = Counter(one["what"] for one in draft.results)
    chosen = query.get("show", "")
    if chosen not in (*counts, "all"):
        chosen = "" if len(counts) > 1 and counts[What.SAME] else "all"
    rows = [
        one
        for one in draft.results
        if chosen == "all" or one["what"] == chosen or (not chosen and one["what"] != What.SAME)
    ]
    begin = _number(query.get("from", ""), len(rows))
    right = (
        may(user, Action.EDIT, draft.feedback)
        if draft.feedback
        else may(user, Action.IMPORT, _Owned(draft))
    )  # fmt: skip
    return {
        "draft": draft,
        "case": draft.feedback,
        "rows": rows[begin : begin + SHOWN],
        "words": WORDS,
        "tabs": _tabs(counts, chosen),
        "counts": [(LABELS[what], counts[what]) for what in LABELS if counts[what]],
        "changed": CHANGED,
        "choices": CHOICES,
        "several": len({one["sheet"] for one in draft.results}) > 1,
        "may_confirm": right and draft.confirmed_at is None,
        "may_undo": right and bool(draft.undo) and draft.undone_at is None,
        "useful": any(counts[what] for what in (What.NEW, What.CHANGE, What.CONFLICT)),
        "next": _page(chosen, begin + SHOWN) if begin + SHOWN < len(rows) else "",
        "previous": _page(chosen, max(0, begin - SHOWN)) if begin else "",
        "back": reverse("rectification:ledger", args=[draft.feedback_id]) if draft.feedback_id else "",
    }


def _tabs(counts: Counter[str], chosen: str) -> list[tuple[str, int, str, bool]]:
    """(word, how many, address, whether it is shown)."""
    mixed = len(counts) > 1 and counts[What.SAME]
    found = [("有变化的", sum(counts.values()) - counts[What.SAME], "", not chosen)] if mixed else []
    found.append(("全部", sum(counts.values()), "all", chosen == "all"))
    found += [
        (WORDS[what][0], counts[what], what.value, chosen == what) for what in WORDS if counts[what]
    ]  # fmt: skip
    return [(word, count, _page(show, 0), here) for word, count, show, here in found]


def _page(show: str, begin: int) -> str:
    told = {name: value for name, value in (("show", show), ("from", begin)) if value}
    return f"?{urlencode(told)}"


def _number(text: str, most: int) -> int:
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 9 else 0


class _Owned:
    """A draft without a case as the permission table sees it."""

    def __init__(self, draft: Workbook) -> None:
        self.unit_id, self.office_id = draft.unit_id, draft.office_id


def summary(draft: Workbook) -> str:
    """What was done, in one sentence."""
    counts = Counter(one["what"] for one in draft.results)
    said = counted(draft.results) or "表里没有行"
    if not counts[What.NEW] and not counts[What.CHANGE]:
        return f"台账没有改动：{said}。"
    return f"已导入：{said}。"
