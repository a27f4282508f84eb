"""docs/reference/settings.md: the environment variables of the product."""

from __future__ import annotations

from reference import markdown as md


def page() -> str:
    """One row a setting, in the order of the program."""
    from bihuan.web.config.env import SETTINGS, Setting

    def default(one: Setting) -> str:
        if isinstance(one.default, bool):
            return "`1`" if one.default else "`0`"
        text = ",".join(one.default) if isinstance(one.default, tuple) else str(one.default)
        return f"`{text}`" if text else "（空）"

    def span(one: Setting) -> str:
        return "" if one.lowest is None else f"{one.lowest}–{one.highest} {one.unit}".strip()

    rows = [(f"`{one.name}`", one.text, default(one), span(one)) for one in SETTINGS]
    intro = "闭环的网页程序只从环境变量读取设置；写错的名称或数值会在启动时指出，不会被悄悄忽略。"
    return md.page("设置", intro, md.table(("名称", "用途", "默认", "允许范围"), rows))
