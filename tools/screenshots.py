"""Pictures of every page, at the two sizes that decide, from the sample data in a server of its own.

``python tools/screenshots.py OUT`` writes all of them to the folder OUT; ``--readme`` writes only those that
README shows, to docs/images. Needs the development packages and Chromium.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=zh-CN",
]
SIZES = {"wide": (1366, 768), "phone": (390, 844)}
UNIT, OFFICE, KEEPER = "linzhixia", "yanshouzheng", "anhe"
LIAISON, WATER = "fangcaiwei", "shuiqingyuan"


class Shot(NamedTuple):
    """A picture: who looks at which address."""

    name: str
    user: str | None
    address: str
    whole: bool = False


SHOTS = (
    Shot("login", None, "/login/"),
    Shot("home", UNIT, "/"),
    Shot("home-office", OFFICE, "/"),
    Shot("home-liaison", LIAISON, "/"),
    Shot("board", OFFICE, "/rounds/{round}/board/", whole=True),
    Shot("board-unit", LIAISON, "/rounds/{round}/board/", whole=True),
    Shot("board-findings", OFFICE, "/rounds/{round}/board/findings/?only=late"),
    Shot("board-responses", OFFICE, "/rounds/{round}/board/responses/?which=held:draft"),
    Shot("timeline", LIAISON, "/cases/{culture}/timeline/", whole=True),
    Shot("imports", UNIT, "/imports/"),
    Shot("import", UNIT, "/imports/new/"),
    Shot("reading", UNIT, "/imports/{draft}/?leaf=9"),
    Shot("ledger", UNIT, "/cases/{case}/ledger/"),
    Shot("ledger-office", OFFICE, "/ledger/"),
    Shot("finding", UNIT, "/findings/{finding}/", whole=True),
    Shot("edit", UNIT, "/measures/{measure}/edit/"),
    Shot("checks", UNIT, "/cases/{case}/checks/"),
    Shot("announcement", UNIT, "/cases/{case}/announcement/"),
    Shot("queue", OFFICE, "/queue/"),
    Shot("response", LIAISON, "/responses/{in_progress}/", whole=True),
    Shot("response-closed", LIAISON, "/responses/{closed}/", whole=True),
    Shot("plan", WATER, "/responses/{draft_response}/plan/", whole=True),
    Shot("case-plan", LIAISON, "/cases/{culture}/plan/"),
    Shot("review", OFFICE, "/responses/{under_review}/review/", whole=True),
    Shot("certificate", LIAISON, "/responses/{closed}/certificate/", whole=True),
    Shot("list-problems", LIAISON, "/cases/{culture}/lists/problems/"),
    Shot("list-tasks", LIAISON, "/cases/{culture}/lists/tasks/"),
    Shot("list-duties", LIAISON, "/cases/{culture}/lists/duties/"),
    Shot("measures", LIAISON, "/measures/"),
    Shot("saved", LIAISON, "/saved/"),
    Shot("history", LIAISON, "/history/response/{in_progress}/", whole=True),
    Shot("matrix", LIAISON, "/cases/{culture}/matrix/"),
    Shot("kanban", LIAISON, "/cases/{culture}/kanban/"),
    Shot("ledger-printed", LIAISON, "/cases/{culture}/print/"),
    Shot("templates", LIAISON, "/templates/"),
    Shot("from-templates", WATER, "/responses/{draft_response}/templates/"),
    Shot("parts", LIAISON, "/measures/{culture_measure}/parts/"),
    Shot("assess", LIAISON, "/responses/{returned}/steps/assess/"),
    Shot("progress", LIAISON, "/measures/{culture_measure}/progress/"),
    Shot("assistance", LIAISON, "/assistance/"),
    Shot("assistance-new", LIAISON, "/measures/{culture_measure}/assistance/new/", whole=True),
    Shot("assistance-request", LIAISON, "/assistance/{assistance}/", whole=True),
    Shot("assistance-accept", LIAISON, "/assistance/{assistance}/accept/", whole=True),
    Shot("outside", None, "/a/{outside}/", whole=True),
    Shot("duty", LIAISON, "/duties/{duty}/", whole=True),
    Shot("duties", OFFICE, "/duties/"),
    Shot("commitments", LIAISON, "/commitments/"),
    Shot("supervision", OFFICE, "/supervision/", whole=True),
    Shot("supervision-unit", LIAISON, "/supervision/"),
    Shot("supervision-record", OFFICE, "/supervision/records/{record}/"),
    Shot("supervision-sheet", LIAISON, "/supervision/sheets/{sheet}/", whole=True),
    Shot("letters", OFFICE, "/supervision/letters/"),
    Shot("letter", "shenyuexi", "/supervision/letters/{missive}/", whole=True),
    Shot("urge", OFFICE, "/cases/{culture}/urge/"),
    Shot("visits", OFFICE, "/cases/{culture}/visits/"),
    Shot("directives", "hanxu", "/directives/"),
    Shot("directive", LIAISON, "/directives/{directive}/", whole=True),
    Shot("directive-check", LIAISON, "/directive-checks/{check}/", whole=True),
    Shot("assignment", "hanxu", "/assignments/{assignment}/"),
    Shot("rechecks", OFFICE, "/rechecks/"),
    Shot("parties", OFFICE, "/rounds/{round}/parties/"),
    Shot("waive", UNIT, "/diagnostics/{diagnostic}/waive/"),
    Shot("waivers", UNIT, "/cases/{case}/waivers/"),
    Shot("calendar", KEEPER, "/calendar/"),
    Shot("account", UNIT, "/account/"),
    Shot("factor", UNIT, "/account/factor/"),
    Shot("handover", UNIT, "/handover/"),
    Shot("rounds", OFFICE, "/rounds/"),
    Shot("people", "ximing", "/people/"),
    Shot("person", "ximing", "/people/1/"),
    Shot("unit", "ximing", "/units/1/"),
    Shot("roles", KEEPER, "/people/1/roles/"),
    Shot("login-policy", KEEPER, "/login-policy/"),
    Shot("journal", "shenyan", "/journal/"),
    Shot("search", UNIT, "/search/?q=核查"),
    Shot("search-office", OFFICE, "/search/?q=培训 考试&order=date"),
    Shot("search-none", OFFICE, "/search/?q=没有这话&kind=measure"),
    Shot("search-empty", LIAISON, "/search/"),
    Shot("inbox", UNIT, "/inbox/"),
    Shot("notice-settings", UNIT, "/inbox/settings/"),
    Shot("robots", UNIT, "/robots/"),
    Shot("jobs", "ximing", "/jobs/"),
    Shot("not-found", UNIT, "/findings/0/"),
)
README = {"ledger": "wide", "finding": "wide"}


class House(NamedTuple):
    """A running server with the sample data."""

    address: str
    password: str
    ids: dict[str, int | str]
    """Rows that the addresses of pages need."""
    environment: dict[str, str]
    """Its settings, for other commands of the same house."""


@contextmanager
def served(database: str = "") -> Iterator[House]:
    """A server and a worker of their own with the sample data, in a folder that vanishes; on SQLite, or on an
    empty database of PostgreSQL.
    """
    with tempfile.TemporaryDirectory(prefix="bihuan-shots-") as data, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        environment = {**os.environ, "BIHUAN_DATA": data, "PYTHONPATH": str(ROOT / "src")}
        environment["DATABASE_URL"] = database
        program = [sys.executable, "-m", "bihuan", "demo"]
        subprocess.run([*program, "--no-serve"], env=environment, check=True, stdout=subprocess.DEVNULL)
        asked = [sys.executable, str(Path(__file__)), "--look-up"]
        told = subprocess.run(asked, env=environment, check=True, capture_output=True, text=True)
        facts = json.loads(told.stdout)
        server = subprocess.Popen([*program, "--port", str(port)], env=environment, stdout=subprocess.DEVNULL)
        try:
            wait_for(port)
            yield House(f"http://127.0.0.1:{port}", facts.pop("password"), facts, environment)
        finally:
            server.terminate()
            server.wait(20)


def wait_for(port: int) -> None:
    """Until somebody listens; RuntimeError after a minute."""
    for _ in range(600):
        with socket.socket() as probe:
            if not probe.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.1)
    raise RuntimeError("服务没有启动，请单独运行 bihuan demo 查看原因")


def look_up() -> dict[str, int | str]:
    """Ids of a case of the statistics bureau, its most instructive finding, a draft; and the password.

    Runs in a process of its own, so that whoever asks keeps their own database.
    """
    os.environ["DJANGO_SETTINGS_MODULE"] = "bihuan.web.config.settings"
    import django

    django.setup()
    from django.utils import timezone

    from bihuan.web.accounts.models import User
    from bihuan.web.diagnosis.models import ImportDraft
    from bihuan.web.diagnosis.services import draft_create
    from bihuan.web.inspections.models import Feedback
    from bihuan.web.rectification.models import Measure
    from bihuan.web.sample import accounts

    user = User.objects.get(username=UNIT)
    case = Feedback.objects.filter(unit=user.unit).latest("id")
    said = case.diagnostics.filter(severity="error", finding__isnull=False).first()
    finding = said.finding if said else case.findings.first()
    draft = ImportDraft.objects.filter(confirmed_at=None, filing__unit=user.unit).first()
    if draft is None:
        text = ImportDraft.objects.filter(filing__feedback=case).latest("id").text
        draft = draft_create(
            actor=user, now=timezone.now(), unit=user.unit, content=text + "\n数据以年报为准\n"
        )
    assert finding
    measure = Measure.objects.filter(response__findings=finding).order_by("position").first()
    assert measure
    ids = {"case": case.pk, "finding": finding.pk, "draft": draft.pk, "measure": measure.pk}
    return {
        **ids,
        **_loop(case),
        **_supervision(),
        **_outside(),
        **_public(),
        "password": accounts()[0].password,
    }


def _supervision() -> dict[str, int]:
    """The newest record with the culture bureau's sheet, a letter to its head, a decision with a task."""
    from bihuan.web.supervision.models import Assignment, Directive, DirectiveCheck, Missive, Sheet

    sheet = Sheet.objects.filter(unit__short_name="市文旅局").latest("id")
    return {
        "record": sheet.supervision_id,
        "sheet": sheet.pk,
        "missive": Missive.objects.filter(unit=sheet.unit).earliest("id").pk,
        "directive": Directive.objects.earliest("id").pk,
        "check": DirectiveCheck.objects.earliest("id").pk,
        "assignment": Assignment.objects.filter(progress__isnull=False).latest("id").pk,
    }


