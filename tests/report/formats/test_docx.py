"""A Word document reads as the final version shows it, one line a paragraph."""

from __future__ import annotations

import pytest
from tests.report.formats.build import docx, p, r

from bihuan.report.formats import Format, load

DELETED_END = "<w:rPr><w:del/></w:rPr>"
BOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps">'
    "<w:drawing><w:txbxContent>{0}</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>{0}</w:txbxContent></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)


def field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def code(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


def lines(body: str, **parts: str) -> list[str]:
    return load(docx(body, **parts)).text.split("\n")


def test_every_paragraph_is_a_line_in_document_order() -> None:
    cell = f"<w:tc>{p('格一')}{p('格二')}</w:tc><w:tc><w:p/></w:tc>"
    body = (
        p("甲")
        + "<w:p/>"
        + f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>"
        + f"<w:sdt><w:sdtContent>{p('乙')}</w:sdtContent></w:sdt>"
    )
    loaded = load(docx(body), "feedback.docx")
    assert loaded.text.split("\n") == ["甲", "", "格一", "格二", "", "乙"]
    assert loaded.tables[0].rows == (((3, 4), (5,)),)
    assert (loaded.format, loaded.notes) == (Format.DOCX, ())
    assert loaded.render() == loaded.text.encode()


def test_merged_cells_stand_in_every_row_and_column() -> None:
    first = f'<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{p("类别")}</w:tc>'
    top = f"<w:tr>{first}<w:tc>{p('一')}</w:tc></w:tr>"
    low = f"<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc>{p('二')}</w:tc></w:tr>"
    wide = f'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{p("全")}</w:tc></w:tr>'
    loaded = load(docx(f"<w:tbl>{top}{low}{wide}</w:tbl>"))
    assert loaded.tables[0].rows == (((1,), (2,)), ((1,), (4,)), ((5,), (5,)))


def test_table_comes_before_the_tables_in_its_cells() -> None:
    inner = f"<w:tbl><w:tr><w:tc>{p('内')}</w:tc></w:tr></w:tbl>"
    loaded = load(docx(f"<w:tbl><w:tr><w:tc>{inner}{p('外')}</w:tc></w:tr></w:tbl>"))
    assert [table.rows for table in loaded.tables] == [(((1, 2),),), (((1,),),)]


def test_insertions_count_and_deletions_do_not() -> None:
    gone = "<w:del><w:r><w:delText>作废</w:delText></w:r></w:del>"
    body = f"<w:p>{r('已')}<w:ins>{r('新')}</w:ins>{gone}{r('文')}<w:moveFrom>{r('移走')}</w:moveFrom></w:p>"
    loaded = load(docx(body))
    assert loaded.text == "已新文"
    assert loaded.notes == ("按接受全部修订后的文字读取，略去标为删除的文字 2 处。",)


def test_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    assert lines(p("前半", DELETED_END) + p("后半") + p("末")) == ["前半后半", "末"]


def test_paragraph_that_was_deleted_whole_leaves_no_line() -> None:
    gone = f"<w:p><w:pPr>{DELETED_END}</w:pPr><w:del><w:r><w:delText>作废</w:delText></w:r></w:del></w:p>"
    assert lines(p("甲") + gone + p("乙")) == ["甲", "乙"]


def test_deleted_row_is_no_row() -> None:
    gone = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{p('作废')}</w:tc></w:tr>"
    assert lines(f"<w:tbl>{gone}<w:tr><w:tc>{p('留')}</w:tc></w:tr></w:tbl>") == ["留"]


FIELDS = {
    "结果算正文，域代码不算": (
        field("begin") + code("PAGE") + field("separate") + r("7") + field("end") + r("页"),
        "7页",
    ),
    "嵌套在结果里的域": (
        field("begin") + code("IF") + field("separate")
        + field("begin") + code("DATE") + field("separate") + r("五月") + field("end")
        + r("一日") + field("end"),
        "五月一日",
    ),
    "嵌套在代码里的域": (
        field("begin") + field("begin") + code("X") + field("separate") + r("内") + field("end")
        + field("separate") + r("外") + field("end"),
        "外",
    ),
    "带圈数字": (field("begin") + code(r"eq \o\ac(○,3)") + field("end") + r("制度"), "③制度"),
    "没有结束的域只影响本段": (field("begin") + code("X") + r("丢"), ""),
}  # fmt: skip


@pytest.mark.parametrize("name", FIELDS)
def test_field(name: str) -> None:
    runs, expected = FIELDS[name]
    assert lines(f"<w:p>{runs}</w:p>" + p("末")) == [expected, "末"]


MARKS = {
    "制表位": ("<w:r><w:tab/></w:r>", "\t"),
    "手动换行不分段": ("<w:r><w:br/></w:r>", "\u2028"),
    "分页符不是文字": ('<w:r><w:br w:type="page"/></w:r>', ""),
    "不间断连字符": ("<w:r><w:noBreakHyphen/></w:r>", "-"),
    "可选连字符": ("<w:r><w:softHyphen/></w:r>", ""),
    "对勾符号": ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "☑"),
    "认不出的符号": ('<w:r><w:sym w:font="Wingdings" w:char="F001"/></w:r>', ""),
    "超链接": (f"<w:hyperlink>{r('链接')}</w:hyperlink>", "链接"),
    "注音只取正文": (
        f"<w:r><w:ruby><w:rt>{r('zhāng')}</w:rt><w:rubyBase>{r('张')}</w:rubyBase></w:ruby></w:r>",
        "张",
    ),
    "XML里的换行只是空格": (r("上&#10;下"), "上 下"),
}


