"""Receiving a document: read in a child process, corrected, thrown away; hostile files change nothing."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from bihuan.report.nodes import LeafKind
from bihuan.web.base.errors import ServiceError, StaleError
from bihuan.web.base.models import JournalEntry
from bihuan.web.diagnosis.models import Filing, FilingContent, ImportDraft
from bihuan.web.diagnosis.queries import draft_report, open_drafts
from bihuan.web.diagnosis.reader import Lid, ReadingError, read_apart
from bihuan.web.diagnosis.services import clean_name, draft_create, draft_discard, draft_edit, draft_undo_edit
from bihuan.web.rectification.services import draft_confirm
from tests.web.world import NOW, REPORT, make_draft

if TYPE_CHECKING:
    from tests.web.world import World

LID = Lid(seconds=20, memory_mb=1024, file_bytes=5_000_000, chars=200_000)


def test_report_is_read_in_a_child_process(world: World) -> None:
    data = REPORT.encode("gb18030")
    draft = draft_create(
        actor=world.liaison, now=NOW, unit=world.bureau, content=data, name="C:\\文件\\通报.txt"
    )
    filing = draft.filing
    assert (draft.text, filing.name, filing.encoding, filing.size) == (
        REPORT,
        "通报.txt",
        "gb18030",
        len(data),
    )
    assert bytes(filing.content.data) == data
    assert [one.pk for one in open_drafts(world.liaison)] == [draft.pk]


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", b"<w:document>" + b" " * 200_000_000)
    return out.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("空文件.txt", b""),
        ("二进制.txt", bytes(range(256)) * 40),
        ("断了的.docx", b"PK\x03\x04 nothing"),
        ("炸弹.docx", bomb()),
        ("太长.txt", ("字" * 300_000).encode()),
    ],
    ids=["empty", "binary", "broken_zip", "zip_bomb", "long"],
)
def test_hostile_file_is_refused_in_a_sentence(name: str, data: bytes) -> None:
    with pytest.raises(ReadingError, match=r"请"):
        read_apart(data, name, LID)


@pytest.mark.slow
def test_reading_has_a_lid_on_memory_and_time() -> None:
    with pytest.raises(ReadingError, match=r"内存|出错"):
        read_apart("问题\n".encode() * 900_000, "大.txt", Lid(20, 40, 50_000_000, 10_000_000))
    with pytest.raises(ReadingError, match=r"已经停止"):
        read_apart(b"\xe9\x97\xae\n" * 1_000_000, "慢.txt", Lid(0, 1024, 50_000_000, 10_000_000))


def test_refused_file_leaves_nothing_behind(world: World) -> None:
    with pytest.raises(ServiceError):
        draft_create(actor=world.liaison, now=NOW, unit=world.bureau, content=b"\0\1\2", name="坏.txt")
    assert not Filing.objects.exists()
    assert not FilingContent.objects.exists()
    assert not ImportDraft.objects.exists()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\a\\b.docx", "b.docx"),
        ("a\nb\0.txt", "ab.txt"),
        ("长" * 300, "长" * 200),
    ],
)
def test_file_name_is_only_a_name(given: str, kept: str) -> None:
    assert clean_name(given) == kept


def leaf_of(draft: ImportDraft, begins: str) -> int:
    leaves = draft_report(draft).leaves
    return next(at for at, leaf in enumerate(leaves) if leaf.value.startswith(begins))


def test_edit_and_undo(world: World) -> None:
    draft = make_draft(world, REPORT)
    at = leaf_of(draft, "7月18日")
    draft = draft_edit(actor=world.liaison, now=NOW, draft=draft, leaf=at, action="passage", version=1)
    assert draft_report(draft).leaves[at].kind is LeafKind.PASSAGE
    draft = draft_undo_edit(actor=world.liaison, now=NOW, draft=draft, version=2)
    assert draft_report(draft).leaves[at].kind is LeafKind.MEASURE
    with pytest.raises(ServiceError, match="没有可以撤销的"):
        draft_undo_edit(actor=world.liaison, now=NOW, draft=draft)


@pytest.mark.parametrize(("leaf", "action"), [(9999, "finding"), (-1, "finding"), (3, "delete")])
def test_senseless_edit_is_refused_and_not_kept(world: World, leaf: int, action: str) -> None:
    draft = make_draft(world, REPORT)
    with pytest.raises(ServiceError):
        draft_edit(actor=world.liaison, now=NOW, draft=draft, leaf=leaf, action=action)
    draft.refresh_from_db()
    assert draft.edits == []


def test_two_people_at_one_draft(world: World) -> None:
    draft = make_draft(world, REPORT)
    draft_edit(actor=world.liaison, now=NOW, draft=draft, leaf=3, action="passage", version=1)
    with pytest.raises(StaleError):
        draft_edit(actor=world.officer, now=NOW, draft=draft, leaf=4, action="passage", version=1)


def test_corrections_reach_the_ledger_and_the_text_stays(world: World) -> None:
    from bihuan.web.rectification import text

    draft = make_draft(world, REPORT)
    draft = draft_edit(
        actor=world.liaison, now=NOW, draft=draft, leaf=leaf_of(draft, "执法人员"), action="split"
    )
    draft = draft_edit(
        actor=world.liaison, now=NOW, draft=draft, leaf=leaf_of(draft, "7月18日"), action="finding"
    )
    case = draft_confirm(actor=world.liaison, now=NOW, draft=draft)
    assert case.findings.count() == 5
    assert case.responses.count() == 5
    assert text.load(case).render() == REPORT


def test_confirmed_draft_is_closed(world: World) -> None:
    draft = make_draft(world, REPORT)
    draft_confirm(actor=world.liaison, now=NOW, draft=draft)
    with pytest.raises(ServiceError, match="已经确认"):
        draft_confirm(actor=world.liaison, now=NOW, draft=draft)
    with pytest.raises(ServiceError, match="已经确认"):
        draft_edit(actor=world.liaison, now=NOW, draft=draft, leaf=3, action="passage")


def test_text_without_findings_makes_no_case(world: World) -> None:
    draft = make_draft(world, "今天天气很好。\n")
    with pytest.raises(ServiceError, match="没有读出"):
        draft_confirm(actor=world.liaison, now=NOW, draft=draft)


def test_second_report_of_the_same_round_is_refused(world: World) -> None:
    draft_confirm(actor=world.liaison, now=NOW, draft=make_draft(world, REPORT))
    with pytest.raises(ServiceError, match="已经有台账"):
        draft_confirm(actor=world.liaison, now=NOW, draft=make_draft(world, REPORT))


def test_discarded_draft_takes_its_document_along(world: World) -> None:
    draft_discard(actor=world.liaison, now=NOW, draft=make_draft(world, REPORT))
    assert not Filing.objects.exists()


def test_every_correction_leaves_one_entry(world: World) -> None:
    draft = make_draft(world, REPORT)
    draft = draft_edit(actor=world.liaison, now=NOW, draft=draft, leaf=1, action="passage")
    draft_undo_edit(actor=world.liaison, now=NOW, draft=draft)
    entries = JournalEntry.objects.filter(chain=world.bureau.pk).order_by("number")
    told = entries.values_list("action", "changes")
    assert list(told)[1:] == [
        ("draft_edit", {"edit": ["", "1 passage"]}),
        ("draft_undo_edit", {"edit": ["1 passage", ""]}),
    ]
