"""The parts of the design on one page, to be looked at while developing; only there under DEBUG."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse

from bihuan.web.base.partials import render_page
from bihuan.web.config.states import SEVERITIES, STATES

_BARS = (
    ("执法与监督", (("done", 3), ("doing", 1), ("late", 1)), 5),
    ("党组运行", (("done", 6), ("lasting", 2)), 8),
    ("支部建设", (("doing", 4), ("soon", 1)), 6),
)
_NOTES = (
    {
        "id": 1,
        "severity": "error",
        "code": "CL01",
        "quote": "暂未启动，计划下半年开始",
        "message": "整改状态写为已完成，而这一项还没有做。",
        "why": "销号以措施落实为前提，计划不能当作结果。",
        "basis": "整改完成以措施落实为准。",
        "fix": "",
    },
    {
        "id": 2,
        "severity": "warning",
        "code": "SB03",
        "quote": "走访二十余家",
        "message": "次数不确定，无法核对。",
        "why": "",
        "basis": "",
        "fix": "走访21家",
    },
    {
        "id": 3,
        "severity": "info",
        "code": "ST04",
        "quote": "",
        "message": "三个问题合并作答，看不出各自怎样整改。",
        "why": "",
        "basis": "",
        "fix": "",
    },
)


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    """Every part once."""
    context = {"states": STATES, "severities": SEVERITIES, "bars": _BARS, "notes": _NOTES}
    return render_page(request, "gallery.html", context)
