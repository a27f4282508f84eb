"""A document that was changed outside comes back: what differs from the ledger is shown, nothing is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings

from bihuan.checks.versions.report import Change, compare, text_of
from bihuan.documents.kinds import kinds
from bihuan.documents.writers.text import write_text
from bihuan.report import read_text
from bihuan.web.diagnosis.services import read_upload
from bihuan.web.inspections.models import Finding
from bihuan.web.papers.facts import case_facts

if TYPE_CHECKING:
    from datetime import date

    from django.core.files.uploadedfile import UploadedFile

    from bihuan.checks.versions.report import Block, Comparison, Pair
    from bihuan.report import Report
    from bihuan.web.inspections.models import Feedback

MOST = 200
WORDS = {
    Change.MOVED: "挪了位置",
    Change.REWORDED: "改了文字",
    Change.ADDED: "台账里没有",
    Change.REMOVED: "文件里没有",
}


class ReturnedForm(forms.Form):
    """The file that came back."""

    file = forms.FileField(
        allow_empty_file=True,
        error_messages={"required": "请选一个文件。", "max_length": "文件名太长，请改短后再交。"},
    )

    def clean_file(self) -> UploadedFile[Any]:
        """Too large is told before a byte of it is read."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > settings.UPLOAD_LIMIT:
            raise forms.ValidationError(f"文件太大，最多 {settings.UPLOAD_LIMIT // (1024 * 1024)} MB。")
        return file


def compared_with_ledger(case: Feedback, data: bytes, name: str, today: date) -> tuple[Comparison, Report]:
    """A report made of the ledger today beside the file, and the file as it was read; ServiceError for what
    cannot be read. Files are read apart, with a lid on memory and time.
    """
    ours = read_text(write_text(kinds()["progress-report"].make(case_facts(case, today))))
    theirs = read_text(read_upload(data, name).text, today)
    return compare(ours, theirs), theirs


def differing(case: Feedback, data: bytes, name: str, today: date) -> dict[str, Any]:
    """What the file says otherwise than a report made of the ledger today, for the page."""
    found, theirs = compared_with_ledger(case, data, name, today)
    changed = [block for block in found.blocks if block.changed]
    rows = Finding.objects.filter(feedback=case, withdrawn_at=None).order_by("position")
    known = {title: pk for pk, title in rows.values_list("pk", "title")}
    return {
        "name": name,
        "blocks": [_block(block, known) for block in changed[:MOST]],
        "more": max(len(changed) - MOST, 0),
        "same": len(found.blocks) - len(changed),
        "empty": not any(section.responses for section in theirs.sections),
    }


def _block(block: Block, known: dict[str, int]) -> dict[str, Any]:
    """One response: what differs in it, and the finding's page where it can be put right."""
    titles = [text_of(one) for pair in block.findings for one in (pair.old, pair.new) if one]
    lines = [
        *_lines("问题", block.findings),
        *_lines("具体表现", block.subfindings),
        *_lines("措施", block.measures),
        *_lines("整改情况", (block.outcome,) if block.outcome else ()),
    ]
    finding = next((known[title] for title in titles if title in known), None)
    return {"title": titles[-1] if titles else "不对应问题的措施", "finding": finding, "lines": lines}


def _lines(word: str, pairs: tuple[Pair[Any], ...]) -> list[dict[str, Any]]:
    return [
        {"what": word, "how": WORDS[pair.change], "pieces": pair.pieces}
        for pair in pairs
        if pair.change is not Change.SAME
    ]