@pytest.mark.parametrize("name", MARKS)
def test_mark(name: str) -> None:
    inner, expected = MARKS[name]
    assert lines(f"<w:p>{r('左')}{inner}{r('右')}</w:p>" + p("末"))[0] == f"左{expected}右"


def test_text_made_of_manual_breaks_is_split_there() -> None:
    loaded = load(docx("<w:p>" + "<w:r><w:br/></w:r>".join(r(text) for text in "一二三") + "</w:p>"))
    assert loaded.text.split("\n") == ["一", "二", "三"]
    assert loaded.notes == ("本文主要用手动换行分段，已把每个手动换行当作分段。",)


def test_text_box_is_read_once_after_its_paragraph() -> None:
    assert lines(f"<w:p>{r('甲')}{BOX.format(p('框'))}</w:p>" + p("乙")) == ["甲", "框", "乙"]


def test_hidden_text_is_left_out_and_told() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>"
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>显</w:t></w:r>'
    loaded = load(docx(f"<w:p>{hidden}{shown}</w:p>"))
    assert (loaded.text, loaded.notes) == ("显", ("略去隐藏文字 1 处。",))


def test_table_of_contents_says_no_heading_twice() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="11"><w:name w:val="toc 1"/></w:style>'
    loaded = load(docx(p("一、学习\t1", '<w:pStyle w:val="11"/>') + p("一、学习"), styles=styles))
    assert loaded.text.split("\n") == ["", "一、学习"]
    assert loaded.notes == ("略去目录 1 行。",)


def test_footnote_is_left_out_and_told() -> None:
    loaded = load(docx(f'<w:p>{r("文")}<w:r><w:footnoteReference w:id="1"/></w:r></w:p>'))
    assert (loaded.text, loaded.notes) == ("文", ("略去脚注 1 处。",))


def test_strict_variant_of_the_standard_reads_the_same() -> None:
    from tests.report.formats.build import TYPES, W, document, packed

    strict = document(p("文")).replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    assert load(packed({"[Content_Types].xml": TYPES, "word/document.xml": strict})).text == "文"


def test_main_part_may_have_another_name() -> None:
    from tests.report.formats.build import TYPES, document, packed

    relation = '<Relationship Id="a" Type="http://x/officeDocument" Target="/word/document2.xml"/>'
    parts = {"[Content_Types].xml": TYPES, "_rels/.rels": relation, "word/document2.xml": document(p("文"))}
    assert load(packed(parts)).text == "文"


def test_python_docx_sees_the_same_paragraphs() -> None:
    import io

    import docx as python_docx

    made = python_docx.Document()
    for text in ("关于整改情况的通报", "", "一、学习方面\t（一）", "1.研究不够。"):
        made.add_paragraph(text)
    out = io.BytesIO()
    made.save(out)
    assert lines_of(out.getvalue()) == [paragraph.text for paragraph in made.paragraphs]


def lines_of(data: bytes) -> list[str]:
    return load(data).text.split("\n")
