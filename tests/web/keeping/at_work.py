"""Somebody at work in a house: makes the cast, adds evidence and edits measures, and tells a line for each
piece once it is committed. Runs in a process of its own (``House.work``).
"""

from __future__ import annotations

from django.core.management import call_command
from django.utils import timezone

from bihuan.web.accounts.models import User
from bihuan.web.evidence.looking import apart
from bihuan.web.evidence.looking.child import _look
from bihuan.web.evidence.models import Evidence, Upload
from bihuan.web.evidence.receiving import Staged
from bihuan.web.evidence.services import evidence_create, upload_receive
from bihuan.web.evidence.services.entries import Facts
from bihuan.web.evidence.store import Hashes, incoming
from bihuan.web.evidence.targets import find
from bihuan.web.rectification.models import Measure
from bihuan.web.rectification.services import measure_edit
from tests.web import world as cast


def prove(liaison: User, measure: Measure, number: int) -> str:
    """A new piece of evidence; its hash."""
    data = f"第{number}次核查记录\n".encode() * 2_000
    hashes, token = Hashes(), Upload._meta.get_field("token").get_default()
    hashes.update(data)
    incoming(token).write_bytes(data)
    staged = Staged(token, incoming(token), f"记录{number}.txt", len(data), *hashes.digests())
    now = timezone.now()
    upload = upload_receive(actor=liaison, now=now, unit=liaison.person.unit, staged=staged)
    evidence_create(
        actor=liaison,
        now=now,
        unit=liaison.person.unit,
        facts=Facts(f"核查记录{number}", "record"),
        uploads=[upload],
        targets=[find(liaison, f"measure:{measure.pk}")],
    )
    return hashes.digests()[0]


def main(most: int) -> None:
    """Begin, then one piece after the other; 0 goes on until it is ended."""
    real = apart._run
    apart._run = lambda orders: _look(orders) if orders["task"] == "look" else real(orders)
    call_command("migrate", verbosity=0)
    if not User.objects.exists():
        cast.import_text(cast.build())
    liaison = User.objects.select_related("person__unit").get(username="lin")
    measures = list(Measure.objects.order_by("position"))
    number = Evidence.objects.count()
    while not most or number < most:
        number += 1
        one = measures[number % len(measures)]
        measure_edit(actor=liaison, now=timezone.now(), measure=one, value=f"第{number}次改。")
        print(number, prove(liaison, one, number), flush=True)
