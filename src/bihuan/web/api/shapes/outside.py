"""Files of people without an account: with an answer by a link, or with an enquiry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bihuan.web.api.shapes.common import Shown, say

if TYPE_CHECKING:
    from bihuan.web.assistance.models import AnswerFile
    from bihuan.web.enquiries.models import EnquiryFile


class OutsideFile(Shown):
    """A file that somebody without an account sent."""

    id: int = say("文件编号")
    name: str = say("文件名")
    kind: str = say("类型，按内容判定")
    size: int = say("字节数")
    sha256: str = say("SHA-256 摘要")
    warnings: list[str] = say("须留意的事项，如个人信息")


def outside_file(one: AnswerFile | EnquiryFile) -> OutsideFile:
    """A file by its content."""
    blob: Any = one.blob
    return OutsideFile(
        id=one.pk, name=one.name, kind=blob.kind, size=blob.size, sha256=blob.sha256, warnings=one.warnings
    )
