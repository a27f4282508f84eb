"""Writes of the app."""

from __future__ import annotations

from bihuan.web.disclosure.services.choosing import mask_choose, mask_forget, wishes_set
from bihuan.web.disclosure.services.omitting import omission_ask, omission_decide, omission_lift
from bihuan.web.disclosure.services.stepping import edition_begin, edition_step, editions_expire

__all__ = [
    "edition_begin",
    "edition_step",
    "editions_expire",
    "mask_choose",
    "mask_forget",
    "omission_ask",
    "omission_decide",
    "omission_lift",
    "wishes_set",
]
