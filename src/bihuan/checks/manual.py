"""The manual page of a rule, read from the docstring of its file."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import dedent
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bihuan.checks.registry import Loaded

HEADINGS = ("查什么", "为什么", "依据", "反例", "正例", "不查什么")
SEVERITY_WORDS = {"error": "错误", "warning": "须说明", "info": "提示"}


@dataclass(frozen=True, slots=True)
class Manual:
    """A page by its headings; the two examples are texts of reports."""

    summary: str
    parts: dict[str, str]


def read_manual(docstring: str) -> Manual:
    """Summary line and the text under each heading; ValueError names the heading that is missing."""
    summary, _, body = docstring.strip().partition("\n")
    parts: dict[str, str] = {}
    heading: str | None = None
    lines: dict[str, list[str]] = {}
    for line in body.split("\n"):
        if line in HEADINGS:
            heading = line
            lines[heading] = []
        elif heading is not None:
            lines[heading].append(line)
    for name in HEADINGS:
        if name not in lines:
            raise ValueError(f"manual page has no part {name}")
        parts[name] = dedent("\n".join(lines[name])).strip("\n")
    return Manual(summary.strip(), parts)


def page(loaded: Loaded) -> str:
    """The manual page as people read it on the command line."""
    rule, manual = loaded.rule, read_manual(loaded.manual)
    head = f"{rule.code} {rule.slug}（{SEVERITY_WORDS[rule.severity]}，自 {rule.since} 版起）\n{rule.title}"
    parts = [f"{name}\n{_indent(text)}" for name, text in manual.parts.items()]
    if rule.parameters:
        rows = (f"{one.name} = {one.default}    {one.text}" for one in rule.parameters)
        parts.append(
            "参数（写在 bihuan.toml 的 [check.parameters." + rule.code + "]）\n" + _indent("\n".join(rows))
        )
    return head + "\n\n" + "\n\n".join(parts) + "\n"


def _indent(text: str) -> str:
    return "\n".join("    " + line if line else "" for line in text.split("\n"))
