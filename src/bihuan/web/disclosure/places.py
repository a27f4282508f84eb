"""Where a page of the app stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

if TYPE_CHECKING:
    from bihuan.web.inspections.models import Feedback


def place(case: Feedback, *more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Unit, round, the case's announcement, and what follows."""
    return [
        (str(case.unit), None),
        (str(case.round), None),
        ("公示稿", reverse("disclosure:announcement", args=[case.pk])),
        *more,
    ]
