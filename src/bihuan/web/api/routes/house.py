"""Policies, the journal, background jobs, robots: what administrators keep."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.models import Unit
from bihuan.web.accounts.permissions import Action
from bihuan.web.accounts.queries.journal import Filters, journal_page, journal_size
from bihuan.web.accounts.services.audit import journal_check
from bihuan.web.accounts.services.policy import policy_now, policy_set
from bihuan.web.api.areas import Area
from bihuan.web.api.operations import Operations
from bihuan.web.api.queries import account_for, holders
from bihuan.web.api.rights import keeper
from bihuan.web.api.routes.ledger import rows
from bihuan.web.api.seen import seen_version
from bihuan.web.api.services import api_policy_now, api_policy_set, tokens_revoke
from bihuan.web.api.shapes import house as shapes
from bihuan.web.api.shapes.common import Cursor, Day, Done, Id, Named, Rows, Words
from bihuan.web.base.errors import ServiceError
from bihuan.web.notices.models import Job, Robot
from bihuan.web.notices.queries import dead_jobs, robots_for
from bihuan.web.notices.queue.registry import WORKS
from bihuan.web.notices.services.jobs import job_discard, job_retry
from bihuan.web.notices.services.robots import robot_add, robot_remove, robot_switch, robot_try
from bihuan.web.notices.views.robots import units_of

operations = Operations(Area.HOUSE)
RULES, RUNS, AUDITS = Action.MANAGE_POLICY, Action.MANAGE_SETTINGS, Action.READ_JOURNAL
ROBOTS = "群机器人由本单位整改联络员或系统管理员设置。"
HOOKS = "闭环的新消息由机器人推送到企业微信、钉钉、飞书的群，程序不必轮询。"


@operations.get("/login-policy", "登录要求", shapes.PolicyShown)
def login_policy_get(request: HttpRequest) -> Any:
    """What is asked of log-ins."""
    keeper(request, RULES)
    return policy_now()


@operations.put("/login-policy", "修改登录要求", shapes.PolicyShown, seen=True)
def login_policy_set(request: HttpRequest, told: shapes.PolicyTold) -> Any:
    """It holds from each person's next log-in on."""
    user = keeper(request, RULES)
    version, words = seen_version(request, told.version), told.model_dump(exclude={"version"})
    return policy_set(actor=user, now=timezone.now(), version=version, **words)


@operations.get("/api-policy", "接口设置", shapes.ApiPolicyShown)
def api_policy_get(request: HttpRequest) -> Any:
    """What is allowed of tokens."""
    keeper(request, RULES)
    return api_policy_now()


@operations.put("/api-policy", "修改接口设置", shapes.ApiPolicyShown, seen=True)
def api_policy_set_(request: HttpRequest, told: shapes.ApiPolicyTold) -> Any:
    """On or off, how long, how often."""
    user = keeper(request, RULES)
    version, words = seen_version(request, told.version), told.model_dump(exclude={"version"})
    return api_policy_set(actor=user, now=timezone.now(), version=version, **words)


@operations.get("/token-holders", "持有令牌的账户", Rows[shapes.HolderShown])
def holders_list(request: HttpRequest, cursor: Cursor = "") -> Any:
    """Accounts with living tokens."""
    keeper(request, RULES)
    found = holders(cursor or None, timezone.now())
    shown = [
        {
            "account": one.pk,
            "name": one.person.name,
            "unit": Named(id=one.person.unit_id, name=str(one.person.unit)),
            "tokens": one.live,
            "last_used_at": one.seen,
        }
        for one in found.rows
    ]
    return rows(found, shown)


@operations.post("/token-holders/{int:account}/revoke", "吊销一个账户的全部令牌", Done)
def tokens_revoke_(request: HttpRequest, account: Id) -> Any:
    """Every token of an account works no more."""
    user = keeper(request, RULES)
    count = tokens_revoke(actor=user, now=timezone.now(), user=account_for(account))
    return {"said": f"{count}个令牌已吊销。"}


