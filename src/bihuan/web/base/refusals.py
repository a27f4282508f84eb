"""A service's refusal on the form that asked for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.forms import Form

    from bihuan.web.base.errors import ServiceError


def refuse(form: Form, error: ServiceError) -> None:
    """Puts the sentence beside the field that it names, else above the form."""
    form.add_error(error.field if error.field in form.fields else None, str(error))
