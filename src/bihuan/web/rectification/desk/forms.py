"""Forms of the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from bihuan.web.base.choosing import offer
from bihuan.web.rectification.loop.forms import UnitForm
from bihuan.web.rectification.models import Category, MeasureKind

if TYPE_CHECKING:
    from bihuan.web.accounts.models import Unit


class TemplateForm(UnitForm):
    """A template of a measure; the service says the last word."""

    title = forms.CharField(max_length=60, error_messages={"required": "请给模板起个名称，便于挑选。"})
    text = forms.CharField(max_length=2_000, error_messages={"required": "请写明措施的文字。"})
    kind = forms.ChoiceField(required=False, choices=[("", "未定"), *MeasureKind.choices])
    category = forms.ChoiceField(required=False, choices=[("", "未定"), *Category.choices])
    criteria = forms.CharField(required=False, max_length=2_000)
    department = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, unit=unit, **kwargs)
        offer(self, "department", self.departments)
