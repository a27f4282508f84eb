"""From the address of a page to the file that it asks for: the same filters by the same reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from bihuan.ledger.layouts import STATUS_WORDS
from bihuan.web.accounts.models import Department, Person
from bihuan.web.base.words import day_words, headed
from bihuan.web.inspections.models import Section
from bihuan.web.rectification.addresses import Address
from bihuan.web.rectification.desk import filters as desk
from bihuan.web.rectification.queries import Filters
from bihuan.web.rectification.sheets.columns import CATEGORIES, KINDS, STAGES, STATES
from bihuan.web.rectification.sheets.files import Wanted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback

LONGEST_WORDS = 60
MEASURES = "measures"
"""``list=measures`` in the address: what the list of measures shows, not the ledger."""
_TICKS = {"late": "已逾期", "returned": "所属整改被退回", "unproved": "已落实而没有佐证", "asked": "延期待批"}
_TEXTS = {"q": "措施", "u": "单位名称"}
_CHOSEN: dict[str, dict[str, str]] = {"kind": KINDS, "category": CATEGORIES, "state": STATES, "stage": STAGES}
_WHO = {"leader": "牵头领导", "person": "责任人", "department": "责任科室"}


def wanted(user: User, case: Feedback | None, kind: str, query: Mapping[str, str]) -> Wanted:
    """A file of what the page with this query shows."""
    if query.get("list") == MEASURES:
        filters = desk.Filters.read(query)
        return Wanted(user, kind, None, Filters(), timezone.localdate(), desk_said(filters), filters)
    narrowed = Address.read("", query).filters
    units = " ".join(query.get("units", "").split())[:LONGEST_WORDS]
    return Wanted(
        user, kind, case, narrowed, timezone.localdate(), said(narrowed, case, units, kind), units=units
    )  # fmt: skip


def desk_said(filters: desk.Filters) -> str:
    """The same of the list of measures."""
    told = [word for name, word in _TICKS.items() if getattr(filters, name)]
    told += [f"{word}含“{getattr(filters, name)}”" for name, word in _TEXTS.items() if getattr(filters, name)]
    for name, words in _CHOSEN.items():
        if value := getattr(filters, name):
            told.append(words.get(value, "未定"))
    for name, model in (("leader", Person), ("person", Person), ("department", Department)):
        if pk := getattr(filters, name):
            named = model._default_manager.filter(pk=pk).values_list("name", flat=True).first()
            told.append(f"{_WHO[name]}为{named or '其他'}")
    told += [f"时限不早于{day_words(filters.since)}"] if filters.since else []
    told += [f"时限不晚于{day_words(filters.until)}"] if filters.until else []
    told += ["一份台账"] if filters.case else []
    return "，".join(told)


def said(filters: Filters, case: Feedback | None, units: str = "", kind: str = "") -> str:
    """What the filters leave, in words; empty where they leave everything."""
    if kind == "cases":
        return f"单位名称含“{units}”" if units else ""
    told = []
    if filters.section:
        own = Section.objects.filter(pk=filters.section, feedback=case).values_list("number", "title")
        told += [headed(number, title) for number, title in own]
    if filters.status:
        words = {status.value: word for status, word in STATUS_WORDS.items()}
        told.append(f"整改状态为{words.get(filters.status, '未写状态')}")
    if filters.overdue:
        told.append("已逾期")
    if filters.words:
        told.append(f"问题或措施含“{filters.words}”")
    return "，".join(told)