def _outside() -> dict[str, int | str]:
    """A request that was answered, and a new link of one that waits."""
    from django.utils import timezone

    from bihuan.web.accounts.models import User
    from bihuan.web.assistance.models import AssistanceRequest
    from bihuan.web.assistance.services import assistance_renew

    waiting = AssistanceRequest.objects.select_related("measure").filter(state="open").earliest("id")
    liaison = User.objects.get(username=LIAISON)
    issued = assistance_renew(actor=liaison, now=timezone.now(), request=waiting)
    return {"outside": issued.token, "assistance": AssistanceRequest.objects.get(state="answered").pk}


def _public() -> dict[str, int]:
    """The culture bureau's public announcement, and what the public wrote about it."""
    from bihuan.web.enquiries.models import Enquiry, EnquiryState

    rows = Enquiry.objects.order_by("pk")
    states = {"answered": EnquiryState.ANSWERED, "open": EnquiryState.OPEN, "held": EnquiryState.HELD}
    found = {f"enquiry_{word}": rows.filter(state=state)[0].pk for word, state in states.items()}
    return {**found, "announcement": rows[0].announcement_id, "answering_unit": rows[0].unit_id}


def _loop(case: Any) -> dict[str, int]:
    """One response of the culture bureau in each state, and what hangs on them."""
    from bihuan.web.rectification.models import RegularDuty, Response

    rows = Response.objects.filter(feedback__unit__short_name="市文旅局", withdrawn_at=None)
    ids = {one.state: one.pk for one in rows}
    unplanned = Response.objects.filter(feedback__unit__short_name="市水务局", state="draft")
    working = rows.get(pk=ids["in_progress"])
    return {
        **ids,
        "draft_response": unplanned.earliest("position").pk,
        "culture": working.feedback_id,
        "culture_measure": working.measures.order_by("-position")[0].pk,
        "duty": RegularDuty.objects.earliest("id").pk,
        "round": working.feedback.round_id,
        "diagnostic": case.diagnostics.filter(severity="error")[0].pk,
    }


