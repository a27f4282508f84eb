"""An office's own Word template: what it may ask for, what is refused, whose numbers count."""

from __future__ import annotations

import io
import time
import zipfile
from typing import TYPE_CHECKING

import pytest

from bihuan.documents import blocks as b
from bihuan.documents.kinds import kinds
from bihuan.documents.writers.text import write_text
from bihuan.documents.writers.word import write_word
from bihuan.report import read, read_text
from bihuan.report.errors import UnreadableDocument
from bihuan.web.papers.templating.fields import fields_of, replaceable, values
from bihuan.web.papers.templating.filling import contradictions, fill
from bihuan.web.papers.templating.reading import TooLongError, environment, read_template, rendered
from bihuan.web.papers.templating.starting import STARTING, starting
from tests.documents import cast
from tests.documents.conftest import all_printed
from tests.documents.test_hostile_words import HOSTILE
from tests.documents.test_kinds import what_it_says

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from bihuan.web.papers.templating.field import Field

OFFICE = "中共鹿溪市委巡察工作领导小组办公室"
REPORT = kinds()["progress-report"]
MINE = [one for one in kinds().values() if replaceable(one)]


def template(*lines: str) -> bytes:
    return write_word(b.Document("模板", tuple(b.Paragraph((b.Span(line),), indent=False) for line in lines)))


