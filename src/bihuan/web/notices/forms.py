"""Where to be told, and a robot's data."""

from __future__ import annotations

from django import forms

from bihuan.web.base.choosing import offer
from bihuan.web.notices.models import RobotKind

_REQUIRED = {"required": "请填写这一项。"}


class SubscriptionForm(forms.Form):
    """Address and whether the letter comes; the service looks at the address."""

    email = forms.CharField(max_length=200, required=False)
    digest = forms.BooleanField(required=False)


class RobotForm(forms.Form):
    """A robot; ``unit`` gets the choices of whoever fills it in."""

    unit = forms.TypedChoiceField(coerce=int, error_messages=_REQUIRED)
    kind = forms.ChoiceField(choices=RobotKind.choices, error_messages=_REQUIRED)
    name = forms.CharField(max_length=40, error_messages=_REQUIRED)
    url = forms.CharField(max_length=500, error_messages=_REQUIRED)
    secret = forms.CharField(max_length=200, required=False)

    def __init__(self, *args: object, units: list[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        offer(self, "unit", units)
