"""docs/reference/permissions.md: who may do what, from the one table that the program asks."""

from __future__ import annotations

from reference import markdown as md

INTRO = """闭环按角色、动作、与对象的关系授权；表里没有的一律不许。
看不到的对象一律答复“没有这个页面”，看得到而无权办理的答复“没有这项权限”。
系统、安全、审计三类管理员互相排斥，也不能兼任其他角色，数据库本身也会拒绝；三类管理员都看不到业务数据。已归档的轮次只能查看。"""


def page() -> str:
    """A section a role, then the whole matrix."""
    from bihuan.web.accounts.rights import ACTIONS, GRANTS, RELATIONS, Action, Role

    def granted(role: Role, action: Action) -> str:
        return "、".join(
            RELATIONS[relation].partition("（")[0].removesuffix("的")
            for relation, actions in GRANTS[role].items()
            if action in actions
        )

    def row(role: Role) -> tuple[str, str, str]:
        lines = [
            f"{RELATIONS[relation]}：{'、'.join(ACTIONS[one] for one in Action if one in actions)}"
            for relation, actions in GRANTS[role].items()
        ]
        return role.label, f"`{role.value}`", "；".join(lines)

    roles = md.table(("角色", "代号", "可以做什么"), (row(role) for role in Role))
    matrix = md.table(
        ("动作", *(role.label for role in Role)),
        ((ACTIONS[action], *(granted(action=action, role=role) for role in Role)) for action in Action),
    )
    return md.page("权限", INTRO, "## 各角色", roles, "## 动作与角色", matrix)
