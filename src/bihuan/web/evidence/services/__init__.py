"""Writes of the app: uploads, entries, links, reviews, previews, packages."""

from bihuan.web.evidence.services.entries import (
    evidence_create,
    evidence_edit,
    evidence_take_over,
)
from bihuan.web.evidence.services.holding import looked_hold, uploads_hold
from bihuan.web.evidence.services.links import evidence_link, evidence_unlink
from bihuan.web.evidence.services.packages import package_make
from bihuan.web.evidence.services.previews import previews_make
from bihuan.web.evidence.services.reviews import evidence_review
from bihuan.web.evidence.services.uploads import (
    upload_append,
    upload_begin,
    upload_discard,
    upload_finish,
    upload_hand_in,
    upload_look,
    upload_receive,
    upload_throw_away,
    uploads_sweep,
)
from bihuan.web.evidence.services.versions import evidence_supersede

__all__ = [
    "evidence_create",
    "evidence_edit",
    "evidence_link",
    "evidence_review",
    "evidence_supersede",
    "evidence_take_over",
    "evidence_unlink",
    "looked_hold",
    "package_make",
    "previews_make",
    "upload_append",
    "upload_begin",
    "upload_discard",
    "upload_finish",
    "upload_hand_in",
    "upload_look",
    "upload_receive",
    "upload_throw_away",
    "uploads_hold",
    "uploads_sweep",
]
