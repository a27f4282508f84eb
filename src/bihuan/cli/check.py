"""体检：检查整改报告，指出站不住的、须说明的和值得注意的地方。"""

from __future__ import annotations

import os
import sys
from datetime import date
from typing import TYPE_CHECKING

from bihuan.checks.api import Severity
from bihuan.checks.config import Config, ConfigError
from bihuan.checks.engine import Checked, check
from bihuan.checks.registry import entries, matches
from bihuan.cli import EXIT_FOUND, EXIT_OK, EXIT_UNREADABLE, UserError, harmless
from bihuan.cli._input import as_day, limits_from_environment, read_bytes

if TYPE_CHECKING:
    import argparse

    from bihuan.checks.likeness import Likeness
    from bihuan.report import Report

CONFIG_NAME = "bihuan.toml"
FORMATS = ("text", "json", "sarif", "docx", "html")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Files and what to do with them."""
    parser.add_argument("files", nargs="+", metavar="文件", help="一个或几个文件；- 表示标准输入")
    parser.add_argument("--format", choices=FORMATS, default="text", help="输出格式，默认 text")
    parser.add_argument(
        "--select", action="append", default=[], metavar="规则", help="只查这些，例如 CL,DT01"
    )
    parser.add_argument("--ignore", action="append", default=[], metavar="规则", help="不查这些")
    parser.add_argument(
        "--as-of", type=as_day, metavar="日期", help="以这一天为准，例如 2024-05-31；报告没有写日期时尤其需要"
    )
    parser.add_argument(
        "--policy", metavar="名称", help="期限规则，例如 national-2015、local-3m、national-2024"
    )
    parser.add_argument("--corpus", metavar="目录", help="与这个目录里别的报告比，找出照抄的段落（RU04）")
    parser.add_argument(
        "--output",
        metavar="文件",
        help="写到这个文件；--format docx 得到带批注的 Word 文档，原件是 docx 的不动原来的格式；"
        "--format html 得到一张原文与批注并排的网页，可以转发、打印",
    )
    parser.add_argument(
        "--config", metavar="文件", help=f"配置文件；不写则用文件所在目录或其上级的 {CONFIG_NAME}"
    )


def run(args: argparse.Namespace) -> int:
    """0 no error-level diagnostic, 1 at least one, 2 a file or the configuration cannot be read."""
    if args.format == "docx":
        from bihuan.cli._annotated import write_annotated

        return write_annotated(args)
    as_of = args.as_of
    _check_policy(args.policy)
    if args.format == "html":
        from bihuan.cli._page import write_page

        return write_page(args)
    results: list[tuple[str, Checked]] = []
    unreadable = False
    for name in args.files:
        try:
            results.append((name, check_file(name, args, as_of)))
        except UnreadableFileError as error:
            unreadable = True
            print(harmless(f"bihuan check：{error}"), file=sys.stderr)
    if results:
        _write(args, results)
    if unreadable:
        return EXIT_UNREADABLE
    found = any(one.severity is Severity.ERROR for _, checked in results for one in checked.diagnostics)
    return EXIT_FOUND if found else EXIT_OK


class UnreadableFileError(Exception):
    """One file that cannot be read; the others are checked all the same."""


def check_file(name: str, args: argparse.Namespace, as_of: date | None) -> Checked:
    """Read one file and check it by its configuration."""
    return check_bytes(name, args, as_of)[2]


def check_bytes(name: str, args: argparse.Namespace, as_of: date | None) -> tuple[bytes, Report, Checked]:
    """The file's bytes, what was read from them, and what was found."""
    from bihuan.report import read
    from bihuan.report.errors import UnreadableDocument

    config = _config(name, args)
    limits = limits_from_environment()
    try:
        data = read_bytes(name, limits.file_bytes)
    except UserError as error:
        raise UnreadableFileError(str(error)) from None
    try:
        report = read(data, "" if name == "-" else name, as_of=as_of, limits=limits)
    except UnreadableDocument as error:
        raise UnreadableFileError(f"{name}：{error}") from None
    checked = check(
        report,
        config=config,
        as_of=as_of,
        policy=args.policy,
        today=as_of or date.today(),
        corpus=_corpus(name, args),
    )
    return data, report, checked


