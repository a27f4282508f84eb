"""Searching as somebody, and the fixtures of evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bihuan.web.search.asking import Asked
from bihuan.web.search.models import Passage
from bihuan.web.search.queries import search
from bihuan.web.search.rows import Row
from tests.web.evidence.conftest import _look_here, _own_store, measures, prove, receive
from tests.web.pages.conftest import case, liaison

if TYPE_CHECKING:
    from collections.abc import Callable

    from bihuan.web.accounts.models import User

__all__ = ["_look_here", "_own_store", "case", "liaison", "measures", "prove", "receive"]


def find(user: User, words: str, **more: str) -> list[tuple[str, int]]:
    """Kind and id of all hits in their order, page after page."""
    asked, found = Asked.read({"q": words, **more}), []
    while True:
        page = search(user, asked, size=3)
        found += [(one.kind, one.object) for one in page.hits]
        if page.next is None:
            return found
        asked = Asked.read({"q": words, **more, "after": "-".join(map(str, page.next))})


def kinds(user: User, words: str, **more: str) -> list[str]:
    """Only the kinds."""
    return [kind for kind, _ in find(user, words, **more)]


def stored() -> set[Row]:
    """Every passage as it stands."""
    return {Row(*one) for one in Passage.objects.values_list(*Row._fields)}


@pytest.fixture
def work() -> Callable[[], None]:
    """Do the background work that is waiting for searches."""

    def run() -> None:
        from bihuan.web.evidence.passages import words_put
        from bihuan.web.notices.models import Job

        for job in Job.objects.filter(name="evidence_words", state="waiting").order_by("pk"):
            words_put(job.args["evidence"])
            job.delete()

    return run
