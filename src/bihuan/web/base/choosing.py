"""Choices of a form that depend on who looks or on whose case it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms

if TYPE_CHECKING:
    from collections.abc import Iterable


def offer(form: forms.BaseForm, name: str, choices: Iterable[tuple[object, str]]) -> None:
    """Let the field offer exactly these (value, label); TypeError for a field that offers nothing."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(name)
    field.choices = list(choices)