def _corpus(name: str, args: argparse.Namespace) -> Likeness | None:
    """Measures of the other reports in the folder, read once; None where no folder was named."""
    if not args.corpus:
        return None
    from bihuan.cli._corpus import read_folder

    return read_folder(args.corpus, name)


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "没有这个文件，请核对文件名和所在目录。"
    if isinstance(error, IsADirectoryError):
        return "这是一个目录，请写明其中的文件。"
    if isinstance(error, PermissionError):
        return "没有读取权限，请先取得权限或复制一份。"
    return "文件读不出来，请检查磁盘或网络位置后再试。"


def _check_policy(name: str | None) -> None:
    if name is None:
        return
    from bihuan.policy import policy_named
    from bihuan.policy.errors import PolicyError

    try:
        policy_named(name)
    except PolicyError as error:
        raise UserError(str(error)) from None


def _config(name: str, args: argparse.Namespace) -> Config:
    """What the configuration file says, with the command line's words instead where they are given."""
    path = args.config or _nearest_config(name)
    config = _read_config(path) if path else Config()
    _check_policy(config.policy)
    select, ignore = _codes(args.select), _codes(args.ignore)
    _check_words((*select, *ignore, *config.select, *config.ignore))
    if not select and not ignore:
        return config
    return Config(
        select or config.select,
        (*config.ignore, *ignore) if not select else ignore,
        config.policy,
        config.severity,
        config.parameters,
        config.waivers,
    )


def _nearest_config(name: str) -> str | None:
    """The configuration beside the file or in a folder above it."""
    folder = os.getcwd() if name == "-" else os.path.dirname(os.path.abspath(name))
    while True:
        path = os.path.join(folder, CONFIG_NAME)
        if os.path.isfile(path):
            return path
        folder, last = os.path.dirname(folder), folder
        if folder == last:
            return None


def _read_config(path: str) -> Config:
    from bihuan.checks.config import read_config

    try:
        with open(path, "rb") as file:
            return read_config(file.read().decode("utf-8-sig"))
    except OSError as error:
        raise UserError(f"配置文件 {path}：{_reason(error)}") from None
    except UnicodeDecodeError:
        raise UserError(f"配置文件 {path} 不是 UTF-8 编码，请另存为 UTF-8。") from None
    except ConfigError as error:
        raise UserError(f"配置文件 {path}：{error}。") from None


def _codes(words: list[str]) -> tuple[str, ...]:
    """``CL,DT01 WD`` as written on the command line, taken apart."""
    return tuple(part for word in words for part in word.replace(",", " ").replace("，", " ").split())


def _check_words(words: tuple[str, ...]) -> None:
    for word in words:
        if not any(matches(entry, word) for entry in entries()):
            from bihuan.cli.explain import nearest

            near = nearest(word)
            hint = f"最接近的是 {'、'.join(near)}。" if near else "用 bihuan explain 可以看到全部规则。"
            raise UserError(f"没有“{word}”这条或这类规则。{hint}")


def _write(args: argparse.Namespace, results: list[tuple[str, Checked]]) -> None:
    form = args.format
    if form == "text" and not args.output:
        from bihuan.checks.formats.text import write

        print(harmless(write(results)), end="")
        return
    if form == "text":
        from bihuan.checks.formats.text import write as write_text

        output = write_text(results)
    elif form == "json":
        from bihuan.checks.formats.json import write as write_json

        output = write_json(results)
    else:
        from bihuan.checks.formats.sarif import write as write_sarif

        output = write_sarif(results)
    write_bytes(args.output, output.encode("utf-8", "replace"))


def write_bytes(path: str | None, content: bytes) -> None:
    """To the file, or to standard output."""
    if path:
        with open(path, "wb") as file:
            file.write(content)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
