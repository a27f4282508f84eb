"""Word templates of an inspection office, and a document that comes back changed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from ninja import File, Form
from ninja.files import UploadedFile

from bihuan.checks.versions.written import as_object
from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.models import User
from bihuan.web.accounts.permissions import Action, may, require
from bihuan.web.api.areas import Area
from bihuan.web.api.operations import Operations
from bihuan.web.api.problems import Refused
from bihuan.web.api.routes.ledger import rows
from bihuan.web.api.shapes import document_templates as shapes
from bihuan.web.api.shapes.common import Cursor, Id, Named, Rows
from bihuan.web.base.errors import ServiceError
from bihuan.web.inspections.cases import case_for
from bihuan.web.papers import template_queries as queries
from bihuan.web.papers import template_services as services
from bihuan.web.papers import template_views as pages
from bihuan.web.papers.models import OfficeTemplate
from bihuan.web.papers.returning import compared_with_ledger
from bihuan.web.papers.templating.fields import fields_of
from bihuan.web.papers.templating.starting import STARTING
from bihuan.web.papers.trying import tried

operations = Operations(Area.TEMPLATES)
returned = Operations(Area.LEDGER)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILE = "以 multipart/form-data 交 docx。收下以前先看一遍，字段写错的逐处说明；收下以后不会自动启用。"
COMPARED = (
    "以 multipart/form-data 交在外面改过的整改进展情况报告（docx、txt 等），"
    "与台账今天生成的对照，答复的格式与两版对照相同。什么也不留下。"
)


@operations.get("/document-templates/offices", "有文书模板的巡察办", list[Named])
def template_offices(request: HttpRequest) -> Any:
    """Offices whose templates the account sees."""
    found = queries.offices_for(signed_in(request))
    return [Named(id=one.pk, name=one.name) for one in found]


@operations.get("/document-templates/kinds", "可以用模板的文书", list[shapes.TemplateKind])
def template_kinds(request: HttpRequest) -> Any:
    """Kinds of documents that may have a template of the office's own."""
    signed_in(request)
    return [shapes.template_kind(one, one.slug in STARTING) for one in queries.replaceable_kinds()]


@operations.get(
    "/document-templates/fields/{slug:slug}",
    "模板的字段",
    list[shapes.TemplateField],
    about="依模板里可以写的次序；一组内容后面是它各行的字段。",
)
def template_fields(request: HttpRequest, slug: str) -> Any:
    """What may be written into a template of a kind."""
    signed_in(request)
    found = next((one for one in queries.replaceable_kinds() if one.slug == slug), None)
    if found is None:
        raise Http404
    return shapes.template_fields(fields_of(found))


@operations.get(
    "/document-templates/offices/{int:office}",
    "一个巡察办的文书模板",
    Rows[shapes.OfficeTemplateLine],
    about="停用的也在，新的在前。",
)
def office_templates_list(request: HttpRequest, office: Id, cursor: Cursor = "") -> Any:
    """Every template that was ever uploaded."""
    found = queries.templates_page(queries.office_for(signed_in(request), office), cursor or None)
    return rows(found, [shapes.office_template_line(one) for one in found.rows])


@operations.post(
    "/document-templates/offices/{int:office}",
    "上传文书模板",
    shapes.OfficeTemplateShown,
    status=201,
    about=FILE,
)
def office_template_add_(
    request: HttpRequest,
    office: Id,
    told: Form[shapes.OfficeTemplateTold],
    file: File[UploadedFile | None] = None,
) -> Any:
    """Kept once it has been looked into; documents are not made with it yet."""
    user = signed_in(request)
    found = queries.office_for(user, office)
    require(user, Action.KEEP_TEMPLATES, OfficeTemplate(office=found))
    data, name = _content(request, file, "模板")
    made = services.office_template_add(
        actor=user, now=timezone.now(), office=found, kind=told.kind, name=name, data=data
    )
    return shapes.office_template_shown(made, True)


def _content(request: HttpRequest, file: UploadedFile | None, what: str) -> tuple[bytes, str]:
    if request.content_type != "multipart/form-data":
        raise Refused(415, detail=f"{what}应以 multipart/form-data 交。")
    if file is None:
        raise ServiceError("请选一个文件。", field="file")
    return file.read(), file.name or f"{what}.docx"


@operations.get("/document-templates/{int:office_template}", "一份文书模板", shapes.OfficeTemplateShown)
def office_template_get(request: HttpRequest, office_template: Id) -> Any:
    """What it uses, whether it is in use."""
    user = signed_in(request)
    return _shown(user, queries.template_for(user, office_template))


def _shown(user: User, found: OfficeTemplate) -> shapes.OfficeTemplateShown:
    return shapes.office_template_shown(found, may(user, Action.KEEP_TEMPLATES, found))


@operations.get("/document-templates/{int:office_template}/content", "下载模板原件", None, binary=WORD)
def office_template_file(request: HttpRequest, office_template: Id) -> HttpResponseBase:
    """The template as it was uploaded."""
    return pages.template_file(request, office_template)


@operations.get(
    "/document-templates/offices/{int:office}/start/{slug:slug}", "下载起步模板", None, binary=WORD,
    about="系统的版面，字段已经填好位置，供改成自己的模板。",
)  # fmt: skip
def template_start(request: HttpRequest, office: Id, slug: str) -> HttpResponseBase:
    """A template to begin from."""
    return pages.template_start(request, office, slug)


@operations.post(
    "/document-templates/{int:office_template}/switch",
    "启用或停用文书模板",
    shapes.OfficeTemplateShown,
    about="一种文书最多一份在用；都停用的，用系统的版面。启用以前请先试填，看过版面。",
)
def office_template_switch_(request: HttpRequest, office_template: Id, told: shapes.SwitchTold) -> Any:
    """Make documents with it from now on, or with it no longer."""
    user = signed_in(request)
    found = queries.template_for(user, office_template)
    made = services.office_template_switch(actor=user, now=timezone.now(), template=found, on=told.on)
    return _shown(user, made)


@operations.post(
    "/document-templates/{int:office_template}/trial", "试填文书模板", None, binary=WORD, kept=False,
    about="用真实的内容填一份给人看版面；试填记入日志。",
)  # fmt: skip
def office_template_try_(request: HttpRequest, office_template: Id, told: shapes.TrialTold) -> Any:
    """The template filled with something that the account sees."""
    user = signed_in(request)
    found = queries.template_for(user, office_template)
    require(user, Action.KEEP_TEMPLATES, found)
    made = tried(actor=user, now=timezone.now(), template=found, of=str(told.of))
    return pages.word_file(made.data, made.name)


@returned.post("/cases/{int:case}/returned", "对照改过的报告", dict[str, Any], kept=False, about=COMPARED)
def report_compare(request: HttpRequest, case: Id, file: File[UploadedFile | None] = None) -> Any:
    """``bihuan.comparison/1`` of the ledger and a report that was changed outside."""
    found = case_for(signed_in(request), case)
    data, name = _content(request, file, "报告")
    comparison, _ = compared_with_ledger(found, data, name, timezone.localdate())
    return as_object("现在的台账", name, comparison, None)
