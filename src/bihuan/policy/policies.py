"""Policies: which rectification period holds for feedback of a day (policies.toml, and an office's own)."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from bihuan.policy.confidence import Confidence
from bihuan.policy.deadlines import Deadline, Period, Unit, deadline, plain_end
from bihuan.policy.errors import PolicyDataError, PolicyError
from bihuan.policy.tables import read_table

if TYPE_CHECKING:
    from typing import Any

    from bihuan.policy.calendar import Calendar


class Policy(NamedTuple):
    """One version of the rules on deadlines after feedback."""

    id: str
    title: str
    rectification: Period
    plan: Period | None
    """Time for handing in the plan, where the policy sets one."""
    effective_from: date | None
    effective_to: date | None
    """Last day of feedback for which it holds, that day included."""
    default: bool
    """True where it may be chosen by the feedback date alone; others are chosen by name."""
    source: str
    article: str
    confidence: Confidence

    @property
    def basis(self) -> str:
        """Source and article, with 待核 where the source is weak."""
        return self.confidence.cite(self.source, self.article)

    def covers(self, day: date) -> bool:
        """True for feedback given while the policy is in force."""
        return (self.effective_from or date.min) <= day <= (self.effective_to or date.max)

    def plain_end(self, feedback_on: date) -> date:
        """Last day of rectification before rollover; whoever is inside it needs no calendar."""
        return plain_end(feedback_on, self.rectification)

    def deadline(self, feedback_on: date, calendar: Calendar) -> Deadline:
        """Last day of rectification, with the policy named in the steps."""
        return self._explained("整改期限", feedback_on, self.rectification, calendar)

    def plan_deadline(self, feedback_on: date, calendar: Calendar) -> Deadline | None:
        """Last day for handing in the plan; None where the policy sets none."""
        return self._explained("报送整改方案期限", feedback_on, self.plan, calendar) if self.plan else None

    def _explained(self, what: str, start: date, period: Period, calendar: Calendar) -> Deadline:
        found = deadline(start, period, calendar)
        basis = f"依据：{self.title}，{what}{period.text}，{self.basis}。"
        return Deadline(found.due, (basis, *found.steps), found.provisional)


@lru_cache(maxsize=1)
def built_in_policies() -> tuple[Policy, ...]:
    """The policies of policies.toml in their order (compiled by tools/build_policies.py)."""
    from bihuan.policy._compiled import POLICIES

    return _policies(POLICIES)


def policy_for(feedback_on: date, own: tuple[Policy, ...] = ()) -> Policy | None:
    """The default policy in force on a day; an office's own come before the built-in. None where none is."""
    for policy in (*reversed(own), *built_in_policies()):
        if policy.default and policy.covers(feedback_on):
            return policy
    return None


def policy_named(name: str, own: tuple[Policy, ...] = ()) -> Policy:
    """The policy of this id; an office's own may replace a built-in one. Raises PolicyError."""
    known = {policy.id: policy for policy in (*built_in_policies(), *own)}
    if name not in known:
        raise PolicyError(f"没有名为“{name}”的期限规则，现有：{'、'.join(known)}。")
    return known[name]


def read_policies(text: str) -> tuple[Policy, ...]:
    """Policies of a TOML text in the form of policies.toml. Raises PolicyDataError."""
    return _policies(read_table(text, "policy"))


def _policies(rows: list[dict[str, Any]]) -> tuple[Policy, ...]:
    policies = tuple(_policy(row, number) for number, row in enumerate(rows, 1))
    ids = [policy.id for policy in policies]
    for name in ids:
        if ids.count(name) > 1:
            raise PolicyDataError(f"期限规则 {name} 写了两次，请改用不同的 id。")
    return policies


def _policy(row: dict[str, Any], number: int) -> Policy:
    name = _text(row, "id", f"第{number}项")
    rectification = _period(row, "rectification", name)
    if rectification is None:
        raise PolicyDataError(
            f'期限规则 {name} 缺少 rectification，请写明整改期限，例如 {{ n = 3, unit = "month" }}。'
        )
    if rectification.unit is Unit.WORKDAY:
        raise PolicyDataError(f"期限规则 {name} 的整改期限请用日、月或年（day、month、year）。")
    first, last = _day(row, "effective_from", name), _day(row, "effective_to", name)
    if first and last and last < first:
        raise PolicyDataError(f"期限规则 {name} 的失效日期早于生效日期，请核对。")
    return Policy(
        id=name,
        title=_text(row, "title", name),
        rectification=rectification,
        plan=_period(row, "plan", name),
        effective_from=first,
        effective_to=last,
        default=row.get("default", True) is True,
        source=_text(row, "source", name),
        article=str(row.get("article", "")),
        confidence=_confidence(row, name),
    )


def _text(row: dict[str, Any], key: str, name: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value.strip():
        raise PolicyDataError(f"期限规则 {name} 缺少 {key}，请补写。")
    return value.strip()


def _period(row: dict[str, Any], key: str, name: str) -> Period | None:
    value = row.get(key)
    if value is None:
        return None
    try:
        n, unit, rollover = value["n"], Unit(value["unit"]), value.get("holiday_rollover", True)
        if type(n) is not int or type(rollover) is not bool:
            raise TypeError(key)
        return Period(n, unit, rollover)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise PolicyDataError(
            f'期限规则 {name} 的 {key} 应写成 {{ n = 3, unit = "month", holiday_rollover = true }}。'
        ) from error


def _day(row: dict[str, Any], key: str, name: str) -> date | None:
    value = row.get(key)
    if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
        raise PolicyDataError(f"期限规则 {name} 的 {key} 应为日期，例如 2024-02-08（不加引号）。")
    return value


def _confidence(row: dict[str, Any], name: str) -> Confidence:
    try:
        return Confidence(row.get("confidence", Confidence.LOCAL))
    except ValueError as error:
        raise PolicyDataError(f"期限规则 {name} 的 confidence 应为 A、B、L、C 之一。") from error
