"""Announcements on their way: versions, masks, findings left out."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.permissions import Action, may, require
from bihuan.web.api.areas import Area
from bihuan.web.api.operations import Operations
from bihuan.web.api.seen import seen_version
from bihuan.web.api.shapes import publishing as shapes
from bihuan.web.api.shapes.common import Id
from bihuan.web.disclosure import publications
from bihuan.web.disclosure.drafting import draft_of
from bihuan.web.disclosure.models import Announcement
from bihuan.web.disclosure.services import (
    edition_begin,
    edition_step,
    mask_choose,
    mask_forget,
    omission_ask,
    omission_decide,
    omission_lift,
    wishes_set,
)
from bihuan.web.disclosure.views import publication as pages
from bihuan.web.disclosure.workflow import Audience, Step
from bihuan.web.inspections.cases import case_for
from bihuan.web.inspections.models import Finding

operations = Operations(Area.DISCLOSURE)


@operations.get("/cases/{int:case}/publications", "一份台账的公开稿", list[shapes.PublicationShown])
def publications_list(request: HttpRequest, case: Id) -> Any:
    """Both audiences, where they were begun, with every version."""
    found = case_for(signed_in(request), case)
    rows = Announcement.objects.filter(feedback=found).order_by("id")
    return [shapes.publication_shown(one, publications.editions_of(one)) for one in rows]


@operations.get("/publications/{int:announcement}", "一份公开稿", shapes.PublicationShown)
def publication_get(request: HttpRequest, announcement: Id) -> Any:
    """With every version, the newest first."""
    found = publications.announcement_for(signed_in(request), announcement)
    return shapes.publication_shown(found, publications.editions_of(found))


@operations.post("/cases/{int:case}/publications", "拟稿", shapes.EditionLine, status=201)
def edition_begin_(request: HttpRequest, case: Id, told: shapes.EditionBegun) -> Any:
    """A new version, a correction where one is on show."""
    user = signed_in(request)
    found = case_for(user, case)
    audience = Audience(told.audience)
    made = edition_begin(actor=user, now=timezone.now(), case=found, audience=audience, reason=told.reason)
    return shapes.edition_line(made)


@operations.get("/editions/{int:edition}", "一版公开稿", shapes.EditionShown)
def edition_get(request: HttpRequest, edition: Id) -> Any:
    """With its text as it was fixed when it was sent for examination."""
    found = publications.edition_for(signed_in(request), edition)
    return {**shapes.edition_line(found), "text": found.text}


@operations.get("/editions/{int:edition}/files/{part}", "发布的一个文件", None, binary="*/*")
def edition_file(request: HttpRequest, edition: Id, part: str) -> HttpResponseBase:
    """The frozen bytes."""
    return pages.file(request, edition, part)


@operations.get("/editions/{int:edition}/package", "核验包", None, binary="application/zip")
def edition_package(request: HttpRequest, edition: Id) -> HttpResponseBase:
    """The frozen files with their signed list."""
    return pages.package(request, edition)


@operations.post("/editions/{int:edition}/steps", "办理公开稿的一步", shapes.EditionLine, seen=True)
def edition_step_(request: HttpRequest, edition: Id, told: shapes.EditionStepTold) -> Any:
    """Send, examine, approve, publish, return, take back, abandon, withdraw: one service for all."""
    user = signed_in(request)
    found = publications.edition_for(user, edition)
    version = seen_version(request, told.version)
    made = edition_step(
        actor=user,
        now=timezone.now(),
        edition=found,
        step=Step(told.step),
        opinion=told.opinion,
        version=version,
    )
    return shapes.edition_line(made)


@operations.put("/publications/{int:announcement}/wishes", "设定隐名种类和公开期", shapes.PublicationShown)
def wishes_set_(request: HttpRequest, announcement: Id, told: shapes.WishesTold) -> Any:
    """Which kinds the rules mask, and for how many working days the announcement stands."""
    user = signed_in(request)
    found = publications.announcement_for(user, announcement)
    made = wishes_set(actor=user, now=timezone.now(), announcement=found, kinds=told.kinds, days=told.days)
    return shapes.publication_shown(made, publications.editions_of(made))


@operations.get("/publications/{int:announcement}/masking", "隐名预览", shapes.MaskingShown)
def masking_get(request: HttpRequest, announcement: Id) -> Any:
    """The draft as it would be sent for examination now; for those who write or examine announcements."""
    user = signed_in(request)
    found = publications.announcement_for(user, announcement)
    if not may(user, Action.VET, found):
        require(user, Action.PUBLISH, found)
    draft = draft_of(found)
    places = Counter(one.original for one in draft.masked.replacements)
    return {
        "text": draft.masked.text,
        "terms": [
            {
                "original": one.original,
                "mask": one.mask,
                "kind": one.kind,
                "source": one.source,
                "places": places[one.original],
            }
            for one in draft.terms
        ],
        "released": [shapes.choice_shown(one) for one in draft.released],
        "remarks": [f"第{one.line}行：{one.message}" for one in draft.found],
    }


@operations.post("/publications/{int:announcement}/masks", "隐去或放行一个词", shapes.MaskChoiceShown)
def mask_choose_(request: HttpRequest, announcement: Id, told: shapes.MaskTold) -> Any:
    """Everywhere in the text; an earlier decision on the same words is replaced."""
    user = signed_in(request)
    found = publications.announcement_for(user, announcement)
    return shapes.choice_shown(
        mask_choose(actor=user, now=timezone.now(), announcement=found, **told.model_dump())
    )


@operations.delete("/mask-choices/{int:choice}", "取消隐名决定")
def mask_forget_(request: HttpRequest, choice: Id) -> Any:
    """Back to what the rules say."""
    user = signed_in(request)
    mask_forget(actor=user, now=timezone.now(), choice=publications.choice_for(user, choice))


@operations.get("/publications/{int:announcement}/omissions", "不公开的问题", list[shapes.OmissionShown])
def omissions_list(request: HttpRequest, announcement: Id) -> Any:
    """Every wish, refused and lifted ones too."""
    found = publications.announcement_for(signed_in(request), announcement)
    return [shapes.omission_shown(one) for one in publications.omissions_of(found)]


@operations.post(
    "/publications/{int:announcement}/omissions", "申请不公开一个问题", shapes.OmissionShown, status=201
)
def omission_ask_(request: HttpRequest, announcement: Id, told: shapes.OmissionTold) -> Any:
    """With one of five reasons; the office decides."""
    user = signed_in(request)
    found = publications.announcement_for(user, announcement)
    require(user, Action.PUBLISH, found.feedback)
    finding = Finding.objects.filter(feedback=found.feedback_id, pk=told.finding).first()
    if finding is None:
        raise Http404
    made = omission_ask(
        actor=user,
        now=timezone.now(),
        announcement=found,
        finding=finding,
        basis=told.basis,
        reason=told.reason,
    )
    return shapes.omission_shown(made)


@operations.post("/omissions/{int:omission}/decision", "决定是否不公开", shapes.OmissionShown)
def omission_decide_(request: HttpRequest, omission: Id, told: shapes.OmissionAnswer) -> Any:
    """By the inspection office, never by whoever asked."""
    user = signed_in(request)
    found = publications.omission_for(user, omission)
    return shapes.omission_shown(
        omission_decide(actor=user, now=timezone.now(), omission=found, **told.model_dump())
    )


@operations.post("/omissions/{int:omission}/lifting", "恢复公开一个问题", shapes.OmissionShown)
def omission_lift_(request: HttpRequest, omission: Id) -> Any:
    """Tell the finding after all."""
    user = signed_in(request)
    found = publications.omission_for(user, omission)
    return shapes.omission_shown(omission_lift(actor=user, now=timezone.now(), omission=found))
