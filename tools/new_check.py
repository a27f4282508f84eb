"""Begin a check: the rule file, its case file and the line in the changelog.

tools/new_check.py SB01 meetings-only substance warning "措施全是会议和文件"
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
RULES = ROOT / "src" / "bihuan" / "checks" / "rules"
CASES = ROOT / "tests" / "cases" / "checks"
CHANGELOG = ROOT / "CHANGELOG.md"

RULE = '''"""{title}。

查什么
    待写
为什么
    待写
依据
    待写
反例
    一、业务工作有短板
    1.窗口排队时间长
    3月6日，增设两个窗口。
    整改情况：完成整改。
正例
    一、业务工作有短板
    1.窗口排队时间长
    3月6日，增设两个窗口。
    整改情况：完成整改。
不查什么
    待写
"""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.report.nodes import Response

RULE = Rule("{code}", "{slug}", "{title}", Severity.{severity}, since="{since}")


def check_response(response: Response, context: Context) -> Iterator[Flag]:
    """Say what comes back."""
    if False:  # what is wrong
        yield Flag(places.of_response(response), "一句话。", findings=context.labels(response))
'''

CASE = """标出第一种情形:
  text: |
    2023年3月1日，县委第一巡察组向县水务局党组反馈了巡察意见。现将整改情况公布如下。
    一、履行主责主业有差距
    1.供水管网巡查不到位
    4月3日，成立三支抢修队。
    整改情况：完成整改。
  flags:
    - {line: 3, quote: 供水管网巡查不到位}
相近而不标的情形:
  near_miss: true
  text: |
    2023年3月1日，县委第一巡察组向县水务局党组反馈了巡察意见。现将整改情况公布如下。
    一、履行主责主业有差距
    1.供水管网巡查不到位
    4月3日，成立三支抢修队。
    整改情况：完成整改。
  flags: []
"""


def arguments() -> argparse.Namespace:
    """Code, slug, group, severity and title, with the mistakes that would spoil the names refused."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("code")
    parser.add_argument("slug")
    parser.add_argument("group", help="folder under checks/rules, for example " + ", ".join(groups()))
    parser.add_argument("severity", choices=("error", "warning", "info"))
    parser.add_argument("title", help="one Chinese phrase")
    args = parser.parse_args()
    if not re.fullmatch(r"[A-Z]{2}\d\d", args.code) or not re.fullmatch(r"[a-z]+(-[a-z]+)*", args.slug):
        parser.error("a code reads CL01, a slug closed-with-future-work")
    return args


def groups() -> list[str]:
    """Folders that hold rules."""
    return sorted(path.parent.name for path in RULES.glob("*/__init__.py"))


def main() -> int:
    """Write the three; 1 when one of them is there already."""
    args = arguments()
    rule = RULES / args.group / f"{args.code.lower()}_{args.slug.replace('-', '_')}.py"
    case = CASES / f"{args.code.lower()}.yaml"
    if rule.exists() or case.exists():
        print(f"{args.code} is there already", file=sys.stderr)
        return 1
    rule.parent.mkdir(exist_ok=True)
    since = re.search(
        r'__version__ = "(\d+\.\d+)', (ROOT / "src/bihuan/__init__.py").read_text(encoding="utf-8")
    )
    values = {"severity": args.severity.upper(), "since": since[1] if since else "0.1"}
    rule.write_text(RULE.format(code=args.code, slug=args.slug, title=args.title, **values), encoding="utf-8")
    case.write_text(CASE, encoding="utf-8")
    line = f"- Check {args.code} {args.slug}: {args.title}\n"
    changes = CHANGELOG.read_text(encoding="utf-8")
    CHANGELOG.write_text(changes.replace("## Unreleased\n", f"## Unreleased\n\n{line}", 1), encoding="utf-8")
    subprocess.run([sys.executable, str(ROOT / "tools" / "build_registry.py")], check=True)
    print(f"{rule.relative_to(ROOT)}\n{case.relative_to(ROOT)}\n{CHANGELOG.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
