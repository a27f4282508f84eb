"""Which kinds of evidence a measure is expected to have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.permissions import Action, require
from bihuan.web.rectification.loop import contexts
from bihuan.web.rectification.loop.asking import Asked, Field, ask
from bihuan.web.rectification.loop.forms import ExpectForm
from bihuan.web.rectification.loop.queries import measure_for, numbers_of
from bihuan.web.rectification.services import proofs_expect

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
def expects(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick what must be there before the measure can end."""
    user = signed_in(request)
    row = measure_for(user, pk)
    require(user, Action.EDIT, row.feedback)
    row.response.feedback = row.feedback

    def save(told: dict[str, Any]) -> str:
        proofs_expect(actor=user, now=timezone.now(), measure=row, **told)
        return "应有佐证已保存。"

    asked = Asked(
        title="应有佐证",
        case=row.feedback,
        place=contexts.place(row.response, numbers_of([row.response_id])[row.response_id], "应有佐证"),
        about=(row.text,),
        facts=(("完成标准", row.criteria or "未写"),),
        fields=(
            Field(
                "kinds",
                "这项措施要有哪些佐证",
                "ticks",
                hint="勾选的都交了，才能送审了结；一份佐证只算一类。",
            ),
            Field("version", "", "hidden"),
        ),
        button="保存",
        back=f"{reverse('loop:response', args=[row.response_id])}#measure-{pk}",
    )
    initial = {"kinds": row.expects, "version": row.version}
    return ask(request, ExpectForm(request.POST or None, initial=initial), asked, save)
