"""Editing a text of the ledger."""

from __future__ import annotations

from django import forms

from bihuan.web.base.errors import ServiceError

LONGEST = 20_000


class VersionForm(forms.Form):
    """Only the version that the user saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def seen(self) -> int:
        """The version; a page of ours always tells it."""
        if not self.is_valid():
            raise ServiceError("页面不完整，没有保存。请刷新页面后再试。")
        version: int = self.cleaned_data["version"]
        return version


class TextForm(forms.Form):
    """The text as it shall read, and the version that the editor saw."""

    value = forms.CharField(
        strip=False,
        max_length=LONGEST,
        error_messages={
            "required": "请写明内容；要去掉这一项，请用“删除”。",
            "max_length": f"文字太长，最多{LONGEST}字。",
        },
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class OutcomeForm(TextForm):
    """An outcome may be taken out by emptying it."""

    value = forms.CharField(strip=False, required=False, max_length=500)
