"""Announcements on their way: versions, masks, findings left out."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Literal

from bihuan.web.api.shapes.common import Id, Shown, Told, Version, note, say, text

if TYPE_CHECKING:
    from bihuan.web.disclosure.models import Announcement, Edition, MaskChoice, Omission

AudienceName = Literal["internal", "public"]
EditionStepName = Literal[
    "submit", "clear", "approve", "publish", "return", "take_back", "abandon", "withdraw"
]
MaskKind = Literal["person", "post", "place", "company", "phone", "identity", "card", "other"]
BasisName = Literal["classified", "case", "hype", "unrest", "sensitive"]


class EditionLine(Shown):
    """A version."""

    id: int = say("版本编号")
    number: int = say("第几版")
    state: str = say(
        "环节：draft、checking、vetted、approved、published、archived、corrected、withdrawn、abandoned"
    )
    version: int = say("办理时要写明的 version")
    reason: str = say("更正说明")
    published_at: dt.datetime | None = say("发布时间")
    until: dt.date | None = say("公开至")
    ended_reason: str = say("撤回或更正的理由")
    files: dict[str, Any] = say("发布的文件：名称、SHA-256、SM3、字节数")


class PublicationShown(Shown):
    """An announcement for an audience with its versions, the newest first."""

    id: int = say("公开稿编号")
    case: int = say("台账编号")
    audience: str = say("对象：internal 党内通报、public 社会公开")
    kinds: list[str] = say("自动隐去哪些")
    days: int = say("公开工作日数")
    editions: list[EditionLine] = say("各版")


class EditionShown(EditionLine):
    """A version with its text as it was fixed."""

    text: str = say("正文；还在草拟的为空")


class EditionBegun(Told):
    """For whom."""

    audience: AudienceName = say("对象")
    reason: str = note("更正说明；有正在公开的稿子时必填", 2000)


class EditionStepTold(Told):
    """One step."""

    step: EditionStepName = say("动作")
    opinion: str = note("意见或理由", 2000)
    version: Version | None = say("看到的 version；也可写在 If-Match 里", None)


class WishesTold(Told):
    """What the rules mask, and for how long it stands."""

    kinds: list[MaskKind] = say("自动隐去哪些")
    days: int = say("公开工作日数", ge=1, le=250)


class MaskedTerm(Shown):
    """What gives way to what."""

    original: str = say("原文词")
    mask: str = say("代称")
    kind: str = say("种类")
    source: str = say("来源：recognised、dictionary、hand")
    places: int = say("处数")


class MaskChoiceShown(Shown):
    """What somebody decided on an original."""

    id: int = say("决定编号")
    original: str = say("原文词")
    mask: str = say("代称；空表示按规则取")
    kind: str = say("种类")
    active: bool = say("是否隐去")
    reason: str = say("理由")


class MaskingShown(Shown):
    """The preview of a draft."""

    text: str = say("隐名以后的正文")
    terms: list[MaskedTerm] = say("隐去的词")
    released: list[MaskChoiceShown] = say("放行的词")
    remarks: list[str] = say("公开体检的意见")


class MaskTold(Told):
    """Mask an original, or release it."""

    original: str = text("原文词", 60)
    active: bool = say("是否隐去")
    kind: MaskKind = say("种类", "other")
    mask: str = note("代称；不写时按规则取", 20)
    reason: str = text("理由", 300)


class OmissionShown(Shown):
    """A finding left out, or asked to be."""

    id: int = say("申请编号")
    finding: int = say("问题编号")
    basis: str = say("五种情形之一")
    reason: str = say("理由")
    state: str = say("到了哪一步：asked 待定、granted 同意、refused 不同意、lifted 已取消")
    opinion: str = say("决定意见")


class OmissionTold(Told):
    """Ask that a finding is left out."""

    finding: Id = say("问题编号")
    basis: BasisName = say("五种情形之一")
    reason: str = text("理由", 2000)


class OmissionAnswer(Told):
    """Agreed or not."""

    agreed: bool = say("是否同意不公开")
    opinion: str = note("意见；不同意时必填", 2000)


def edition_line(one: Edition) -> dict[str, Any]:
    """A row of the list."""
    names = ("id", "number", "state", "version", "reason", "published_at", "until", "ended_reason", "files")
    return {name: getattr(one, name) for name in names}


def publication_shown(one: Announcement, editions: list[Edition]) -> dict[str, Any]:
    """An announcement with its versions."""
    return {
        "id": one.pk,
        "case": one.feedback_id,
        "audience": one.audience,
        "kinds": one.kinds,
        "days": one.days,
        "editions": [edition_line(edition) for edition in editions],
    }


def choice_shown(one: MaskChoice) -> dict[str, Any]:
    """A decision on an original."""
    return {name: getattr(one, name) for name in ("id", "original", "mask", "kind", "active", "reason")}


def omission_shown(one: Omission) -> dict[str, Any]:
    """A wish and what became of it."""
    return {
        "id": one.pk,
        "finding": one.finding_id,
        "basis": one.basis,
        "reason": one.reason,
        "state": one.state,
        "opinion": one.opinion,
    }
