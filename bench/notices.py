"""Ten thousand due measures become one letter a unit and one mail a person, and what an idle worker uses.

``python bench/notices.py`` makes a thousand units, each with a liaison, ten reminders, ten open findings and
ten measures that are due in three days, starts a real SMTP server process and a real ``bihuan worker``
process that writes the letters of the day and then the mails, and counts what arrived: every mail must name
its unit's letter. On SQLite; on PostgreSQL too where its programs are installed. The floor is the same number
of mails handed to the same server by a plain loop over one connection.
"""

from __future__ import annotations

import os
import smtplib
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.postgres_server import find_programs, free_port, serve

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
PEOPLE, EACH = 1_000, 10
IDLE_SECONDS = 20


def main() -> int:
    """Exit status 1 when a letter is missing, doubled, or too late."""
    if len(sys.argv) > 1:
        return measure(sys.argv[1])
    bad = run("sqlite", "")
    programs = find_programs()
    if programs is None:
        print("没有 PostgreSQL，只测了 SQLite")
        return bad
    with serve(programs) as url:
        return run("postgresql", url) or bad


def run(name: str, url: str) -> int:
    """The measurement in a process of its own, because Django knows one database a process."""
    with tempfile.TemporaryDirectory(prefix="bihuan-notices-") as data:
        env = {**os.environ, "BIHUAN_DATA": data, "DATABASE_URL": url, "BIHUAN_LOG_LEVEL": "WARNING"}
        env |= {"BIHUAN_SMTP_HOST": "127.0.0.1", "BIHUAN_SMTP_PORT": str(free_port())}
        env |= {"BIHUAN_SMTP_FROM": "bihuan@bench.example", "BIHUAN_ADDRESS": "https://bench.example"}
        return subprocess.run([sys.executable, __file__, name], env=env, check=False).returncode


