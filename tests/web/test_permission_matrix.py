"""Every address × every account: who is let in, who is told 403, who learns of nothing (404).

The addresses come from the program, what they ask for from ``permission_matrix.toml``, who has it from the
one permission table. A new address that stands in neither fails ``test_no_address_is_forgotten``.
"""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from bihuan.web.accounts.models import Department, Deputy, User
from bihuan.web.accounts.permissions import Action, Relation, may
from bihuan.web.api.services import token_make
from bihuan.web.assistance.models import AnswerFile, AssistanceAnswer, AssistanceRequest
from bihuan.web.base.models import JournalEntry
from bihuan.web.diagnosis.models import Diagnostic, RuleSet, Waiver
from bihuan.web.diagnosis.ruling import rule_set_begin
from bihuan.web.disclosure.freezing import freeze
from bihuan.web.disclosure.models import MaskChoice, Omission
from bihuan.web.disclosure.services import edition_begin
from bihuan.web.disclosure.workflow import Audience
from bihuan.web.enquiries.models import Enquiry, EnquiryFile
from bihuan.web.notices.models import Job, Notification, Robot
from bihuan.web.papers.models import OfficeTemplate, TemplateContent
from bihuan.web.papers.templating.starting import starting
from bihuan.web.rectification.models import (
    BulkEdit,
    Comment,
    Commitment,
    Extension,
    Measure,
    MeasureTemplate,
    Recheck,
    RecheckItem,
    RegularDuty,
    Response,
    SheetFile,
    Workbook,
)
from bihuan.web.saved.models import SavedFilter
from bihuan.web.supervision.models import Assignment, Directive, DirectiveCheck, Sheet
from bihuan.web.supervision.months import Month
from bihuan.web.supervision.services import supervision_make, unit_urge
from tests.web.evidence.conftest import _look_here, _own_store, measures, prove, receive
from tests.web.pages.conftest import case, liaison
from tests.web.world import NOW, REPORT, make_draft

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bihuan.web.evidence.models import Evidence, Upload
    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World

__all__ = ["_look_here", "_own_store", "case", "liaison", "measures", "prove", "receive"]

TABLE = tomllib.loads((Path(__file__).parent / "permission_matrix.toml").read_text("utf-8"))


class Address(NamedTuple):
    """A view, its place, and what its guard carries."""

    name: str
    parameters: tuple[str, ...]
    actions: tuple[Action, ...]
    open: bool


def addresses() -> Iterator[Address]:
    """Every view with a name."""

    def walk(resolver: Any, space: str = "", more: tuple[str, ...] = ()) -> Iterator[Address]:
        for one in resolver.url_patterns:
            if isinstance(one, URLResolver) and one.app_name == "ninja":
                continue  # operations have a matrix of their own: tests/web/api/test_permission_matrix.py
            if isinstance(one, URLResolver):
                yield from walk(one, f"{one.namespace}:" if one.namespace else space, more)
            elif isinstance(one, URLPattern) and one.name:
                call = one.callback
                opened = not getattr(call, "login_required", True)
                names = tuple(one.pattern.converters)
                yield Address(f"{space}{one.name}", names, getattr(call, "actions", ()), opened)

    yield from walk(get_resolver())


ADDRESSES = list(addresses())


def rule(address: Address, verb: str) -> str:
    """What the address asks for; of a guarded view, what its guard says."""
    space, _, name = address.name.partition(":")
    told = TABLE.get(space, {}).get(name)
    if isinstance(told, dict):
        told = told[verb]
    return told or ("house " + "|".join(address.actions) if address.actions else "")


def test_no_address_is_forgotten() -> None:
    assert [one.name for one in ADDRESSES if not rule(one, "get")] == []


def test_no_line_is_left_over() -> None:
    known = {one.name for one in ADDRESSES}
    lines = {f"{space}:{name}" for space, names in TABLE.items() for name in names}
    assert lines - known == set()


def test_what_is_open_is_said_to_be_open() -> None:
    opened = {one.name for one in ADDRESSES if one.open}
    assert {one.name for one in ADDRESSES if rule(one, "get") == "open"} == opened - {
        "accounts:oidc",
        "accounts:oidc_back",
    }


