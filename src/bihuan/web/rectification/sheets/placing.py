"""Where the rows of a sheet belong in a case: by their identifier, or by words."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from bihuan.ledger import numbers
from bihuan.ledger.lines import IDENTIFIER
from bihuan.web.base.errors import ServiceError
from bihuan.web.inspections.models import Finding
from bihuan.web.rectification.models import Measure, Response, ResponseFinding
from bihuan.web.rectification.sheets import left_alone
from bihuan.web.rectification.sheets.wording import plain

if TYPE_CHECKING:
    from bihuan.web.inspections.models import Feedback

FOREIGN = "系统编号不是这份台账的，请确认这张表是从这份台账导出的。"
GONE = "这项措施已在系统里删除；要重新增加的，请清空这一行最后一列的系统编号再导入。"
NO_FINDING = "台账里没有这个问题。新的问题请用更正后的反馈材料替换反馈。"


class Place(NamedTuple):
    """Where a row belongs."""

    response: Response
    measure: Measure | None
    versions: tuple[int, int] | None
    """Of response and measure when the sheet was taken away; None for rows without an identifier."""
    number: str

    @property
    def called(self) -> str:
        """What people call it by."""
        return f"问题{self.number}" if self.number else "未编号的整改"


class Standing:
    """A case as it stands, with what rows are looked up by; five queries."""

    def __init__(self, case: Feedback) -> None:
        rows = Response.objects.filter(feedback=case, withdrawn_at=None).order_by("position", "id")
        self.responses = {one.pk: one for one in rows}
        self._numbers: dict[int, str] = {}
        self.findings: dict[int, Finding] = {}
        self._answers: dict[int, list[int]] = defaultdict(list)
        self._by_number: dict[str, list[int]] = defaultdict(list)
        self._by_text: dict[str, list[int]] = defaultdict(list)
        for one in Finding.objects.filter(feedback=case, withdrawn_at=None).order_by("position"):
            self.findings[one.pk] = one
            self._by_number[numbers.canonical(one.number) if one.number else ""].append(one.pk)
            self._by_text[plain(one.title)].append(one.pk)
        self.aspects = left_alone.aspects_of(case)
        links = ResponseFinding.objects.filter(finding__feedback=case, finding__withdrawn_at=None)
        for finding, response in links.order_by("response__position", "response_id").values_list(
            "finding_id", "response_id"
        ):
            if response in self.responses:
                self._answers[finding].append(response)
                self._numbers.setdefault(response, self.findings[finding].number)
        found = Measure.objects.filter(feedback=case, response__in=self.responses)
        self.measures = {one.pk: one for one in found.select_related("leader", "department", "person")}
        self.texts: dict[int, dict[str, int]] = defaultdict(dict)
        for measure in self.measures.values():
            self.texts[measure.response_id].setdefault(plain(measure.text), measure.pk)

    def place(self, row: dict[str, Any], taken: set[int]) -> Place:
        """By its identifier, else by its words; ``ServiceError`` for what is not of this case. ``taken`` are
        measures that an earlier row has spoken of.
        """
        if IDENTIFIER.fullmatch(row["id"]):
            place = self._by_identifier(row)
            if place.measure is None or place.measure.pk not in taken:
                return place
            # The row was copied in Excel, hidden identifier and all: it is one more measure of its finding.
            same = plain(row["text"]) == plain(place.measure.text)
            return place._replace(measure=place.measure if same else None, versions=None)
        return self._by_words(row)

    def _by_identifier(self, row: dict[str, Any]) -> Place:
        finding, response, measure, *versions = (*map(int, row["id"][1:].split("-")), 0, 0, 0)[:5]
        known = self.responses.get(response)
        if measure:
            one = self.measures.get(measure)
            if one is None:
                raise ServiceError(GONE if known or finding in self.findings else FOREIGN)
            known = self.responses[one.response_id]
            return Place(known, one, (versions[0], versions[1]), self._numbers.get(known.pk, ""))
        if known is None:
            raise ServiceError(FOREIGN)
        return Place(known, None, (versions[0], 0), self._numbers.get(known.pk, ""))

    def _by_words(self, row: dict[str, Any]) -> Place:
        found = self._by_number.get(numbers.canonical(row["number"]), []) if row["number"] else []
        by_text = self._by_text.get(plain(row["finding"]), [])
        if len(found) != 1:
            found = [pk for pk in found if pk in by_text] or by_text
        answers = [pk for one in found[:1] for pk in self._answers[one]]
        if not answers:
            raise ServiceError(NO_FINDING)
        text = plain(row["text"])
        for pk in answers:
            if text and text in self.texts[pk]:
                measure = self.measures[self.texts[pk][text]]
                return Place(self.responses[pk], measure, None, self._numbers.get(pk, ""))
        return Place(self.responses[answers[-1]], None, None, self._numbers.get(answers[-1], ""))
