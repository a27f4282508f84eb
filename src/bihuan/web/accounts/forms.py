"""Log-in, second factor and one's own account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from bihuan.web.accounts.models import User
from bihuan.web.accounts.rights import ADMINISTRATORS

if TYPE_CHECKING:
    from collections.abc import Iterable

REQUIRED = {"required": "请填写这一项。"}
DATE = {**REQUIRED, "invalid": "日期应写成 2027-03-01，且确有这一天。"}


def secret() -> forms.CharField:
    """A field whose value is never shown again."""
    return forms.CharField(strip=False, max_length=200, error_messages=REQUIRED)


class LoginForm(forms.Form):
    """Name and password; the service checks them."""

    username = forms.CharField(max_length=60, error_messages=REQUIRED)
    password = secret()


class NewPasswordForm(forms.Form):
    """The new password twice; the service decides whether it is good enough."""

    new = secret()
    again = secret()

    def clean_again(self) -> str:
        """The same as ``new``."""
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("new", again):
            raise forms.ValidationError("两次输入的新密码不一样，请重新输入。")
        return again


class PasswordForm(NewPasswordForm):
    """With the old password."""

    old = secret()


class ResetForm(NewPasswordForm):
    """With the one-time code of the system administrator."""

    username = forms.CharField(max_length=60, error_messages=REQUIRED)
    code = forms.CharField(max_length=40, error_messages=REQUIRED)


class CodeForm(forms.Form):
    """A code of the phone, or a recovery code."""

    code = forms.CharField(max_length=40, error_messages=REQUIRED)


class LeaveForm(forms.Form):
    """Who acts for me, from when to when."""

    deputy = forms.ModelChoiceField(
        User.objects.none(), error_messages={**REQUIRED, "invalid_choice": "请从名单里选择。"}
    )
    from_on = forms.DateField(error_messages=DATE)
    to_on = forms.DateField(error_messages=DATE)
    reason = forms.CharField(max_length=100, error_messages=REQUIRED)

    def __init__(self, absent: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues = User.objects.filter(person__unit_id=absent.person.unit_id, is_active=True)
        colleagues = colleagues.exclude(pk=absent.pk).exclude(memberships__role__in=ADMINISTRATORS)
        self.fields["deputy"] = forms.ModelChoiceField(
            colleagues.select_related("person").order_by("person__name", "id"),
            empty_label="请选择",
            error_messages={**REQUIRED, "invalid_choice": "请从名单里选择。"},
        )
        self.fields["deputy"].label_from_instance = _called  # type: ignore[attr-defined]


def _called(user: User) -> str:
    return f"{user.name}（{user.person.post or user.username}）"


def choices(pairs: Iterable[tuple[object, str]]) -> list[tuple[str, str]]:
    """Choices of a select, the empty one first."""
    return [("", "请选择"), *((str(value), word) for value, word in pairs)]
