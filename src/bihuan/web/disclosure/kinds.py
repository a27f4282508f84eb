"""What this app tells people about."""

from __future__ import annotations

from bihuan.web.notices.kinds import kind

PUBLICATION = kind("publication", "公开稿")