def sign_in(browser: Browser, house: House, user: str | None) -> Page:
    """A page of a session of its own."""
    page = browser.new_context(locale="zh-CN", device_scale_factor=1).new_page()
    if user:
        page.goto(f"{house.address}/login/")
        page.fill("[name=username]", user)
        page.fill("[name=password]", house.password)
        page.click("button")
        page.wait_for_url(f"{house.address}/")
    return page


def pictures(readme: bool, only: list[str] | None) -> list[tuple[Shot, str]]:
    """What is to be taken, at which size."""
    every = [(shot, size) for shot in SHOTS for size in SIZES]
    if readme:
        return [(shot, size) for shot, size in every if README.get(shot.name) == size]
    return [(shot, size) for shot, size in every if not only or shot.name in only]


def main() -> None:
    """Write the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", nargs="?", type=Path, default=ROOT / "var" / "screenshots")
    parser.add_argument("--readme", action="store_true", help="only the pictures of README, to docs/images")
    parser.add_argument("--look-up", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--only", nargs="*", help="names of pictures")
    args = parser.parse_args()
    if args.look_up:
        print(json.dumps(look_up()))
        return
    out = ROOT / "docs" / "images" if args.readme else args.out
    out.mkdir(parents=True, exist_ok=True)
    with served() as house, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=SWITCHES)
        pages = {user: sign_in(browser, house, user) for user in {shot.user for shot in SHOTS}}
        for shot, size in pictures(args.readme, args.only):
            page = pages[shot.user]
            page.set_viewport_size({"width": SIZES[size][0], "height": SIZES[size][1]})
            page.goto(house.address + shot.address.format(**house.ids))
            page.wait_for_load_state("networkidle")
            name = shot.name if args.readme else f"{shot.name}-{size}"
            page.screenshot(path=out / f"{name}.png", full_page=shot.whole and not args.readme)
        browser.close()
    print(out)


if __name__ == "__main__":
    main()
