"""Forms of the app."""

from __future__ import annotations

from django import forms

from bihuan.masking import Kind
from bihuan.web.disclosure.workflow import Basis


class OpinionForm(forms.Form):
    """An opinion or a reason, and the version that was seen."""

    opinion = forms.CharField(required=False, max_length=2000)
    version = forms.IntegerField(required=False)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(required=False, max_length=2000)


class MaskForm(forms.Form):
    """An original, what shall stand for it, and why."""

    original = forms.CharField(max_length=60)
    kind = forms.ChoiceField(choices=[(one.value, one.label) for one in Kind], initial=Kind.OTHER)
    mask = forms.CharField(required=False, max_length=20)
    active = forms.BooleanField(required=False)
    reason = forms.CharField(max_length=300)


class WishesForm(forms.Form):
    """Which kinds are masked by rule, and for how long the announcement stands."""

    kinds = forms.MultipleChoiceField(
        required=False, choices=[(one.value, one.label) for one in Kind if one is not Kind.OTHER]
    )
    days = forms.IntegerField(min_value=1, max_value=250)


class OmissionForm(forms.Form):
    """A finding, one of the five reasons, and why it applies."""

    finding = forms.ChoiceField()
    basis = forms.ChoiceField(choices=[(one.value, one.label) for one in Basis])
    reason = forms.CharField(max_length=2000)


class DecisionForm(forms.Form):
    """Agreed or not."""

    agreed = forms.ChoiceField(choices=[("yes", "同意不公开"), ("no", "不同意，应当公开")])
    opinion = forms.CharField(required=False, max_length=2000)
