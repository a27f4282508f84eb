"""Forms of requests. Services say the last word; forms only make values of texts."""

from __future__ import annotations

from django import forms

from bihuan.web.evidence.models import EvidenceKind

LONGEST = 5_000
_DAY = {"required": "请填写日期。", "invalid": "日期看不懂，请写成 2026-03-08。"}


def _text(required: str = "", longest: int = LONGEST) -> forms.CharField:
    told = {"required": required, "max_length": f"文字太长，最多{longest}字。"}
    return forms.CharField(required=bool(required), max_length=longest, error_messages=told)


def _day(*, required: bool = True) -> forms.DateField:
    return forms.DateField(required=required, error_messages=_DAY)


class AskForm(forms.Form):
    """Of whom, what, by when, and what may be shown."""

    to_unit = _text("请写明请哪个单位协办。", 60)
    to_name = _text("请写明请谁填报。", 30)
    question = _text("请写明要对方办什么、答复什么。", 2_000)
    shown = _text(longest=2_000)
    due = _day()
    until = _day()
    with_code = forms.BooleanField(required=False)


class DaysForm(forms.Form):
    """Later days."""

    due = _day()
    until = _day()


class RenewForm(forms.Form):
    """Another link."""

    with_code = forms.BooleanField(required=False)


class ReasonForm(forms.Form):
    """Why it is taken back."""

    reason = _text("请写明理由。", 2_000)


class ReturnForm(DaysForm):
    """What is to be put right, and until when."""

    reason = _text("请写明要对方补正什么。", 2_000)
    version = forms.IntegerField(widget=forms.HiddenInput)


class AcceptForm(forms.Form):
    """How the answer goes into the ledger."""

    on = _day()
    done = _text("请写明做了什么。")
    title = _text(longest=200)
    kind = forms.ChoiceField(
        choices=EvidenceKind.choices,
        required=False,
        error_messages={"invalid_choice": "请从列出的类别里选。"},
    )
    event_date = _day(required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class AnswerForm(forms.Form):
    """What the other side writes. Whether it says enough is asked when it is sent."""

    text = forms.CharField(required=False)
    file = forms.Field(required=False)
    confirmed = forms.BooleanField(required=False)


class CodeForm(forms.Form):
    """The access code."""

    code = forms.CharField(required=False, max_length=40)
