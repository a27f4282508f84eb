"""Automatic numbers stand in the text as Word shows them."""

from __future__ import annotations

import pytest
from tests.report.formats.build import docx, p

from bihuan.report.formats import load
from bihuan.report.formats.counting import write_number

LISTS = """
<w:abstractNum w:abstractNumId="0">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
 <w:lvl w:ilvl="1"><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="（%2）"/></w:lvl>
 <w:lvl w:ilvl="2"><w:numFmt w:val="decimal"/><w:lvlRestart w:val="0"/><w:lvlText w:val="%3."/></w:lvl>
 <w:lvl w:ilvl="3"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:isLgl/><w:suff w:val="nothing"/>
  <w:lvlText w:val="%1.%4"/></w:lvl>
 <w:lvl w:ilvl="4"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF06C;"/></w:lvl>
 <w:lvl w:ilvl="5"><w:numFmt w:val="decimal"/><w:suff w:val="space"/><w:lvlText w:val="第%6项"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="统一"/></w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:styleLink w:val="统一"/>
 <w:lvl w:ilvl="0"><w:numFmt w:val="decimalEnclosedCircle"/><w:lvlText w:val="%1"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/>
 <w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="1"/></w:num>
"""
STYLES = """
<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/>
 <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="子"/><w:basedOn w:val="H1"/>
 <w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="N"><w:basedOn w:val="H1"/>
 <w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>
"""


def item(level: int, text: str = "题", list_id: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def styled(style: str, more: str = "") -> str:
    return p("题", f'<w:pStyle w:val="{style}"/>{more}')


NONE = '<w:numPr><w:numId w:val="0"/></w:numPr>'
CASES: dict[str, tuple[str, list[str]]] = {
    "各级按各自的样子编号": (
        item(0) + item(1) + item(1) + item(2),
        ["一、题", "（一）题", "（二）题", "1. 题"],
    ),
    "上级之后下级重新开始": (
        item(0) + item(1) + item(0) + item(1),
        ["一、题", "（一）题", "二、题", "（一）题"],
    ),
    "声明不重新开始的一直往下编": (
        item(0) + item(2) + item(0) + item(2),
        ["一、题", "1. 题", "二、题", "2. 题"],
    ),
    "另起编号": (item(0) + item(0, list_id=2) + item(0, list_id=2), ["一、题", "五、题", "六、题"]),
    "同一编号的另一列表接着编": (item(0) + item(0, list_id=3), ["一、题", "二、题"]),
    "正规形式用阿拉伯数字": (item(0) + item(3), ["一、题", "1.3题"]),
    "项目符号不算编号": (item(4), ["题"]),
    "后面跟空格": (item(5), ["第1项 题"]),
    "引用编号样式": (item(0, list_id=4) + item(0, list_id=4), ["①题", "②题"]),
    "空段占号不显号": (item(0) + item(0, "") + item(0), ["一、题", "", "三、题"]),
    "样式自带编号": (styled("H1") + styled("H2") + styled("H2"), ["一、题", "（一）题", "（二）题"]),
    "样式取消编号": (styled("N") + styled("H1"), ["题", "一、题"]),
    "段落取消编号": (styled("H1", NONE) + styled("H1"), ["题", "一、题"]),
    "没有定义的列表": (item(0, list_id=99), ["题"]),
    "超出的级别": (item(77), ["题"]),
}


@pytest.mark.parametrize("name", CASES)
def test_numbered(name: str) -> None:
    body, expected = CASES[name]
    assert load(docx(body, numbering=LISTS, styles=STYLES)).text.split("\n") == expected


WRITTEN = {
    "decimal": {1: "1", 12: "12"},
    "decimalZero": {3: "03", 12: "12"},
    "decimalFullWidth": {10: "１０"},
    "decimalEnclosedCircle": {1: "①", 20: "⑳", 21: "21"},
    "ideographEnclosedCircle": {2: "㊁"},
    "chineseCounting": {1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九", 101: "一○一"},
    "chineseCountingThousand": {
        10: "十",
        21: "二十一",
        100: "一百",
        101: "一百零一",
        110: "一百一十",
        1001: "一千零一",
    },
    "japaneseCounting": {10: "十", 21: "二十一", 100: "百", 110: "百十", 1000: "千"},
    "ideographDigital": {10: "一〇", 23: "二三"},
    "chineseLegalSimplified": {1: "壹", 10: "壹拾", 105: "壹佰零伍"},
    "ideographTraditional": {1: "甲", 10: "癸", 11: "甲"},
    "ideographZodiac": {12: "亥"},
    "lowerLetter": {1: "a", 26: "z", 27: "aa"},
    "upperLetter": {2: "B"},
    "lowerRoman": {4: "iv", 9: "ix"},
    "upperRoman": {14: "XIV"},
    "numberInDash": {2: "- 2 -"},
    "none": {1: ""},
    "koreanCounting": {7: "7"},
    "chineseCountingThousand ": {0: "0", 123456: "123456", -1: "-1"},
}


@pytest.mark.parametrize("style", WRITTEN)
def test_number_is_written_in_its_style(style: str) -> None:
    assert {number: write_number(number, style.strip()) for number in WRITTEN[style]} == WRITTEN[style]
