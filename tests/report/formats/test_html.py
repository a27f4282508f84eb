"""A web page reads as lines: each block with text is one, whatever the page is made of."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.report.errors import UnreadableDocument
from bihuan.report.formats import Format, load

CASES = {
    "每个块一行": ("<h1>题</h1><p>一</p><div>二<div>三</div>四</div>", ["题", "一", "二", "三", "四"]),
    "没有文字的块不算": ("<p>一</p><p> &nbsp;　</p><p></p><p>二</p>", ["一", "二"]),
    "换行标签分行": ("<p>一<br>二<BR/>三</p>", ["一", "二", "三"]),
    "行内标签不分行": ("<p>已<b>完</b><span style='x'>成</span></p>", ["已完成"]),
    "空白合并": ("<p>\n  a \t b\n</p>", ["a b"]),
    "汉字之间的折行不是空格": ("<p>整改\r\n   情况</p>", ["整改情况"]),
    "实体解码": ("<p>&lt;一&gt;&#8220;二&#x201D;&nbsp;&hellip;&nosuch;</p>", ["<一>“二”\xa0…&nosuch;"]),
    "脚本样式注释不是文字": ("<p>一<script>'<p>二</p>'</script><style>p{}</style><!-- <p>三 -->四", ["一四"]),
    "隐藏的不是文字": ("<div style='display : none'>一<div>二</div>三</div><p hidden>四<p>五", ["五"]),
    "隐藏的表格单元没有结束标签": ("<table><tr><td hidden>一<td>二<tr><td>三</table>", ["二", "三"]),
    "整页隐藏不理会": ("<body style='display:none'><p>一</p></body>", ["一"]),
    "表单控件不是文字": ("<p>一<select><option>二</select><textarea>三</textarea></p>", ["一"]),
    "没有结束标签": ("<p>一<p>二<ul><li>三<li>四", ["一", "二", "三", "四"]),
    "属性里的尖括号": ("<p title='a>b' data-x=\"<p>\">一</p>", ["一"]),
    "不是标签的小于号": ("<p>1 < 2，3<5</p>", ["1 < 2，3<5"]),
    "有序列表显示编号": (
        "<ol start=3><li>一<li><p>二</p><ol type=a><li>三</ol><li value=9>四</ol>",
        ["3. 一", "4. 二", "a. 三", "9. 四"],
    ),
    "无序列表没有编号": ("<ul><li>一</ul>", ["一"]),
    "预排文本按行": ("<pre>一\n\n 二\r\n三</pre>", ["一", " 二", "三"]),
    "Word另存的编号": ("<p><![if !supportLists]><span>一、</span><![endif]><o:p>题</o:p></p>", ["一、题"]),
    "没有写完的标签": ("<p>一</p><a href='x", ["一"]),
    "实体里的换行": ("<p>a&#10;b&#13;c</p>", ["a b c"]),
}  # fmt: skip


def lines(page: str) -> list[str]:
    return load(f"<html>{page}".encode(), "a.html").text.split("\n")


@pytest.mark.parametrize("name", CASES)
def test_page(name: str) -> None:
    page, expected = CASES[name]
    assert lines(page) == expected


def test_source_comes_back_byte_for_byte() -> None:
    data = "<!DOCTYPE html>\r\n<meta charset=gb2312><p>整改</p>\r\n".encode("gbk")
    loaded = load(data, "a.htm")
    assert (loaded.render(), loaded.text, loaded.format) == (data, "整改", Format.HTML)


def test_tables_name_the_lines_of_their_cells() -> None:
    page = "<p>题</p><table><tr><th>甲<th>乙</tr><tr><td>一<p>二</td><td></td></tr></table>"
    assert load(f"<html>{page}".encode()).tables[0].rows == (((2,), (3,)), ((4, 5), ()))


def test_merged_cells_stand_in_every_row_and_column() -> None:
    page = "<table><tr><td rowspan=3>类<td>一</tr><tr><td>二</tr><tr><td colspan=2>三<td>四</table>"
    assert load(f"<html>{page}".encode()).tables[0].rows == (
        ((1,), (2,)),
        ((1,), (3,)),
        ((1,), (4,), (4,), (5,)),
    )


def test_nested_tables_are_listed_in_order() -> None:
    page = "<table><tr><td>外<table><tr><td>内</table>尾</table>"
    assert [table.rows for table in load(f"<html>{page}".encode()).tables] == [(((1, 2, 3),),), (((2,),),)]


def test_page_in_big5_is_read_where_it_says_so() -> None:
    data = "<html><meta charset=big5><p>巡視整改情況報告</p>".encode("big5")
    assert load(data, "a.html").text == "巡視整改情況報告"


def test_page_in_an_encoding_that_cannot_be_told_is_refused() -> None:
    data = "<html><p>これはテキストです。ファイルを読む。</p>".encode("shift_jis")
    with pytest.raises(UnreadableDocument, match="编码"):
        load(data, "a.html")


HOSTILE = {
    "深层嵌套": "<div>",
    "没有结束的表格": "<table><tr><td>x",
    "没有结束的注释": "<!--",
    "没有结束的标签": "<a ",
    "没有结束的引号": "<a =\"'",
    "许多属性": "<td x=1 y='2' z",
    "小于号": "<",
    "与号": "&#",
    "很长的数字实体": "9",
    "列表": "<ol><li>",
    "跨行单元": "<tr><td rowspan=65000 colspan=1000>x",
    "隐藏": "<p hidden>x",
    "脚本": "<script>",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_page_costs_linear_time(name: str) -> None:
    page = "<html>x<table>&#" + HOSTILE[name] * 30_000
    begun = time.process_time()
    load(page.encode(), "a.html")
    assert time.process_time() - begun < 3


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<td",
                " a='",
                '"',
                ">",
                "<!--",
                "-->",
                "<ol><li>",
                "文",
                " ",
                "\n",
                "&lt;",
                "</table>",
                "<table>",
                "<tr hidden>",
                "<pre>",
            ]
        )
    )
)
def test_any_soup_reads_without_an_error(parts: list[str]) -> None:
    loaded = load(("<html>始" + "".join(parts)).encode(), "a.html")
    count = loaded.text.count("\n") + 1
    assert loaded.text.startswith("始")
    assert all(
        1 <= line <= count for table in loaded.tables for row in table.rows for cell in row for line in cell
    )
