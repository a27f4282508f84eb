"""What the inspection office has changed about the rules: one switched off and in force, and a second version
that waits for the security administrator.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bihuan.web.diagnosis import ruling
from bihuan.web.rectification import trying

if TYPE_CHECKING:
    from datetime import datetime

    from bihuan.web.accounts.models import Unit, User
    from bihuan.web.diagnosis.models import RuleSet

FIRST = ("WD02", "本市公文系统导出时会把全角标点换成半角，印发前统一转换，不再逐处提示")
SECOND = ("DT05", "月度督导表已逐项登记时间，通报中不要求每条都写日期")


def choose_rules(now: datetime, office: Unit, people: dict[str, User]) -> None:
    """Drafted by the office, tried, put in force; then drafted once more."""
    officer, keeper = people["yanshouzheng"], people["anhe"]
    then = now - timedelta(days=20)
    first = _proposed(then, office, officer, *FIRST)
    ruling.rule_set_enable(actor=keeper, now=then, rule_set=first)
    _proposed(now - timedelta(hours=2), office, officer, *SECOND)


def _proposed(now: datetime, office: Unit, officer: User, code: str, reason: str) -> RuleSet:
    draft = ruling.rule_set_begin(actor=officer, now=now, owner=office)
    words: dict[str, Any] = {"off": True, "parameters": {}, "reason": reason}
    ruling.rule_setting_set(actor=officer, now=now, rule_set=draft, code=code, **words)
    trial = ruling.rule_trial_ask(actor=officer, now=now, rule_set=draft)
    last = 0
    while trial.done_at is None:
        last = trying.count_some(trial, last, now)
    return ruling.rule_set_propose(actor=officer, now=now, rule_set=draft)
