"""Fields that several kinds of facts have."""

from __future__ import annotations

from operator import attrgetter, itemgetter

from bihuan.web.papers.templating.field import Field

COUNTS = (
    Field("问题数", "数字", attrgetter("counts.findings")),
    Field("已完成问题数", "数字", lambda told: told.counts.of("已完成")),
    Field("逾期问题数", "数字", attrgetter("counts.overdue")),
    Field("措施数", "数字", attrgetter("counts.measures")),
)
"""Of a case, of a unit in a round, of a whole round."""
NUMBERED = (Field("名称", "", itemgetter(0)), Field("数目", "数字", itemgetter(1)))
"""Of what is listed as a name and how many."""
