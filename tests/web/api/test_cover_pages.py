"""Everything that a page does, a program can do: no page without its operations, or a reason why not."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from bihuan.masking import Kind
from bihuan.web.accounts.rights import Role
from bihuan.web.api import shapes
from bihuan.web.api.coverage import pages
from bihuan.web.api.routes.ledger import Claimed
from bihuan.web.api.shapes.measures import MeasureFilters, Stage
from bihuan.web.api.shapes.people import RoleName
from bihuan.web.api.shapes.publishing import AudienceName, BasisName, EditionStepName, MaskKind
from bihuan.web.api.shapes.sheets import SheetName
from bihuan.web.api.shapes.work import StepName, WaitingStage
from bihuan.web.api.shapes.workbooks import RowFate
from bihuan.web.disclosure.workflow import Audience, Basis
from bihuan.web.disclosure.workflow import Step as EditionStep
from bihuan.web.inspections.models import STATUSES
from bihuan.web.rectification.desk.filters import Filters
from bihuan.web.rectification.sheets.columns import CATALOGUE
from bihuan.web.rectification.sheets.results import What
from bihuan.web.rectification.workflow import WAITING, ResponseState, Step
from tests.web.api.bodies import operations

if TYPE_CHECKING:
    from collections.abc import Iterator

METHODS = {one.id: one.method for one in operations()}


def actions() -> Iterator[tuple[str, str]]:
    """Every page of the product and the verbs that it knows: asked with a verb that none knows, a view tells
    those that it allows without doing anything.
    """

    def walk(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, str]]:
        for one in resolver.url_patterns:
            if isinstance(one, URLResolver) and one.app_name != "ninja":
                yield from walk(one, f"{one.namespace}:" if one.namespace else space)
            elif isinstance(one, URLPattern) and one.name:
                names = dict.fromkeys(one.pattern.converters, 1)
                answer = one.callback(RequestFactory().generic("TRACE", "/"), **names)
                assert answer.status_code == 405, f"{one.name} 没有限定方法"
                allowed = {verb.strip() for verb in answer.headers["Allow"].split(",")}
                if "GET" in allowed:
                    yield f"{space}{one.name}", "get"
                if allowed - {"GET", "HEAD"}:
                    yield f"{space}{one.name}", "post"

    yield from walk(get_resolver())


ACTIONS = list(actions())


def test_every_page_action_has_its_operation() -> None:
    """What is missing is listed: add the operation in ``api/routes`` and name it in ``api/pages.toml``."""
    missing = [f"{verb} {name}" for name, verb in ACTIONS if (name, verb) not in pages()]
    assert missing == [], "这些页面在 api/pages.toml 里没有对应的接口操作：" + "、".join(missing)


def test_what_writes_is_covered_by_what_writes() -> None:
    wrong = [
        name
        for name, verb in ACTIONS
        if verb == "post"
        and (cover := pages()[name, verb]).operations
        and all(METHODS.get(one) == "GET" for one in cover.operations)
    ]
    assert wrong == []


def test_no_line_is_left_over() -> None:
    known = {name for name, _ in ACTIONS}
    assert {name for name, _ in pages()} - known == set()
    named = {one for cover in pages().values() for one in cover.operations}
    assert named - METHODS.keys() == set()


def test_reasons_say_something() -> None:
    bare = [key for key, cover in pages().items() if not cover.operations and len(cover.reason) < 5]
    assert bare == []


def test_every_operation_stands_for_a_page() -> None:
    named = {one for cover in pages().values() for one in cover.operations}
    assert set(METHODS) - named == set()


def test_closed_sets_are_those_of_the_program() -> None:
    assert set(StepName.__args__) == {one.value for one in Step}
    assert set(WaitingStage.__args__) == {"", *(one.value for one in WAITING)}
    assert set(Stage.__args__) == {"", *(one.value for one in ResponseState)}
    assert set(Claimed.__args__) == {"", *STATUSES}
    assert set(MeasureFilters.model_fields) == {one.name for one in fields(Filters)}
    assert set(SheetName.__args__) == {
        f"{name}.{form}" for name, kind in CATALOGUE.items() for form in kind.formats
    }
    assert set(RowFate.__args__) == {"", *What}
    assert set(EditionStepName.__args__) == {one.value for one in EditionStep}
    assert set(AudienceName.__args__) == {one.value for one in Audience}
    assert set(MaskKind.__args__) == {one.value for one in Kind}
    assert set(BasisName.__args__) == {one.value for one in Basis}
    assert set(RoleName.__args__) == {one.value for one in Role}


def test_no_two_shapes_share_a_name() -> None:
    """The document knows them by their names alone: the second would silently take the place of the first."""
    folder = Path(shapes.__file__).parent
    names = [
        name
        for path in folder.glob("*.py")
        for name in re.findall(r"^class (\w+)", path.read_text("utf-8"), re.M)
    ]
    assert sorted({one for one in names if names.count(one) > 1}) == []
