"""The end of a text: signature, its date, the invitation to supervise, contact data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bihuan.report.head import BODIES, is_front, signed_by, signed_on
from bihuan.report.markers import Rank
from bihuan.report.nodes import LeafKind
from bihuan.report.split import labelled_parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bihuan.report.markers import Token

# Plain strings: ``re`` compiles and keeps each when the first text comes that far.
_INVITES = (
    r"欢迎.{0,40}(?:监督|提出|反映|意见)|公示(?:时间|期|期限)|监督(?:电话|方式)|如有(?:意见|异议)"
    r"|意见建议.{0,20}(?:反映|反馈|寄)"
)
_CONTACT = (
    r"(?:联系|监督|举报|受理|咨询)?(?:电话|方式|人)|(?:邮政|通[信讯]|联系|电子)?(?:信箱|邮箱|地址)|邮政?编码?"
    r"|传真|[Ee]-?mail|邮编"
)
_NUMBER = r"\d{5,}|@"
_FORMULA = r"特此(?:报告|通报|公告|公示|公布)[。！]?|此件公开发布|[（(]此件.{1,10}[）)]|附件?[：:].{0,60}"
_DAMAGED_DAY = r"(?:19|20)\d{2}年?\d{1,4}月?\d{0,2}日"
_SEAL = r"[（(]盖?章?[）)]\Z"
_NAME = r"[\u4e00-\u9fffxX×·\s（）()]{4,44}"


def read_closing(tokens: Sequence[Token], start: int) -> tuple[int, dict[int, LeafKind]]:
    """Index where the closing begins and the kind of its lines; at most 400 lines are looked at."""
    kinds: dict[int, LeafKind] = {}
    begin = len(tokens)
    seen = {LeafKind.ISSUED_ON: False}
    budget = 400
    for index in range(len(tokens) - 1, start - 1, -1):
        token = tokens[index]
        if not token.body:
            continue
        budget -= 1
        kind = _closing_kind(token, seen) if budget else None
        if kind is None and budget and _follows_contact(tokens, index):
            kind = LeafKind.CLOSING
        if kind is None:
            break
        if kind in seen:
            seen[kind] = True
        kinds[index] = kind
        begin = index
    return begin, kinds


def _closing_kind(token: Token, seen: dict[LeafKind, bool]) -> LeafKind | None:
    body = token.body
    if labelled_parts(body)[0][1] is not None:
        return None
    if is_front(body):  # 公开日期：…。电话…；邮箱… in one line is the contact as well
        both = len(body) <= 200 and re.search(_CONTACT, body) and re.search(_NUMBER, body)
        return LeafKind.CLOSING if both else LeafKind.FRONT
    if token.rank not in {Rank.NONE, Rank.ORDINAL}:
        return _numbered_kind(token, seen)
    if not seen[LeafKind.ISSUED_ON] and re.fullmatch(_DAMAGED_DAY, body):
        return LeafKind.ISSUED_ON  # 20241210日
    if not seen[LeafKind.ISSUED_ON] and (len(body) <= 24 or signed_by(body)) and signed_on(body):
        return LeafKind.ISSUED_ON
    if _is_signature(body):  # several bodies may sign
        return LeafKind.SIGNATURE
    if len(body) > 400:
        return None
    return LeafKind.CLOSING if _is_contact(body) or re.fullmatch(_FORMULA, body) else None


def _numbered_kind(token: Token, seen: dict[LeafKind, bool]) -> LeafKind | None:
    """1. 联系电话：… is contact data; 2024.5.6 looks like a number and is the date."""
    if (
        token.rank is Rank.ARABIC_SUB
        and not seen[LeafKind.ISSUED_ON]
        and signed_on(token.marker + token.body)
    ):
        return LeafKind.ISSUED_ON
    return LeafKind.CLOSING if len(token.body) <= 60 and re.match(_CONTACT, token.body) else None


def _is_signature(body: str) -> bool:
    bare = re.sub(_SEAL, "", body)
    return len(body) <= 44 and bare.endswith(BODIES) and re.fullmatch(_NAME, bare) is not None


def _follows_contact(tokens: Sequence[Token], index: int) -> bool:
    """公众反映的问题，本院5个工作日内答复。 right behind a line of contact data."""
    token, before = tokens[index], next((one for one in reversed(tokens[:index]) if one.body), None)
    plain = token.rank is Rank.NONE and len(token.body) <= 80 and labelled_parts(token.body)[0][1] is None
    return plain and before is not None and len(before.body) <= 200 and _has_contact_number(before.body)


def _has_contact_number(body: str) -> bool:
    return re.match(_CONTACT, body) is not None and re.search(_NUMBER, body) is not None


def _is_contact(body: str) -> bool:
    if re.search(_INVITES, body):
        return True
    if len(body) > 200:
        return False
    return bool(re.match(_CONTACT, body) or (re.search(_CONTACT, body) and re.search(_NUMBER, body)))
