"""A case as a whole: who does what, how far each response is, the ledger from beginning to end."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from bihuan.web.api.shapes.common import Named, Shown, say
from bihuan.web.api.shapes.measures import MeasureShown, measure_shown, numbers
from bihuan.web.rectification.workflow import ResponseState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bihuan.web.inspections.models import Finding
    from bihuan.web.rectification.desk import kanban
    from bihuan.web.rectification.desk import matrix as picture
    from bihuan.web.rectification.models import Measure, Response


class MatrixColumn(Shown):
    """A person or a department in the matrix."""

    kind: str = say("person 人员、department 科室")
    id: int = say("编号")
    name: str = say("姓名或科室名称")
    post: str = say("职务；科室为空")


class MatrixCell(Shown):
    """What one of them has to do with a line."""

    column: int = say("第几列，从 0 数起")
    parts: list[str] = say("lead 牵头、answer 责任、support 配合、informed 知悉")


class MatrixLine(Shown):
    """A response, or one of its measures."""

    response: int = say("整改编号")
    measure: int | None = say("措施编号；按问题看时为 null")
    number: str = say("问题序号")
    title: str = say("问题或措施")
    cells: list[MatrixCell] = say("有分工的各格；没有人的一行为空")


class MatrixShown(Shown):
    """责任矩阵."""

    columns: list[MatrixColumn] = say("各列：牵头多的在前，其次科室，再其次其他人")
    lines: list[MatrixLine] = say("各行，依文中次序")
    cut: bool = say("措施太多，只列了前 400 项；请用 section 分部分看")
    empty: int = say("没有任何人的行数")


class CardShown(Shown):
    """A response on the 看板."""

    response: int = say("整改编号")
    called: str = say("怎样称呼，如“问题3”")
    title: str = say("第一个问题的标题")
    state: str = say("办理环节")
    severe: bool = say("是否重点问题")
    settled: int = say("已落实的措施数")
    measures: int = say("措施数")
    unproved: int = say("已落实而没有佐证的措施数")
    due: dt.date | None = say("没有落实的措施里最早的时限；都落实了是最晚的时限")
    late: bool = say("是否逾期")
    leaders: str = say("牵头领导")
    action: str = say("您现在可以办的一步；没有为空")


class LaneShown(Shown):
    """A stage with its cards."""

    title: str = say("阶段")
    cards: list[CardShown] = say("各项整改，逾期和先到期的在前，最多 60 项")
    more: int = say("没有列出的还有几项")


class MeasureLong(MeasureShown):
    """A measure with the names of its people."""

    leader_name: str = say("牵头领导；未定为空")
    department_name: str = say("责任科室；未定为空")
    person_name: str = say("责任人；未定为空")
    proofs: int = say("佐证份数")


class LedgerLine(Shown):
    """A response with all that the printed ledger says of it."""

    response: int = say("整改编号")
    findings: list[Named] = say("问题：编号和标题")
    numbers: list[Named] = say("问题：编号和序号")
    outcome: str = say("整改情况原文")
    state: str = say("办理环节")
    state_label: str = say("办理环节的名称")
    measures: list[MeasureLong] = say("措施，依文中次序")


def matrix_shown(found: picture.Matrix) -> MatrixShown:
    """Columns once, cells by their place."""
    places = {one.who: place for place, one in enumerate(found.columns)}
    columns = [
        MatrixColumn(kind=one.who[0], id=one.who[1], name=one.name, post=one.post) for one in found.columns
    ]
    lines = [
        MatrixLine(
            response=one.href[1],
            measure=one.measure,
            number=one.number,
            title=one.title,
            cells=[
                MatrixCell(column=places[who], parts=[str(part) for part in parts])
                for who, parts in one.cells.items()
            ],
        )
        for one in found.lines
    ]
    return MatrixShown(columns=columns, lines=lines, cut=found.cut, empty=found.empty)


def lane_shown(one: kanban.Lane) -> LaneShown:
    """A stage as the page shows it."""
    names = (
        "called",
        "title",
        "state",
        "severe",
        "settled",
        "measures",
        "unproved",
        "due",
        "late",
        "leaders",
    )
    cards = [
        CardShown(
            **{name: getattr(card, name) for name in names},
            response=card.id,
            action=card.action[0] if card.action else "",
        )
        for card in one.cards
    ]
    return LaneShown(title=one.word, cards=cards, more=one.more)


def ledger_line(
    one: Response, findings: Sequence[Finding], measures: Iterable[Measure], today: dt.date
) -> LedgerLine:
    """A response with findings and measures that were fetched with it."""
    return LedgerLine(
        response=one.pk,
        findings=[Named(id=each.pk, name=each.title) for each in findings],
        numbers=numbers(findings),
        outcome=one.outcome,
        state=one.state,
        state_label=ResponseState(one.state).label,
        measures=[_long(each, today) for each in measures],
    )


def _long(one: Measure, today: dt.date) -> MeasureLong:
    names: dict[str, Any] = {f"{name}_name": one.who(name) for name in ("leader", "department", "person")}
    return MeasureLong(**measure_shown(one, today).model_dump(), **names, proofs=one.proof_count)
