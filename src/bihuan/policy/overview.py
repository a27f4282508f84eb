"""The tables as lines of text for people: policies, and one year's working days."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from bihuan.policy.errors import PolicyError
from bihuan.policy.wording import plainly, said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bihuan.policy.calendar import Calendar
    from bihuan.policy.policies import Policy


def policy_lines(policies: Iterable[Policy]) -> Iterator[str]:
    """Each policy with its periods, its effective days and its source."""
    for policy in policies:
        yield f"{policy.id}　{policy.title}"
        plan = f"整改方案{policy.plan.text}，" if policy.plan else ""
        yield f"  期限：{plan}整改{policy.rectification.text}（自反馈之日起，当日不计入）"
        chosen = "按反馈日期自动选用" if policy.default else "仅按名称选用"
        yield f"  适用：{_effective(policy)}，{chosen}"
        trust = f"{policy.confidence}（{policy.confidence.label}）"
        yield f"  依据：{policy.source}{policy.article}　可信程度：{trust}"


def year_lines(year: int, calendar: Calendar) -> Iterator[str]:
    """Coverage, source, days off in rows, make-up days and the number of working days of one year."""
    if not date.min.year < year < date.max.year:
        raise PolicyError("年份应在2到9998之间，请核对。")
    coverage = calendar.coverage()
    yield f"工作日历收录年份：{coverage.text if coverage else '无'}"
    first, last = date(year, 1, 1), date(year, 12, 31)
    total = calendar.count(date(year - 1, 12, 31), last)
    notice = calendar.notices.get(year)
    if notice is None:
        yield f"{year}年的节假日安排尚未收录，只按周末（双休日）扣除：工作日暂计{total}天（待核）。"
        return
    yield f"{year}年依据：{notice.source}"
    yield "放假："
    yield from (f"  {text}" for text in _rows(sorted(notice.holidays)))
    worked = sorted(notice.makeup_workdays)
    yield "调休上班：" + ("、".join(said(day) for day in worked) if worked else "无")
    yield f"全年工作日：{total}天（{plainly(first)}至{plainly(last)}）"


def _effective(policy: Policy) -> str:
    start, end = policy.effective_from, policy.effective_to
    if start and end:
        return f"{plainly(start)}至{plainly(end)}的反馈"
    if start:
        return f"{plainly(start)}起的反馈"
    return f"{plainly(end)}及以前的反馈" if end else "不限反馈日期"


def _rows(days: list[date]) -> Iterator[str]:
    """Days that follow each other as one row."""
    rows: list[list[date]] = []
    for day in days:
        if rows and (day - rows[-1][-1]).days == 1:
            rows[-1].append(day)
        else:
            rows.append([day])
    for row in rows:
        span = said(row[0]) if len(row) == 1 else f"{said(row[0])}至{said(row[-1])}"
        yield f"{span}，共{len(row)}天"
