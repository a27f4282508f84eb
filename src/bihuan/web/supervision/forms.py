"""Forms of supervision. Services say the last word; forms only make values of texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms

from bihuan.web.accounts.permissions import LABELS
from bihuan.web.base.choosing import offer
from bihuan.web.supervision.models import VisitResult, VisitWay
from bihuan.web.supervision.services.urging import RANKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bihuan.web.accounts.models import Department, Person, Unit

LONGEST = 5_000
_DAY = {"required": "请填写日期。", "invalid": "日期看不懂，请写成 2026-03-08。"}


def _text(required: str = "", longest: int = LONGEST) -> forms.CharField:
    told = {"required": required, "max_length": f"文字太长，最多{longest}字。"}
    return forms.CharField(required=bool(required), max_length=longest, error_messages=told)


def _day(*, required: bool = True) -> forms.DateField:
    return forms.DateField(required=required, error_messages=_DAY)


def _choice(choices: Iterable[tuple[str, str]], sentence: str) -> forms.ChoiceField:
    told = {"required": sentence, "invalid_choice": sentence}
    return forms.ChoiceField(choices=[("", "请选择"), *choices], error_messages=told)


def _row(sentence: str) -> forms.TypedChoiceField:
    """Of rows whose choices the form gets when it is made; empty is None."""
    return forms.TypedChoiceField(
        coerce=int, empty_value=None, required=False, error_messages={"invalid_choice": sentence}
    )


class WordsForm(forms.Form):
    """An explanation or a reply."""

    text = _text("请写明情况。")


class UrgeForm(forms.Form):
    """To whom, and what."""

    rank = _choice([(one.value, LABELS[one]) for one in RANKS], "请选择发给谁。")
    text = _text("请写明催办什么、要求何时办结。")


class VisitForm(forms.Form):
    """What was seen on the spot."""

    on = _day()
    way = _choice(VisitWay.choices, "请选择方式。")
    place = _text("请写明去了哪里，或者问了谁。", 100)
    people = _text("请写明参加人员。", 200)
    response = _row("核查的整改要从本单位这份台账中选择。")
    seen = _text("请写明看到的情况。")
    result = _choice(VisitResult.choices, "请选择结论。")

    def __init__(self, *args: object, responses: Sequence[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        offer(self, "response", [("", "整体情况"), *responses])


class DirectiveForm(forms.Form):
    """A superior's decision."""

    unit = _row("请选择由哪个单位分解。")
    title = _text("请写明决定或会议精神的名称。", 200)
    document = _text(longest=60)
    issuer = _text("请写明是哪一级作出的。", 100)
    issued_on = _day()
    note = _text(longest=2_000)

    def __init__(self, *args: object, units: Sequence[Unit], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        offer(self, "unit", [(one.pk, str(one)) for one in units])


class AssignmentForm(forms.Form):
    """A task; departments and people are those of the units that it may go to."""

    text = _text("请写明要做什么。", 2_000)
    criteria = _text(longest=2_000)
    unit = _row("任务只能分给列出的单位。")
    department = _row("责任科室要从责任单位的科室中选择。")
    person = _row("责任人要从责任单位的在职人员中选择。")
    due = _day(required=False)

    def __init__(
        self,
        *args: object,
        units: Sequence[Unit],
        departments: Sequence[Department],
        people: Sequence[Person],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        several = len(units) > 1
        offer(self, "unit", [(one.pk, str(one)) for one in units])
        offer(
            self,
            "department",
            [("", "不指定"), *((one.pk, f"{one.unit}{one}" if several else str(one)) for one in departments)],
        )
        offer(
            self,
            "person",
            [
                ("", "不指定"),
                *((one.pk, f"{one.name}（{one.unit if several else one.post}）") for one in people),
            ],
        )


class ReportForm(forms.Form):
    """A dated entry of progress."""

    on = _day()
    done = _text("请写明做了什么。", 2_000)
    next = _text(longest=2_000)
    obstacle = _text(longest=2_000)


class SettleForm(forms.Form):
    """A task that was done."""

    done_on = _day()
    result = _text("请写明完成情况。", 2_000)
    version = forms.IntegerField(required=False)
