"""Forms of the loop. Services say the last word; forms only make values of texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q

from bihuan.web.base.choosing import offer
from bihuan.web.evidence.models import EvidenceKind
from bihuan.web.rectification.models import Every
from bihuan.web.rectification.workflow import Aim, Defect

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bihuan.web.accounts.models import Department, Person, Unit

LONGEST = 5_000
_DAY = {"required": "请填写日期。", "invalid": "日期看不懂，请写成 2026-03-08。"}
_NUMBER = {"required": "请填写数目。", "invalid": "请填写整数。"}


def _text(required: str = "", longest: int = LONGEST) -> forms.CharField:
    told = {"required": required, "max_length": f"文字太长，最多{longest}字。"}
    return forms.CharField(required=bool(required), max_length=longest, error_messages=told)


def _day(*, required: bool = True) -> forms.DateField:
    return forms.DateField(required=required, error_messages=_DAY)


class StepForm(forms.Form):
    """A step with what it needs; ``stamp`` is what the page saw."""

    opinion = _text()
    stamp = forms.CharField(required=False, max_length=40)


class ExpectForm(forms.Form):
    """Kinds of evidence."""

    kinds = forms.MultipleChoiceField(choices=EvidenceKind.choices, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class AssessForm(StepForm):
    """The self-assessment."""

    aim = forms.ChoiceField(
        choices=[(one.value, one.label) for one in Aim],
        error_messages={"required": "请选择申请怎样了结。", "invalid_choice": "请选择申请怎样了结。"},
    )
    evaluation = _text("请写书面自评。")


class ReturnForm(StepForm):
    """Sending back needs a reason and the kind of defect."""

    defect = forms.ChoiceField(
        choices=[("", "请选择"), *((one.value, one.label) for one in Defect)],
        error_messages={"required": "请选择缺陷类型。", "invalid_choice": "请选择缺陷类型。"},
    )
    opinion = _text("请写明退回的理由和要补什么。")


class ReasonForm(StepForm):
    """A step that needs a reason."""

    opinion = _text("请写明理由。")


class ProgressForm(forms.Form):
    """A dated entry."""

    on = _day()
    done = _text("请写明做了什么。")
    next = _text()
    obstacle = _text()


class SettleForm(forms.Form):
    """What became of a measure."""

    state = forms.ChoiceField(
        choices=[("done", "已经落实"), ("lasting", "转为定期任务，长期坚持"), ("open", "还没有落实")],
        error_messages={"required": "请选择落实情况。", "invalid_choice": "请选择落实情况。"},
    )
    done_on = _day(required=False)
    result = _text()
    version = forms.IntegerField(widget=forms.HiddenInput)


class ExtendForm(forms.Form):
    """A later day."""

    new_due = _day()
    reason = _text("请写明为什么不能按期完成、延期后怎样完成。")


class DecideForm(forms.Form):
    """Yes or no, with an opinion."""

    decision = forms.ChoiceField(choices=[("grant", "同意"), ("refuse", "不同意")])
    opinion = _text()


class UnitForm(forms.Form):
    """A form that offers departments and people of a unit."""

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        departments = [(one.pk, one.name) for one in departments_of(unit)]
        people = [(one.pk, f"{one.name}　{one.post}".strip()) for one in people_of(unit)]
        self.departments: Sequence[tuple[object, str]] = [("", "未定"), *departments]
        self.people: Sequence[tuple[object, str]] = [("", "未定"), *people]


class DutyForm(UnitForm):
    """A regular duty."""

    title = _text("请写明定期做什么。", 200)
    every = forms.ChoiceField(choices=Every.choices)
    starts_on = _day()
    ends_on = _day(required=False)
    department = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    person = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, unit=unit, **kwargs)
        offer(self, "department", self.departments)
        offer(self, "person", self.people)


class OccurrenceForm(forms.Form):
    """A period in which a duty was done."""

    period = _day()
    done_on = _day()
    note = _text("请写明做了什么，以便核对。", 2_000)


class KeepForm(forms.Form):
    """How a promise was kept."""

    kept_on = _day()
    note = _text("请写明怎样兑现的。", 2_000)


class DrawForm(forms.Form):
    """A draw of what has ended."""

    office = forms.TypedChoiceField(coerce=int, error_messages={"required": "请选择巡察办。"})
    title = _text("请写明这次抽查叫什么。", 100)
    size = forms.IntegerField(min_value=1, error_messages={**_NUMBER, "min_value": "至少抽取1项。"})
    seed = _text("请写明抽取种子，如当众摇出的号码。", 64)


class JudgeForm(forms.Form):
    """What the second look found."""

    decision = forms.ChoiceField(choices=[("holds", "成效稳固"), ("fails", "问题反弹，重新整改")])
    remark = _text("请写明复查看到的情况。", 2_000)


class CommentForm(forms.Form):
    """A remark."""

    text = _text("请写下意见。", 2_000)


def people_of(unit: Unit, held: Iterable[int | None] = ()) -> list[Person]:
    """People of a unit in office, for choices, and those who stand there already."""
    return list(unit.people.filter(Q(left_on=None) | Q(pk__in=_ids(held))).order_by("id"))


def departments_of(unit: Unit, held: Iterable[int | None] = ()) -> list[Department]:
    """Departments of a unit that exist, for choices, and those that stand there already."""
    return list(unit.departments.filter(Q(closed_on=None) | Q(pk__in=_ids(held))).order_by("id"))


def _ids(held: Iterable[int | None]) -> set[int]:
    return {pk for pk in held if pk}
