"""计算期限、公示时限、会议表决和党费，查看期限规则与工作日历

due、publish、decide、fee 从标准输入读 JSON：列表得列表，一个对象得一个对象，次序不变，各带原来的 id。
算不了的一项写成 {"id": …, "error": "原因"}，全部写完后以状态 2 结束。
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bihuan.cli import EXIT_OK, EXIT_UNREADABLE, UserError
from bihuan.policy.errors import PolicyError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from bihuan.policy.calendar import Calendar
    from bihuan.policy.cases import Answer

CALCULATORS = {
    "due": "计算到期日",
    "publish": "核对公示时限",
    "decide": "核对会议人数与表决",
    "fee": "计算党费",
}
WITH_CALENDAR = {"due", "publish"}
LARGEST_INPUT = 64 * 1024 * 1024
LONGEST_NUMBER = 1000
"""Digits; Python refuses whole numbers of more than 4,300, which would take the other cases down too."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One sub-command for each calculator and each table."""
    actions = parser.add_subparsers(title="子命令", metavar="子命令", dest="action")
    for name, text in CALCULATORS.items():
        action = actions.add_parser(name, help=text, description=f"{text}（从标准输入读 JSON）")
        if name in WITH_CALENDAR:
            _add_notices(action)
    listing = actions.add_parser("list", help="列出期限规则", description="列出期限规则及其依据、可信程度")
    listing.add_argument("--policies", metavar="FILE", help="本单位自定的期限规则（TOML）")
    year = actions.add_parser("calendar", help="显示一年的放假与调休", description="显示一年的放假与调休上班")
    year.add_argument("year", type=int, metavar="年份")
    _add_notices(year)


def run(args: argparse.Namespace) -> int:
    """0, or 2 where at least one case could not be answered."""
    if args.action is None:
        raise UserError("请写明要算什么，例如 bihuan policy due；全部子命令见 bihuan policy --help。")
    try:
        if args.action == "list":
            return _list(args)
        if args.action == "calendar":
            return _calendar(args)
        return _calculate(_answer(args))
    except PolicyError as error:
        raise UserError(str(error)) from error


def _add_notices(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--notices", metavar="FILE", help="补充或替换年度放假通知（TOML）")


def _answer(args: argparse.Namespace) -> Answer:
    """The calculator of the sub-command, with a calendar where it wants one."""
    from importlib import import_module

    answer: Callable[..., dict[str, Any]] = import_module(f"bihuan.policy.cases.{args.action}").answer
    return partial(answer, calendar=_working_calendar(args)) if args.action in WITH_CALENDAR else answer


def _working_calendar(args: argparse.Namespace) -> Calendar:
    from bihuan.policy.notices import read_notices, working_calendar

    return working_calendar(read_notices(_file_text(args.notices)) if args.notices else ())


def _calculate(answer: Answer) -> int:
    from bihuan.policy.cases import answered

    question = _read_json()
    results = [answered(raw, answer) for raw in (question if isinstance(question, list) else [question])]
    lines = [_json_line(result) for result in results]
    text = "[\n" + ",\n".join(lines) + "\n]" if isinstance(question, list) else lines[0]
    _write(text if lines else "[]")
    return EXIT_UNREADABLE if any("error" in result for result in results) else EXIT_OK


def _read_json() -> list[Any] | dict[str, Any]:
    """What stands on standard input. Raises UserError for anything but a JSON list or object in UTF-8."""
    import json

    data = sys.stdin.buffer.read(LARGEST_INPUT + 1)
    if len(data) > LARGEST_INPUT:
        raise UserError("标准输入超过 64 MB，请分批计算。")
    try:
        found = json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant, parse_int=_whole)
    except UnicodeDecodeError as error:
        raise UserError("标准输入不是 UTF-8 编码，请把文件另存为 UTF-8 后再试。") from error
    except (ValueError, RecursionError) as error:
        raise UserError(
            f"标准输入不是有效的 JSON{_place(error)}，请检查逗号、引号和括号是否齐全。"
        ) from error
    if not isinstance(found, list | dict):
        raise UserError("标准输入应为一个 JSON 对象，或由对象组成的列表。")
    return found


def _place(error: Exception) -> str:
    line, column = getattr(error, "lineno", None), getattr(error, "colno", None)
    return f"（第{line}行第{column}个字符处）" if line else ""


def _no_constant(name: str) -> float:
    raise ValueError(name)  # NaN and Infinity are no JSON


def _whole(digits: str) -> int:
    return int(digits[:LONGEST_NUMBER])  # still far beyond anything that makes sense


def _json_line(result: dict[str, Any]) -> str:
    import json

    text = json.dumps(result, ensure_ascii=False)
    # An id may hold half a surrogate pair, which no UTF-8 can carry unescaped.
    return text if _encodable(text) else json.dumps(result)


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _write(text: str) -> None:
    """Machine-readable output is UTF-8 wherever it runs."""
    sys.stdout.flush()
    sys.stdout.buffer.write(f"{text}\n".encode())
    sys.stdout.buffer.flush()


def _file_text(name: str) -> str:
    try:
        return Path(name).read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UserError(f"读不到文件 {name}，请核对路径和权限。") from error
    except UnicodeDecodeError as error:
        raise UserError(f"文件 {name} 不是 UTF-8 编码，请另存为 UTF-8 后再试。") from error


def _list(args: argparse.Namespace) -> int:
    from bihuan.policy.overview import policy_lines
    from bihuan.policy.policies import built_in_policies, read_policies

    own = read_policies(_file_text(args.policies)) if args.policies else ()
    print("\n".join(policy_lines((*built_in_policies(), *own))))
    return EXIT_OK


def _calendar(args: argparse.Namespace) -> int:
    from bihuan.policy.overview import year_lines

    print("\n".join(year_lines(args.year, _working_calendar(args))))
    return EXIT_OK
