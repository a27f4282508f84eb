"""Gathering what a person has not been told by mail into one letter a day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.template import engines
from django.urls import reverse
from django.utils import timezone

from bihuan.web.accounts.models import Membership, User
from bihuan.web.notices.duties import Duties, late_and_soon
from bihuan.web.notices.kinds import word_of
from bihuan.web.notices.links import absolute, domain
from bihuan.web.notices.mail.settings import Server
from bihuan.web.notices.models import Letter, LetterState, Notification, Subscription
from bihuan.web.notices.queue.enqueuing import enqueue, enqueue_many

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bihuan.web.notices.queue import Task

PEOPLE_A_JOB, LETTERS_A_JOB, IDS_A_QUERY = 100, 50, 5_000
LISTED = 30
"""Lines of a kind in a letter; how many more there are is said."""
AHEAD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who gets a letter if there is something to say."""

    user: User
    email: str


def gather(task: Task) -> None:
    """Split the day's work: people who want letters, a hundred to a job."""
    if Server.of_settings() is None:
        return
    day = timezone.localdate(task.now).isoformat()
    rows = Subscription.objects.filter(digest=True, person__user__is_active=True).exclude(email="")
    people = list(rows.order_by("pk").values_list("pk", flat=True))
    parts = [people[at : at + PEOPLE_A_JOB] for at in range(0, len(people), PEOPLE_A_JOB)]
    jobs = [("digest_write", {"day": day, "people": part}, f"digest_write@{day}:{part[0]}") for part in parts]
    enqueue_many(jobs, now=task.now)


def write(task: Task) -> None:
    """Write the letters of these people and promise to send them: one transaction."""
    day, people = date.fromisoformat(task.args["day"]), task.args["people"]
    again = _release(people, day)
    news: dict[int, list[Notification]] = defaultdict(list)
    rows = Notification.objects.filter(person__in=people, letter=None, read_at=None)
    for one in rows.order_by("person_id", "newest_first", "id"):
        news[one.person_id].append(one)
    has_letter = set(Letter.objects.filter(person__in=people, day=day).values_list("person_id", flat=True))
    letters = []
    for reader in _readers(people):
        person = reader.user.person_id
        if person in has_letter:
            continue
        late, soon = late_and_soon(reader.user, day=day, last=day + AHEAD, limit=LISTED)
        if news[person] or late.total or soon.total:
            context = _context(reader.user, day, news[person], late, soon, again=person in again)
            letters.append(_letter(reader, day, context, task))
    _store(letters, news, task)


def _release(people: Sequence[int], day: date) -> set[int]:
    """Letters of earlier days that are not known to have arrived: they are not sent any more, and what they
    told goes into this one. Ids of the people whom this concerns.
    """
    old = Letter.objects.filter(person__in=people, day__lt=day)
    old.filter(state=LetterState.WRITTEN).update(state=LetterState.DROPPED)
    old.filter(state=LetterState.SENDING).update(state=LetterState.UNSURE)
    lost = (LetterState.DROPPED, LetterState.UNSURE, LetterState.REFUSED)
    rows = Notification.objects.filter(person__in=people, read_at=None, letter__state__in=lost)
    unsure = set(rows.filter(letter__state=LetterState.UNSURE).values_list("person_id", flat=True))
    rows.update(letter=None)
    return unsure


def _readers(people: Sequence[int]) -> list[Reader]:
    """With roles already fetched: three queries for all of them."""
    wanted = Q(person__in=people, person__subscription__digest=True, is_active=True)
    users = User.objects.filter(wanted).select_related("person__unit", "person__subscription")
    roles: dict[int, list[Membership]] = defaultdict(list)
    for one in Membership.objects.filter(user__person__in=people).select_related("unit"):
        roles[one.user_id].append(one)
    found = []
    for user in users.order_by("person_id"):
        user.remember(roles[user.pk])
        if user.person.subscription.email:
            found.append(Reader(user, user.person.subscription.email))
    return found


def _context(
    user: User, day: date, news: Sequence[Notification], late: Duties, soon: Duties, *, again: bool
) -> dict[str, Any]:
    return {
        "name": user.name,
        "day": day,
        "late": late,
        "soon": soon,
        "news": [(word_of(one.kind), one.text, absolute(one.link)) for one in news[:LISTED]],
        "news_total": len(news),
        "again": again,
        "absolute": absolute,
        "inbox": absolute(reverse("notices:inbox")),
        "settings": absolute(reverse("notices:settings")),
    }


def _letter(reader: Reader, day: date, context: dict[str, Any], task: Task) -> Letter:
    told = [
        (context["late"].total, "项已逾期"),
        (context["soon"].total, "项七日内到期"),
        (context["news_total"], "条新消息"),
    ]
    summary = "，".join(f"{count}{words}" for count, words in told if count)
    return Letter(
        person_id=reader.user.person_id,
        day=day,
        to=reader.email,
        subject=f"闭环 {day.month}月{day.day}日：{summary}",
        text=_render("digest.txt", context),
        html=_render("digest_mail.html", context),
        message_id=f"{day:%Y%m%d}.{reader.user.person_id}.{token_hex(8)}@{domain()}",
        created_at=task.now,
    )


def _render(name: str, context: dict[str, Any]) -> str:
    backend: Any = engines["jinja2"]
    text: str = backend.get_template(f"notices/{name}").template.render(context)
    return text


def _store(letters: list[Letter], news: dict[int, list[Notification]], task: Task) -> None:
    Letter.objects.bulk_create(letters)
    for letter in letters:
        # By id: a line that is being committed just now is not in this letter and must wait for the next.
        told = [one.pk for one in news[letter.person_id]]
        for at in range(0, len(told), IDS_A_QUERY):
            Notification.objects.filter(pk__in=told[at : at + IDS_A_QUERY]).update(letter=letter)
    for at in range(0, len(letters), LETTERS_A_JOB):
        part = [letter.pk for letter in letters[at : at + LETTERS_A_JOB]]
        enqueue("mail_send", {"letters": part}, now=task.now)
