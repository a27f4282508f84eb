"""What a row of one of our sheets says of how a measure was carried out. Pure over row and measure."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from bihuan.ledger.due import day_of
from bihuan.web.base.errors import ServiceError
from bihuan.web.rectification.models import MeasureState
from bihuan.web.rectification.services.working import settle_put
from bihuan.web.rectification.sheets.columns import STATES
from bihuan.web.rectification.workflow import ResponseState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bihuan.web.rectification.models import Measure, Response

WORDS = {"state": "落实情况", "done_on": "落实日期", "result": "落实结果"}
COLUMNS = tuple(WORDS)
CODES = {word: code for code, word in STATES.items() if code}
NOT_BEGUN = "这项整改还没有开始，请先点“开始整改”，或登记第一条进展，再导入落实情况。"
NOT_YET = "新增的措施不能同时登记落实，导入后请在办理页登记。"


def as_shown(one: Measure) -> dict[str, str]:
    """The three columns as an export shows them."""
    return {
        "state": STATES[one.state],
        "done_on": one.done_on.isoformat() if one.done_on else "",
        "result": one.result,
    }


def differing(told: Mapping[str, str], one: Measure) -> dict[str, str]:
    """Columns of the sheet that say something else than the ledger: field → words of the sheet."""
    stored = as_shown(one)
    return {name: told[name] for name in COLUMNS if name in told and not _same(name, told[name], stored)}


def _same(name: str, told: str, stored: Mapping[str, str]) -> bool:
    if name == "done_on":
        day = day_of(told, told)
        return (day.isoformat() if day else told.strip()) == stored[name]
    return _tight(told) == _tight(stored[name])


def _tight(text: str) -> str:
    return "".join(text.split()).removeprefix("'")


def settled(
    wanted: Mapping[str, str], changed: Measure, response: Response, now: datetime
) -> dict[str, list[str]]:
    """Set what the sheet says on the row; old and new of what changes. ``ServiceError`` as on the page."""
    if response.state == ResponseState.PLANNED:
        raise ServiceError(NOT_BEGUN)
    state, result = changed.state, wanted.get("result", changed.result)
    if "state" in wanted:
        state = CODES.get(wanted["state"].strip(), "")
        if not state:
            words = "、".join(CODES)
            raise ServiceError(f"落实情况“{wanted['state'][:20]}”看不懂，请写{words}中的一个。")
    done_on = _day(wanted["done_on"]) if "done_on" in wanted else changed.done_on
    return settle_put(changed, response, now=now, state=MeasureState(state), done_on=done_on, result=result)


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    found = day_of(text, text)
    if found is None:
        raise ServiceError(f"落实日期“{text[:20]}”看不懂，请写成 2026-03-08。")
    return found
