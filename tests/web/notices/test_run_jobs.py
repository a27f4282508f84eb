"""The queue: what is promised is done, once, in order, and failures end where people see them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection, transaction

from bihuan.web.accounts.models import Person
from bihuan.web.base.models import JournalChain
from bihuan.web.notices.models import Job, JobState, Notification
from bihuan.web.notices.queue import enqueue, leases, rhythms
from bihuan.web.notices.queue.registry import LONGEST_WAIT, back_off
from bihuan.web.notices.queue.rhythms import RHYTHMS, Ticker
from bihuan.web.notices.queue.worker import Worker
from tests.web.notices import works
from tests.web.world import NOW, World

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db
assert works

LEASE = timedelta(seconds=60)


class Clock:
    """A clock that is set by hand."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def worker(clock: Clock) -> Worker:
    return Worker(clock=clock, ticking=False)


def taken(clock: Clock) -> tuple[Job, bool]:
    found = leases.claim(now=clock(), lease=LEASE)
    assert found is not None
    return found


def marks() -> list[int]:
    return sorted(JournalChain.objects.filter(chain__gt=100).values_list("chain", flat=True))


def test_job_is_done_once(worker: Worker) -> None:
    enqueue("test_mark", {"mark": 101}, now=NOW)
    assert (worker.drain(), worker.drain()) == (1, 0)
    assert (marks(), Job.objects.get().state) == ([101], JobState.DONE)


def test_job_exists_only_if_its_transaction_commits(worker: Worker) -> None:
    with transaction.atomic():
        enqueue("test_mark", {"mark": 101}, now=NOW)
        transaction.set_rollback(True)
    assert worker.drain() == 0


def test_same_key_is_one_job_even_after_it_is_done(worker: Worker) -> None:
    for _ in range(2):
        enqueue("test_mark", {"mark": 101}, now=NOW, key="a")
        worker.drain()
        enqueue("test_mark", {"mark": 102}, now=NOW, key="a")
    assert (Job.objects.count(), marks()) == (1, [101])


def test_urgent_first_then_oldest(worker: Worker) -> None:
    for mark, priority in ((101, 5), (102, 1), (103, 5)):
        enqueue("test_mark", {"mark": mark}, now=NOW, priority=priority)
    found: list[int] = []
    while worker.run_one():
        found += [one for one in marks() if one not in found]
    assert found == [102, 101, 103]


def test_nothing_runs_before_its_time(worker: Worker, clock: Clock) -> None:
    enqueue("test_mark", {"mark": 101}, now=NOW, after=NOW + timedelta(hours=1))
    assert worker.drain() == 0
    clock.pass_(hours=1)
    assert worker.drain() == 1


def test_jobs_made_by_a_job_are_done(worker: Worker) -> None:
    enqueue("test_chain", {"mark": 200}, now=NOW)
    assert (worker.drain(), marks()) == (3, [201, 202])


def test_failure_leaves_no_rows_waits_and_ends_dead(
    worker: Worker, clock: Clock, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    enqueue("test_fail", now=NOW)
    assert worker.drain() == 1
    job = Job.objects.get()
    assert (job.state, job.error, job.due_at) == (JobState.WAITING, "ValueError：坏了", NOW + back_off(1))
    assert not JournalChain.objects.filter(chain=1).exists()
    clock.pass_(minutes=1)
    worker.drain()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DEAD, 2)
    told = Notification.objects.get()
    assert (told.person, told.link) == (Person.objects.get(user=world.system_admin), "/jobs/")
    assert "出错" in caplog.text


def test_job_may_ask_for_another_try_with_other_arguments(worker: Worker, clock: Clock) -> None:
    enqueue("test_retry", now=NOW)
    worker.drain()
    clock.pass_(minutes=1)
    worker.drain()
    assert (Job.objects.get().state, JournalChain.objects.get(chain=2).number) == (JobState.DONE, 2)


@pytest.mark.parametrize(
    ("name", "said"), [("test_give_up", "永远不行"), ("test_nobody", "没有名为“test_nobody”的任务")]
)
def test_hopeless_job_is_dead_at_once(name: str, said: str, worker: Worker) -> None:
    enqueue(name, now=NOW)
    worker.drain()
    job = Job.objects.get()
    assert (job.state, said in job.error) == (JobState.DEAD, True)


def test_job_of_a_dead_worker_comes_up_when_its_lease_ends(worker: Worker, clock: Clock) -> None:
    enqueue("test_mark", {"mark": 101}, now=NOW)
    assert leases.claim(now=clock(), lease=LEASE)
    assert worker.drain() == 0
    clock.pass_(seconds=61)
    assert worker.drain() == 1
    assert JournalChain.objects.get(chain=101).number == 2


def test_whoever_lost_the_lease_changes_nothing(clock: Clock) -> None:
    enqueue("test_mark", {"mark": 101}, now=NOW)
    first, _ = taken(clock)
    clock.pass_(seconds=61)
    second, taken_over = taken(clock)
    assert taken_over
    assert not leases.extend(first, clock() + LEASE)
    with pytest.raises(leases.LeaseLostError), transaction.atomic():
        leases.finish(first, clock())
    leases.put_back(first, clock(), "")
    assert Job.objects.get().lease_token == second.lease_token
    leases.finish(second, clock())


def test_late_worker_takes_back_what_it_wrote(clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    """The second worker takes the job while the first one is at it."""
    worker = Worker(clock=clock, ticking=False)
    enqueue("test_steal", {"mark": 101}, now=NOW)

    @works.work("test_steal", "测试")
    def steal(_: object) -> None:
        JournalChain.objects.create(chain=101, number=1)
        clock.pass_(seconds=61)
        Job.objects.update(lease_token="00000000-0000-0000-0000-000000000001")

    worker.run_one()
    assert "已由别的进程接手" in caplog.text
    assert marks() == []
    works.WORKS.pop("test_steal")


def test_job_that_kills_its_workers_is_buried(clock: Clock) -> None:
    enqueue("test_mark", {"mark": 101}, now=NOW)
    for _ in range(3):
        assert leases.claim(now=clock(), lease=LEASE)
        clock.pass_(seconds=61)
    assert leases.claim(now=clock(), lease=LEASE) is None
    assert (Job.objects.get().state, Job.objects.get().error) == (JobState.DEAD, leases.INTERRUPTED)


def test_waits_grow_and_end() -> None:
    waits = [back_off(attempt) for attempt in range(1, 12)]
    assert waits[0] == timedelta(seconds=30)
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_WAIT


def test_several_tickers_make_one_job_a_period(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rhythms, "RHYTHMS", {"digest": RHYTHMS["digest"]})
    one, other = Ticker(), Ticker()
    for hours in (0, 1, 24):
        for ticker in (one, other):
            ticker.tick(NOW + timedelta(hours=hours))
    assert list(Job.objects.order_by("id").values_list("key", flat=True)) == [
        "digest@2024-06-03",
        "digest@2024-06-04",
    ]


def test_idle_ticker_asks_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    ticker = Ticker()
    ticker.tick(NOW)
    with django_assert_num_queries(0):
        ticker.tick(NOW + timedelta(seconds=1))


def test_taking_a_job_uses_an_index() -> None:
    plan = Job.objects.filter(due_at__lte=NOW).order_by("priority", "due_at", "id")[:1].explain()
    assert "job_next" in plan or connection.vendor == "postgresql"
