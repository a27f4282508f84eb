"""Background work: documents that take longer than a request."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from django.utils import timezone

from bihuan.documents.fonts import FontsMissingError
from bihuan.documents.kinds import Format, Scope, kinds
from bihuan.web.base.errors import ServiceError
from bihuan.web.inspections.models import Feedback, Round
from bihuan.web.notices.queue import work
from bihuan.web.papers.producing import produced
from bihuan.web.papers.services import PAPER
from bihuan.web.papers.wanting import OF_CASE, Wanted
from bihuan.web.rectification.jobs import CHANGED
from bihuan.web.rectification.models import SheetFile
from bihuan.web.rectification.services.sheets_out import scope_of, sheet_fail, sheet_write

if TYPE_CHECKING:
    from bihuan.web.notices.queue import Task

GONE = "要生成文书的台账或轮次已经不在，或您已看不到。"


@work("paper_write", "生成文书", atomic=False, tries=3)
def write(task: Task) -> None:
    """One document; one that is ready or gone needs nothing."""
    rows = SheetFile.objects.select_related("owner__person__unit")
    file = rows.filter(pk=task.args["file"], kind=PAPER, ready_at=None, failed="").first()
    if file is None:
        return
    if not file.owner.is_active or scope_of(file.owner) != file.scope:
        sheet_fail(now=task.now, file=file, reason=CHANGED)
        return
    wanted = _wanted(file)
    if wanted is None:
        sheet_fail(now=task.now, file=file, reason=GONE)
        return
    try:
        made = produced(wanted).data
    except (FontsMissingError, ServiceError) as error:
        sheet_fail(now=task.now, file=file, reason=str(error))
        return
    sheet_write(now=task.now, file=file, write=lambda out: out.write(made))


def _wanted(file: SheetFile) -> Wanted | None:
    """What was asked for, where the owner still sees it."""
    told = parse_qs(file.query)
    kind, pk = kinds()[told["kind"][0]], int(told["of"][0])
    today = timezone.localdate(file.asked_at)
    if kind.scope in OF_CASE:
        cases = Feedback.objects.visible_to(file.owner).select_related("unit", "round", "office")
        case = cases.filter(pk=pk).first()
        return Wanted(kind, Format(file.format), case, today) if case else None
    if kind.scope is Scope.ROUND:
        rounds = Round.objects.visible_to(file.owner).select_related("office").distinct()
        round_ = rounds.filter(pk=pk).first()
        return Wanted(kind, Format(file.format), round_, today) if round_ else None
    return None