@pytest.fixture
def things(
    world: World,
    case: Feedback,
    measures: list[Measure],
    prove: Callable[..., Evidence],
    receive: Callable[..., Upload],
) -> dict[str, Any]:
    """One object of each kind, all of the statistics bureau, by the word of the table."""
    measure = measures[0]
    response = Response.objects.get(pk=measure.response_id)
    near: dict[str, Any] = {"feedback": case, "unit": case.unit}
    asked: dict[str, Any] = {"asked_by": world.liaison, "asked_at": NOW}
    today, evidence = date(2024, 6, 3), prove(measure)
    recheck = Recheck.objects.create(
        office=world.office, title="抽查", seed="1", size=1, population=[response.pk], digest="0",
        drawn_by=world.officer, drawn_at=NOW,
    )  # fmt: skip
    return {
        "case": case,
        "finding": case.findings.order_by("position")[0],
        "measure": measure,
        "response": response,
        "round": case.round,
        "draft": make_draft(world, REPORT + "\n"),
        "evidence": evidence,
        "file": evidence.versions.get().files.get(),
        "upload": receive(b"more", "more.txt"),
        "extension": Extension.objects.create(
            **near, **asked, measure=measure, old_due=today, new_due=today.replace(month=7), reason="雨季"
        ),
        "duty": RegularDuty.objects.create(
            **near, response=response, title="自查", every="month", starts_on=today, made_by=world.liaison,
            made_at=NOW,
        ),
        "commitment": Commitment.objects.filter(feedback=case).first(),
        "recheck": recheck,
        "item": RecheckItem.objects.create(recheck=recheck, response=response, order=1),
        "comment": Comment.objects.create(**near, response=response, text="请补", by=world.officer, at=NOW),
        "diagnostic": Diagnostic.objects.filter(feedback=case).first(),
        "waiver": Waiver.objects.create(
            **near, **asked, code="DT01", reason="原文如此", until=today.replace(year=2030)
        ),
        "notice": Notification.objects.create(
            person=world.liaison.person, kind="x", text="请看", link="/", created_at=NOW, newest_first=-1
        ),
        "robot": Robot.objects.create(unit=world.bureau, kind="wecom", name="群", url="https://example.cn/x"),
        "sheet": Workbook.objects.create(
            unit=case.unit, office=case.office, feedback=case, owner=world.liaison, name="x", size=1,
            sha256="", created_at=NOW,
        ),
        "sheet_file": SheetFile.objects.create(
            owner=world.liaison, kind="ledger", format="csv", scope="", token=uuid4(), name="x", asked_at=NOW
        ),
        "department": Department.objects.create(unit=world.bureau, name="旧科"),
        "job": Job.objects.create(name="x", created_at=NOW, ended_at=NOW, state="dead"),
        "bulk": BulkEdit.objects.create(by=world.liaison, unit=world.bureau, at=NOW, wanted={}, rows=[]),
        "template": MeasureTemplate.objects.create(
            unit=world.bureau, title="修订制度", text="修订制度。", made_by=world.liaison, made_at=NOW
        ),
        "saved": SavedFilter.objects.create(
            owner=world.liaison, page="measures", name="逾期", query="late=1", saved_at=NOW
        ),
        "deputy": Deputy.objects.create(
            absent=world.liaison, deputy=world.handler, from_on=timezone.localdate(),
            to_on=timezone.localdate(), reason="出差",
        ),
        "token": token_make(actor=world.liaison, now=timezone.now(), name="取数", days=9)[0],
        "office": world.office,
        "office_template": template_of(world),
        "rule_set": rule_set_begin(actor=world.officer, now=NOW, owner=world.office),
        "proposal": RuleSet.objects.create(
            owner=world.bureau, number=1, state="proposed", made_by=world.liaison, made_at=NOW,
            proposed_by=world.liaison, proposed_at=NOW,
        ),
        **supervised(world, case),
        **published(world, case),
        **asked_outside(world, measure, evidence),
    }  # fmt: skip


