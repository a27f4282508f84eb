"""What this app tells people about."""

from __future__ import annotations

from bihuan.web.notices.kinds import kind

MONTHLY = kind("monthly", "月度督导")
MISSIVE = kind("missive", "督办文书")
DIRECTIVE = kind("directive", "任务分解")
