"""The app's name for Django, and what it does when a lower app announces something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from datetime import date

    from bihuan.web.inspections.models import Feedback


class RectificationConfig(AppConfig):
    name = "bihuan.web.rectification"
    verbose_name = "整改"

    def ready(self) -> None:
        """Counts are kept by due date: they move with a deadline. Measures and responses are proven;
        everything with words is found by them.
        """
        from bihuan.web.evidence.targets import LINKED, register
        from bihuan.web.inspections.services import DUE_MOVED
        from bihuan.web.rectification import histories
        from bihuan.web.rectification.desk import lists
        from bihuan.web.rectification.holdings import announce
        from bihuan.web.rectification.loop import waiting
        from bihuan.web.rectification.passages import KINDS, SOURCE
        from bihuan.web.rectification.proofs import MeasureKind, ResponseKind, recount
        from bihuan.web.search.registry import register as found_by_words

        announce()
        histories.announce()
        lists.announce()
        waiting.announce()
        register(MeasureKind())
        register(ResponseKind())
        found_by_words(SOURCE, *KINDS)

        if recount not in LINKED:
            LINKED.append(recount)
        if _recount not in DUE_MOVED:
            DUE_MOVED.append(_recount)


def _recount(feedback: Feedback, old: date, new: date) -> None:
    from bihuan.web.rectification.counts import tally_recount

    del old, new
    tally_recount(feedback)
