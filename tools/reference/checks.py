"""docs/reference/checks.md: every rule with the manual page that stands in its docstring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reference import figures
from reference import markdown as md

if TYPE_CHECKING:
    from bihuan.checks.registry import Loaded

EXAMPLES = {"反例", "正例"}


def page() -> str:
    """The overview and one part a rule."""
    from bihuan.checks.manual import SEVERITY_WORDS
    from bihuan.checks.registry import entries, load

    rules = [load(entry) for entry in entries()]
    rows = [
        (
            f"[{one.rule.code}](#{one.rule.code.lower()})",
            one.rule.slug,
            SEVERITY_WORDS[one.rule.severity],
            one.rule.title,
        )
        for one in rules
    ]
    intro = (
        f"共 {len(rules)} 条规则。命令行上用 `bihuan explain 编号` 查看同样的说明；"
        "各条测得准不准见[测评结果](measured.md)。"
    )
    return md.page(
        "体检规则", intro, md.table(("编号", "英文名", "轻重", "查什么"), rows), *map(rule_part, rules)
    )


def rule_part(loaded: Loaded) -> str:
    """One rule."""
    from bihuan.checks.manual import SEVERITY_WORDS, read_manual

    rule, manual = loaded.rule, read_manual(loaded.manual)
    parts = [
        f"## {rule.code}",
        f"**{rule.title}**（`{rule.slug}`，{SEVERITY_WORDS[rule.severity]}，自 {rule.since} 版起）",
    ]
    for heading, text in manual.parts.items():
        parts += [f"**{heading}**", md.code(text) if heading in EXAMPLES else text]
    parts += ["**测得**", figures.of_rule(rule.code)]
    if rule.parameters:
        rows = [(f"`{one.name}`", one.default, one.text) for one in rule.parameters]
        parts += [
            f"可在 `bihuan.toml` 的 `[check.parameters.{rule.code}]` 中调整：",
            md.table(("参数", "默认", "含义"), rows),
        ]
    return "\n\n".join(parts)
