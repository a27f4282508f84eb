"""Reading what the user names: a file or standard input, in bounds."""

from __future__ import annotations

import os
import sys

from bihuan.cli import UserError
from bihuan.report.errors import UnreadableDocument
from bihuan.report.limits import Limits, limits_from, megabytes


def limits_from_environment() -> Limits:
    """Limits with what ``BIHUAN_MAX_…`` variables say; UserError for a value that is no positive number."""
    try:
        return limits_from(os.environ)
    except ValueError as error:
        raise UserError(str(error)) from None


def read_bytes(name: str, most: int) -> bytes:
    """Bytes of a file or of standard input (``-``); UserError where it cannot be opened or is too large."""
    try:
        if name == "-":
            if sys.stdin is None:
                raise UserError("没有标准输入可读，请指定文件。")
            data = sys.stdin.buffer.read(most + 1)
        else:
            if os.path.isdir(name):
                raise UserError(f"“{name}”是文件夹，请指定其中的文件。")
            with open(name, "rb") as file:
                data = file.read(most + 1)
    except FileNotFoundError:
        raise UserError(f"找不到文件“{name}”，请检查路径。") from None
    except PermissionError:
        raise UserError(f"没有读取“{name}”的权限。") from None
    except OSError as error:
        raise UserError(f"无法读取“{name}”：{error.strerror or '系统错误'}。") from None
    except ValueError:
        raise UserError("文件名中有不能使用的字符，请检查路径。") from None
    if len(data) > most:
        raise UserError(f"“{name}”超过{megabytes(most)} 的上限，请拆分后再读，或调整上限设置。")
    return data


def as_day(text: str | None) -> object:
    """Argument type of ``--as-of``: a date as 2024-05-01."""
    from datetime import date

    try:
        return date.fromisoformat(text or "")
    except ValueError:
        raise UserError(f"日期“{text}”无效，应写作 2024-05-01。") from None


__all__ = ["UnreadableDocument", "as_day", "limits_from_environment", "read_bytes"]
