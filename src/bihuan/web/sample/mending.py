"""What a unit does after reading its examination: it mends one place and writes another so that nobody can
count it, so that the trend shows something gone, something new, and the rest still there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.web.rectification.models import Measure
from bihuan.web.rectification.services import measure_edit

if TYPE_CHECKING:
    from datetime import datetime

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback

CHANGES = (("暂未启动", "已经启动"), ("发现并订正差错18处", "发现并订正差错10余处"))
"""A word that cannot stand under a completed outcome, and a count that nobody can check."""


def mend(now: datetime, case: Feedback, people: dict[str, User]) -> None:
    """Two measures edited by the liaison; ``CHANGES`` is all by which the text differs."""
    rows = Measure.objects.filter(feedback=case).order_by("position")
    liaison = people["linzhixia"]
    for old, new in CHANGES:
        one = rows.get(text__contains=old)
        measure_edit(actor=liaison, now=now, measure=one, value=one.text.replace(old, new))
