"""From the address of a page to the file that it asks for: the same filters by the same reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from bihuan.ledger.layouts import STATUS_WORDS
from bihuan.web.base.words import headed
from bihuan.web.inspections.models import Section
from bihuan.web.rectification.addresses import Address
from bihuan.web.rectification.sheets.files import Wanted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback
    from bihuan.web.rectification.queries import Filters

LONGEST_WORDS = 60


def wanted(user: User, case: Feedback | None, kind: str, query: Mapping[str, str]) -> Wanted:
    """A file of what the page with this query shows."""
    filters = Address.read("", query).filters
    units = " ".join(query.get("units", "").split())[:LONGEST_WORDS]
    return Wanted(
        user, kind, case, filters, timezone.localdate(), said(filters, case, units, kind), units
    )  # fmt: skip


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
