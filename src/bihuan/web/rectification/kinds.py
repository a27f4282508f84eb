"""What this app tells people about."""

from __future__ import annotations

from bihuan.web.notices.kinds import kind

LOOP = kind("loop", "整改办理")
EXTENSION = kind("extension", "延期审批")
MENTION = kind("mention", "提到我")
RECHECK = kind("recheck", "抽查复查")
SHEET = kind("sheet", "导出文件")
