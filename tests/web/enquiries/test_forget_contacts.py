"""Who wrote is kept as long as it is needed and a month more, and not a day longer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bihuan.policy.parameters import parameter
from bihuan.web.base.models import JournalEntry
from bihuan.web.enquiries.models import Enquiry
from bihuan.web.enquiries.services import contacts_forget, enquiry_close
from tests.web.world import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.web.world import World

DAYS = timedelta(days=parameter("answer.contact_days").whole())
DAY = timedelta(days=1)


def test_contacts_go_when_their_days_are_over(
    received: Callable[..., Enquiry], answered: Enquiry, world: World
) -> None:
    waits = received("还在等答复的一条意见，请说明。", contact="010-12345678")
    closed = received("与公开稿无关的一条意见，请忽略。", name="某先生")
    enquiry_close(actor=world.liaison, now=NOW, enquiry=closed, reason="无关。")
    assert contacts_forget(now=NOW + DAYS) == 0
    assert contacts_forget(now=NOW + DAYS + DAY) == 2
    kept = {one.pk: (one.name, one.contact, bool(one.text)) for one in Enquiry.objects.all()}
    assert kept == {
        answered.pk: ("", "", True),
        closed.pk: ("", "", True),
        waits.pk: ("", "010-12345678", True),
    }
    entry = JournalEntry.objects.get(action="contacts_forget")
    assert (entry.chain, entry.object_label) == (world.bureau.pk, "2条群众意见")
    assert contacts_forget(now=NOW + 9 * DAYS) == 0