def template_of(world: World) -> OfficeTemplate:
    """A template of the inspection office."""
    made = OfficeTemplate.objects.create(
        office=world.office, kind="letter", number=1, name="模板.docx", size=4, sha256="0" * 64,
        used=["单位"], made_by=world.officer, made_at=NOW,
    )  # fmt: skip
    TemplateContent.objects.create(template=made, data=starting("letter", "巡察办"))
    return made


def asked_outside(world: World, measure: Measure, evidence: Evidence) -> dict[str, Any]:
    """A request to somebody without an account, answered with a file."""
    day = timezone.localdate()
    request = AssistanceRequest.objects.create(
        feedback=measure.feedback, unit=world.bureau, measure=measure, to_unit="第二中学", to_name="陈老师",
        question="请提供培训签到", due=day, until=day, token_hash="0", state="answered",
        person=world.liaison.person, made_by=world.liaison, made_at=NOW,
    )  # fmt: skip
    answer = AssistanceAnswer.objects.create(request=request, number=1, text="见附件", at=NOW)
    blob = evidence.versions.get().files.get().blob
    return {
        "request": request,
        "enquiry_file": EnquiryFile.objects.create(
            enquiry=Enquiry.objects.get(unit=world.bureau), blob=blob, position=0, name="照片.txt"
        ),
        "answer_file": AnswerFile.objects.create(answer=answer, blob=blob, position=0, name="签到.txt"),
    }


def published(world: World, case: Feedback) -> dict[str, Any]:
    """A draft of an announcement, with the files of a published one, so that every page of it opens."""
    edition = edition_begin(actor=world.liaison, now=NOW, case=case, audience=Audience.PUBLIC)
    told = {"announcement": edition.announcement}
    edition.text, edition.body = "正文", {"title": "通报", "paragraphs": [], "sections": []}
    edition.published_at, edition.until = NOW, date(2024, 7, 1)
    edition.files = freeze(edition, now=NOW, until=edition.until, title="通报", round_name="轮次").files
    edition.save()
    by: dict[str, Any] = {"by": world.liaison, "at": NOW, "reason": "依法公开"}
    asked: dict[str, Any] = {"asked_by": world.liaison, "asked_at": NOW, "reason": "在办"}
    enquiry = Enquiry.objects.create(
        **told, edition=1, unit=case.unit, office=case.round.office, text="为什么还没有整改？",
        code_hash="0", received_at=NOW, due=edition.until, state="open",
    )  # fmt: skip
    return {
        **told,
        "edition": edition,
        "enquiry": enquiry,
        "choice": MaskChoice.objects.create(**told, **by, original="陈曦", kind="person", active=False),
        "omission": Omission.objects.create(
            **told, **asked, finding=case.findings.order_by("position")[0], basis="case"
        ),
    }  # fmt: skip


def supervised(world: World, case: Feedback) -> dict[str, Any]:
    """What supervision keeps of the statistics bureau."""
    month, own = {"month": date(2024, 6, 1), "judged_on": date(2024, 6, 3)}, {"unit": case.unit}
    record = supervision_make(actor=None, now=NOW, round=case.round, month=Month(month["month"]))
    directive = Directive.objects.create(
        **own, title="全会精神", issuer="市委", issued_on=month["month"], made_by=world.liaison, made_at=NOW
    )
    return {
        "record": record,
        "month_sheet": Sheet.objects.get(supervision=record),
        "missive": unit_urge(actor=world.officer, now=NOW, case=case, rank="liaison", text="请抓紧"),
        "directive": directive,
        "assignment": Assignment.objects.create(
            **own, directive=directive, order=1, text="自查", made_by=world.liaison, made_at=NOW
        ),
        "check": DirectiveCheck.objects.create(
            **own, **month, directive=directive, serial=1, light="normal", made_at=NOW,
            figures=dict.fromkeys(("due", "on_time", "made_up", "late", "unreported"), 0),
        ),
    }  # fmt: skip


