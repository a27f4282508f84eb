"""docs/reference/workflow.md: every way from state to state, from the table that services ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reference import markdown as md

if TYPE_CHECKING:
    from bihuan.web.accounts.rights import Action
    from bihuan.web.rectification.workflow import Transition

INTRO = """一项整改回答一个或几个问题，从草拟走到了结。表里没有的一律不许，页面会用一句话说明现在等什么。
申请的人和前面环节同意过的人，在同一次送审里不能再同意；代理人与被代理人算同一人。
会审由几方并行，全部同意才了结，任何一方都可以退回；重点问题要更多人同意，会审方按轮次设定。"""


def page() -> str:
    """States, steps, gates, ends."""
    import django

    django.setup()
    from bihuan.web.rectification.gates import REGISTRY
    from bihuan.web.rectification.services.reviewing import DEFAULT
    from bihuan.web.rectification.workflow import AIMS, DEFECTS, NEXT, TABLE, ResponseState

    states = md.table(
        ("环节", "代号", "等什么"), ((one.label, f"`{one.value}`", NEXT[one]) for one in ResponseState)
    )
    steps = md.table(("现在", "动作", "由谁办", "要写明", "先看条件", "以后"), map(row, TABLE))
    gates = md.table(
        ("条件", "什么时候看", "用于"),
        (
            (
                one.title,
                WHEN[one.gates],
                "、".join(AIMS[aim].partition("，")[2] or AIMS[aim] for aim in AIMS if aim in one.aims),
            )
            for one in REGISTRY.values()
        ),
    )
    parties = md.table(
        ("会审方", "一般问题需几人同意", "重点问题需几人同意"),
        ((one.title, one.approvals or "不参加", one.severe_approvals or "不参加") for one in DEFAULT),
    )
    return md.page(
        "办理流程",
        INTRO,
        "## 环节",
        states,
        "## 每一步",
        steps,
        "## 条件",
        gates,
        "## 缺陷类型",
        "退回时必选：" + "、".join(DEFECTS.values()) + "。",
        "## 会审方",
        "没有设定会审方的轮次按下表：",
        parties,
        "## 公开稿",
        PUBLICATION,
        *publication(),
    )


PUBLICATION = """党内通报稿和社会公开稿各自拟写、审查、批准、发布。
送审时正文定住；送审、审查和批准须是三个人。
更正稿发布后，前一版转为“已更正”；公开期满的自动转为“公开期满”，仍可查阅。"""


def publication() -> list[str]:
    """States and steps of a version, and the five reasons for leaving a finding out."""
    from bihuan.web.disclosure.workflow import BASES, NEXT, TABLE, State

    states = ((one.label, f"`{one.value}`", NEXT[one]) for one in State)
    steps = (
        (
            one.state.label,
            one.step.label,
            "、".join(dict.fromkeys(who(right, False) for right in one.rights)),
            "理由或意见" if one.reason else "",
            one.next.label,
        )
        for one in TABLE
    )
    return [
        md.table(("环节", "代号", "等什么"), states),
        md.table(("现在", "动作", "由谁办", "要写明", "以后"), steps),
        "可以不公开的五种情形，逐个申请，由巡察办决定：" + "；".join(BASES.values()) + "。",
    ]


WHEN = {"plan": "报批和批准方案前", "end": "提交自评和每一次同意前"}
NEEDS = {"reason": "理由", "defect": "缺陷类型", "evaluation": "书面自评", "aim": "申请怎样了结"}


def row(one: Transition) -> tuple[str, ...]:
    """One cell of the table."""
    from bihuan.web.rectification.workflow import ResponseState

    after = "全部会审方同意后按申请了结，否则仍在会审" if one.ends else one.next.label
    if one.step == "reopen":
        after = "不变，另立一项重新整改，指回原来的整改"
    return (
        one.state.label,
        one.step.label,
        who(one.right, one.state == ResponseState.UNDER_REVIEW),
        "、".join(NEEDS[need] for need in one.needs),
        WHEN[one.gates] if one.gates else "",
        after,
    )


def who(right: Action, review: bool) -> str:
    """Roles that the permission table gives the right."""
    from bihuan.web.accounts.rights import GRANTS, Action, Relation, Role

    rights = {right, Action.CO_REVIEW} if review else {right}
    found = []
    for role in Role:
        relations = [relation for relation, actions in GRANTS[role].items() if actions & rights]
        if relations:
            only = "（本人牵头的）" if Relation.MINE in relations else ""
            only = only or ("（本科室的）" if Relation.DEPARTMENT in relations else "")
            found.append(f"{role.label}{only}")
    return "、".join(found)
