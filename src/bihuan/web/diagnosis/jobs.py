"""Background work: drafts examined anew after a correction, answers whose term is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from bihuan.web.diagnosis.examined import examined
from bihuan.web.diagnosis.models import ImportDraft
from bihuan.web.diagnosis.queries import draft_report
from bihuan.web.diagnosis.rulesets import orders_for
from bihuan.web.diagnosis.waiving import answers_expire
from bihuan.web.notices.queue import daily, work

if TYPE_CHECKING:
    from bihuan.web.notices.queue import Task

HOUR = 0

daily("answers_expire", hour=lambda: HOUR)


@work("answers_expire", "到期的体检说明不再计入", atomic=False)
def expire(task: Task) -> None:
    """A transaction a case, so that nobody waits."""
    answers_expire(timezone.localdate(task.now))


@work("draft_examine", "按更正重新体检待核对的材料")
def examine(task: Task) -> None:
    """A draft as it is corrected now; of several corrections only the last one counts."""
    rows = ImportDraft.objects.select_related("filing", "round").select_for_update(of=("self",))
    asked = {"pk": task.args["draft"], "version": task.args["version"], "confirmed_at": None}
    draft = rows.filter(**asked).first()
    if draft is None:
        return
    policy = draft.round.policy if draft.round else ""
    draft.examined = examined(draft_report(draft), orders_for(_Place(draft), policy))
    draft.examined_version = draft.version
    draft.save(update_fields=["examined", "examined_version"])


class _Place:
    """Whose rules hold for a draft."""

    def __init__(self, draft: ImportDraft) -> None:
        self.unit_id, self.office_id = draft.filing.unit_id, draft.office_id
