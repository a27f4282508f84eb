"""The end of a text: signature, its date, the invitation to supervise, contact data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bihuan.report.head import is_front
from bihuan.report.markers import Rank
from bihuan.report.nodes import LeafKind
from bihuan.zh.dates import read_full_date

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bihuan.report.markers import Token

_INVITES = re.compile(
    r"欢迎.{0,40}(?:监督|提出|反映|意见)|公示(?:时间|期|期限)|监督(?:电话|方式)|如有(?:意见|异议)|意见建议.{0,20}(?:反映|反馈)"
)
_CONTACT = re.compile(
    r"(?:联系|监督|举报|受理|咨询)?(?:电话|方式|人)|(?:邮政|通[信讯]|联系|电子)?(?:信箱|邮箱|地址)|邮政?编码?|传真|E-?mail|邮编",
    re.I,
)
_SIGNATURE = re.compile(
    r"(?:中共|中国共产党)?[\u4e00-\u9fffxX×·\s（）()]{2,40}(?:党组|党委|委员会|党总支|党支部|支部|工委|局|院|校|厅|办公室|办|中心|公司|政府|大学|学院|医院|部|所|站|街道|镇|乡|处|队|会)(?:[（(]盖?章?[）)])?\Z"
)


def read_closing(tokens: Sequence[Token], start: int) -> tuple[int, dict[int, LeafKind]]:
    """Index where the closing begins and the kind of its lines; at most 400 lines are looked at."""
    kinds: dict[int, LeafKind] = {}
    begin = len(tokens)
    seen = {LeafKind.SIGNATURE: False, LeafKind.ISSUED_ON: False}
    budget = 400
    for index in range(len(tokens) - 1, start - 1, -1):
        token = tokens[index]
        if not token.body:
            continue
        budget -= 1
        kind = _closing_kind(token, seen) if budget else None
        if kind is None:
            break
        if kind in seen:
            seen[kind] = True
        kinds[index] = kind
        begin = index
    return begin, kinds


def _closing_kind(token: Token, seen: dict[LeafKind, bool]) -> LeafKind | None:
    body = token.body
    if is_front(body):
        return LeafKind.FRONT
    if token.rank not in {Rank.NONE, Rank.ORDINAL}:
        numbered_contact = len(body) <= 60 and _CONTACT.match(body)
        date = f"{token.marker}{body}" if token.rank is Rank.ARABIC_SUB else ""
        if date and read_full_date(date) and not seen[LeafKind.ISSUED_ON]:
            return LeafKind.ISSUED_ON
        return LeafKind.CLOSING if numbered_contact else None
    if not seen[LeafKind.ISSUED_ON] and len(body) <= 24 and read_full_date(re.sub(r"\s", "", body)):
        return LeafKind.ISSUED_ON
    if not seen[LeafKind.SIGNATURE] and len(body) <= 44 and _SIGNATURE.fullmatch(body):
        return LeafKind.SIGNATURE
    if _INVITES.search(body) and len(body) <= 400:
        return LeafKind.CLOSING
    if len(body) <= 200 and (
        _CONTACT.match(body) or (_CONTACT.search(body) and re.search(r"\d{5,}|@", body))
    ):
        return LeafKind.CLOSING
    if re.fullmatch(
        r"特此(?:报告|通报|公告|公示|公布)[。！]?|此件公开发布|[（(]此件.{1,10}[）)]|附件?[：:].{0,60}", body
    ):
        return LeafKind.CLOSING
    return None


def signed_on(text: str) -> date | None:
    """Date of a signature line, blanks inside forgiven."""
    return read_full_date(re.sub(r"\s", "", text))
