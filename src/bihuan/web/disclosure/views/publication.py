"""An announcement on its way: where it stands, its steps, its versions."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.permissions import Action, may, require
from bihuan.web.base.partials import render_page
from bihuan.web.disclosure import gates, publications
from bihuan.web.disclosure.drafting import draft_of
from bihuan.web.disclosure.forms import OpinionForm, ReasonForm
from bihuan.web.disclosure.freezing import NAMES, frozen_file, verify
from bihuan.web.disclosure.packing import package_bytes
from bihuan.web.disclosure.places import place
from bihuan.web.disclosure.services import edition_begin, edition_step
from bihuan.web.disclosure.workflow import AT_WORK, NEXT, SHOWN, Audience, State, Step
from bihuan.web.inspections.cases import case_for
from bihuan.web.rectification.loop.asking import Asked, Field, ask


@require_safe
def publication(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the announcement stands, what lacks, what was done."""
    user = signed_in(request)
    found = publications.announcement_for(user, pk)
    editions = publications.editions_of(found)
    work = next((one for one in editions if one.state in AT_WORK), None)
    current = work or (editions[0] if editions else None)
    for one in editions:
        one.announcement = found
    drafting = work is not None and work.state == State.DRAFT
    context = {
        "announcement": found,
        "case": found.feedback,
        "place": place(found.feedback, (found.get_audience_display(), None)),
        "work": work,
        "current": current,
        "shown": next((one for one in editions if one.state in SHOWN), None),
        "editions": editions,
        "flow": publications.flow(current.state) if current else [],
        "next": NEXT[State(current.state)] if current else "",
        "open": publications.steps_open(user, current) if current else [],
        "judged": gates.judge(found, draft_of(found)) if drafting else [],
        "steps": publications.steps_of(editions),
        "may_edit": may(user, Action.PUBLISH, found.feedback),
    }
    return render_page(request, "disclosure/publication.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, pk: int, audience: str) -> HttpResponse:
    """Draft a version; a page with a reason where one is on show already."""
    user = signed_in(request)
    case = case_for(user, pk)
    require(user, Action.PUBLISH, case)
    if audience not in tuple(Audience):
        raise Http404
    wanted, made = Audience(audience), []
    back = reverse("disclosure:announcement", args=[pk])

    def save(told: dict[str, Any]) -> str:
        made.append(
            edition_begin(actor=user, now=timezone.now(), case=case, audience=wanted, reason=told["reason"])
        )
        return "已经拟稿。请核对隐名和不公开的问题，再送审。"

    asked = Asked(
        title=f"拟写{wanted.label}稿",
        case=case,
        place=place(case, (f"拟写{wanted.label}稿", None)),
        about=[
            "正文由台账生成，姓名、地名、企业和个人号码按规则隐去；送审时定住，以后台账再改也不影响这一稿。"
        ],
        fields=(
            Field(
                "reason",
                "更正说明",
                hint="更正已经发布的稿子时填写：更正什么、为什么，发布后公开可见。",
                rows=3,
            ),
        ),
        button="拟稿",
        back=back,
    )
    answer = ask(request, ReasonForm(request.POST if request.method == "POST" else None), asked, save)
    if made:
        answer.headers["Location"] = reverse("disclosure:publication", args=[made[0].announcement_id])
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """One step with its opinion."""
    user = signed_in(request)
    edition = publications.edition_for(user, pk)
    if step not in tuple(Step):
        raise Http404
    wanted = Step(step)
    cell = next((one for one in publications.steps_open(user, edition) if one.step is wanted), None)
    back = reverse("disclosure:publication", args=[edition.announcement_id])

    def save(told: dict[str, Any]) -> str:
        found = edition_step(
            actor=user,
            now=timezone.now(),
            edition=edition,
            step=wanted,
            opinion=told["opinion"],
            version=told["version"],
        )
        return f"已{wanted.label}。{NEXT[State(found.state)]}"

    if cell is None and request.method != "POST":
        require(user, Action.PUBLISH, edition.announcement.feedback)
    asked = Asked(
        title=f"{wanted.label}：{edition}",
        case=edition.announcement.feedback,
        place=place(
            edition.announcement.feedback,
            (edition.announcement.get_audience_display(), back),
            (wanted.label, None),
        ),
        about=[ABOUT[wanted]],
        fields=(
            Field("version", "", "hidden"),
            Field(
                "opinion",
                WORDS.get(wanted, "意见"),
                hint="" if cell and cell.reason else "可以不写。",
                rows=4,
            ),
        ),
        button=wanted.label,
        back=back,
        danger=wanted in (Step.WITHDRAW, Step.ABANDON),
        draft=f"edition-{pk}-{step}",
    )
    form = OpinionForm(
        request.POST if request.method == "POST" else None, initial={"version": edition.version}
    )
    return ask(request, form, asked, save)


ABOUT = {
    Step.SUBMIT: "送审以后正文定住，审查、批准和发布的都是这一份；要改须先收回或由审批人退回。",
    Step.CLEAR: "请逐项看：有没有国家秘密、工作秘密，隐名是否得当，不公开的问题是否都经同意，说法是否依法。",
    Step.APPROVE: "批准以后由联络员发布。",
    Step.PUBLISH: "发布以后生成不可更改的文件、摘要和签名；社会公开稿随即出现在公开网页上。",
    Step.RETURN: "请写明哪里要改、怎样改。",
    Step.TAKE_BACK: "收回以后可以修改，再次送审须重新审查和批准。",
    Step.ABANDON: "作废的稿子留有记录，不再办理。",
    Step.WITHDRAW: "撤回以后公开网页上不再有正文，但撤回的日期和理由一直可以看到；理由里不要写姓名。",
}
WORDS = {
    Step.CLEAR: "审查意见",
    Step.RETURN: "退回理由",
    Step.TAKE_BACK: "收回理由",
    Step.ABANDON: "作废理由",
    Step.WITHDRAW: "撤回理由",
}


@require_safe
def edition(request: HttpRequest, pk: int) -> HttpResponse:
    """A version as it was fixed; a published one with its verification."""
    user = signed_in(request)
    found = publications.edition_for(user, pk)
    if not found.text:
        raise Http404
    checks, key = verify(found) if found.files else ([], "")
    context = {
        "edition": found,
        "case": found.announcement.feedback,
        "place": place(
            found.announcement.feedback,
            (
                found.announcement.get_audience_display(),
                reverse("disclosure:publication", args=[found.announcement_id]),
            ),
            (f"第{found.number}版", None),
        ),
        "checks": checks,
        "key": key,
        "paragraphs": found.body["paragraphs"],
        "may_see_originals": may(user, Action.PUBLISH, found.announcement)
        or may(user, Action.VET, found.announcement),
    }
    return render_page(request, "disclosure/edition.html", context)


@require_safe
def package(request: HttpRequest, pk: int) -> HttpResponse:
    """The published files with their signed list, for ``bihuan verify``."""
    found = publications.edition_for(signed_in(request), pk)
    if not found.files:
        raise Http404
    name = f"{found.announcement}第{found.number}版.zip"
    return download(package_bytes(found), name, "application/zip")


@require_safe
def file(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """One of the published files."""
    found = publications.edition_for(signed_in(request), pk)
    if part not in found.files:
        raise Http404
    return download(frozen_file(found.files[part]), part, NAMES[part][1])


def download(data: bytes, name: str, kind: str) -> HttpResponse:
    """Bytes to be kept, never shown as a page of ours."""
    answer = HttpResponse(data, content_type=kind)
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
