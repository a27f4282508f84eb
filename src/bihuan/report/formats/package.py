"""A .docx as a package of parts, opened with every bound checked before anything is unpacked."""

from __future__ import annotations

import io
import re
import zipfile

from bihuan.report.errors import UnreadableDocument
from bihuan.report.limits import MIB, Limits, megabytes
from bihuan.report.zips import ZIP_ERRORS

BROKEN = "这个 Word 文档已损坏或没有下载完整，请重新取得原文件，或用 Word、WPS 修复后另存为 docx 再交。"
ENCRYPTED = "文档有密码保护，请去掉密码、另存为 docx 后再交。"
BOMB = "文档展开后异常地大（{size}），为安全起见不读取，请用 Word 或 WPS 打开后另存为 docx 再交。"
MACROS = "文档带有宏，为安全起见不读取，请用 Word 或 WPS 另存为不带宏的 docx 后再交。"
SHEET = "这是表格，不是报告，请到台账导入里交，或另存为 docx 后再交。"
SLIDES = "这是演示文稿，请把文字另存为 docx 后再交。"
OTHER_OFFICE = "这是 {kind} 文件，请另存或导出为 docx 后再交。"
ARCHIVE = "这是压缩包，请解压后把里面的文档一份一份地交。"

_ENTRY = b"PK\x01\x02"
_RATIO_FROM = 4 * MIB
_PLAIN_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_MAIN_PART = re.compile(rb'<(?:\w+:)?Relationship\b[^>]*/officeDocument"[^>]*>')
_TARGET = re.compile(rb'\bTarget="/?([^"]+)"')


class Package:
    """The parts of a .docx by name."""

    __slots__ = ("_limits", "_parts", "_zip", "main")

    def __init__(self, data: bytes, limits: Limits) -> None:
        if data.count(_ENTRY) > limits.zip_entries:
            raise UnreadableDocument(BOMB.format(size=f"超过 {limits.zip_entries} 个内部文件"))
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except ZIP_ERRORS:
            raise UnreadableDocument(BROKEN) from None
        self._limits = limits
        self._parts = {info.filename: info for info in self._zip.infolist()}
        self._refuse_oversize()
        self._refuse_other_kinds()
        self.main = self._find_main()

    def part(self, name: str) -> bytes | None:
        """The bytes of a part, or None where there is none of that name."""
        info = self._parts.get(name)
        if info is None:
            return None
        self._refuse_part(info)
        try:
            with self._zip.open(info) as part:
                # Told how much to read, zipfile unpacks no more; else a part that lies is unpacked whole.
                return part.read(info.file_size + 1)
        except ZIP_ERRORS:
            raise UnreadableDocument(BROKEN) from None

    def beside_main(self, stem: str) -> bytes | None:
        """The part ``stem`` (``numbering``) in the folder of the main part."""
        folder = self.main.rpartition("/")[0]
        prefix = f"{folder}/{stem}" if folder else stem
        found = self.part(f"{prefix}.xml")
        return found if found is not None else self.part(f"{prefix}1.xml")

    def has(self, stem: str) -> bool:
        """True when some part's name ends so."""
        return any(name.endswith(stem) for name in self._parts)

    def _refuse_oversize(self) -> None:
        total = sum(info.file_size for info in self._parts.values())
        if total > self._limits.zip_total_bytes:
            raise UnreadableDocument(BOMB.format(size=megabytes(total)))

    def _refuse_part(self, info: zipfile.ZipInfo) -> None:
        """Sizes are those of the directory; a part that lies is cut there and fails its checksum."""
        if info.flag_bits & 0x1:
            raise UnreadableDocument(ENCRYPTED)
        if info.compress_type not in _PLAIN_METHODS:
            raise UnreadableDocument(BROKEN)
        size, packed = info.file_size, max(info.compress_size, 1)
        if size > self._limits.zip_part_bytes or (
            size > _RATIO_FROM and size > packed * self._limits.zip_ratio
        ):
            raise UnreadableDocument(BOMB.format(size=megabytes(size)))

    def _refuse_other_kinds(self) -> None:
        names = self._parts
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise UnreadableDocument(MACROS)
        for prefix, sentence in (
            ("xl/", SHEET),
            ("ppt/", SLIDES),
            ("OFD.xml", OTHER_OFFICE.format(kind="OFD")),
            ("META-INF/manifest.xml", OTHER_OFFICE.format(kind="OpenDocument")),
        ):
            if any(name.startswith(prefix) for name in names) and "word/document.xml" not in names:
                raise UnreadableDocument(sentence)
        if b"macroEnabled" in (self.part("[Content_Types].xml") or b""):
            raise UnreadableDocument(MACROS)

    def _find_main(self) -> str:
        if "word/document.xml" in self._parts:
            return "word/document.xml"
        named = _MAIN_PART.search(self.part("_rels/.rels") or b"")
        target = _TARGET.search(named.group()) if named else None
        name = target.group(1).decode("utf-8", "replace") if target else ""
        if name in self._parts:
            return name
        raise UnreadableDocument(BROKEN if "[Content_Types].xml" in self._parts else ARCHIVE)
