"""The list of evidence, whose filters can be saved."""

from __future__ import annotations

from bihuan.web.saved.pages import ListPage, announce_page

LIST = announce_page(ListPage("evidence", "佐证材料", "evidence:list", ("state", "kind", "q", "loose")))
