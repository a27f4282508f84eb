"""The package of a published version: its frozen files, the signed list, and how to verify it."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from django.utils import timezone

from bihuan.proof.manifest import README
from bihuan.web.disclosure.freezing import frozen_file

if TYPE_CHECKING:
    from bihuan.web.disclosure.models import Edition

TEXT = """本包是一份已经发布的整改情况公开稿，内含正文、数据和一份签了名的清单。

announcement.txt     正文
announcement.html    网页上的正文
announcement.docx    Word 文件
announcement.pdf     PDF 文件
announcement.json    数据：部分、问题、措施、整改情况
manifest.json        清单：每个文件的大小、SHA-256 与 SM3 摘要
signature.json       对清单的签名和所用公钥

怎样核验（不需要联网）：安装闭环的命令行，执行
    bihuan verify 包的文件名.zip --key 公钥指纹
公钥指纹请从发布单位的公开网页或公告栏取得，不要用包里自带的。
"""


def package_bytes(edition: Edition) -> bytes:
    """The ZIP; the same bytes each time, so that it can be cached and compared."""
    made = timezone.localtime(edition.published_at).timetuple()[:6]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo(README, made), TEXT.encode())
        for name, told in edition.files.items():
            archive.writestr(zipfile.ZipInfo(name, made), frozen_file(told))
    return out.getvalue()
