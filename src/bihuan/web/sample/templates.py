"""Two templates of the inspection office: one makes its letters, the other waits."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bihuan.documents.kinds import kinds
from bihuan.web.papers.template_services import office_template_add, office_template_switch
from bihuan.web.papers.templating.starting import STARTING, starting

if TYPE_CHECKING:
    from datetime import datetime

    from bihuan.web.accounts.models import Unit, User

IN_USE = "letter"


def bring_templates(now: datetime, office: Unit, people: dict[str, User]) -> None:
    """Those that anybody may begin from, as the office would bring them back."""
    officer, then = people["yanshouzheng"], now - timedelta(days=12)
    for slug in STARTING:
        data = starting(slug, office.name)
        made = office_template_add(
            actor=officer, now=then, office=office, kind=slug, name=f"{kinds()[slug].word}（本办版式）.docx",
            data=data,
        )  # fmt: skip
        if slug == IN_USE:
            office_template_switch(actor=officer, now=then, template=made, on=True)
