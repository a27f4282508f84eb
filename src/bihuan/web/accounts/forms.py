"""Log-in and change of password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm

_REQUIRED = {"required": "请填写这一项。"}


class LoginForm(AuthenticationForm):
    """Name and password; one sentence for every reason why it fails, lest anybody learn which was wrong."""

    error_messages: dict[str, Any] = {  # noqa: RUF012 - the class above declares it so
        "invalid_login": "账号或密码不对。请核对后再试；忘记密码，请系统管理员重设。",
        "inactive": "账号或密码不对。请核对后再试；忘记密码，请系统管理员重设。",
    }
    username = forms.CharField(max_length=60, error_messages=_REQUIRED)
    password = forms.CharField(strip=False, max_length=200, error_messages=_REQUIRED)


class PasswordForm(forms.Form):
    """The old password and the new one twice; the service decides whether it is good enough."""

    old = forms.CharField(strip=False, max_length=200, error_messages=_REQUIRED)
    new = forms.CharField(strip=False, max_length=200, error_messages=_REQUIRED)
    again = forms.CharField(strip=False, max_length=200, error_messages=_REQUIRED)

    def clean_again(self) -> str:
        """The same as ``new``."""
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("new", again):
            raise forms.ValidationError("两次输入的新密码不一样，请重新输入。")
        return again
