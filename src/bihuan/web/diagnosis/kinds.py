"""What this app tells people about."""

from __future__ import annotations

from bihuan.web.notices.kinds import kind

WAIVER = kind("waiver", "体检说明")
RULES = kind("rules", "体检规则调整")
