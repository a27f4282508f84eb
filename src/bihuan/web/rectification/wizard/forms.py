"""What the wizard asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings

from bihuan.web.base.choosing import offer
from bihuan.web.rectification.wizard.choices import unit_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.files.uploadedfile import UploadedFile

    from bihuan.web.accounts.models import Unit, User
    from bihuan.web.inspections.models import Round

NOTHING = "请选一个文件，或把全文粘贴到下面的框里。"
TOO_LARGE = "文件太大，最多 {} MB，请去掉图片或拆成几个文件后再交。"
BOTH = "文件和粘贴的文字只要一样：请清空其中一个。"


class DocumentForm(forms.Form):
    """A file or pasted text, for which unit and round; units are named, because there may be hundreds."""

    file = forms.FileField(
        required=False, allow_empty_file=True, error_messages={"max_length": "文件名太长，请改短后再交。"}
    )
    text = forms.CharField(required=False, strip=False)
    unit = forms.CharField(required=False, max_length=100)
    round = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)

    def __init__(self, user: User, units: Sequence[Unit], rounds: Sequence[Round], *args: Any) -> None:
        super().__init__(*args)
        self._user, self._units = user, units
        choices = [("", "按材料写明的年份归入"), *((one.pk, one.name) for one in rounds)]
        offer(self, "round", choices)
        self.rounds = {one.pk: one for one in rounds}

    def clean_file(self) -> UploadedFile[Any] | None:
        """Too large is told before a byte of it is read."""
        file: UploadedFile[Any] | None = self.cleaned_data.get("file")
        if file and (file.size or 0) > settings.UPLOAD_LIMIT:
            raise forms.ValidationError(TOO_LARGE.format(settings.UPLOAD_LIMIT // (1024 * 1024)))
        return file

    def clean_unit(self) -> Unit:
        """The unit that was named; the only possible one where there is one."""
        name = self.cleaned_data["unit"].strip()
        if len(self._units) == 1 and not name:
            return self._units[0]
        if not name:
            raise forms.ValidationError("请填写这份材料属于哪个单位。")
        unit = unit_named(self._user, name)
        if unit is None:
            raise forms.ValidationError(f"没有找到单位“{name}”，请从提示的名称中选择。")
        return unit

    def clean(self) -> dict[str, Any]:
        """One source, not none and not two."""
        data: dict[str, Any] = self.cleaned_data
        file, text = data.get("file"), data.get("text", "")
        if not file and not text.strip() and "file" not in self.errors:
            self.add_error("file", NOTHING)
        elif file and text.strip():
            self.add_error("text", BOTH)
        return data

    def content(self) -> tuple[bytes | str, str]:
        """What to read, and its file name (empty for pasted text)."""
        file = self.cleaned_data.get("file")
        return (file.read(), file.name) if file else (self.cleaned_data["text"], "")


class CorrectionForm(forms.Form):
    """One correction of a leaf."""

    leaf = forms.IntegerField(required=False, min_value=0)
    change = forms.CharField(max_length=20)
    version = forms.IntegerField()


class ConfirmForm(forms.Form):
    """The last step; the date only where the document does not tell it."""

    version = forms.IntegerField()
    given_on = forms.DateField(
        required=False, error_messages={"invalid": "反馈日期请写成 2023-02-07 这样，或留空。"}
    )