THING_OF = {
    "supervision:record": "record",
    "imports": "draft",
    "notices:open": "notice",
    "sheets:file": "sheet_file",
    "notices:read": "notice",
    "notices:robot_try": "robot",
    "notices:robot_switch": "robot",
    "notices:robot_remove": "robot",
    "notices:job_retry": "job",
    "notices:job_discard": "job",
    "evidence:upload": "upload",
    "evidence:upload_finish": "upload",
    "saved:change": "saved",
    "desk:bulk_done": "bulk",
    "desk:template": "template",
    "desk:template_off": "template",
    "desk:bulk_undo": "bulk",
    "accounts:leave_end": "deputy",
    "accounts:act": "deputy",
    "accounts:department_close": "department",
    "api:revoke": "token",
    "diagnosis:rulebook": "office",
    "papers:templates": "office",
    "papers:template_start": "office",
    "diagnosis:proposal": "proposal",
}
"""Where the table's rule does not name the object of the address."""
WORDS: dict[str, str | int] = {
    "kind": "problems",
    "thing": "measure",
    "name": "assess",
    "number": 1,
    "token": "x" * 20,
    "code": "ST04",
    "step": "submit",
    "audience": "public",
    "part": "announcement.txt",
    "slug": "letter",
    "path": "feed.atom",
}
"""Parts of addresses that are no objects."""


def sent(name: str, things: dict[str, Any], world: World) -> dict[str, Any]:
    """What must be posted for an answer other than a complaint about the form."""
    proven = {"for": f"measure:{things['measure'].pk}"}
    draft = {"version": things["draft"].version, "change": "undo"}
    return {
        "accounts:account_do": {"do": "code"},
        "accounts:unit_do": {"do": "add", "name": "新科"},
        "imports:correct": draft,
        "imports:confirm": draft,
        "evidence:link": proven,
        "evidence:unlink": proven,
        "evidence:package": {"unit": world.bureau.pk},
        "sheets:confirm": {"choice": "update", "version": 1},
        "notices:read_all": {"newest": "0"},
        "saved:save": {"list": "measures", "name": "逾期", "query": "late=1"},
        "saved:columns": {"list": "measures", "column": "due"},
    }.get(name, {})


def path_of(address: Address, asked: str, things: dict[str, Any], world: World) -> str:
    """The address of the object that the rule speaks of."""
    known: dict[str, Any] = dict(WORDS)
    thing = things.get(THING_OF.get(address.name, asked.rpartition(" ")[2]))
    known["pk"] = thing.pk if thing is not None else world.bureau.pk
    if address.name in ("evidence:upload", "evidence:upload_finish"):
        known["token"] = things["upload"].token
    if address.name == "api:revoke_all":
        known["pk"] = world.liaison.pk
    if address.name.startswith("accounts:") and address.actions and thing is None:
        known["pk"] = world.bureau.pk if "unit" in address.name else world.reader.person_id
    return reverse(address.name, kwargs={name: known[name] for name in address.parameters})


def owner(name: str, things: dict[str, Any], world: World) -> Any:
    """The object as the permission table sees it: its unit, its office, who leads it."""
    del things
    if name in ("round", "recheck", "rule_set", "office_template"):
        return SimpleNamespace(unit_id=None, office_id=world.office.pk)
    if name in ("directive", "assignment", "check"):
        return SimpleNamespace(unit_id=world.bureau.pk, office_id=None)
    return SimpleNamespace(unit_id=world.bureau.pk, office_id=world.office.pk)


def expected(asked: str, user: User, things: dict[str, Any], world: World) -> int:
    """200 stands for being let in, whatever the page says then."""
    word, _, about = asked.partition(" ")
    scope = user.scope()
    if word in ("open", "all"):
        return 200
    if word == "off":
        return 404
    if word == "mine":
        return 200 if user == world.everybody()[about] else 404
    if word == "robot":
        settings = may(user, Action.MANAGE_SETTINGS)
        return 200 if settings or may(user, Action.EDIT, owner("", things, world)) else 404
    if word == "house":
        return 200 if any(may(user, Action(one)) for one in about.split("|")) else 403
    if word == "can":
        action, relation = about.split(" ", 1) if "|manage" not in about else ("", about)
        if action:
            found = [one for one in relation.split("|") if scope.units(Relation(one), Action(action))]
            return 200 if found else 403
        edits = scope.units(Relation.OWN, Action.EDIT)
        return 200 if edits or may(user, Action.MANAGE_SETTINGS) else 403
    thing = owner(about, things, world)
    reads = may(user, Action.READ, thing)
    if about in ("round", "recheck") and not reads:  # a unit knows the rounds in which it has a case
        reads = about == "round" and may(user, Action.READ, owner("case", things, world))
    if not reads:
        return 404
    return 200 if word == "read" or any(may(user, Action(one), thing) for one in word.split("|")) else 403


