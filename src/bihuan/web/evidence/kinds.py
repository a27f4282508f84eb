"""What this app tells people about."""

from __future__ import annotations

from bihuan.web.notices.kinds import kind

REVIEWED = kind("evidence_reviewed", "佐证审核")
