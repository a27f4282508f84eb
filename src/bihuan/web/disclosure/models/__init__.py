"""Announcements, their versions, what is masked and left out, and how the public answers."""

from __future__ import annotations

from bihuan.web.disclosure.models.announcements import Announcement, Edition, EditionStep, PublicStamp
from bihuan.web.disclosure.models.choices import MaskChoice, Omission, OmissionState

__all__ = [
    "Announcement",
    "Edition",
    "EditionStep",
    "MaskChoice",
    "Omission",
    "OmissionState",
    "PublicStamp",
]
