"""A workbook to take in: for a case, or for a new one of a unit."""

from __future__ import annotations

from django import forms

from bihuan.web.rectification.services.sheets_in import CHOICES
from bihuan.web.rectification.wizard.bringing import BringingForm


class SheetForm(BringingForm):
    """The file; its unit, round and feedback date only for a new case."""

    too_large = "文件太大，最多 {} MB，请分成几份再交。"
    whose = "请填写这张表属于哪个单位。"
    by_itself = "按反馈日期的年份归入"

    file = forms.FileField(
        allow_empty_file=True,
        error_messages={"required": "请选一个文件。", "max_length": "文件名太长，请改短后再交。"},
    )
    given_on = forms.DateField(
        required=False, error_messages={"invalid": "反馈日期请写成 2023-02-07 这样，或留空。"}
    )


class ConfirmForm(forms.Form):
    """What happens to rows that exist."""

    version = forms.IntegerField(min_value=0)
    choice = forms.ChoiceField(choices=list(CHOICES.items()))
