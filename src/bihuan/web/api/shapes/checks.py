"""Answers to what checking found, and the announcement."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from bihuan.web.api.shapes.common import Day, Shown, Told, note, say, text

if TYPE_CHECKING:
    from bihuan.checks.coverage import Place
    from bihuan.web.base.keyset import Page
    from bihuan.web.diagnosis.models import Waiver
    from bihuan.web.rectification.examining.covering import Aspect, Covered
    from bihuan.web.rectification.examining.versions import Version


class WaiverShown(Shown):
    """A diagnostic answered by a reason."""

    id: int = say("说明编号")
    finding: int | None = say("问题编号")
    code: str = say("规则代码")
    quote: str = say("引文")
    reason: str = say("说明理由")
    until: dt.date = say("有效期至")
    state: str = say("pending 待批准、granted 已同意、refused 未同意")
    asked_by: str = say("说明人")
    decided_by: str = say("批准人；未批为空")
    opinion: str = say("批准意见")


class AnnouncementShown(Shown):
    """The announcement as the ledger stands."""

    case: int = say("台账编号")
    text: str = say("全文")


class CoverPlace(Shown):
    """Where a measure takes a key word up."""

    measure: int = say("措施编号")
    before: str = say("前文")
    words: str = say("提到的字")
    after: str = say("后文")


class CoverWord(Shown):
    """A key word; without places no measure speaks of it."""

    word: str = say("关键词")
    places: list[CoverPlace] = say("提到它的地方，最多三处")
    more: int = say("另有几处")


class CoverAspect(Shown):
    """A finding or one of its subfindings."""

    number: str = say("序号")
    title: str = say("标题")
    covered: bool | None = say("是否有措施回应；标题里没有可对照的词时为空")
    words: list[CoverWord] = say("关键词")
    otherwise: list[CoverPlace] = say("换了说法的地方")


class CoverFinding(Shown):
    """A finding with everything that is asked under it, itself first."""

    finding: int = say("问题编号")
    measures: int = say("措施项数")
    together: list[str] = say("合用措施的其他问题的序号")
    aspects: list[CoverAspect] = say("问题和它的具体表现")


class CoveragePage(Shown):
    """Findings in the order of the text."""

    rows: list[CoverFinding] = say("问题")
    next: str | None = say("下一页；没有时为空")
    previous: str | None = say("上一页；没有时为空")


class CaseVersionShown(Shown):
    """The ledger as it stands or one of its filings, with what checking found."""

    key: str = say("now 现在的台账；filing-编号 来件")
    name: str = say("名称")
    at: dt.datetime | None = say("体检或收到的时间")
    errors: int | None = say("不能成立几处；没有体检记录时为空")
    warnings: int | None = say("须作说明几处")
    infos: int | None = say("宜予知悉几处")
    new: int | None = say("比前一版新出现几处；无可比时为空")
    gone: int | None = say("比前一版消除几处")
    still: int | None = say("比前一版仍在几处")


class WaiverTold(Told):
    """Why a diagnostic may stand, and until when."""

    reason: str = text("为什么可以这样写、凭什么核对", 2_000)
    until: Day = say("有效期至，一年以内")


class WaiverAnswer(Told):
    """Yes or no."""

    granted: bool = say("是否同意")
    opinion: str = note("意见；不同意的必填", 2_000)


def waiver_shown(one: Waiver) -> WaiverShown:
    """An answer with who gave it and who agreed."""
    names = ("code", "quote", "reason", "until", "state", "opinion")
    return WaiverShown(
        **{name: getattr(one, name) for name in names},
        id=one.pk,
        finding=one.finding_id,
        asked_by=one.asked_by.name,
        decided_by=one.decided_by.name if one.decided_by else "",
    )


def version_shown(one: Version) -> CaseVersionShown:
    """A version with its counts and what moved since the one before."""
    errors, warnings, infos = one.counts or (None, None, None)
    moved = one.moved
    return CaseVersionShown(
        key=one.key,
        name=one.name,
        at=one.at,
        errors=errors,
        warnings=warnings,
        infos=infos,
        new=len(moved.new) if moved else None,
        gone=len(moved.gone) if moved else None,
        still=len(moved.still) if moved else None,
    )


def coverage_shown(found: Page[Covered]) -> CoveragePage:
    """One page of findings with what takes them up."""
    rows = [
        CoverFinding(
            finding=row.finding.pk,
            measures=row.measures,
            together=list(row.together),
            aspects=[_aspect(one) for one in row.aspects],
        )
        for row in found.rows
    ]
    return CoveragePage(rows=rows, next=found.next, previous=found.previous)


def _aspect(one: Aspect) -> CoverAspect:
    words = [
        CoverWord(word=word.word, places=list(map(_place, word.places)), more=word.more)
        for word in one.cover.words
    ]
    return CoverAspect(
        number=one.number,
        title=one.title,
        covered=one.cover.verdict,
        words=words,
        otherwise=list(map(_place, one.cover.otherwise)),
    )


def _place(one: Place[int]) -> CoverPlace:
    return CoverPlace(measure=one.key, before=one.before, words=one.words, after=one.after)
