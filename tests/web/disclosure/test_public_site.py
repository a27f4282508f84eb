"""The public site: only what was frozen, nothing that was masked, no cookie, no script, small pages."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from django.test import Client
from lxml import etree

from bihuan.proof.package import verify
from bihuan.report import read
from bihuan.web.disclosure.freezing import NAMES
from bihuan.web.disclosure.models import Edition
from bihuan.web.disclosure.public import views
from bihuan.web.disclosure.public.entries import site
from bihuan.web.disclosure.public.exporting import export
from bihuan.web.disclosure.public.rendering import paths, render
from bihuan.web.disclosure.services import edition_step, mask_choose
from bihuan.web.disclosure.workflow import Audience, Step
from bihuan.web.evidence.store import address, storage
from bihuan.web.inspections.models import Feedback
from bihuan.web.rectification.models import Measure
from tests.web.disclosure.conftest import ORIGINALS
from tests.web.world import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django import DjangoAssertNumQueries

    from tests.web.world import World

PEOPLE = ("林知夏", "周衡远", "唐既明", "严守正")
"""Who wrote, examined, approved: nobody of them stands in what is published."""


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """Pages of another test's database are not this one's."""
    from bihuan.web.disclosure.public import entries

    views._KEPT.clear()
    entries._KEPT.clear()


def get(path: str) -> str:
    answer = Client().get(f"/public/{path}")
    assert answer.status_code == 200, path
    assert not answer.cookies
    return answer.text


def everything() -> dict[str, bytes]:
    """Every file of the site by its path; packages opened too."""
    now = site()
    found = {path: made.data for path in paths(now) if (made := render(path, now))}
    for path in [one for one in found if one.endswith(".zip")]:
        with zipfile.ZipFile(io.BytesIO(found[path])) as archive:
            found |= {f"{path}!{name}": archive.read(name) for name in archive.namelist()}
    return {**found, **unpacked(found)}


def unpacked(files: dict[str, bytes]) -> dict[str, bytes]:
    """What the parts of Word files and the objects of PDFs say, properties included."""
    found: dict[str, bytes] = {}
    for path, data in files.items():
        if path.endswith(".docx"):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                found |= {f"{path}!{name}": archive.read(name) for name in archive.namelist()}
        if path.endswith(".pdf"):
            found[f"{path}!text"], found[f"{path}!objects"] = pdf_text(data), pdf_objects(data)
    return found


def pdf_text(data: bytes) -> bytes:
    """The words of the pages and of the document's properties."""
    with pypdfium2.PdfDocument(data) as opened:
        pages = [page.get_textpage().get_text_bounded() for page in opened]
        told = [f"{name}={value}" for name, value in opened.get_metadata_dict().items()]
    return "".join("".join([*pages, *told]).split()).encode()


