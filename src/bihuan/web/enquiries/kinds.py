"""What this app tells people about."""

from __future__ import annotations

from bihuan.web.notices.kinds import kind

ENQUIRY = kind("enquiry", "群众意见")