def pk_of(path: str) -> str:
    """The first number of an address."""
    return next((part for part in path.split("/") if part.isdigit()), "")


def answer(client: Client, path: str, verb: str, form: dict[str, Any]) -> int | None:
    """The status as 200, 403 or 404; None where the page does not know the verb. Nothing is kept."""
    status, _ = told(client, path, verb, form)
    if status == 405:
        return None
    return 200 if status in (200, 204, 302, 303, 307, 400, 409, 413, 415, 422) else status


def told(client: Client, path: str, verb: str, form: dict[str, Any]) -> tuple[int, int]:
    """The status, and how many rows the request left in the journal. Nothing is kept."""
    before, cookies = JournalEntry.objects.count(), client.cookies.output()
    with transaction.atomic():
        got = getattr(client, verb)(path, form if verb == "post" else {})
        written = JournalEntry.objects.count() - before
        for close in got._resource_closers:  # files, not the connection as ``got.close()`` would
            close()
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.load(cookies.replace("Set-Cookie: ", ""))
    return got.status_code, written


SPACES = sorted({one.name.partition(":")[0] for one in ADDRESSES})


@pytest.mark.slow
@pytest.mark.parametrize("space", SPACES)
def test_everybody_meets_what_the_table_says(
    space: str, world: World, things: dict[str, Any], sign_in: Callable[[User], Client]
) -> None:
    wrong, clients = [], {who: sign_in(user) for who, user in world.everybody().items()}
    for address in (one for one in ADDRESSES if one.name.partition(":")[0] == space):
        tried = 0
        for verb in ("get", "post"):
            asked = rule(address, verb)
            path = path_of(address, asked, things, world)
            for who, user in world.everybody().items():
                met = answer(clients[who], path, verb, sent(address.name, things, world))
                tried += met is not None
                wanted = expected(asked, user, things, world)
                if (met, wanted) == (403, 404):  # no leak, if what does not exist is refused alike
                    met = answer(clients[who], path.replace(f"/{pk_of(path)}/", "/987654321/"), verb, {})
                    wanted = 403
                if met is not None and met != wanted and asked != "open":
                    wrong.append(f"{who} {verb} {path}：应为{wanted}，实为{met}（{asked}）")
        if not tried:
            wrong.append(f"{address.name} 不认识 get，也不认识 post")
    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
def test_nobody_gets_in_without_signing_in(world: World, things: dict[str, Any]) -> None:
    wrong = []
    for address in ADDRESSES:
        path = path_of(address, rule(address, "get"), things, world)
        to = Client().get(path).headers.get("Location", "")
        if to.startswith("/login/?next=") is address.open:
            wrong.append(path)
    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
@pytest.mark.parametrize("space", SPACES)
def test_head_tells_what_get_tells_and_does_no_more(
    space: str, world: World, things: dict[str, Any], sign_in: Callable[[User], Client]
) -> None:
    """Programs that watch a service ask with HEAD; it needs no token, so it must never be taken for POST."""
    wrong = []
    for who, user in world.everybody().items():
        client = sign_in(user)
        for address in (one for one in ADDRESSES if one.name.partition(":")[0] == space):
            path = path_of(address, rule(address, "get"), things, world)
            get, head = (told(client, path, verb, {}) for verb in ("get", "head"))
            if get != head:
                wrong.append(f"{who} {path}：GET {get}，HEAD {head}")
    assert not wrong, "\n".join(wrong)