def pdf_objects(data: bytes) -> bytes:
    """Every stream as it is without compression (XMP is one of them)."""
    made = [data]
    for found in re.finditer(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
        with contextlib.suppress(zlib.error):
            made.append(zlib.decompress(found[1].strip(b"\r\n")))
    return b"\n".join(made)


@pytest.mark.usefixtures("world")
def test_an_empty_site_is_a_page() -> None:
    assert "还没有公开的整改情况" in get("")
    assert json.loads(get("announcements.json"))["announcements"] == []


def test_an_announcement_is_read_without_log_in(published: Edition) -> None:
    pk = published.announcement_id
    page = get(f"a/{pk}/")
    assert "陈某乙同志到某村走访" in page
    assert published.files["announcement.txt"]["sha256"] in page
    assert "鹿溪市统计局关于巡察整改情况的通报" in get("")
    assert get(f"a/{pk}/announcement.txt") == published.text
    assert "问题4个，已完成2个" in get(f"unit/{published.announcement.unit_id}/")
    assert "合计" not in get(f"round/{published.announcement.feedback.round_id}/")
    assert "全部一致" in get(f"a/{pk}/verify/")
    assert "<mark>末位</mark>" not in get("search/?q=末位")
    assert "<mark>双随机</mark>" in get("search/?q=双随机")


def test_nothing_masked_and_nobody_stands_in_any_published_byte(
    published: Edition, tmp_path: Path, world: World
) -> None:
    """The leak test: text, page, data, manifest, signature, package, lists, feed, tables, static export."""
    edition_step(
        actor=world.officer, now=NOW, edition=published, step=Step.WITHDRAW, opinion="误写了陈曦的事"
    )
    gone = everything()
    Edition.objects.filter(pk=published.pk).update(state="published", ended_at=None, ended_reason="")
    views._KEPT.clear()
    from bihuan.web.disclosure.public import entries

    entries._KEPT.clear()
    shown = everything()
    assert len(shown) > len(gone) > 5
    export(tmp_path / "site")
    files = {str(one): one.read_bytes() for one in (tmp_path / "site").rglob("*") if one.is_file()}
    stored = {one: Path(storage().path(one)).read_bytes() for one in _stored(published)}
    assert "陈某乙同志到某村走访".encode() in b"".join(shown.values())  # the looking sees what is there
    assert any("陈某乙".encode() in data for path, data in shown.items() if path.endswith(".pdf!text"))
    leaks = [
        (path, original)
        for path, data in {
            **gone,
            **{f"+{path}": data for path, data in shown.items()},
            **files,
            **unpacked(files),
            **stored,
        }.items()
        for original in (*ORIGINALS, *PEOPLE)
        for code in ("utf-8", "gb18030", "utf-16-le")
        if original.encode(code) in data or json.dumps(original)[1:-1].encode() in data
    ]
    assert leaks == []


def _stored(edition: Edition) -> list[str]:
    return [address(told["sha256"]) for told in edition.files.values()]


def test_word_and_pdf_are_the_published_text(published: Edition) -> None:
    """In the signed list, handed out to everybody, and word for word the text."""
    pk, plain = published.announcement_id, "".join(published.text.split())
    assert {"announcement.docx", "announcement.pdf"} <= published.files.keys()
    listed = {one["path"] for one in json.loads(get(f"a/{pk}/manifest.json"))["files"]}
    assert {"announcement.docx", "announcement.pdf"} <= listed
    word = Client().get(f"/public/a/{pk}/announcement.docx")
    assert "".join("".join(read(word.content, "a.docx").lines).split()) == plain
    pdf = Client().get(f"/public/a/{pk}/announcement.pdf").content
    for line in published.text.splitlines():
        assert "".join(line.split())[:12].encode() in pdf_text(pdf), line
    page = get(f"a/{pk}/")
    assert 'href="announcement.pdf"' in page
    assert 'href="announcement.docx"' in page
    with zipfile.ZipFile(io.BytesIO(word.content)) as archive:
        core = archive.read("docProps/core.xml").decode()
    assert "creator" not in core
    assert "lastModifiedBy" not in core


def test_no_annex_is_published(published: Edition) -> None:
    """What is for the inspection team stays inside, and so does its wording."""
    assert published.files.keys() == NAMES.keys()
    assert [path for path, data in everything().items() if "内部附册".encode() in data] == []


def test_the_ledger_is_never_read(published: Edition) -> None:
    Measure.objects.filter(feedback=published.announcement.feedback_id).update(text="泄露")
    Feedback.objects.filter(pk=published.announcement.feedback_id).update(title="泄露")
    assert [path for path, data in everything().items() if "泄露".encode() in data] == []


def test_a_withdrawn_one_keeps_its_place_and_reason(published: Edition, world: World) -> None:
    pk = published.announcement_id
    edition_step(actor=world.first_person, now=NOW, edition=published, step=Step.WITHDRAW, opinion="数字有误")
    page = get(f"a/{pk}/")
    assert "已撤回" in page
    assert "数字有误" in page
    assert "双随机" not in page
    assert "已撤回" in get("")
    for name in ("announcement.txt", "announcement.json", "package.zip", "verify/"):
        assert Client().get(f"/public/a/{pk}/{name}").status_code == 404
    assert "没有公开稿里有" in get("search/?q=双随机")
    assert json.loads(get("announcements.json"))["announcements"][0]["ended_reason"] == "数字有误"


def test_a_corrected_one_says_what_and_when(
    published: Edition, begin: Callable[..., Edition], bring: Callable[..., Edition], world: World
) -> None:
    second = begin(reason="双随机的次数写错")
    mask_choose(
        actor=world.liaison, now=NOW, announcement=second.announcement, original="双随机检查", active=True,
        mask="检查", reason="写错",
    )  # fmt: skip
    bring(second)
    page = get(f"a/{published.announcement_id}/")
    assert "这份公开稿更正过" in page
    assert page.count("正文 SHA-256") == 3
    assert "第2版，有更正" in get("")


def test_what_is_internal_is_not_public(begin: Callable[..., Edition], bring: Callable[..., Edition]) -> None:
    bring(begin(Audience.INTERNAL))
    assert "还没有公开的整改情况" in get("")


def test_the_package_is_verified_off_line(published: Edition) -> None:
    data = Client().get(f"/public/a/{published.announcement_id}/package.zip").content
    keys = json.loads(get("keys.json"))["keys"]
    verdict = verify(io.BytesIO(data), [keys[0]["fingerprint"]])
    assert (verdict.problems, verdict.trusted) == ((), True)
    at = data.find("双随机".encode())
    broken = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
    assert verify(io.BytesIO(broken)).problems != ()


def test_pages_need_no_script_and_are_small_and_cacheable(published: Edition) -> None:
    for path in ("", f"a/{published.announcement_id}/", f"unit/{published.announcement.unit_id}/"):
        answer = Client().get(f"/public/{path}")
        assert len(answer.content) < 60_000
        assert "<script" not in answer.text
        assert "style=" not in answer.text
        assert len(re.findall('rel="stylesheet"', answer.text)) == 1
        assert answer.headers["Cache-Control"] == "public, max-age=60"
        again = Client().get(f"/public/{path}", headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert "Last-Modified" in again.headers
    assert len(Client().get("/public/public.css").content) < 12_000


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("which", ["round", "unit"])
def test_a_thousand_announcements_are_read_page_by_page(which: str) -> None:
    [one] = site().entries
    many = tuple(replace(one, pk=number) for number in range(1000, 0, -1))
    whole = replace(site(), entries=many, by_pk={each.pk: each for each in many})
    first = f"{which}/{one.round_id if which == 'round' else one.unit_id}/"
    pages = [path for path in paths(whole) if path.startswith(first)]
    assert pages[:2] == [first, f"{first}page/2/"]
    told = [render(path, whole) for path in pages]
    links = [re.findall(r'href="((?:\.\./)+)a/([0-9]+)/"', made.data.decode()) for made in told if made]
    assert [int(pk) for page in links for _, pk in page] == list(range(1000, 0, -1))
    assert [root.count("../") for root, _ in (links[0][0], links[1][0])] == [2, 4]
    assert max(len(made.data) for made in told if made) < 60_000
    assert all("合计" in made.data.decode() for made in told if made)
    for wrong in ("page/1/", f"page/{len(pages) + 1}/", "page/x/", "page/", "page/2/page/3/"):
        assert render(f"{first}{wrong}", whole) is None


def test_a_page_asks_one_query(published: Edition, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client, path = Client(), f"/public/a/{published.announcement_id}/"
    client.get(path)
    with django_assert_num_queries(1):
        client.get(path)
    with django_assert_num_queries(2):
        client.get("/public/search/?q=检查")


def test_programs_read_lists(published: Edition) -> None:
    [row] = csv.DictReader(io.StringIO(get("announcements.csv").removeprefix("\ufeff")))
    assert (row["单位"], row["问题"], row["已完成"]) == ("鹿溪市统计局", "4", "2")
    feed = etree.fromstring(get("feed.atom").encode())
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    assert len(feed.findall("{*}entry")) == 1
    told = json.loads(get(f"a/{published.announcement_id}/announcement.json"))
    assert told["sections"][0]["responses"][0]["findings"][0]["aspects"] == [
        "核查台账不规范",
        "对问题企业回访不及时",
    ]


@pytest.mark.parametrize(
    "path",
    [
        *(
            "a/",
            "a/x/",
            "a/1/../",
            "a/99999999999999999999/",
            "a/1/keys.json",
            "page/1/",
            "page/0/",
            "page/9/",
        ),
        *(
            "unit/1",
            "unit/一/",
            "round/-1/",
            "../settings.py",
            "a/1",
            "search",
            "public.css/",
            "a/²/",
            "%2e%2e/",
        ),
    ],
)
@pytest.mark.usefixtures("published")
def test_addresses_that_are_none_are_not_found(path: str) -> None:
    assert Client().get(f"/public/{path}").status_code == 404


@pytest.mark.parametrize("query", ["", "?q=", "?q=" + "x" * 5000, "?q=%25_", "?q=<script>"])
@pytest.mark.usefixtures("published")
def test_any_words_are_searched(query: str) -> None:
    assert "<script>" not in get(f"search/{query}")


def test_the_static_copy_is_the_site(published: Edition, tmp_path: Path, world: World) -> None:
    tmp_path /= "site"
    done = export(tmp_path)
    assert done.files == done.changed == len(list(paths(site())))
    page = (tmp_path / f"a/{published.announcement_id}/index.html").read_text("utf-8")
    assert "现在重算一遍" not in page
    for link in re.findall('href="([^"#]+)"', page):
        target = (tmp_path / f"a/{published.announcement_id}" / link).resolve()
        assert target.exists() or (target / "index.html").exists(), link
    edition_step(actor=world.first_person, now=NOW, edition=published, step=Step.WITHDRAW, opinion="有误")
    export(tmp_path)
    assert not (tmp_path / f"a/{published.announcement_id}/announcement.txt").exists()