def packed(data: bytes, name: str, content: str | bytes) -> bytes:
    """The package with one more part, or another content for it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info, old.read(info))
        new.writestr(name, content)
    return out.getvalue()


def lines_of(data: bytes) -> list[str]:
    return [line for line in read(data, "a.docx").lines if line.strip()]


def filled(data: bytes, findings: int = 3, word: str = "") -> bytes:
    return fill(data, REPORT, cast.case(findings, word), name="报告", day=cast.ON)


def problems(*lines: str) -> list[str]:
    return read_template(template(*lines), fields_of(REPORT)).problems


@pytest.mark.parametrize("slug", STARTING)
def test_a_starting_template_is_one_that_is_taken(slug: str) -> None:
    found = read_template(starting(slug, OFFICE), fields_of(kinds()[slug]))
    assert found.problems == []
    assert len(found.used) > 10


def test_the_starting_report_says_what_our_own_says_and_reads_back() -> None:
    told = cast.case(5)
    ours = read_text(write_text(REPORT.make(told)))
    theirs = read(fill(starting("progress-report", OFFICE), REPORT, told, name="报告", day=cast.ON), "a.docx")
    assert [one for one in what_it_says(theirs) if one[0]] == [one for one in what_it_says(ours) if one[0]]


@pytest.mark.slow
def test_the_signature_of_a_filled_template_never_stands_alone(tmp_path: Path) -> None:
    """Its last paragraph stands in a loop; the room left on the page differs from file to file."""
    data = starting("progress-report", OFFICE)
    some = [cast.case(2, issuer="鹿溪市文旅局党组", team="国" * 28 * at) for at in range(1, 18)]
    files = [fill(data, REPORT, one, name="报告", day=cast.ON) for one in some]
    for sheets in all_printed(files, tmp_path):
        assert sheets[-1].texts[-4:-1] == ["整改情况：已完成。", "鹿溪市文旅局党组", b.day_words(cast.ON)]


def test_the_starting_letter_lists_every_item_in_its_table() -> None:
    kind = kinds()["letter"]
    made = fill(starting("letter", OFFICE), kind, cast.told(kind.scope, 3), name="函", day=cast.ON)
    found = lines_of(made)
    assert found.count("增聘管理员逾期") == 3
    assert not [line for line in found if "{" in line]


@pytest.mark.parametrize("kind", MINE, ids=lambda kind: kind.slug)
@pytest.mark.parametrize("findings", [0, 3])
def test_every_documented_field_of_every_kind_can_be_used(kind: object, findings: int) -> None:
    one = kinds()[kind.slug]  # type: ignore[attr-defined]
    data = template(*_everything(fields_of(one)))
    assert read_template(data, fields_of(one)).problems == []
    made = fill(data, one, cast.told(one.scope, findings), name="全部", day=cast.ON)
    assert "None" not in "".join(lines_of(made))


def _everything(fields: Iterable[Field], of: str = "") -> Iterator[str]:
    """A template that goes through all fields."""
    for one in fields:
        name = f"{of}{one.name}"
        if not one.listed:
            yield f"{one.name}：{{{{ {name} }}}}"
            continue
        inner = f"甲{len(of)}"
        yield f"{{%p for {inner} in {name} %}}"
        yield from ([f"{{{{ {inner} }}}}"] if one.plain else _everything(one.rows, f"{inner}."))
        yield "{%p endfor %}"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "单位名称：{{ 单位名 }}",
            "正文“单位名称：{{ 单位名 }}”：“单位名”不是这种文书的字段，是不是“单位”。",
        ),
        ("{{ 各项 }}", "“各项”是一组内容"),
        ("{{ 各项.目标 }}", "不在循环里"),
        ("{% for 项 in 各项 %}{{ 项 }}{% endfor %}", "请写明取哪一栏"),
        ("{% for 项 in 各项 %}{{ 项.目地 }}{% endfor %}", "“目地”不是这种文书的字段"),
        ("{% for 项 in 各项 %}{{ 项.目标 }}", "没有成对"),
        ("{% for 项 in 问题数 %}{% endfor %}", "不是一组内容"),
        (
            "{% for 项 in 各项 %}{% for 二 in 各项 %}{{ 二.目标 }}{% endfor %}{% endfor %}",
            "只能再循环它自己的下级",
        ),
        ("{{ 单位 | upper }}", "不支持"),
        ("{{ 单位.__class__ }}", "不在循环里"),
        ("{{ ''.__class__.__mro__ }}", "不支持"),
        ("{{ range(10) }}", "不支持"),
        ("{{ 问题数 * 100000000 }}", "不支持"),
        ("{% set 单位 = 1 %}", "不支持"),
        ("{% include '/etc/passwd' %}", "不支持"),
        ("{% import 'os' as os %}", "不支持"),
        ("{% macro a() %}{% endmacro %}", "不支持"),
        ("{{r 单位 }}", "不支持的写法"),
        ("{{ 单位", "不完整"),
        ("没有字段的模板", "没有一个字段"),
        ("{% for 项 in 各项 %}{{ loop.cycle }}{% endfor %}", "“loop.cycle”不是可用的字段"),
    ],
)
def test_what_a_template_must_not_ask_is_said_with_its_place(line: str, said: str) -> None:
    found = problems("标题", line)
    assert found, line
    assert said in "".join(found)
    assert all(one.endswith("。") for one in found)


def test_a_tag_that_word_cut_into_runs_is_one_tag() -> None:
    runs = (b.Span("单位：{{ 单"), b.Span("位 }}", b.Face.KAI))
    data = write_word(b.Document("模板", (b.Paragraph(runs),)))
    assert read_template(data, fields_of(REPORT)).problems == []
    assert lines_of(filled(data))[0] == "单位：鹿溪市文化和旅游局"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("word/vbaProject.bin", b"x", "宏"),
        ("word/embeddings/oleObject1.bin", b"x", "嵌有别的文件"),
        ("word/activeX/activeX1.xml", b"<x/>", "嵌有别的文件"),
        ("word/x.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "实体"),
        ("word/x.xml", b"<x>", "损坏"),
        (
            "word/_rels/settings.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="a" Type="x/attachedTemplate" Target="http://x.cn/" TargetMode="External"/>'
            "</Relationships>",
            "文件以外的内容",
        ),
        (
            "word/x.xml",
            '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:instrText>DDE'
            '</w:instrText><w:instrText>AUTO c:\\\\x "cmd"</w:instrText></w:p>',
            "域（DDEAUTO）",
        ),
        (
            "word/x.xml",
            '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:altChunk/></w:p>',
            "altChunk",
        ),
    ],
)
def test_a_hostile_file_is_refused(name: str, content: str | bytes, said: str) -> None:
    with pytest.raises(UnreadableDocument, match=said):
        read_template(packed(template("{{ 单位 }}"), name, content), fields_of(REPORT))


@pytest.mark.parametrize(
    "data", [b"", b"x", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" * 99, b"<html>{{ x }}</html>"]
)
def test_what_is_no_word_file_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableDocument):
        read_template(data, fields_of(REPORT))


def test_a_bomb_is_refused() -> None:
    data = packed(template("{{ 单位 }}"), "word/x.xml", b"<x>" + b"a" * 9_000_000 + b"</x>")
    with pytest.raises(UnreadableDocument, match="异常地大"):
        read_template(data, fields_of(REPORT))


def test_a_template_that_would_grow_beyond_bounds_is_stopped() -> None:
    text = "{% for 项 in 各项 %}" + "长" * 100_000 + "{% endfor %}"
    with pytest.raises(TooLongError):
        rendered(environment(), text, {"各项": [1] * 500})


@pytest.mark.parametrize("word", [*HOSTILE, "{{ 单位 }}{% for a in b %}", "长" * 300])
def test_words_of_the_ledger_are_words(word: str) -> None:
    made = filled(template("{{ 单位 }}", "{%p for 项 in 各项 %}", "{{ 项.问题 }}", "{%p endfor %}"), 2, word)
    told = "".join("".join(lines_of(made)).split())
    assert "".join(b.shaped(f"鹿溪市文化和旅游局{word}").split()) in told


def test_the_file_tells_nothing_of_whoever_wrote_the_template() -> None:
    data = packed(
        template("{{ 单位 }}"),
        "docProps/core.xml",
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>林知夏</dc:creator></cp:coreProperties>',
    )
    made = filled(data)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert all("林知夏".encode() not in archive.read(name) for name in archive.namelist())
        assert "<dc:title>报告</dc:title>" in archive.read("docProps/core.xml").decode()


def test_the_same_facts_are_the_same_bytes() -> None:
    data = starting("progress-report", OFFICE)
    assert filled(data) == filled(data)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("反馈的{{ 问题数 }}个问题，已完成{{ 已完成问题数 }}个。", ""),
        ("反馈的28个问题已全部整改完成。{{ 单位 }}", "台账是3个问题"),
        ("反馈的{{ 措施数 }}个问题全部整改完成。", "台账是3个问题"),
        ("{{ 完成情况 }}{{ 措施情况 }}", ""),
        ("制定整改措施{{ 措施数 }}项，已完成{{ 措施数 }}项。", "台账里完成了3项"),
        ("{% for 项 in 各项 %}{{ 项.问题 }}：{{ 项.整改情况 }}{% endfor %}", ""),
    ],
)
def test_numbers_that_the_template_states_are_held_against_the_ledger(line: str, said: str) -> None:
    found = contradictions(template(line), REPORT, cast.case(3))
    assert (said in "".join(found)) if said else not found


def test_numbers_in_the_words_of_the_ledger_are_the_ledgers() -> None:
    data = template("{% for 项 in 各项 %}{{ 项.问题 }}{{ 项.整改情况 }}{% endfor %}")
    assert contradictions(data, REPORT, cast.case(3, "反馈的28个问题全部整改完成")) == []


def test_a_round_is_counted_too() -> None:
    kind = kinds()["round-summary"]
    told = cast.told(kind.scope, 3)
    assert contradictions(template("全轮反馈的{{ 问题数 }}个问题。"), kind, told) == []
    assert contradictions(template("全轮反馈的99个问题。{{ 轮次 }}"), kind, told)


@pytest.mark.slow
def test_500_findings_through_a_template() -> None:
    data, told = starting("progress-report", OFFICE), cast.case(500)
    begun = time.process_time()
    made = fill(data, REPORT, told, name="报告", day=cast.ON)
    assert time.process_time() - begun < 5
    assert len([line for line in lines_of(made) if line.startswith("二是")]) == 500


def test_the_public_text_has_no_template() -> None:
    assert "announcement" not in {one.slug for one in MINE}
    assert "标题" in values(REPORT, cast.case(1))
