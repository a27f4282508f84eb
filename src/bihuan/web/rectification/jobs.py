"""Background work of the loop: files that are too long for a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import QueryDict

from bihuan.ledger.book import LedgerTooLongError
from bihuan.web.notices.queue import daily, work
from bihuan.web.rectification import trying
from bihuan.web.rectification.models import SheetFile
from bihuan.web.rectification.services.sheets_out import scope_of, sheet_fail, sheet_write, sheets_sweep
from bihuan.web.rectification.sheets.asking import wanted
from bihuan.web.rectification.sheets.files import csv_stream, write_xlsx

if TYPE_CHECKING:
    from typing import IO

    from bihuan.web.notices.queue import Task

work("rules_try", "试查拟订的体检规则")(trying.try_rules)
work("rules_recheck", "按新规则重新体检")(trying.recheck)
CHANGED = "您的权限在申请以后有了变化，请重新导出。"


@work("sheet_write", "生成导出文件", atomic=False, tries=3)
def write(task: Task) -> None:
    """One file; one that is ready or gone needs nothing."""
    rows = SheetFile.objects.select_related("owner__person__unit", "feedback__unit", "feedback__round")
    file = rows.filter(pk=task.args["file"], ready_at=None, failed="").first()
    if file is None:
        return
    if not file.owner.is_active or scope_of(file.owner) != file.scope:
        sheet_fail(now=task.now, file=file, reason=CHANGED)
        return
    asked = wanted(file.owner, file.feedback, file.kind, QueryDict(file.query))

    def put(out: IO[bytes]) -> None:
        if file.format == "xlsx":
            write_xlsx(asked, to=out)
        else:
            out.writelines(csv_stream(asked))

    try:
        sheet_write(now=task.now, file=file, write=put)
    except LedgerTooLongError as error:
        sheet_fail(now=task.now, file=file, reason=str(error))


@work("sheets_sweep", "清理过期的导出文件")
def sweep(task: Task) -> None:
    """Files that were kept long enough."""
    sheets_sweep(now=task.now)


daily("sheets_sweep", hour=lambda: 3)
