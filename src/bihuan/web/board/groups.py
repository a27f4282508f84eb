"""What somebody owes as groups of entries for the home page, each entry with the one thing to do. Pure over
what ``owing`` fetched.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from bihuan.web.accounts.permissions import Action, Relation
from bihuan.web.base.links import url
from bihuan.web.board.days import SOON, when
from bihuan.web.board.owing import SHOWN, Owed
from bihuan.web.inspections.models import FAR, OPEN
from bihuan.web.rectification.models import Every
from bihuan.web.rectification.periods import first_day, following

if TYPE_CHECKING:
    from collections.abc import Callable

    from bihuan.web.accounts.permissions import Scope
    from bihuan.web.board.queries import Totals

    Entry = dict[str, Any]
    Lists = dict[str, list[Owed]]

_BY_TIME = (
    ("late", "逾期", "square", "late"),
    ("soon", "七日内到期", "up", "soon"),
    ("later", "以后到期", "ring", "doing"),
)
OTHERS = "由单位办理，您可以查看和督促"
LOOKING = "您的角色只能查看，由本单位经办人员办理"


def groups(
    scope: Scope, lists: Lists, today: date, totals: Totals, piles: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Everything in the order in which it presses. ``totals`` counts all open findings, of which ``lists``
    holds the first; ``piles`` is what other apps have.
    """
    found = [
        _group("等我办理", "diamond", "ink", _mine(lists), url("loop:queue")),
        _group("退回我补正", "back", "late", _each(_returned, lists["returned"]), url("loop:queue")),
        *piles,
        *_timed(scope, lists, today, totals),
        _group("佐证待审核", "diamond", "ink", _each(_evidence, lists["evidence"]), url("evidence:list")),
        _group("导入待核对", "diamond", "ink", _each(_draft, lists["drafts"]), url("imports:list")),
        _group("体检不能成立", "square", "late", _each(_doubt, lists["doubts"]), ""),
        *_administration(lists, today),
    ]
    if not scope.units(Relation.OWN, Action.EDIT):
        found = [{**one, "hint": LOOKING} if one["word"] == "体检不能成立" else one for one in found]
    return [one for one in found if one["entries"]]


def _group(
    word: str,
    shape: str,
    tone: str,
    entries: list[Entry],
    more: str,
    *,
    count: int = 0,
    cut: bool = False,
    hint: str = "",
) -> dict[str, Any]:
    """``count`` where more is known of than was fetched; ``cut`` where it is not known how many there are."""
    several = len(entries) > SHOWN
    return {
        "word": word,
        "shape": shape,
        "tone": tone,
        "entries": entries[:SHOWN],
        "count": counted(count or min(len(entries), SHOWN), cut=cut or (several and not count)),
        "more": more if several or count > SHOWN else "",
        "hint": hint,
    }


def counted(count: int, *, cut: bool) -> str:
    """A number as the page tells it."""
    return f"{count} 以上" if cut else str(count)


def _entry(one: Owed, action: str, href: str, **more: Any) -> Entry:
    place = f"{one.place}，{one.word}" if one.word else one.place
    told = {"due": None, "when": "", "title": one.title, "where": place, "status": "", "action": action}
    return {**told, "href": href, **more}


def _since(one: Owed, word: str) -> str:
    return f"{one.on.month}月{one.on.day}日{word}" if one.on else ""


def _numbers(one: Owed) -> Owed:
    """The number in front, and that there are more."""
    number = f"问题{one.word}" if one.word else ""
    return one._replace(word=f"{number}等{one.many}个" if one.many > 1 else number)


# --- what waits for a decision
# -------------------------------------------------------------------------------------------------------


def _mine(lists: Lists) -> list[Entry]:
    return [
        *_each(_turn, [*lists["turns"], *lists["takings"], *lists["reviews"]]),
        *_each(_extension, lists["extensions"]),
        *_each(_waiver, lists["waivers"]),
        *(_entry(one, "复查", url("loop:judge", one.pk), when="抽查待复查") for one in lists["rechecks"]),
    ]


def _each(made: Callable[[Owed], Entry], rows: list[Owed]) -> list[Entry]:
    return [made(one) for one in rows]


def _extension(one: Owed) -> Entry:
    told = one._replace(word=f"申请延期：{one.word}")
    until = f"延至{one.on.month}月{one.on.day}日" if one.on else ""
    return _entry(told, "审批", url("loop:extension", one.pk), when=until)


def _waiver(one: Owed) -> Entry:
    told = one._replace(word=f"体检{one.word}的说明")
    return _entry(told, "批准", url("diagnosis:answer", one.pk), when="说明待批")


def _turn(one: Owed) -> Entry:
    href = url("loop:review", one.pk)
    return _entry(_numbers(one), "审核", href, when=_since(one, "送来"), status=f"stage_{one.state}")


