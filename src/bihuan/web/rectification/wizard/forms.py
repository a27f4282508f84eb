"""What the wizard asks for."""

from __future__ import annotations

from typing import Any

from django import forms

from bihuan.web.rectification.wizard.bringing import BringingForm

NOTHING = "请选一个文件，或把全文粘贴到下面的框里。"
TOO_LARGE = "文件太大，最多 {} MB，请去掉图片或拆成几个文件后再交。"
BOTH = "文件和粘贴的文字只要一样：请清空其中一个。"


class DocumentForm(BringingForm):
    """A file or pasted text, for which unit and round."""

    too_large = TOO_LARGE
    whose = "请填写这份材料属于哪个单位。"
    by_itself = "按材料写明的年份归入"

    file = forms.FileField(
        required=False, allow_empty_file=True, error_messages={"max_length": "文件名太长，请改短后再交。"}
    )
    text = forms.CharField(required=False, strip=False)

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
