"""What this app tells people about."""

from __future__ import annotations

from bihuan.web.notices.kinds import kind

ASSISTANCE = kind("assistance", "外部协办")
