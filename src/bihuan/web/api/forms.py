"""What the pages of tokens ask for."""

from __future__ import annotations

from typing import Any

from django import forms

from bihuan.web.api.areas import Area
from bihuan.web.api.models import ApiPolicy
from bihuan.web.api.services import LIMITS

_NUMBER = {"required": "请填写天数。", "invalid": "请填写整数。"}


class TokenForm(forms.Form):
    """A new token."""

    name = forms.CharField(max_length=40, error_messages={"required": "请写明令牌给哪个程序用。"})
    days = forms.IntegerField(min_value=1, max_value=366, error_messages=_NUMBER)
    writes = forms.ChoiceField(choices=[("", "只读"), ("1", "可以读和写")], required=False)
    areas = forms.MultipleChoiceField(choices=[(one.value, one.label) for one in Area], required=False)

    def clean_writes(self) -> bool:
        """As the service takes it."""
        return bool(self.cleaned_data["writes"] == "1")


class ApiPolicyForm(forms.Form):
    """What is allowed of tokens."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    enabled = forms.BooleanField(required=False)

    def __init__(self, policy: ApiPolicy, told: Any = None) -> None:
        names = ("version", "enabled", *LIMITS)
        super().__init__(told, initial={name: getattr(policy, name) for name in names})
        for name, (low, high) in LIMITS.items():
            told = f"应是{low}到{high}之间的整数。"
            words = {"required": told, "invalid": told, "min_value": told, "max_value": told}
            self.fields[name] = forms.IntegerField(min_value=low, max_value=high, error_messages=words)
