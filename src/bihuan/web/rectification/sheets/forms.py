"""A workbook to take in: for a case, or for a new one of a unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings

from bihuan.web.base.choosing import offer
from bihuan.web.rectification.services.sheets_in import CHOICES
from bihuan.web.rectification.wizard.choices import unit_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.files.uploadedfile import UploadedFile

    from bihuan.web.accounts.models import Unit, User
    from bihuan.web.inspections.models import Round

TOO_LARGE = "文件太大，最多 {} MB，请分成几份再交。"


class SheetForm(forms.Form):
    """The file; its unit, round and feedback date only for a new case."""

    file = forms.FileField(
        allow_empty_file=True,
        error_messages={"required": "请选一个文件。", "max_length": "文件名太长，请改短后再交。"},
    )
    unit = forms.CharField(required=False, max_length=100)
    round = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    given_on = forms.DateField(
        required=False, error_messages={"invalid": "反馈日期请写成 2023-02-07 这样，或留空。"}
    )

    def __init__(self, user: User, units: Sequence[Unit], rounds: Sequence[Round], *args: Any) -> None:
        super().__init__(*args)
        self._user, self._units = user, units
        choices = [("", "按反馈日期的年份归入"), *((one.pk, one.name) for one in rounds)]
        offer(self, "round", choices)
        self.rounds = {one.pk: one for one in rounds}

    def clean_file(self) -> UploadedFile[Any]:
        """Too large is told before a byte of it is read."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > settings.UPLOAD_LIMIT:
            raise forms.ValidationError(TOO_LARGE.format(settings.UPLOAD_LIMIT // (1024 * 1024)))
        return file

    def clean_unit(self) -> Unit:
        """The unit that was named; the only possible one where there is one."""
        name = self.cleaned_data["unit"].strip()
        if len(self._units) == 1 and not name:
            return self._units[0]
        if not name:
            raise forms.ValidationError("请填写这张表属于哪个单位。")
        unit = unit_named(self._user, name)
        if unit is None:
            raise forms.ValidationError(f"没有找到单位“{name}”，请从提示的名称中选择。")
        return unit


class ConfirmForm(forms.Form):
    """What happens to rows that exist."""

    version = forms.IntegerField(min_value=0)
    choice = forms.ChoiceField(choices=list(CHOICES.items()))
