"""The head of a text: front matter of a web page, the title (broken, printed twice), the preface."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from bihuan.report.cues import looks_like_finding
from bihuan.report.markers import Rank
from bihuan.report.nodes import LeafKind
from bihuan.report.split import label_kinds, labelled_parts
from bihuan.zh.dates import read_full_date

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bihuan.report.markers import Token

BODIES = (
    "党组", "党组织", "委", "委员会", "党总支", "党支部", "支部", "工委", "局", "院", "校", "厅", "办公室",
    "办", "中心", "公司", "政府", "大学", "学院", "医院", "部", "所", "站", "街道", "镇", "乡", "处", "队",
    "会", "组", "中学", "小学", "幼儿园", "银行", "集团", "馆", "台", "联社", "供销社", "社区", "村",
)  # fmt: skip
"""How names of bodies end."""
_BARE_FRONT = ("打印", "关闭", "收藏", "大 中 小", "大中小", "字体", "分享到", "返回顶部", "扫一扫")
# Plain strings: ``re`` compiles and keeps each when the first text comes that far.
_FRONT = (
    r"(?:索\s*引\s*号|信息索引|发布(?:时间|日期|机构|单位|人)|(?:信息|文章|稿件)?来\s*源|浏览(?:次数|量)?"
    r"|点击(?:数|率|量|次数)?|阅读(?:次数|量|数)?|访问(?:量|次数)|字\s*[号体](?:大小)?|作\s*者|责任编辑|责\s*编|编\s*辑"
    r"|审\s*[核稿]|打印|分享|当前位置|您(?:现在)?的位置|主题(?:分类|词)|发文(?:字号|机关|日期|单位)|文\s*号"
    r"|成文日期|生成日期|公开(?:方式|时限|日期|形式|范围|属性|类别)|有效性|信息(?:分类|名称|类别)|名\s*称|标\s*题"
    r"|体裁分类|组配分类|更新时间|时间|日期|撰稿|供稿|主办单位|[上下]一[篇条]|相关(?:链接|阅读|附件))\s*[：:]"
    r"|首页\s*[>›»/＞]|.{1,20}[>›»＞→]\s*.{1,20}[>›»＞→]|\[?(?:打印|关闭|收藏|大\s*中\s*小|字体)"
    r"|【(?:字体|打印|大|小|关闭)|# ?(?:source|completeness)\s*:|<!--|!\[|\[[^\]]*\]\(|https?://"
)
_YAML_KEY = r"[A-Za-z_]+\s*:|- "
_TITLE_END = (
    r"(?:通报|报告|公示|公告|公布|公开|情况|说明|方案|通知|反馈意见|的意见|意见书|函|台账|清单|整改|简报|反馈会"
    r"|会议|会)(?:表|稿)?"
    r"(?:[（(][^）)]{1,24}[）)])?\Z"
)
_ABOUT = r"关于|整改|巡[视察]|审计|督察|督查|反馈"
_BODY_NAME = (
    r"[\u4e00-\u9fffxX×·（）()]{2,30}(?:党组|党委|委员会|党总支|党支部|工委|局|院|校|厅|办公室|中心|公司|政府"
    r"|大学|学院|医院|部|支部)\Z"
)
_SHORTEST_ANSWER = 8
_NEWS_MARK = r"\*\*.{2,20}讯\*\*"


class Head(NamedTuple):
    """Kinds of the lines before the body, and where the body begins."""

    kinds: dict[int, LeafKind]
    """Index of a token with text → what it is."""
    body: int
    title: str | None
    title_line: int | None
    front: dict[str, str]
    """Label → value of the front matter, YAML heads included."""


def is_front(body: str) -> bool:
    """True for lines that a web page or an editor put there and no official wrote."""
    start = body[:16]
    if not (
        ":" in start
        or "：" in start
        or body[0] in "[【!<#h（("
        or any(sign in body[:40] for sign in ">›»＞→")
    ):
        return start.startswith(_BARE_FRONT)
    return re.match(_FRONT, body) is not None


def read_head(tokens: Sequence[Token]) -> Head:
    """Head of the text; the body begins at its first heading, or at the first line if it has neither."""
    kinds: dict[int, LeafKind] = {}
    front: dict[str, str] = {}
    index = _read_yaml(tokens, kinds, front)
    title: list[int] = []
    titles: list[str] = []
    body = len(tokens)
    while index < len(tokens):
        token = tokens[index]
        if token.body:
            if _begins_body(token):
                body = index
                break
            if title and _dates_title(token):
                kinds[index] = LeafKind.ISSUED_ON
            elif is_front(token.body):
                kinds[index] = LeafKind.FRONT
                _keep_front(token.body, front)
            elif not any(kind is LeafKind.PREFACE for kind in kinds.values()) and (
                end := _title_block(tokens, index, titles)
            ):
                kind = LeafKind.FRONT if title else LeafKind.TITLE
                block = [i for i in range(index, end) if tokens[i].body]
                title = title or block
                titles.append("".join(tokens[i].body for i in block))
                kinds.update(dict.fromkeys(block, kind))
                index = end
                continue
            else:
                kinds[index] = LeafKind.PREFACE
        index += 1
    if body == len(tokens):
        body = _first_listed(tokens)
        kinds = {index: kind for index, kind in kinds.items() if index < body}
    if title:
        return Head(kinds, body, _closed_up(titles[0]), tokens[title[0]].line, front)
    return Head(kinds, body, _front_title(front), None, front)


def signed_on(text: str) -> date | None:
    """Date of a signature line, blanks inside and a body before it forgiven."""
    found = read_full_date(re.sub(r"[\s（）()]", "", text))
    if found is None and (parts := text.split()) and len(parts) > 1:
        return read_full_date(re.sub(r"[（）()]|(?:公告|发布|印发)\Z", "", parts[-1]))
    return found


def signed_by(text: str) -> str | None:
    """The body that stands before the date in one line (青禾县水务局　2023年7月20日)."""
    body = text.split()[0] if len(text) <= _LONGEST_SIGNATURE and len(text.split()) > 1 else ""
    return body if body.endswith(BODIES) else None


_LONGEST_SIGNATURE = 60


def _dates_title(token: Token) -> bool:
    """True for a date alone, in brackets or not, below the title."""
    text = token.marker + token.body
    return len(text) <= 40 and signed_on(text) is not None


def _closed_up(title: str) -> str:
    """A title without the blanks that only space out its letters (通　报); between two bodies one stays."""
    words = title.split()
    return ("" if any(len(word) < 2 for word in words) else " ").join(words)


def _begins_body(token: Token) -> bool:
    if token.rank not in {Rank.NONE, Rank.ORDINAL}:
        return True
    label = labelled_parts(token.body)[0][1]
    return label is not None and label_kinds()[label] == "finding" and len(token.body) < 200


def _first_listed(tokens: Sequence[Token]) -> int:
    """Index of the first of 第一，…。 or 一是…。 lines, the findings of a text without headings."""
    for index, token in enumerate(tokens):
        if token.rank is Rank.ORDINAL and token.number in {"第一", "一是"}:
            title, _, answer = token.body.partition("。")
            return index if len(answer) > _SHORTEST_ANSWER and looks_like_finding(title) else len(tokens)
    return len(tokens)


def _read_yaml(tokens: Sequence[Token], kinds: dict[int, LeafKind], front: dict[str, str]) -> int:
    """Index after a YAML head (``---`` … ``---``) and comment lines above it; 0 if there is none."""
    index = 0
    while index < len(tokens) and _surface(tokens[index]).strip() != "---":
        if tokens[index].body and not _surface(tokens[index]).startswith("# "):
            return 0
        index += 1
    if index == len(tokens):
        return 0
    end = next(
        (i for i in range(index + 1, min(index + 60, len(tokens))) if _surface(tokens[i]).strip() == "---"), 0
    )
    if not end or not all(
        re.match(_YAML_KEY, _surface(t).strip()) for t in tokens[index + 1 : end] if t.body
    ):
        return 0
    for i in range(end + 1):
        if tokens[i].body:
            kinds[i] = LeafKind.FRONT
            _keep_front(_surface(tokens[i]), front)
    return end + 1


def _surface(token: Token) -> str:
    return token.lead + token.marker + token.body + token.tail


def _keep_front(text: str, front: dict[str, str]) -> None:
    for part in re.finditer(
        r"([\u4e00-\u9fffA-Za-z]{2,8})\s*[：:]\s*([^\s].*?)(?=\s{2,}|[\s|][\u4e00-\u9fff]{2,6}[：:]|\Z)", text
    ):
        front.setdefault(part[1], part[2].strip())


def _front_title(front: dict[str, str]) -> str | None:
    for key in ("标题", "名称", "信息名称", "title"):
        for piece in re.split(r"->| [|_-] |_", front.get(key, "")):
            if re.search(_TITLE_END, piece.strip()) and re.search(_ABOUT, piece):
                return re.sub(r"\s+", "", piece)
    return None


def _title_goes_on(tokens: Sequence[Token], index: int) -> bool:
    """True where the next line completes a title that already reads as one (…反馈意见 / 整改情况的通报)."""
    body = tokens[index].body if index < len(tokens) else ""
    if not 4 <= len(body) <= 40 or re.search(r"关于|中共|[，。：]", body):
        return False
    return bool(re.search(_TITLE_END, body)) and not _begins_body(tokens[index]) and not is_front(body)


def _title_block(tokens: Sequence[Token], index: int, known: Sequence[str]) -> int:
    """Index after the title that begins at ``index`` (at most four lines), 0 if none does."""
    joined = ""
    for i in range(index, min(index + 5, len(tokens))):
        body = tokens[i].body
        if not body:
            if joined and not re.fullmatch(_BODY_NAME, joined):
                break
            continue
        if (
            len(body) > 70
            or "。" in body
            or _begins_body(tokens[i])
            or is_front(body)
            or re.match(_NEWS_MARK, _surface(tokens[i]))
        ):
            return 0
        joined += body
        bare = re.sub(r"\s+", "", joined)
        if bare in known:
            return i + 1
        if known:  # after the title only the same title again
            continue
        if re.search(_TITLE_END, bare) and re.search(_ABOUT, bare) and len(bare) <= 120 and "，" not in bare:
            return i + 2 if _title_goes_on(tokens, i + 1) else i + 1
        if looks_like_finding(body) and "关于" not in joined:
            return 0
    return 0