def _returned(one: Owed) -> Entry:
    href = url("loop:response", one.pk)
    return _entry(_numbers(one), "补正", href, when=_since(one, "退回"), status="stage_returned")


def _evidence(one: Owed) -> Entry:
    return _entry(one, "审核", url("evidence:entry", one.pk), when=_since(one, "上传"))


def _draft(one: Owed) -> Entry:
    told = one._replace(word=f"{one.word}导入")
    return _entry(told, "核对", url("imports:reading", one.pk), when=_since(one, "收到"))


def _doubt(one: Owed) -> Entry:
    place = url("rectification:finding", one.ref) if one.ref else url("diagnosis:diagnostics", one.pk)
    where = one.word if one.title else one.place
    return _entry(one, "看批注", place, when=f"第{one.many}行", title=one.title or one.word, where=where)


# --- what falls due
# -------------------------------------------------------------------------------------------------------


def _timed(scope: Scope, lists: Lists, today: date, totals: Totals) -> list[dict[str, Any]]:
    """Findings, measures, promises and regular duties by their last day; what has none comes last."""
    edits, office = scope.units(Relation.OWN, Action.EDIT), scope.units(Relation.OFFICE, Action.READ)
    own = [
        *(_measure(one) for one in lists["measures"]),
        *(_commitment(one) for one in lists["commitments"]),
        *(_duty(one, today) for one in lists["duties"]),
    ]
    findings = [_finding(one, bool(edits)) for one in lists["findings"]]
    ledger = url("rectification:ledgers")
    cut = any(len(lists[name]) > SHOWN for name in ("measures", "commitments", "duties"))
    found = []
    for key, word, shape, tone in _BY_TIME:
        entries = [one for one in (*own, *findings) if when(one["due"], today) == key]
        entries.sort(key=lambda one: one["due"] or FAR)
        mine = sum(1 for one in own if when(one["due"], today) == key)
        several: int = getattr(totals, key)
        hint = "" if edits or not several else OTHERS if office else LOOKING
        more = f"{ledger}?overdue=1" if key == "late" else ledger
        found.append(_group(word, shape, tone, entries, more, count=several + mine, cut=cut, hint=hint))
    return found


def _finding(one: Owed, may_edit: bool) -> Entry:
    action = "查看"
    if may_edit:
        quiet = one.state in ("none", "unknown")
        action = "补写措施" if not one.many else "写明状态" if quiet else "更新进展"
    due = one.on if one.on and one.on < FAR else None
    told = one._replace(word=f"问题{one.word}" if one.word else "")
    href = url("rectification:finding", one.pk)
    return _entry(told, action, href, due=due, when="未定期限", status=one.state if one.state in OPEN else "")


def _measure(one: Owed) -> Entry:
    href = f"{url('loop:response', one.ref)}#measure-{one.pk}"
    return _entry(one._replace(word="我负责的措施"), "填进展", href, due=one.on, status="measure_open")


def _commitment(one: Owed) -> Entry:
    every = f"，{Every(one.word).label}" if one.word else ""
    href = url("loop:commitment", one.pk)
    return _entry(one._replace(word=f"公开承诺{every}"), "登记兑现", href, due=one.on)


def _duty(one: Owed, today: date) -> Entry:
    """Due on the last day of the period that lacks it."""
    start = first_day(one.word, today)
    due = start - timedelta(1) if one.many else following(one.word, start) - timedelta(1)
    told = one._replace(word=f"定期任务，{Every(one.word).label}{'，上期没有登记' if one.many else ''}")
    return _entry(told, "登记本期" if not one.many else "补记", url("loop:duty", one.pk), due=due)


# --- what administrators owe
# -------------------------------------------------------------------------------------------------------


def _administration(lists: Lists, today: date) -> list[dict[str, Any]]:
    jobs = [_entry(one, "重试或放弃", url("notices:jobs"), when=_since(one, "排入")) for one in lists["jobs"]]
    years = [
        _entry(one._replace(title=f"{one.pk}年放假安排尚未录入", word=f"{one.many}个期限待核"), "录入",
               f"{url('inspections:calendar')}?year={one.pk}", when="最早的期限", due=one.on)
        for one in lists["years"]
    ]  # fmt: skip
    stale = [one for one in lists["anchor"] if one.on and one.on < today - SOON]
    anchors = [
        _entry(one._replace(title="日志已有一周没有锚定和核对"), "核对", url("accounts:journal_verify"),
               when=_since(one, "最近一次"))
        for one in stale
    ]  # fmt: skip
    return [
        _group("停下的后台任务", "cross", "late", jobs, url("notices:jobs")),
        _group("期限待核", "what", "soon", years, url("inspections:calendar")),
        _group("日志", "diamond", "ink", anchors, ""),
    ]
