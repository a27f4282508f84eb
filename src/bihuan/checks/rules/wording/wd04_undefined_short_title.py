"""只写《意见》《办法》，前面没有全称。

查什么
    书名号里只有“意见”“办法”“规定”“通知”这样的简称，前面没有出现过它的全称。
为什么
    叫“意见”的文件成百上千，读者不知道是哪一个，学没学也无从核实。
依据
    《党政机关公文格式》与公文写作惯例：引用文件先写全称，再用简称。
反例
    一、业务工作有短板
    1.业务学习不深入
    3月6日，组织学习《意见》《办法》，28人参加。
    整改情况：完成整改。
正例
    一、业务工作有短板
    1.业务学习不深入
    3月6日，组织学习《关于加强窗口服务的意见》，28人参加；3月13日，对照《意见》逐条自查。
    整改情况：完成整改。
不查什么
    前面出现过以这几个字结尾的全称，或者写明“以下简称”的；法律的通用简称（《统计法》）。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.zh.titles import bare_title, find_titles
from bihuan.zh.vocab import words

RULE = Rule("WD04", "undefined-short-title", "只写《意见》《办法》，前面没有全称", Severity.INFO, since="0.1")
SIGNS = ("《",)


def check_report(context: Context) -> Iterator[Flag]:
    """One flag at the first such title of each line."""
    short = words("titles", "short")
    defined = set(re.findall("简称《([^《》]*)》", context.text))
    seen: set[int] = set()
    for offset, marked in find_titles(context.text, nested=True):
        title = bare_title(marked)
        if title not in short:
            if title.endswith(short):
                defined.update(one for one in short if title.endswith(one))
            continue
        place = places.in_text(context, offset, offset + len(marked))
        if title not in defined and place.line not in seen:
            seen.add(place.line)
            yield Flag(
                place,
                f"{marked}是哪一个文件？前面没有写过全称，请在第一次出现时写全。",
                findings=context.labels_at(place.line),
            )
