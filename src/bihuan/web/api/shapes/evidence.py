"""Evidence: uploads, entries, versions, files."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from bihuan.web.api.shapes.common import Day, Id, Named, SeenTold, Shown, Told, note, say, text
from bihuan.web.evidence.models import Preview
from bihuan.web.evidence.queries import same_bytes

if TYPE_CHECKING:
    from bihuan.web.evidence.models import Evidence, EvidenceFile, Upload
    from bihuan.web.evidence.queries import EntryPage

Kind = Literal[
    "minutes", "rules", "photo", "finance", "record", "training", "contract", "notice", "other"
]  # fmt: skip
Target = Annotated[str, Field(pattern=r"^[a-z_]{1,20}:[0-9]{1,18}$", examples=["measure:12"])]


class UploadShown(Shown):
    """A file on its way."""

    token: uuid.UUID = say("凭号，续传和建佐证时写")
    name: str = say("文件名")
    size: int = say("应有字节数")
    received: int = say("已收字节数，续传从这里接着")
    whole: bool = say("是否已经传完并核对过内容")
    warnings: list[str] = say("须确认的事项，如个人信息；建佐证时写 confirmed")
    notes: list[str] = say("说明")
    held: list[Named] = say("本单位已有的同样文件所在的佐证")


class FileShown(Shown):
    """A file of a version."""

    id: int = say("文件编号")
    name: str = say("文件名")
    kind: str = say("类型，按内容判定")
    size: int = say("字节数")
    sha256: str = say("SHA-256 摘要")
    sm3: str = say("SM3 摘要")
    pages: int = say("可以预览的页数")
    also: str = say("同样的文件还用于哪里；没有为空")
    warnings: list[str] = say("上传时确认过的事项")


class VersionShown(Shown):
    """The files of an entry from one day on."""

    number: int = say("第几版，审核时写回")
    note: str = say("更新说明")
    made_by: str = say("上传人")
    made_at: dt.datetime = say("上传时间")
    state: str = say("pending 待审核、accepted 已认可、rejected 不认可")
    reason: str = say("审核意见")
    reviewed_by: str = say("审核人；未审核为空")
    files: list[FileShown] = say("文件")


class Proved(Shown):
    """What an entry proves."""

    target: str = say("对象，如 measure:12")
    title: str = say("对象的名称")
    place: str = say("在哪里，如 问题2、3")


class EvidenceLine(Shown):
    """An entry in a list."""

    id: int = say("佐证编号")
    unit: Named = say("单位")
    title: str = say("名称")
    kind: str = say("类别")
    event_date: dt.date | None = say("事情发生的日期")
    expires_on: dt.date | None = say("有效期至")
    state: str = say("pending 待审核、accepted 已认可、rejected 不认可")
    number: int = say("现行第几版")
    files: int = say("文件数")
    links: int = say("关联数")
    created_at: dt.datetime = say("上传时间")
    created_by: str = say("上传人")
    told_by: str = say("外部提交人；本单位自己上传的为空")
    version: int = say("版本，修改说明时写回")


class EvidenceShown(EvidenceLine):
    """An entry with everything on it."""

    description: str = say("说明")
    proves: list[Proved] = say("用于证明什么")
    versions: list[VersionShown] = say("各版，现行的在前")


class FileText(FileShown):
    """A file with its words."""

    evidence: int = say("佐证编号")
    text: str = say("读出的文字，最多 40000 字；读不出为空")


class UploadTold(Told):
    """A file is announced."""

    name: str = text("文件名", 500)
    size: int = say("字节数", ge=1, le=2**53)
    unit: Id | None = say("哪个单位的佐证；只有一个时可以不写", None)


class Facts(Told):
    """What people say of an entry."""

    title: str = note("名称；不写即用第一个文件的名称", 200)
    kind: Kind = say("类别", "other")
    event_date: Day | None = say("事情发生的日期", None)
    expires_on: Day | None = say("有效期至", None)
    description: str = note("说明")


class EvidenceTold(Facts):
    """A new entry of whole uploads."""

    uploads: list[uuid.UUID] = say("已传完的文件的凭号", min_length=1, max_length=500)
    targets: list[Target] = say("用于证明什么，如 measure:12、response:3", [], max_length=100)
    unit: Id | None = say("哪个单位的佐证；写了 targets 或只有一个时可以不写", None)
    confirmed: bool = say("已看过文件里的个人信息，确需保留", False)
    again: bool = say("本单位已有同样的文件，确需另存一份", False)


class EvidenceEdit(SeenTold, Facts):
    """Corrections."""


class VersionTold(SeenTold):
    """A new version."""

    uploads: list[uuid.UUID] = say("新文件的凭号", [], max_length=500)
    kept: list[Id] = say("现行版本里保留的文件编号", [], max_length=500)
    note: str = note("更新说明", 300)
    confirmed: bool = say("已看过文件里的个人信息，确需保留", False)


class LinkTold(Told):
    """More that an entry proves."""

    targets: list[Target] = say("还用于证明什么", min_length=1, max_length=100)


class ReviewTold(Told):
    """What the office says of a version."""

    number: int = say("审核的是第几版", ge=1, le=2**31 - 1)
    accepted: bool = say("是否认可")
    reason: str = note("意见；不认可的必填", 1_000)


class PackageTold(Told):
    """What goes into a package."""

    target: Target | None = say("某项整改或措施的佐证，如 response:3", None)
    unit: Id | None = say("整个单位的佐证", None)


class KeyShown(Shown):
    """A public key."""

    algorithm: str = say("算法")
    fingerprint: str = say("指纹")
    key: str = say("公钥")


def upload_shown(one: Upload) -> UploadShown:
    """How far it came; one query for what the unit holds already."""
    held = same_bytes(one.unit_id, [one.sha256]).get(one.sha256, []) if one.sha256 else []
    names = ("token", "name", "size", "received", "warnings", "notes")
    return UploadShown(
        **{name: getattr(one, name) for name in names},
        whole=bool(one.sha256),
        held=[Named(id=each.pk, name=each.title) for each in held],
    )


def evidence_line(one: Evidence) -> EvidenceLine:
    """An entry by what is said of it."""
    return EvidenceLine(**_entry(one))


def _entry(one: Evidence) -> dict[str, Any]:
    said = ("title", "kind", "event_date", "expires_on", "told_by")
    names = (*said, "state", "number", "created_at", "version")
    return {
        **{name: getattr(one, name) for name in names},
        "id": one.pk,
        "unit": Named(id=one.unit_id, name=str(one.unit)),
        "files": one.file_count,
        "links": one.link_count,
        "created_by": one.created_by.name,
    }


def evidence_shown(found: EntryPage) -> EvidenceShown:
    """An entry with its versions."""
    return EvidenceShown(
        **_entry(found.entry),
        description=found.entry.description,
        proves=[
            Proved(target=f"{one.kind}:{one.id}", title=one.title, place=one.place) for one in found.proves
        ],
        versions=[_version(one, found.also) for one in found.versions],
    )


def _version(one: Any, also: dict[int, str]) -> VersionShown:
    names = ("number", "note", "made_at", "state", "reason")
    return VersionShown(
        **{name: getattr(one, name) for name in names},
        made_by=one.made_by.name,
        reviewed_by=one.reviewed_by.name if one.reviewed_by else "",
        files=[file_shown(each, also.get(each.blob_id, "")) for each in one.listed],
    )


def file_shown(one: EvidenceFile, also: str = "") -> FileShown:
    """A file by its content."""
    return FileShown(**file_facts(one, also))


def file_facts(one: EvidenceFile, also: str = "") -> dict[str, Any]:
    """The same as plain values."""
    blob = one.blob
    return {
        "id": one.pk,
        "name": one.name,
        "kind": blob.kind,
        "size": blob.size,
        "sha256": blob.sha256,
        "sm3": blob.sm3,
        "pages": blob.pages if blob.preview == Preview.READY else 0,
        "also": also,
        "warnings": one.warnings,
    }
