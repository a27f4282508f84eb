"""What every form that brings a file in has in common: its size, its unit and its round."""

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

NO_UNIT = "没有找到单位“{}”，请从提示的名称中选择。"
NO_UNITS = (
    "没有找到单位“{}”：巡察办之下还没有单位。请系统管理员在“单位”页把巡察办和被巡察单位放到同一个上级之下。"
)


class BringingForm(forms.Form):
    """A form with a file; units are named, because there may be hundreds."""

    too_large = ""
    """The refusal of a file that is too large, with a place for the megabytes."""
    whose = ""
    """What is asked where no unit is named."""
    by_itself = ""
    """What the empty choice of rounds means."""

    unit = forms.CharField(required=False, max_length=100)
    round = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)

    def __init__(self, user: User, units: Sequence[Unit], rounds: Sequence[Round], *args: Any) -> None:
        super().__init__(*args)
        self._user, self._units = user, units
        offer(self, "round", [("", self.by_itself), *((one.pk, one.name) for one in rounds)])
        self.rounds = {one.pk: one for one in rounds}

    def clean_file(self) -> UploadedFile[Any] | None:
        """Too large is told before a byte of it is read."""
        file: UploadedFile[Any] | None = self.cleaned_data.get("file")
        if file and (file.size or 0) > settings.UPLOAD_LIMIT:
            raise forms.ValidationError(self.too_large.format(settings.UPLOAD_LIMIT // (1024 * 1024)))
        return file

    def clean_unit(self) -> Unit:
        """The unit that was named; the only possible one where there is one."""
        name = self.cleaned_data["unit"].strip()
        if len(self._units) == 1 and not name:
            return self._units[0]
        if not name:
            raise forms.ValidationError(self.whose)
        unit = unit_named(self._user, name)
        if unit is None:
            raise forms.ValidationError((NO_UNIT if self._units else NO_UNITS).format(name))
        return unit
