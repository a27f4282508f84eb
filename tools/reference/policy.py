"""docs/reference/policy.md: policies and parameters, each with its source and how far it is proved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reference import markdown as md

if TYPE_CHECKING:
    from bihuan.policy.policies import Policy

INTRO = (
    "期限和参数都是数据，逐项写明来源、条款和可信程度：A 一手文本，B 引文，L 地方做法，C 待核。"
    "只有 A、B 两级可以作为硬性规则。"
)


def page() -> str:
    """Policies, then parameters."""
    from bihuan.policy.parameters import parameters
    from bihuan.policy.policies import built_in_policies

    policies = md.table(
        ("名称", "标题", "整改期限", "方案期限", "适用的反馈日期", "默认", "依据", "可信程度"),
        map(policy_row, built_in_policies()),
    )
    rows = [
        (f"`{one.id}`", one.title, one.value, one.unit, one.basis, one.confidence.label)
        for one in parameters().values()
    ]
    table = md.table(("名称", "含义", "数值", "单位", "依据", "可信程度"), rows)
    return md.page("期限规则与参数", INTRO, "## 期限规则", policies, "## 参数", table)


def policy_row(one: Policy) -> tuple[object, ...]:
    """One policy."""
    return (
        f"`{one.id}`",
        one.title,
        one.rectification.text,
        one.plan.text if one.plan else "",
        f"{one.effective_from or '…'} 至 {one.effective_to or '…'}",
        "是" if one.default else "按名称选用",
        one.basis,
        one.confidence.label,
    )
