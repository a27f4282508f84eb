"""Background work: pictures of files, and what was begun and left lying."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.web.evidence.models import Blob
from bihuan.web.evidence.passages import words_put
from bihuan.web.evidence.services import previews_make, uploads_sweep
from bihuan.web.notices.queue import daily, work

if TYPE_CHECKING:
    from bihuan.web.notices.queue import Task


@work("evidence_draw", "生成佐证预览", atomic=False, tries=2)
def draw(task: Task) -> None:
    """Pictures of one content; one that is gone needs none."""
    blob = Blob.objects.filter(pk=task.args["blob"]).first()
    if blob is not None:
        previews_make(blob)


@work("evidence_sweep", "清理没有传完的文件")
def sweep(task: Task) -> None:
    """Uploads that nobody finished."""
    uploads_sweep(now=task.now)


daily("evidence_sweep", hour=lambda: 3)


@work("evidence_words", "把佐证文件的文字收进检索")
def take_words(task: Task) -> None:
    """The words of an entry's files, so that they are found."""
    words_put(task.args["evidence"])
