"""The pages: who gets in, what they show, what a form does without script."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bihuan.web.evidence.models import Evidence, EvidenceFile, Upload
from bihuan.web.evidence.services import evidence_link
from bihuan.web.evidence.targets import find
from tests.web.evidence import files
from tests.web.evidence.conftest import form
from tests.web.world import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django import DjangoAssertNumQueries

    from bihuan.web.accounts.models import User
    from bihuan.web.rectification.models import Measure
    from tests.web.world import World

ANYBODY = ("liaison", "handler", "first_person", "reader", "officer")
SHOWN = ("entry", "file", "picture", "download")
WRITTEN = ("edit", "version", "link", "unlink")


@pytest.fixture
def addresses(prove: Callable[..., Evidence], measures: list[Measure]) -> dict[str, str]:
    """Every address of one entry, by the name of its view."""
    entry = prove(measures[0], measures[2], data=files.picture(), name="现场“核查”.png")
    file = EvidenceFile.objects.get()
    names = {name: reverse(f"evidence:{name}", args=[entry.pk]) for name in ("entry", "review", *WRITTEN)}
    names |= {name: reverse(f"evidence:{name}", args=[file.pk]) for name in ("file", "download")}
    return {
        **names,
        "picture": reverse("evidence:picture", args=[file.pk, 0]),
        "list": reverse("evidence:list"),
    }


@pytest.mark.parametrize("name", SHOWN)
@pytest.mark.parametrize("who", ANYBODY)
def test_unit_and_office_may_read(
    addresses: dict[str, str], world: World, sign_in: Callable[[User], Client], name: str, who: str
) -> None:
    answer = sign_in(getattr(world, who)).get(addresses[name])
    assert answer.status_code == 200
    answer.close()


@pytest.mark.parametrize("name", [*SHOWN, *WRITTEN, "review"])
@pytest.mark.parametrize("who", ["stranger", "system_admin", "security_admin", "audit_admin"])
def test_strangers_learn_of_nothing(
    addresses: dict[str, str], world: World, sign_in: Callable[[User], Client], name: str, who: str
) -> None:
    client = sign_in(getattr(world, who))
    assert client.get(addresses[name]).status_code in (404, 405)
    assert client.post(addresses[name]).status_code in (404, 405)


@pytest.mark.parametrize("name", ["edit", "version"])
@pytest.mark.parametrize("who", ["first_person", "reader", "officer"])
def test_readers_may_not_write(
    addresses: dict[str, str], world: World, sign_in: Callable[[User], Client], name: str, who: str
) -> None:
    client = sign_in(getattr(world, who))
    assert client.get(addresses[name]).status_code == 403
    assert client.post(addresses[name], {"whole": "1"}).status_code == 403


@pytest.mark.parametrize("who", ["liaison", "reader", "first_person"])
def test_the_unit_may_not_review(
    addresses: dict[str, str], world: World, sign_in: Callable[[User], Client], who: str
) -> None:
    answer = sign_in(getattr(world, who)).post(addresses["review"], {"number": 1, "verdict": "accept"})
    assert answer.status_code == 403


@pytest.mark.parametrize("name", [*SHOWN, *WRITTEN, "review", "list"])
def test_nobody_is_sent_to_the_log_in(addresses: dict[str, str], name: str) -> None:
    answer = Client().get(addresses[name])
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("accounts:login"))


@pytest.mark.parametrize("name", [*SHOWN, "list"])
def test_pages_are_not_posted_to(addresses: dict[str, str], liaison: Client, name: str) -> None:
    assert liaison.post(addresses[name]).status_code == 405


@pytest.mark.parametrize("name", ["link", "unlink", "review"])
def test_actions_are_not_fetched(addresses: dict[str, str], liaison: Client, name: str) -> None:
    assert liaison.get(addresses[name]).status_code == 405


def test_an_upload_without_the_form_s_token_is_refused(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.liaison)
    answer = client.post(reverse("evidence:new"), form(("纪要.txt", b"words")))
    assert answer.status_code == 403
    assert not Evidence.objects.exists()


def test_a_plain_form_saves_many_files_for_many_measures(measures: list[Measure], liaison: Client) -> None:
    wanted = [f"measure:{one.pk}" for one in measures[:2]]
    page = liaison.get(reverse("evidence:new"), {"for": wanted}).content.decode()
    assert "用于问题1" in page
    sent = form(
        ("纪要.txt", b"minutes"), ("现场.png", files.picture()), **{"for": wanted}, event_date="2023-07-03"
    )
    answer = liaison.post(reverse("evidence:new"), sent)
    entry = Evidence.objects.get()
    assert answer.headers["Location"] == reverse("evidence:entry", args=[entry.pk])
    assert (entry.title, entry.file_count, entry.link_count) == ("纪要", 2, 2)


def test_a_refused_form_keeps_its_files(liaison: Client) -> None:
    answer = liaison.post(reverse("evidence:new"), form(("纪要.txt", b"minutes"), event_date="2023-02-30"))
    text = answer.content.decode()
    assert "真有这一天" in text
    upload = Upload.objects.get()
    assert f'name="upload" value="{upload.token}"' in text
    liaison.post(reverse("evidence:new"), form(upload=str(upload.token)))
    assert Evidence.objects.get().file_count == 1


def test_personal_data_is_asked_about_once(liaison: Client) -> None:
    text = liaison.post(reverse("evidence:new"), form(("名单.txt", files.IDENTITY.encode()))).content.decode()
    assert "个身份证号" in text
    assert files.IDENTITY not in text
    token = str(Upload.objects.get().token)
    liaison.post(reverse("evidence:new"), form(upload=token, confirmed="1"))
    assert "上传人已确认" in liaison.get(f"/evidence/{Evidence.objects.get().pk}/").content.decode()


def test_a_marked_file_is_refused_in_the_form(liaison: Client) -> None:
    text = liaison.post(reverse("evidence:new"), form(("【机密】方案.txt", b"words"))).content.decode()
    assert "涉密文件不得上传" in text
    assert not Upload.objects.exists()


def test_the_same_file_is_offered_for_linking(
    prove: Callable[..., Evidence], measures: list[Measure], liaison: Client
) -> None:
    entry = prove(measures[0])
    sent = form(("另存.txt", b"minutes of 3 July"), **{"for": f"measure:{measures[4].pk}"})
    text = liaison.post(reverse("evidence:new"), sent).content.decode()
    assert "改为关联这份佐证" in text
    assert reverse("evidence:link", args=[entry.pk]) in text
    liaison.post(reverse("evidence:link", args=[entry.pk]), {"for": f"measure:{measures[4].pk}"})
    entry.refresh_from_db()
    assert entry.link_count == 2
    assert Evidence.objects.count() == 1


def test_a_file_is_dropped_from_the_form(liaison: Client) -> None:
    liaison.post(reverse("evidence:new"), form(("a.txt", b"words"), event_date="x"))
    token = str(Upload.objects.get().token)
    text = liaison.post(reverse("evidence:new"), form(upload=token, drop=token)).content.decode()
    assert "a.txt" not in text
    assert not Upload.objects.exists()


def test_an_address_leads_back_only_into_the_product(liaison: Client) -> None:
    for back in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        sent = form((f"{len(back)}.txt", back.encode()), back=back)
        assert liaison.post(reverse("evidence:new"), sent).headers["Location"].startswith("/evidence/")


def test_finding_page_shows_chips(
    addresses: dict[str, str], measures: list[Measure], liaison: Client
) -> None:
    finding = measures[0].response.findings.get()
    text = liaison.get(reverse("rectification:finding", args=[finding.pk])).content.decode()
    assert "党组会议纪要" in text
    assert "也用于：问题2、3" in text
    assert "上传佐证" in text
    assert addresses["entry"] in text
    other = measures[4].response.findings.get()
    assert "佐证：尚未上传" in liaison.get(reverse("rectification:finding", args=[other.pk])).content.decode()


def test_entry_page_tells_it_all(addresses: dict[str, str], liaison: Client) -> None:
    text = liaison.get(addresses["entry"]).content.decode()
    for told in (
        "会议记录、纪要",
        'datetime="2023-07-03"',
        "SHA-256",
        "SM3",
        "PNG 图片",
        "问题2、3",
        "取消关联",
    ):
        assert told in text
    assert "认可</button>" not in text


def test_office_reviews_on_the_page(
    addresses: dict[str, str], world: World, sign_in: Callable[[User], Client]
) -> None:
    officer = sign_in(world.officer)
    assert "认可</button>" in officer.get(addresses["entry"]).content.decode()
    bare = officer.post(addresses["review"], {"number": 1, "verdict": "reject", "reason": ""})
    assert "写明理由" in bare.content.decode()
    officer.post(addresses["review"], {"number": 1, "verdict": "reject", "reason": "照片看不清"})
    assert "照片看不清" in officer.get(addresses["entry"]).content.decode()


def test_more_measures_are_chosen_on_the_page(
    addresses: dict[str, str], measures: list[Measure], liaison: Client
) -> None:
    text = liaison.get(addresses["entry"], {"find": "双随机"}).content.decode()
    assert f'value="measure:{measures[3].pk}"' in text
    assert f'value="measure:{measures[1].pk}"' not in text
    assert "请先选" in liaison.post(addresses["link"], follow=True).content.decode()


def test_a_new_version_by_a_plain_form(addresses: dict[str, str], liaison: Client) -> None:
    file = EvidenceFile.objects.get()
    text = liaison.get(addresses["version"]).content.decode()
    assert f'name="kept" value="{file.pk}" checked' in text
    liaison.post(addresses["version"], form(("补.txt", b"more"), kept=file.pk, version=1, note="补说明"))
    page = liaison.get(addresses["entry"]).content.decode()
    assert "第2版" in page
    assert "已被新版本替换" in page


def test_corrections_are_refused_when_stale(addresses: dict[str, str], liaison: Client) -> None:
    sent = {"title": "新名称", "kind": "rules", "version": 1}
    assert liaison.post(addresses["edit"], sent).status_code == 302
    text = liaison.post(addresses["edit"], {**sent, "title": "别的名称"}).content.decode()
    assert "刚刚被别人改过" in text
    assert "别的名称" in text


# --- files --------------------------------------------------------------------------------------------------


def test_downloads_can_do_nothing(addresses: dict[str, str], liaison: Client) -> None:
    answer = liaison.get(addresses["download"])
    assert b"".join(answer.streaming_content) == files.picture()  # type: ignore[attr-defined]
    head = answer.headers
    assert head["Content-Disposition"].startswith("attachment; filename*=utf-8''%E7%8E%B0")
    assert head["X-Content-Type-Options"] == "nosniff"
    assert head["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert head["Content-Type"] == "image/png"


def test_words_are_shown_and_never_run(
    prove: Callable[..., Evidence], measures: list[Measure], liaison: Client
) -> None:
    prove(measures[0], data=b"words <script>alert(1)</script>")
    text = liaison.get(reverse("evidence:file", args=[EvidenceFile.objects.get().pk])).content.decode()
    assert "&lt;script&gt;alert(1)" in text


@pytest.mark.apart
def test_pages_are_drawn_after_the_page_is_there(
    prove: Callable[..., Evidence], measures: list[Measure], liaison: Client
) -> None:
    prove(measures[0], data=files.pdf("第一页", "第二页"), name="方案.pdf")
    file = EvidenceFile.objects.get()
    address = reverse("evidence:file", args=[file.pk])
    assert "正在生成预览" in liaison.get(address).content.decode()
    part = liaison.get(address, headers={"HX-Request": "true", "HX-Target": "pages"}).content.decode()
    assert part.lstrip().startswith("<section")
    assert part.count("<figure") == 2
    picture = liaison.get(reverse("evidence:picture", args=[file.pk, 2]))
    assert b"".join(picture.streaming_content)[8:12] == b"WEBP"  # type: ignore[attr-defined]
    assert liaison.get(reverse("evidence:picture", args=[file.pk, 3])).status_code == 404


def test_a_lost_original_is_said_plainly(addresses: dict[str, str], liaison: Client) -> None:
    from bihuan.web.evidence.store import address, storage

    storage().delete(address(EvidenceFile.objects.get().blob.sha256))
    answer = liaison.get(addresses["download"])
    assert (answer.status_code, "bihuan verify --evidence" in answer.content.decode()) == (410, True)


# --- the list -----------------------------------------------------------------------------------------------


def test_list_narrows(prove: Callable[..., Evidence], measures: list[Measure], liaison: Client) -> None:
    prove(measures[0], title="党组会议纪要")
    prove(data=b"2", title="核查照片")
    address = reverse("evidence:list")
    for asked, told, hidden in (
        ({"q": "照片"}, "核查照片", "党组会议纪要"),
        ({"loose": "True"}, "核查照片", "党组会议纪要"),
        ({"state": "pending", "kind": "minutes"}, "党组会议纪要", "没有符合"),
        ({"state": "accepted"}, "没有符合", "核查照片"),
    ):
        text = liaison.get(address, asked).content.decode()
        assert told in text
        assert hidden not in text
    part = liaison.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part


def test_list_turns_its_pages(world: World, liaison: Client) -> None:
    Evidence.objects.bulk_create(
        Evidence(unit=world.bureau, title=f"第{at}份", created_at=NOW, created_by=world.liaison, recency=-at)
        for at in range(120)
    )
    found, address = [], reverse("evidence:list")
    while address:
        answer = liaison.get(address)
        text = answer.content.decode()
        found += [int(part.split("份")[0]) for part in text.split(">第")[1:] if part.split("份")[0].isdigit()]
        address = (
            text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
            if 'rel="next"' in text
            else ""
        )
        address = reverse("evidence:list") + address if address else ""
    assert found == [*range(119, -1, -1)]


@pytest.mark.parametrize(("name", "most"), [("list", 5), ("entry", 10), ("file", 4), ("edit", 5)])
def test_queries_stay_few(
    addresses: dict[str, str],
    measures: list[Measure],
    world: World,
    liaison: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    name: str,
    most: int,
) -> None:
    entry = Evidence.objects.get()
    targets = [find(world.liaison, f"measure:{one.pk}") for one in measures]
    evidence_link(actor=world.liaison, now=NOW, evidence=entry, targets=targets)
    liaison.get(addresses[name])
    with django_assert_max_num_queries(most):
        liaison.get(addresses[name])


def test_what_expires_is_marked_and_found(
    prove: Callable[..., Evidence], measures: list[Measure], liaison: Client
) -> None:
    today = timezone.localdate()
    past = prove(measures[0], data=b"1", title="过期合同", expires_on=today - timedelta(1))
    soon = prove(measures[0], data=b"2", title="资质证书", expires_on=today + timedelta(30))
    prove(measures[0], data=b"3", title="长期协议", expires_on=today + timedelta(31))
    page = liaison.get("/evidence/?expiring=True").content.decode()
    assert "过期合同" in page
    assert "资质证书" in page
    assert "长期协议" not in page
    assert "已过有效期" in liaison.get(f"/evidence/{past.pk}/").content.decode()
    assert "快到期" in liaison.get(f"/evidence/{soon.pk}/").content.decode()
    assert "长期协议" in liaison.get("/evidence/").content.decode()
