"""Write the three things that a new rule touches: its file, its cases, its line in the changelog.

``python tools/new_check.py SB09 no-rule-for-system-fault substance "查到制度缺失，却没有建立或修订制度"``
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UNRELEASED = "## Unreleased\n\n"

RULE = '''"""{title}。

查什么
    待写：看什么，什么情况下提示。
为什么
    待写：读者或巡察人员会因此问什么。
依据
    待写：条文，或通行做法。
反例
    待写：一段会被提示的报告。
正例
    待写：改好以后的同一段。
不查什么
    待写：最容易误报而不应提示的情形。
"""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.report.nodes import Response

RULE = Rule("{code}", "{slug}", "{title}", Severity.WARNING, since="{since}")


def check_response(response: Response, context: Context) -> Iterator[Flag]:
    """Nothing yet: write the cases first."""
    yield from ()
'''

CASES = """# 至少三个应提示、三个不应提示的例子；不应提示的里面有一个是“险些”（near_miss）。
待写的第一个例子:
  text: |
    一、业务工作方面
    1.问题的标题
    3月1日，做了一件事。
    整改情况：完成整改。
  flags:
    - {line: 3, quote: 做了一件事}
"""


def files(code: str, slug: str, group: str, title: str, root: Path) -> dict[Path, str]:
    """Path → text of the new files; ValueError says in Chinese what is wrong with the names."""
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}", code):
        raise ValueError(f"编号应为两个大写字母加两位数字，不是“{code}”。")
    if not re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", slug):
        raise ValueError(f"英文名应为小写字母，用连字符连接，不是“{slug}”。")
    rules = root / "src" / "bihuan" / "checks" / "rules"
    if not (rules / group).is_dir():
        known = "、".join(sorted(path.parent.name for path in rules.glob("*/__init__.py")))
        raise ValueError(f"没有“{group}”这一组，现有：{known}。")
    if there := list(rules.glob(f"*/{code.lower()}_*.py")):
        raise ValueError(f"编号 {code} 已经用于 {there[0].name}。")
    since = re.search(r'^version = "(\d+\.\d+)', (root / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    text = RULE.format(code=code, slug=slug, title=title.rstrip("。"), since=since[1] if since else "0.1")
    return {
        rules / group / f"{code.lower()}_{slug.replace('-', '_')}.py": text,
        root / "tests" / "cases" / "checks" / f"{code.lower()}.yaml": CASES,
    }


def main(argv: list[str], root: Path = ROOT) -> int:
    """0 when written, 2 after a sentence that says what is wrong."""
    if len(argv) != 4:
        print('用法：tools/new_check.py 编号 英文名 组 "标题"', file=sys.stderr)
        return 2
    code, slug, group, title = argv
    try:
        made = files(code, slug, group, title, root)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    for path, text in made.items():
        path.write_text(text, encoding="utf-8")
        print(f"已写入 {path.relative_to(root)}")
    changelog = root / "CHANGELOG.md"
    line = f"{UNRELEASED}- New check {code} {slug}: {title}\n"
    changelog.write_text(changelog.read_text("utf-8").replace(UNRELEASED, line, 1), encoding="utf-8")
    print("接着：写好例子和说明，执行 tools/build_registry.py 和 make docs。")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