@contextmanager
def post_office(folder: Path) -> Iterator[int]:
    """The tests' SMTP server in a process of its own; its port."""
    port = int(os.environ["BIHUAN_SMTP_PORT"])
    script = ROOT / "tests" / "web" / "notices" / "servers" / "post_office.py"
    command = [sys.executable, str(script), str(port), str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield port
        process.kill()


@contextmanager
def worker() -> Iterator[int]:
    """A real worker; its process id."""
    with subprocess.Popen([sys.executable, "-m", "bihuan", "worker"], stdout=subprocess.DEVNULL) as process:
        yield process.pid
        process.terminate()


def measure(name: str) -> int:
    """Seed, work, count."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "bihuan.web.config.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    seed()
    from bihuan.web.notices.models import Job, Letter, LetterState
    from bihuan.web.supervision.models import Missive, MissiveItem

    with tempfile.TemporaryDirectory(prefix="bihuan-post-") as text, post_office(Path(text)) as port:
        folder = Path(text)
        floor = plain_loop(port, folder)
        begin = time.perf_counter()
        os.environ["BIHUAN_DIGEST_HOUR"] = "0"
        with worker() as pid:
            while Letter.objects.filter(state=LetterState.SENT).count() < PEOPLE:
                if time.perf_counter() - begin > 300 or Job.objects.filter(state="dead").exists():
                    break
                time.sleep(0.2)
            took, used = time.perf_counter() - begin, seconds_used(pid)
            time.sleep(5)
            before = seconds_used(pid)
            time.sleep(IDLE_SECONDS)
            idle = (seconds_used(pid) - before) / IDLE_SECONDS
        came = [file.name.partition("-")[2] for file in folder.glob("*.eml")]
    letters, items = Missive.objects.count(), MissiveItem.objects.count()
    named = Letter.objects.filter(text__contains="督办单〔").count()
    good = len(came) == len(set(came)) == letters == named == PEOPLE and items == PEOPLE * EACH and took < 60
    print(
        f"{name}: {items} 项到期措施 → {letters} 份督办单；连同 {PEOPLE * EACH} 条提醒、{PEOPLE * EACH} 个"
        f"到期问题 → {len(set(came))} 人各 1 封邮件（重复 {len(came) - len(set(came))}，"
        f"写明督办单的 {named}），"
        f"{took:.1f} s（含启动；CPU {used:.1f} s），"
        f"同一服务器逐封直寄 {floor:.1f} s；空闲占 CPU {idle * 100:.2f}%" + ("" if good else "  ✗")
    )
    return 0 if good else 1


def plain_loop(port: int, folder: Path) -> float:
    """Seconds for as many plain letters over one connection, from nowhere."""
    begin = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as smtp:
        for number in range(PEOPLE):
            message = EmailMessage()
            message["From"], message["To"] = "bihuan@bench.example", f"p{number}@bench.example"
            message["Subject"] = "闭环"
            message.set_content("到期提醒\n" * 40, cte="base64")
            smtp.send_message(message)
    for file in folder.glob("*.eml"):
        file.unlink()
    return time.perf_counter() - begin


def seconds_used(pid: int) -> float:
    """CPU time of a process; 0 where there is no /proc."""
    file = Path(f"/proc/{pid}/stat")
    if not file.exists():
        return 0.0
    fields = file.read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def seed() -> None:
    """A thousand units with one liaison each, ten open findings and ten measures due in three days, ten
    reminders; the day's round of supervision waits to be done first.
    """
    from django.utils import timezone

    from bihuan.web.accounts.models import Membership, Person, Unit, User
    from bihuan.web.accounts.permissions import Role
    from bihuan.web.inspections.models import Feedback, Finding, Round, Section
    from bihuan.web.notices.kinds import SYSTEM
    from bihuan.web.notices.models import Subscription
    from bihuan.web.notices.queue import enqueue
    from bihuan.web.notices.queue.rhythms import RHYTHMS
    from bihuan.web.notices.services import notify_people
    from bihuan.web.rectification.models import Measure, Response, ResponseFinding

    now, due = timezone.now(), timezone.localdate() + timedelta(3)
    office = Unit.objects.create(name="测速巡察办", kind="office", path="900000/")
    round_ = Round.objects.create(name="测速", office=office)
    names = range(PEOPLE)
    units = Unit.objects.bulk_create(Unit(name=f"第{n}局", path=f"{n:06}/") for n in names)
    people = Person.objects.bulk_create(Person(unit=unit, name=f"人{unit.pk}") for unit in units)
    users = User.objects.bulk_create(User(person=one, username=f"u{one.pk}", password="!") for one in people)
    Membership.objects.bulk_create(
        Membership(user=user, unit_id=user.person.unit_id, role=Role.LIAISON) for user in users
    )
    Subscription.objects.bulk_create(
        Subscription(person=one, email=f"p{one.pk}@bench.example") for one in people
    )
    cases = Feedback.objects.bulk_create(
        Feedback(round=round_, unit=unit, office=office, kind="report", created_at=now) for unit in units
    )
    sections = Section.objects.bulk_create(
        Section(feedback=case, position=1, role="findings") for case in cases
    )
    findings = Finding.objects.bulk_create(
        (
            Finding(
                feedback=case,
                unit_id=case.unit_id,
                office=office,
                section=section,
                position=n + 2,
                number=str(n + 1),
                title="统计执法检查力度偏弱，部分企业多年未查",
                status="ongoing",
                due=due,
            )
            for case, section in zip(cases, sections, strict=True)
            for n in range(EACH)
        ),
        batch_size=500,
    )
    responses = Response.objects.bulk_create(
        Response(
            feedback=case,
            unit_id=case.unit_id,
            section=section,
            position=2,
            state="in_progress",
            planned_at=now,
        )
        for case, section in zip(cases, sections, strict=True)
    )
    ResponseFinding.objects.bulk_create(
        (ResponseFinding(response=responses[n // EACH], finding=one) for n, one in enumerate(findings)),
        batch_size=500,
    )
    Measure.objects.bulk_create(
        (
            Measure(
                feedback_id=one.feedback_id,
                unit_id=one.unit_id,
                response=one,
                position=100 + n,
                text="对照台账逐家核查，补齐记录",
                tense="planned",
                due=due,
            )
            for one in responses
            for n in range(EACH)
        ),
        batch_size=500,
    )
    period = RHYTHMS["supervise"].period(timezone.localtime(now))
    enqueue("supervise", {"period": period}, now=now, key=f"supervise@{period}", priority=1)
    for n in range(EACH):
        text = f"问题{n + 1}“统计执法检查力度偏弱”三日后到期，请抓紧办理并更新进展"
        notify_people(
            [one.pk for one in people], now=now, kind=SYSTEM, text=text, link="/ledger/", key=f"due:{n}"
        )


if __name__ == "__main__":
    raise SystemExit(main())
