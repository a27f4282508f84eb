"""What people say of a piece of evidence."""

from __future__ import annotations

from django import forms

from bihuan.web.evidence.models import EvidenceKind
from bihuan.web.evidence.services.entries import Facts

_DATE = {"invalid": "日期请写成 2023-07-03 这样，且真有这一天。"}


class FactsForm(forms.Form):
    """Title, kind, dates, description; a title that is left empty becomes the first file's name."""

    title = forms.CharField(
        required=False, max_length=200, error_messages={"max_length": "名称太长，最多 200 字。"}
    )
    kind = forms.ChoiceField(
        choices=EvidenceKind.choices,
        initial=EvidenceKind.OTHER,
        error_messages={"required": "请选一个类别。", "invalid_choice": "请从列出的类别里选。"},
    )
    event_date = forms.DateField(required=False, error_messages=_DATE)
    expires_on = forms.DateField(required=False, error_messages=_DATE)
    description = forms.CharField(
        required=False, max_length=5000, error_messages={"max_length": "说明太长，最多 5000 字。"}
    )

    def facts(self) -> Facts:
        """As the services take them."""
        return Facts(**{name: self.cleaned_data[name] for name in Facts._fields})


class NewForm(FactsForm):
    """A new entry."""

    file = forms.Field(required=False)
    confirmed = forms.BooleanField(required=False)
    again = forms.BooleanField(required=False)


class EditForm(FactsForm):
    """Corrections; the version that the editor saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class VersionForm(forms.Form):
    """A new version of the files."""

    file = forms.Field(required=False)
    note = forms.CharField(
        required=False, max_length=300, error_messages={"max_length": "说明太长，最多 300 字。"}
    )
    confirmed = forms.BooleanField(required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReviewForm(forms.Form):
    """Accept or reject what the reviewer saw."""

    number = forms.IntegerField(min_value=1)
    verdict = forms.ChoiceField(choices=[("accept", "认可"), ("reject", "不认可")])
    reason = forms.CharField(required=False, max_length=1000)
