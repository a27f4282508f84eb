"""Editing a text of the ledger."""

from __future__ import annotations

from django import forms

LONGEST = 20_000


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
