"""Which rules run, and versions of that choice."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Literal

from bihuan.web.api.shapes.common import Named, Shown, Told, Version, note, say
from bihuan.web.diagnosis.rulesets import told as told_of

if TYPE_CHECKING:
    from bihuan.web.diagnosis.models import RuleSet, RuleSetting, RuleTrial
    from bihuan.web.diagnosis.rulesets import RulesTold
    from bihuan.web.diagnosis.rulesets import Told as RuleTold


class RuleShown(Shown):
    """A rule that does not run as it comes."""

    code: str = say("规则代码")
    title: str = say("查什么")
    off: bool = say("是否停用")
    numbers: list[str] = say("改过的参数，一句话一个")
    reason: str = say("理由")
    by: str = say("调整人")
    since: dt.datetime | None = say("执行起始；还没有启用过的为空")


class CaseRulesShown(Shown):
    """What is to be said beside the diagnostics of a case."""

    owner: str = say("执行谁的规则；没有调整过的为空")
    number: int | None = say("第几版；没有调整过的为空")
    in_force_at: dt.datetime | None = say("启用时间")
    rules: list[RuleShown] = say("不照常检查的规则")
    stale: bool = say("体检意见是否还是启用之前的结果")


class RuleCount(Shown):
    """What a trial counted for one rule."""

    code: str = say("规则代码")
    old: int = say("现行规则的条数")
    new: int = say("这一版的条数")


class TrialShown(Shown):
    """How a trial stands."""

    reports: int = say("已查份数")
    total: int = say("共几份")
    done_at: dt.datetime | None = say("完成时间；正在查的为空")
    current: bool = say("试查以后没有再改过")
    counts: list[RuleCount] = say("各规则条数")


class RuleSetLine(Shown):
    """A version."""

    id: int = say("编号")
    owner: Named = say("巡察办或单位")
    number: int = say("第几版")
    state: str = say("draft 拟订中、proposed 待启用、in_force 执行中、replaced 已被替换")
    version: int = say("草稿改动一次加一；修改时须交回")
    made_by: str = say("拟订人")
    made_at: dt.datetime = say("拟订时间")
    in_force_at: dt.datetime | None = say("启用时间")
    opinion: str = say("退回意见")


class RuleSetShown(RuleSetLine):
    """A version with its rules and its trial."""

    rules: list[RuleShown] = say("不照常检查的规则")
    trial: TrialShown | None = say("试查；没有试查过的为空")


class RuleSetTold(Told):
    """Whose rules."""

    owner: int = say("巡察办或单位的编号", ge=1, le=2**63 - 1)


class SettingTold(Told):
    """How one rule is to run in a draft."""

    off: bool = say("是否停用")
    parameters: dict[str, int] = say("参数名称 → 整数；不写的照原设", {}, max_length=20)
    reason: str = note("理由；停用或改参数的必填", 500)
    version: Version = say("看到的版本")


class RuleSetDo(Told):
    """What is to be done with a version."""

    do: Literal["try", "propose", "withdraw", "discard"] = say(
        "try 试查、propose 提交、withdraw 撤回、discard 放弃"
    )


class RuleSetAnswer(Told):
    """Put in force, or send back."""

    enable: bool = say("是否启用；否为退回")
    opinion: str = note("意见；退回的必填", 500)


def rule_shown(one: RuleTold) -> RuleShown:
    """A rule in words."""
    names = ("code", "title", "off", "reason", "by", "since")
    return RuleShown(**{name: getattr(one, name) for name in names}, numbers=list(one.numbers))


def case_rules(found: RulesTold | None) -> CaseRulesShown:
    """What holds for a case."""
    if found is None:
        return CaseRulesShown(owner="", number=None, in_force_at=None, rules=[], stale=False)
    return CaseRulesShown(
        owner=found.owner,
        number=found.number,
        in_force_at=found.in_force_at,
        rules=[rule_shown(one) for one in (*found.off, *found.changed)],
        stale=found.stale,
    )


def rule_set_line(one: RuleSet) -> RuleSetLine:
    """A version; owner and maker must have been fetched with it."""
    return RuleSetLine(**_line(one))


def _line(one: RuleSet) -> dict[str, Any]:
    names = ("number", "state", "version", "made_at", "in_force_at", "opinion")
    return {
        **{name: getattr(one, name) for name in names},
        "id": one.pk,
        "owner": Named(id=one.owner_id, name=one.owner.name),
        "made_by": one.made_by.name,
    }


def rule_set_shown(one: RuleSet, settings: list[RuleSetting], trial: RuleTrial | None) -> RuleSetShown:
    """A version with what it says of each rule."""
    rules = [rule_shown(told_of(row)) for row in settings]
    return RuleSetShown(**_line(one), rules=rules, trial=_trial(trial, one.version) if trial else None)


def _trial(trial: RuleTrial, version: int) -> TrialShown:
    return TrialShown(
        reports=trial.reports,
        total=trial.total,
        done_at=trial.done_at,
        current=trial.version == version,
        counts=[RuleCount(code=code, old=old, new=new) for code, (old, new) in sorted(trial.counts.items())],
    )
