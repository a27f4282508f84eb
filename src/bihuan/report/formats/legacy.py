""".doc, .wps and .rtf, which LibreOffice turns into .docx where it is installed.

The only format that leaves the process: a child with a folder, a profile and a time limit of its own, without
macros.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.report.errors import UnreadableDocument
from bihuan.report.formats.docx import read_docx
from bihuan.report.formats.package import ENCRYPTED, SHEET, SLIDES
from bihuan.report.formats.shapes import Extract

if TYPE_CHECKING:
    from pathlib import Path

    from bihuan.report.limits import Limits

ABSENT = "这台机器没有安装 LibreOffice，读不了 .doc、.wps 和 .rtf，请用 Word 或 WPS 另存为 docx 后再交。"
FAILED = "旧版 Word 文档没有读成，请用 Word 或 WPS 打开后另存为 docx 再交。"
SLOW = "旧版 Word 文档打开太久，请用 Word 或 WPS 打开后另存为 docx 再交。"
PROGRAMS = ("soffice", "libreoffice")

# Names of streams in the directory of an OLE file, which are written in UTF-16.
STREAMS = {"EncryptedPackage": ENCRYPTED, "Workbook": SHEET, "PowerPoint Document": SLIDES}

# Macros never run, and nothing that a document links to is fetched.
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop>
</item></oor:items>
"""


def read_legacy(data: bytes, limits: Limits) -> Extract:
    """Paragraphs and tables by way of .docx; UnreadableDocument where that cannot be done here."""
    import shutil
    import tempfile
    from pathlib import Path

    for stream, sentence in STREAMS.items():
        if stream.encode("utf-16-le") in data and "WordDocument".encode("utf-16-le") not in data:
            raise UnreadableDocument(sentence)
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise UnreadableDocument(ABSENT)
    with tempfile.TemporaryDirectory(prefix="bihuan-", ignore_cleanup_errors=True) as folder:
        converted = _convert(program, data, Path(folder), limits.office_seconds)
    return read_docx(converted, limits)


def _convert(program: str, data: bytes, folder: Path, seconds: int) -> bytes:
    """The .docx that LibreOffice makes of ``data`` in ``folder``."""
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")
    rtf = data.startswith(b"{\\rtf")
    source = folder / ("source.rtf" if rtf else "source.doc")
    source.write_bytes(data)
    command = [
        program,
        f"-env:UserInstallation={profile.parent.as_uri()}",
        *("--headless", "--norestore", "--nologo", "--nolockcheck"),
        f"--infilter={'Rich Text Format' if rtf else 'MS Word 97'}",
        *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder), str(source)),
    ]
    _run(command, folder, seconds)
    try:
        return (folder / "source.docx").read_bytes()
    except FileNotFoundError:
        raise UnreadableDocument(FAILED) from None


def _run(command: list[str], folder: Path, seconds: int) -> None:
    """Run to the end, or end it with all its children when time is up."""
    import os
    import signal
    import subprocess

    environment = {"PATH": os.defpath, "HOME": str(folder), "TMPDIR": str(folder), "LANG": "C.UTF-8"}
    quiet = subprocess.DEVNULL
    with subprocess.Popen(  # noqa: S603 - a fixed command; the document's name is not in it
        command, cwd=folder, env=environment, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    ) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise UnreadableDocument(SLOW) from None
