"""What can be masked, and what each kind of publication masks by itself."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What an original is."""

    PERSON = "person"
    POST = "post"
    PLACE = "place"
    COMPANY = "company"
    PHONE = "phone"
    IDENTITY = "identity"
    CARD = "card"
    OTHER = "other"

    @property
    def label(self) -> str:
        """For people."""
        return KINDS[self]


KINDS = {
    Kind.PERSON: "姓名",
    Kind.POST: "职务",
    Kind.PLACE: "地名",
    Kind.COMPANY: "企业",
    Kind.PHONE: "电话",
    Kind.IDENTITY: "身份证号",
    Kind.CARD: "银行卡号",
    Kind.OTHER: "其他",
}


class Source(StrEnum):
    """How an original was found."""

    RECOGNISED = "recognised"
    DICTIONARY = "dictionary"
    HAND = "hand"

    @property
    def label(self) -> str:
        """For people."""
        return SOURCES[self]


SOURCES = {
    Source.RECOGNISED: "自动识别",
    Source.DICTIONARY: "单位人员名单",
    Source.HAND: "人工补充",
}


class Term(NamedTuple):
    """An original that gives way wherever it stands; an empty mask is made by ``with_masks``."""

    original: str
    kind: Kind
    source: Source = Source.RECOGNISED
    mask: str = ""


class Profile(NamedTuple):
    """What a publication masks without being asked."""

    title: str
    kinds: frozenset[Kind]


PROFILES = {
    "internal": Profile("党内通报", frozenset({Kind.PHONE, Kind.IDENTITY, Kind.CARD})),
    "public": Profile(
        "社会公开",
        frozenset({Kind.PERSON, Kind.PLACE, Kind.COMPANY, Kind.PHONE, Kind.IDENTITY, Kind.CARD}),
    ),
}
"""A post stays even in public (who acted must be told, rule PV04); whoever wants it masked switches it on."""
