"""Forms of the app."""

from __future__ import annotations

from typing import Any

from django import forms

from bihuan.web.base.choosing import offer
from bihuan.web.enquiries.models import Enquiry
from bihuan.web.enquiries.services.receiving import LONGEST, SHORTEST
from bihuan.web.enquiries.words import plain


class EnquiryForm(forms.Form):
    """What somebody of the public writes. ``address`` is a trap: people do not see it."""

    text = forms.CharField(
        max_length=LONGEST * 2, error_messages={"required": f"请写明意见，不少于{SHORTEST}字。"}
    )
    name = forms.CharField(required=False, max_length=30)
    contact = forms.CharField(required=False, max_length=60)
    proof = forms.CharField(required=False)
    homepage = forms.CharField(required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__({name: plain(value) for name, value in data.items()} if data is not None else None)

    def clean_homepage(self) -> str:
        """Robots fill in whatever there is."""
        if self.cleaned_data["homepage"]:
            raise forms.ValidationError("请把“请勿填写”一栏清空后再提交。")
        return ""


class VersionForm(forms.Form):
    """The version that was seen."""

    version = forms.IntegerField(required=False)


class ReasonForm(VersionForm):
    """Why."""

    reason = forms.CharField(required=False, max_length=1_000)


class AnswerForm(VersionForm):
    """Words for whoever wrote."""

    answer = forms.CharField(max_length=6_000, error_messages={"required": "请写明答复的内容。"})


class DraftForm(VersionForm):
    """Words that somebody else will look at."""

    draft = forms.CharField(max_length=6_000, error_messages={"required": "请写明答复的内容。"})


class AssignForm(VersionForm):
    """Who prepares the answer."""

    person = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, people: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "person", [("", "不交办"), *people])


class ShowForm(VersionForm):
    """What everybody will read."""

    shown_text = forms.CharField(max_length=6_000)
    shown_answer = forms.CharField(max_length=6_000)


class DecisionForm(VersionForm):
    """Agreed or not."""

    agreed = forms.TypedChoiceField(
        coerce=lambda told: told == "yes", choices=[("yes", "同意公开"), ("no", "不同意公开")], initial="yes"
    )
    opinion = forms.CharField(required=False, max_length=1_000)


class OpinionForm(VersionForm):
    """Why it is taken down."""

    opinion = forms.CharField(required=False, max_length=1_000)


def first_of(enquiry: Enquiry) -> dict[str, Any]:
    """The version that the form was shown with."""
    return {"version": enquiry.version}
