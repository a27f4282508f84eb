"""The bytes of a template: what is refused, and what is put in order before it is filled."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from bihuan.documents.wordxml import W
from bihuan.report.errors import UnreadableDocument
from bihuan.report.formats.package import Package
from bihuan.report.formats.xml import parse_part
from bihuan.report.limits import DEFAULT_LIMITS, MIB

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

LIMITS = DEFAULT_LIMITS._replace(
    file_bytes=5 * MIB, zip_entries=300, zip_total_bytes=20 * MIB, zip_part_bytes=4 * MIB
)
TOO_LARGE = "模板太大，最多 5 MB，请去掉图片后再交。"
EXTERNAL = "模板引用了文件以外的内容（{what}），为安全起见不接收，请在 Word 里断开链接、另存后再交。"
EMBEDDED = "模板里嵌有别的文件或控件（{what}），为安全起见不接收，请删去后另存再交。"
FIELDS = "模板里有会读取别处内容或执行命令的域（{what}），为安全起见不接收，请删去后另存再交。"
_DOUBLE = "模板的内部文件有重名，为安全起见不接收，请用 Word 或 WPS 另存为 docx 后再交。"

_HELD = re.compile(r"(^|/)(embeddings|activeX|attachedToolbars)/|oleobject", re.IGNORECASE)
_RISKY = re.compile(
    r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|LINK|EMBED|DATABASE|MACROBUTTON|RD|AUTOTEXT"
    r"|AUTOTEXTLIST|MAILMERGE|GOTOBUTTON|ADDIN|CONTROL|HTMLACTIVEX)\b",
    re.IGNORECASE,
)
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_EMPTY = {
    "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{_CORE}"/>',
    "docProps/app.xml": f'<Properties xmlns="{_EXTENDED}"/>',
    "docProps/custom.xml": f'<Properties xmlns="{_CUSTOM}"/>',
}
"""Properties of whoever wrote the template: nobody's business in what is made of it."""


def opened(data: bytes) -> Package:
    """The package; ``UnreadableDocument`` with a sentence for everything that must not be kept."""
    if len(data) > LIMITS.file_bytes:
        raise UnreadableDocument(TOO_LARGE)
    package = Package(data, LIMITS)
    names = _names(data)
    if len(set(names)) != len(names):
        raise UnreadableDocument(_DOUBLE)
    for name in names:
        if _HELD.search(name):
            raise UnreadableDocument(EMBEDDED.format(what=name.rpartition("/")[2][:60]))
        if name.endswith((".xml", ".rels")):
            _look(name, parse_part(package.part(name) or b""))
    return package


def _names(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [info.filename for info in archive.infolist()]


def _look(name: str, root: _Element) -> None:
    if name.endswith(".rels"):
        _look_at_relations(root)
        return
    if next(root.iter(f"{W}altChunk"), None) is not None:
        raise UnreadableDocument(EMBEDDED.format(what="altChunk"))
    told = "".join(one.text or "" for one in root.iter(f"{W}instrText", f"{W}delInstrText"))
    told += " ".join(one.get(f"{W}instr", "") for one in root.iter(f"{W}fldSimple"))
    if found := _RISKY.search(told):
        raise UnreadableDocument(FIELDS.format(what=found[0].upper()))


def _look_at_relations(root: _Element) -> None:
    """Nothing is fetched when somebody opens the document; links that are clicked may lead to the web."""
    for one in root:
        kind = one.get("Type", "").rpartition("/")[2]
        target = one.get("Target", "")
        if one.get("TargetMode") == "External" and not (
            kind == "hyperlink" and target.lower().startswith(("http://", "https://", "mailto:"))
        ):
            raise UnreadableDocument(EXTERNAL.format(what=f"{kind}：{target}"[:80]))


def put_in_order(data: bytes) -> bytes:
    """The template without the properties of its writer."""
    return repacked(data, _EMPTY)


def repacked(data: bytes, replaced: Mapping[str, str]) -> bytes:
    """The same parts in the same order with other contents for some, and no trace of when it was packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = replaced.get(info.filename)
            body = content.encode() if content is not None else old.read(info)
            new.writestr(zipfile.ZipInfo(info.filename), body, zipfile.ZIP_DEFLATED)
    return out.getvalue()
