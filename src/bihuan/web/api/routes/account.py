"""The account behind the token: who it is, what falls due, leaves, inbox, notices."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.models import Deputy, User
from bihuan.web.accounts.permissions import ADMINISTRATORS, Role
from bihuan.web.accounts.queries.deputies import absences
from bihuan.web.accounts.services import deputy_appoint, deputy_end
from bihuan.web.api.areas import Area
from bihuan.web.api.operations import Operations
from bihuan.web.api.queries import token_for, tokens_of
from bihuan.web.api.routes.ledger import rows
from bihuan.web.api.services import token_revoke
from bihuan.web.api.shapes import account as shapes
from bihuan.web.api.shapes.common import Cursor, Day, Done, Id, Named, Rows
from bihuan.web.base.errors import ServiceError
from bihuan.web.notices.duties import duties
from bihuan.web.notices.links import absolute
from bihuan.web.notices.models import Notification
from bihuan.web.notices.queries import inbox
from bihuan.web.notices.services.reading import inbox_read, notification_read
from bihuan.web.notices.services.subscribing import (
    feed_make,
    feed_revoke,
    subscription_change,
    subscription_of,
)

if TYPE_CHECKING:
    from bihuan.web.api.bearer import Borne

operations = Operations(Area.ACCOUNT)
AHEAD, MOST = timedelta(days=90), 500


@operations.get("/me", "我是谁", shapes.MeShown)
def me_get(request: HttpRequest) -> Any:
    """The account, its roles at this moment, the token."""
    user: Any = signed_in(request)
    person = user.person
    return {
        "account": user.pk,
        "person": person.pk,
        "name": person.name,
        "username": user.username,
        "unit": Named(id=person.unit_id, name=str(person.unit)),
        "department": person.department_id,
        "post": person.post,
        "roles": [
            {
                "role": one.role,
                "label": Role(one.role).label,
                "unit": Named(id=one.unit_id, name=str(one.unit)),
            }
            for one in user.roles()
        ],
        "token": shapes.token_shown(cast("Borne", request).token),
    }


@operations.get("/me/tokens", "我的令牌", list[shapes.TokenShown])
def tokens_list(request: HttpRequest) -> Any:
    """Living ones first; new ones are made on the page of the account, in person."""
    return [shapes.token_shown(one) for one in tokens_of(signed_in(request))]


@operations.post("/me/tokens/{int:token}/revoke", "吊销令牌", Done)
def token_revoke_(request: HttpRequest, token: Id) -> Any:
    """It works no more from this moment, be it the one in use."""
    user = signed_in(request)
    found = token_for(user, token)
    token_revoke(actor=user, now=timezone.now(), token=found)
    return {"said": f"令牌“{found.name}”已吊销。"}


@operations.get("/me/duties", "到期的事", shapes.DutiesShown, about="与首页、日历订阅同一来源。")
def duties_due(request: HttpRequest, first: Day | None = None, last: Day | None = None) -> Any:
    """What falls due from one day to another; without days what is overdue and the next ninety days."""
    end = last or timezone.localdate() + AHEAD
    return duties(signed_in(request), first=first, last=end, limit=MOST)


@operations.get("/me/leaves", "我的离岗代理", list[shapes.LeaveShown])
def leaves_list(request: HttpRequest) -> Any:
    """Leaves that are not over, soonest first."""
    return [shapes.leave_shown(one) for one in absences(signed_in(request))]


@operations.post("/me/leaves", "请人代理", shapes.LeaveShown, status=201)
def deputy_appoint_(request: HttpRequest, told: shapes.LeaveTold) -> Any:
    """A colleague acts for a time."""
    user = signed_in(request)
    same = User.objects.filter(person=told.deputy, person__unit_id=user.person.unit_id, is_active=True)
    deputy = same.exclude(memberships__role__in=ADMINISTRATORS).select_related("person__unit").first()
    if deputy is None:
        raise ServiceError("代理人应是本单位能登录的人员，请核对编号。", field="deputy")
    words = told.model_dump(exclude={"deputy"})
    made = deputy_appoint(actor=user, now=timezone.now(), absent=user, deputy=deputy, **words)
    return shapes.leave_shown(made)


@operations.post("/me/leaves/{int:leave}/end", "结束代理", Done)
def deputy_end_(request: HttpRequest, leave: Id) -> Any:
    """Back earlier; only one's own leaves are known here."""
    user = signed_in(request)
    people = ("deputy__person", "absent__person")
    found = Deputy.objects.select_related(*people).filter(pk=leave, absent=user).first()
    if found is None:
        raise Http404
    deputy_end(actor=user, now=timezone.now(), deputy=found)
    return {"said": "代理已结束。"}


@operations.get("/inbox", "收件箱", Rows[shapes.NoticeShown], about="新的在前。")
def inbox_list(request: HttpRequest, unread: bool = False, cursor: Cursor = "") -> Any:
    """What the person was told."""
    found = inbox(signed_in(request), only_unread=unread, token=cursor or None)
    return rows(found, [shapes.notice_shown(one) for one in found.rows])


@operations.post("/inbox/{int:notice}/read", "标为已读", shapes.NoticeShown)
def notification_read_(request: HttpRequest, notice: Id) -> Any:
    """Read; the first time counts."""
    user = signed_in(request)
    mine = Notification.objects.filter(pk=notice, person_id=user.person_id)
    found = mine.first()
    if found is None:
        raise Http404
    notification_read(actor=user, now=timezone.now(), notification=found)
    return shapes.notice_shown(mine[0])


@operations.post("/inbox/read", "全部标为已读", Done)
def inbox_read_(request: HttpRequest, told: shapes.ReadTold) -> Any:
    """Everything down from the line that was seen on top; what came later stays unread."""
    count = inbox_read(actor=signed_in(request), now=timezone.now(), newest=told.newest)
    return {"said": f"已把{count}条标为已读。"}


def _subscription(user: User) -> dict[str, Any]:
    found = subscription_of(user)
    return {"email": found.email, "digest": found.digest, "feed": bool(found.feed_digest)}


@operations.get("/me/notices", "通知设置", shapes.SubscriptionShown)
def subscription_get(request: HttpRequest) -> Any:
    """Letter and calendar feed."""
    return _subscription(signed_in(request))


@operations.put("/me/notices", "修改通知设置", shapes.SubscriptionShown)
def subscription_change_(request: HttpRequest, told: shapes.SubscriptionTold) -> Any:
    """One's own address, and whether the daily letter comes."""
    user = signed_in(request)
    subscription_change(actor=user, now=timezone.now(), **told.model_dump())
    return _subscription(user)


@operations.post("/me/feed", "生成日历地址", shapes.FeedShown, status=201, kept=False)
def feed_make_(request: HttpRequest) -> Any:
    """A new address; the one before stops working."""
    path = reverse("notices:feed", args=[feed_make(actor=signed_in(request), now=timezone.now())])
    return {"address": absolute(path) or request.build_absolute_uri(path)}


@operations.delete("/me/feed", "停用日历地址")
def feed_revoke_(request: HttpRequest) -> None:
    """The address stops working."""
    feed_revoke(actor=signed_in(request), now=timezone.now())
