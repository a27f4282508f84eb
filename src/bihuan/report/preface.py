"""What the preface and the ends tell: kind, inspection, feedback date, issuer."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from bihuan.report.head import BODIES, signed_by, signed_on
from bihuan.report.nodes import DocumentKind, Inspection, LeafKind
from bihuan.zh.dates import Precision, Timeline, read_dates, read_full_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bihuan.report.head import Head
    from bihuan.report.nodes import Leaf
    from bihuan.zh.dates import DateMention

_NAME = r"[\w×·]"
_INSPECTED = re.compile(
    r"(?P<team>[\w×·、]{0,24}?(?:巡[视察]组|督[察查导]组|检查组|审计组|巡[视察]工作组|督[察查]队))"
    r"(?:[（(][^）)]*[）)])?"
    r"(?:于[^，。]{0,30}|[自从]?[0-9][0-9年月日至到起—－-]{5,30})?(?:分别)?[对向](?P<unit>[^，。；]{2,40}?)(?:开展|进行|实施)了?"
)
_REPORTED = (
    rf"(?P<team>{_NAME}{{0,24}}?(?:巡[视察]组|督[察查导]组|检查组))"
    r"(?:向(?P<unit>[^，。；]{2,30}?)(?:集中)?反馈|反馈了?对(?P<whose>[^，。；]{2,30}?)的巡[视察])"
)
_FED_BACK = re.compile(
    r"(?:反馈|通报|移交|下发|收到|接到)了?.{0,40}?(?:意见|情况|问题|结果|报告)|反馈(?:会|意见)|(?:向|给).{2,40}反馈|(?:作|做|进行)了?.{0,6}反馈|[日号]反馈"
)
_TEAM_FED_BACK = re.compile(
    r"(?:组|办公室|局|办)[^，。]{0,16}?(?:(?:向|给)[^。]{2,60}?|对[^，。]{2,40}?|)反馈(?!会)|(?:收到|接到).{0,30}反馈意见"
)
_BEFORE_TEAM = ("日", "月", "年", "部署", "安排", "要求", "来", "由", "根据", "经", "派出", "委派", "，")
_LONGEST_MEETING = 3
_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")
_CITED_SPAN = re.compile(r"《[^》]*》")


class Facts(NamedTuple):
    """What is told outside the findings."""

    kind: DocumentKind
    inspection: Inspection
    feedback_on: date | None
    feedback_line: int | None
    issuer: str | None
    issued_on: date | None


def read_facts(leaves: Sequence[Leaf], head: Head, kind: DocumentKind) -> Facts:
    """Facts from the title, the preface, the front matter and the signature."""
    issued = _issued_on(leaves, head)
    inspection, feedback, line = _inspection(leaves, issued, kind)
    return Facts(kind, inspection, feedback, line, _issuer(leaves, head), issued)


def _issued_on(leaves: Sequence[Leaf], head: Head) -> date | None:
    for leaf in reversed(leaves):
        if leaf.kind is LeafKind.ISSUED_ON:
            return signed_on(leaf.value)
    for key in (
        "成文日期",
        "生成日期",
        "发文日期",
        "发布时间",
        "发布日期",
        "公开日期",
        "时间",
        "日期",
        "date",
    ):
        if key in head.front and (found := read_full_date(head.front[key])):
            return found
    return None


def _issuer(leaves: Sequence[Leaf], head: Head) -> str | None:
    signed = [leaf.value for leaf in leaves if leaf.kind is LeafKind.SIGNATURE]
    dated = (signed_by(leaf.value) for leaf in leaves if leaf.kind is LeafKind.ISSUED_ON)
    signed += [body for body in dated if body]
    if signed:
        return "、".join(re.sub(r"\s+|[（(]盖?章?[）)]\Z", "", body) for body in signed)
    if head.title and (body := _body_of_title(head.title)):
        return body
    return next(
        (head.front[key] for key in ("发布机构", "发文机关", "发布单位", "发文单位") if key in head.front),
        None,
    )


def _body_of_title(title: str) -> str | None:
    """The body that stands before 关于, 落实 or 巡察整改 in a title."""
    for found in re.finditer(r"关于|落实|巡[视察]|审计|督[察查]", title):
        body = title[: found.start()]
        if len(body) > 3 and body.endswith(BODIES) and not body.startswith("关于"):
            return body
    return None


def _inspection(
    leaves: Sequence[Leaf], issued: date | None, kind: DocumentKind
) -> tuple[Inspection, date | None, int | None]:
    timeline = Timeline(issued, latest=issued)
    start = end = feedback = None
    team = unit = None
    line = None
    certain = False
    for leaf in _telling(leaves):
        for found in _SENTENCE.finditer(leaf.value):
            sentence = found[0]
            if (
                "反馈" not in sentence
                and "组" not in sentence
                and "审计" not in sentence
                and "收到" not in sentence
            ):
                continue
            who = None
            if kind is not DocumentKind.AUDIT:
                who = _INSPECTED.search(sentence) or _came().search(sentence)
            plain = _CITED_SPAN.sub(lambda m: "　" * len(m[0]), sentence)
            mentions = read_dates(plain, timeline)
            if timeline.anchor is None and mentions:  # the first year that is named is that of what follows
                timeline = Timeline(mentions[0].start)
                mentions = read_dates(plain, timeline)
            if who and unit is None:
                team, unit = _trim_team(who["team"]), who["unit"]
                spans = [m for m in mentions if m.offset <= who.end()]
                if spans and start is None:
                    start, end = _inspection_dates(spans, sentence)
            days = [
                m for m in mentions if m.precision is Precision.DAY and m.start != start and not _is_stay(m)
            ]
            told = _TEAM_FED_BACK.search(sentence)
            sure = told is not None
            told = told or _FED_BACK.search(sentence)
            if told and days and (feedback is None or (sure and not certain)):
                inside = sure and not told[0].startswith(("收到", "接到"))  # 巡察组6月18日向…反馈
                before = [m for m in days if m.offset < (told.end() if inside else told.start())]
                feedback, line, certain = (before[-1] if before else days[0]).start, leaf.line, sure
    if team is None:
        team, unit = _team_of_feedback(leaves)
    if team and re.match(r"[两二三四五六七八九十各]+个?", team):
        team, unit = None, None if unit and unit.startswith(("上述", "被巡", "各")) else unit
    return Inspection(start, end, team, unit), feedback, line


@cache
def _came() -> re.Pattern[str]:
    """…组巡察区妇幼保健院党总支: without 对 and 开展."""
    return re.compile(
        r"(?P<team>[\w×·、]{0,24}?(?:巡[视察]组|督[察查导]组|检查组|审计组|督[察查]队))"
        r"(?:于[^，。]{0,30}|[自从]?[0-9][0-9年月日至到起—－-]{5,30})?(?:集中)?"
        r"(?:(?:巡[视察]|督[察查]|检查|进驻|入驻|进点)了?)(?!组|工作|意见|反馈|情况|整改|办|发现|机构|问题)(?P<unit>[^，。；]{2,40})"
    )


def _is_stay(mention: DateMention) -> bool:
    """True for a stretch of days in which no feedback is given, but an inspection is made."""
    return (mention.end - mention.start).days > _LONGEST_MEETING


def _team_of_feedback(leaves: Sequence[Leaf]) -> tuple[str | None, str | None]:
    """…组向…反馈 names both parties where no sentence tells of the inspection itself."""
    for leaf in leaves:
        if leaf.kind in {LeafKind.TITLE, LeafKind.PREFACE} and (found := re.search(_REPORTED, leaf.value)):
            return _trim_team(found["team"]), found["unit"] or found["whose"]
    return None, None


def _inspection_dates(spans: Sequence[DateMention], sentence: str) -> tuple[date | None, date | None]:
    """Two days that 至 joins, or one range; a month alone says no day."""
    first = spans[0]
    if sentence[: first.offset].endswith("自") or sentence.startswith("起", first.offset + len(first.text)):
        return first.start, None
    if first.precision is Precision.DAY and first.start != first.end:
        return first.start, first.end
    if len(spans) > 1:
        between = sentence[first.offset + len(first.text) : spans[1].offset]
        if re.fullmatch(r"\s*(?:至|到|[-—–~～])+\s*", between):
            return first.start, spans[1].end
    return None, None


def _trim_team(team: str) -> str:
    """Name of the team without what the sentence says before it (按照…部署，)."""
    for at in range(len(team) - 1, 0, -1):
        if "\u4e00" <= team[at] <= "\u9fff" and team.endswith(_BEFORE_TEAM, 0, at):
            return team[at:]
    return team


def _telling(leaves: Sequence[Leaf]) -> list[Leaf]:
    """The preface; without one, the first passages."""
    told = [leaf for leaf in leaves if leaf.kind is LeafKind.PREFACE]
    if told:
        return told
    return [
        leaf for leaf in leaves[:12] if leaf.kind in {LeafKind.PASSAGE, LeafKind.LEAD_IN, LeafKind.MEASURE}
    ][:3]


_KINDS: tuple[tuple[DocumentKind, str], ...] = (
    (DocumentKind.NOTICE, r"(?:通知|通告|启事|会议纪要)\Z"),
    (DocumentKind.AUDIT, r"审计.{0,30}(?:整改|报告)|审计查出问题"),
    (DocumentKind.PLAN, r"(?:整改|工作|实施).{0,6}方案|整改计划|任务分解表"),
    (
        DocumentKind.REPORT,
        r"整改.{0,12}(?:情况|通报|报告|公示|公告|公布)|(?:通报|报告|公示).{0,8}整改",
    ),
    (
        DocumentKind.FEEDBACK,
        r"反馈意见|反馈.{0,12}(?:巡[视察]|督[察查])?.{0,4}情况|情况反馈|意见反馈|反馈书|反馈会",
    ),
    (DocumentKind.NOTICE, r"公告\Z"),
)
_MEETING = r"(?:会|会议)\Z|召开.{0,40}(?:会|会议)|专题会|汇报会|动员会|部署会|推进会"


def document_kind(title: str | None, leaves: Sequence[Leaf]) -> DocumentKind:
    """Kind by the title; a text without one is judged by its parts and its first lines."""
    has_answers = any(leaf.kind is LeafKind.OUTCOME for leaf in leaves) or (
        any(leaf.kind is LeafKind.FINDING for leaf in leaves)
        and any(leaf.kind is LeafKind.MEASURE for leaf in leaves)
    )
    if title:
        told_of = "召开" in title and "反馈" not in title
        if told_of or (re.search(_MEETING, title) and "反馈" not in title and not has_answers):
            return DocumentKind.NOTICE if title.endswith(("通知", "公告")) else DocumentKind.OTHER
        if has_answers and re.search("落实.*反馈意见.*情况", title):
            return DocumentKind.REPORT  # 关于落实巡察反馈意见的情况通报
        for kind, pattern in _KINDS:
            if re.search(pattern, title):
                return kind
    opening = "".join(leaf.value for leaf in leaves if leaf.kind is LeafKind.PREFACE)[:600]
    if has_answers or re.search(r"整改(?:进展|落实)?情况(?:予以)?(?:公布|公示|通报|报告)", opening):
        return (
            DocumentKind.AUDIT if re.search(r"审计", opening) and "巡" not in opening else DocumentKind.REPORT
        )
    if re.search(r"反馈", opening) and re.search(r"巡[视察]|督[察查]", opening):
        return DocumentKind.FEEDBACK
    return DocumentKind.OTHER