@operations.get("/journal", "日志", shapes.JournalShown, about="只供审计管理员；看不到业务内容。")
def journal_list(
    request: HttpRequest,
    who: Words = "",
    action: Words = "",
    words: Words = "",
    since: Day | None = None,
    until: Day | None = None,
    before: Id | None = None,
) -> Any:
    """Fifty entries, the newest first, by who, what and when."""
    keeper(request, AUDITS)
    filters = Filters(who.strip(), action, words.strip(), since, until)
    found, onward = journal_page(filters, before)
    shown = [
        {
            "number": one.entry.number,
            "at": one.entry.at,
            "who": one.entry.actor_name,
            "action": one.entry.action,
            "what": one.what,
            "where": one.where,
            "label": one.entry.object_label,
            "parts": [
                {
                    "label": "",
                    "changes": [{"field": field, "old": old, "new": new} for field, old, new in one.changes],
                }
            ],
        }
        for one in found
    ]
    return {"rows": shown, "next": onward, "size": journal_size()}


@operations.post("/journal/verify", "核对日志", list[shapes.BreakShown], kept=False)
def journal_verify_(request: HttpRequest) -> Any:
    """Recompute every chain; empty when the journal is whole."""
    user = keeper(request, AUDITS)
    return [
        {"chain": one.chain, "number": one.number, "text": one.text}
        for one in journal_check(actor=user, now=timezone.now())
    ]


@operations.get("/jobs", "失败的后台任务", Rows[shapes.JobShown])
def jobs_list(request: HttpRequest, cursor: Cursor = "") -> Any:
    """What was given up, the oldest first."""
    keeper(request, RUNS)
    found = dead_jobs(cursor or None)
    labels = {name: work.label for name, work in WORKS.items()}
    return rows(found, [shapes.job_shown(one, labels.get(one.name, one.name)) for one in found.rows])


def _job(pk: int) -> Job:
    found = Job.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@operations.post("/jobs/{int:job}/retry", "再试一次", Done)
def job_retry_(request: HttpRequest, job: Id) -> Any:
    """Once more from the beginning."""
    user = keeper(request, RUNS)
    job_retry(actor=user, now=timezone.now(), job=_job(job))
    return {"said": "已重新排入。"}


@operations.post("/jobs/{int:job}/discard", "不再试", Done)
def job_discard_(request: HttpRequest, job: Id) -> Any:
    """Taken off the list."""
    user = keeper(request, RUNS)
    job_discard(actor=user, now=timezone.now(), job=_job(job))
    return {"said": "已从清单中去掉。"}


def _units(request: HttpRequest) -> dict[int, str]:
    found = dict(units_of(signed_in(request)))
    if not found:
        raise PermissionDenied(ROBOTS)
    return found


@operations.get("/robots", "群机器人", list[shapes.RobotShown], about=HOOKS)
def robots_list(request: HttpRequest) -> Any:
    """Robots that the account may set up; two hundred at most."""
    _units(request)
    return [shapes.robot_shown(one) for one in robots_for(signed_in(request))[:200]]


@operations.post("/robots", "添加群机器人", shapes.RobotShown, status=201)
def robot_add_(request: HttpRequest, told: shapes.RobotTold) -> Any:
    """A robot of a unit; its address is looked at, not yet called."""
    user = signed_in(request)
    if told.unit not in _units(request):
        raise ServiceError("没有这个单位，或者不归您设置，请核对编号。", field="unit")
    words = told.model_dump(exclude={"unit"})
    unit, allowed = Unit.objects.get(pk=told.unit), settings.ENV["BIHUAN_ROBOT_ALLOW"]
    return shapes.robot_shown(robot_add(actor=user, now=timezone.now(), unit=unit, allowed=allowed, **words))


def _robot(request: HttpRequest, pk: int) -> Robot:
    found = robots_for(signed_in(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@operations.post("/robots/{int:robot}/try", "发测试消息", Done)
def robot_try_(request: HttpRequest, robot: Id) -> Any:
    """Sent by the worker like any other message."""
    found = _robot(request, robot)
    robot_try(actor=signed_in(request), now=timezone.now(), robot=found)
    return {"said": "测试消息已排入发送。"}


@operations.post("/robots/{int:robot}/switch", "启用或停用群机器人", shapes.RobotShown)
def robot_switch_(request: HttpRequest, robot: Id) -> Any:
    """On or off."""
    found = _robot(request, robot)
    return shapes.robot_shown(robot_switch(actor=signed_in(request), now=timezone.now(), robot=found))


@operations.delete("/robots/{int:robot}", "删除群机器人")
def robot_remove_(request: HttpRequest, robot: Id) -> None:
    """Gone, with its keys."""
    found = _robot(request, robot)
    robot_remove(actor=signed_in(request), now=timezone.now(), robot=found)
