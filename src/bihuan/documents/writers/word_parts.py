"""The parts of a .docx that are the same for every document: styles, fonts, footers, settings."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from bihuan.documents import page
from bihuan.documents.blocks import Face
from bihuan.documents.fonts import NUMBER_FONT, WISHES
from bihuan.documents.wordxml import MAIN, RELATIONSHIPS, TYPES

if TYPE_CHECKING:
    from datetime import date

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NS = f'xmlns:w="{MAIN}" xmlns:r="{_OFFICE}"'
_LINE, _TITLE_LINE, CHAR = 579, 700, 315
"""Pitch of the body (a shade under 28.99 points, or the 22nd line falls to the next page), of titles, and the
width of a character with its tracking; twentieths of a point.
"""
_EVERY = ("top", "left", "bottom", "right", "insideH", "insideV")
TABLE = (
    '<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>'
    + "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in _EVERY)
    + '</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="80" w:type="dxa"/>'
    '<w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr>'
)
HEAD_ROW = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"


def face(name: str) -> str:
    """A font for all scripts."""
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'


def core(title: str, day: date | None) -> str:
    """The file's properties: a title (escaped already) and a day, nobody's name."""
    made = f"{day or '2000-01-01'}T00:00:00Z"
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f'<dc:title>{title}</dc:title><dcterms:created xsi:type="dcterms:W3CDTF">{made}</dcterms:created>'
        "</cp:coreProperties>"
    )


def parts(body: str, *, title: str, day: date | None) -> dict[str, str]:
    """All parts by name; ``body`` is what stands in ``w:body``."""
    return {
        **_fixed(),
        "docProps/core.xml": core(title, day),
        "word/document.xml": f"{_HEAD}<w:document {_NS}><w:body>{body}</w:body></w:document>",
    }


def section(*, landscape: bool, numbered: bool) -> str:
    """Page size, margins, footers and the grid of lines."""
    width, height = page.twips(page.WIDTH), page.twips(page.HEIGHT)
    top, bottom, left, right = map(page.twips, (page.TOP, page.BOTTOM, page.LEFT, page.RIGHT))
    size = f'<w:pgSz w:w="{width}" w:h="{height}"/>'
    if landscape:
        size = f'<w:pgSz w:w="{height}" w:h="{width}" w:orient="landscape"/>'
        top, bottom, left, right = left, right, bottom, top
    feet = ("rId7", "rId8") if landscape else ("rId5", "rId6")
    footer = max(bottom - page.twips(page.NUMBER_BELOW) - round(page.SMALL * page.TWENTIETHS), 400)
    kinds = zip(("default", "even"), feet, strict=True)
    told = "".join(f'<w:footerReference w:type="{kind}" r:id="{key}"/>' for kind, key in kinds if numbered)
    return (
        f'<w:sectPr>{told}{size}<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}"'
        f' w:header="851" w:footer="{footer}" w:gutter="0"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{_LINE}"/></w:sectPr>'
    )


def ended(section: str) -> str:
    """Ends a run of pages that lie otherwise than those that follow: a line that takes no room."""
    return f'<w:p><w:pPr><w:snapToGrid w:val="0"/>{_spacing(20)}{section}</w:pPr></w:p>'


@lru_cache(maxsize=1)
def _fixed() -> dict[str, str]:
    overrides = {
        "/word/document.xml": f"{_WORD}.document.main+xml",
        "/word/styles.xml": f"{_WORD}.styles+xml",
        "/word/settings.xml": f"{_WORD}.settings+xml",
        "/word/fontTable.xml": f"{_WORD}.fontTable+xml",
        "/word/footer1.xml": f"{_WORD}.footer+xml",
        "/word/footer2.xml": f"{_WORD}.footer+xml",
        "/word/footer3.xml": f"{_WORD}.footer+xml",
        "/word/footer4.xml": f"{_WORD}.footer+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    kinds = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items())
    inner = ("styles", "settings", "fontTable", "", "footer1", "footer2", "footer3", "footer4")
    relations = "".join(
        f'<Relationship Id="rId{at}" Type="{_OFFICE}/{name.rstrip("1234")}" Target="{name}.xml"/>'
        for at, name in enumerate(inner, 1)
        if name
    )
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    told = {
        "[Content_Types].xml": (
            f'<Types xmlns="{TYPES}"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{kinds}</Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{RELATIONSHIPS}">'
            f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
            f'<Relationship Id="rId2" Type="{core}" Target="docProps/core.xml"/></Relationships>'
        ),
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{RELATIONSHIPS}">{relations}</Relationships>',
        "word/styles.xml": _styles(),
        "word/settings.xml": (
            f'<w:settings {_NS}><w:zoom w:percent="100"/><w:evenAndOddHeaders/>'
            '<w:characterSpacingControl w:val="compressPunctuation"/></w:settings>'
        ),
        "word/fontTable.xml": _font_table(),
        "word/footer1.xml": _footer("right"),
        "word/footer2.xml": _footer("left"),
        "word/footer3.xml": _turned("right"),
        "word/footer4.xml": _turned("left"),
    }
    return {name: _HEAD + text for name, text in told.items()}


def _font_table() -> str:
    """Names by which other programs know the same design."""
    fonts = "".join(
        f'<w:font w:name="{wish.word}"><w:altName w:val="{wish.old[0]}"/><w:charset w:val="86"/></w:font>'
        for wish in WISHES.values()
    )
    return f"<w:fonts {_NS}>{fonts}</w:fonts>"


def _footer(side: str) -> str:
    """— 1 —, a character in from the edge."""
    return f"<w:ftr {_NS}>{_number(side, inset=280)}</w:ftr>"


def _number(side: str, inset: int) -> str:
    """The paragraph with the number; ``inset`` in twentieths of a point."""
    place = f'<w:ind w:{side}="{inset}"/><w:jc w:val="{side}"/>'
    runs = (
        '<w:r>{looks}<w:t xml:space="preserve">— </w:t></w:r>'
        '<w:r>{looks}<w:fldChar w:fldCharType="begin"/></w:r>'
        "<w:r>{looks}<w:instrText> PAGE </w:instrText></w:r>"
        '<w:r>{looks}<w:fldChar w:fldCharType="separate"/></w:r><w:r>{looks}<w:t>1</w:t></w:r>'
        '<w:r>{looks}<w:fldChar w:fldCharType="end"/></w:r>'
        '<w:r>{looks}<w:t xml:space="preserve"> —</w:t></w:r>'
    )
    looks = f'<w:rPr>{face(NUMBER_FONT)}<w:sz w:val="28"/></w:rPr>'
    spacing = '<w:spacing w:line="280" w:lineRule="exact"/>'
    return f"<w:p><w:pPr>{spacing}{place}</w:pPr>{runs.format(looks=looks)}</w:p>"


_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_ANCHOR = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_CHOICE = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_EMU = 36_000
"""Word's units of a millimetre in drawings."""
_BOX = (8, 60)
"""Millimetres of the box in which the number of a lying page stands: across and along its edge."""


def _turned(side: str) -> str:
    """The footer of a landscape page: read with the binding above, the number stands where it stands on
    upright pages, turned by a quarter; odd pages at the lower end of the edge, even ones at the upper.
    """
    across, along = _BOX
    from_left = page.BOTTOM - page.NUMBER_BELOW - across
    inset = page.NUMBER_INDENT * CHAR / page.TWENTIETHS / page.MM
    from_top = page.LEFT + inset if side == "left" else page.WIDTH - page.RIGHT - inset - along
    place = "".join(
        f'<wp:position{axis} relativeFrom="page"><wp:posOffset>{round(mm * _EMU)}</wp:posOffset>'
        f"</wp:position{axis}>"
        for axis, mm in (("H", from_left), ("V", from_top))
    )
    size = f'cx="{across * _EMU}" cy="{along * _EMU}"'
    return (
        f'<w:ftr {_NS} xmlns:wp="{_ANCHOR}" xmlns:a="{_DRAWING}" xmlns:wps="{_SHAPE}" xmlns:mc="{_CHOICE}">'
        '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0"'
        f' locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>{place}<wp:extent {size}/>'
        '<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/><wp:docPr id="1" name="页码"/>'
        f'<a:graphic><a:graphicData uri="{_SHAPE}"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm>'
        f'<a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f"<a:noFill/></wps:spPr><wps:txbx><w:txbxContent>{_number(side, inset=0)}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr vert="vert" lIns="0" tIns="0" rIns="0" bIns="0"/></wps:wsp></a:graphicData></a:graphic>'
        "</wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r></w:p></w:ftr>"
    )


def _styles() -> str:
    body, heading, kai, title = (WISHES[one].word for one in (Face.BODY, Face.HEADING, Face.KAI, Face.TITLE))
    two = f'<w:ind w:firstLine="{2 * CHAR}"/>'
    centred, exact = '<w:jc w:val="center"/>', _spacing(_LINE)
    free = (
        '<w:snapToGrid w:val="0"/>'  # else some programs give each line as many lines of the grid as it needs
    )
    cell = free + '<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>'
    rule = '<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="11" w:color="D00000"/></w:pBdr>' + _spacing(
        _LINE
    )
    red = f'{face(title)}<w:color w:val="D00000"/><w:spacing w:val="40"/><w:sz w:val="72"/>'
    tight = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'  # no gaps between 年 and figures
    flush = f'<w:widowControl w:val="0"/>{tight}{exact}'
    styles = [
        _style("flush", "公文顶格", flush + '<w:jc w:val="both"/>', face(body), default=True),
        _style("body", "公文正文", two),
        _style(
            "title", "公文标题", free + _spacing(_TITLE_LINE) + centred, face(title) + _size(44), outline=0
        ),
        _style("subtitle", "公文副标题", centred, face(kai)),
        _style("organ", "发文机关标志", _spacing(1200, before=page.twips(20)) + centred, red),
        _style("number", "发文字号", rule + centred),
        _style("attachment", "附件标记", "<w:pageBreakBefore/>", face(heading)),
    ]
    for key, word, points in (("cell", "表格", page.TABLE), ("list", "清单", page.LIST)):
        small = _size(round(points * 2))
        styles += (
            _style(key, f"{word}文字", cell + '<w:jc w:val="left"/>', small),
            _style(f"{key}-centre", f"{word}居中", cell + centred, small),
            _style(f"{key}-right", f"{word}靠右", cell + '<w:jc w:val="right"/>', small),
            _style(f"{key}-strong", f"{word}表头", cell + centred, face(heading) + small),
        )
    for level, font in enumerate((heading, kai, body, body), 1):
        styles.append(
            _style(f"h{level}", f"公文{level}级标题", f"<w:keepNext/>{two}", face(font), outline=level)
        )
    # A shade closer than the standard's -0.207 points: Word counts in twentieths, and 28 must fit the line.
    every = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{face(body)}<w:spacing w:val="-5"/><w:sz w:val="32"/>'
        '<w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )
    return f"<w:styles {_NS}>{every}{''.join(styles)}</w:styles>"


def _spacing(line: int, before: int = 0) -> str:
    return f'<w:spacing w:before="{before}" w:after="0" w:line="{line}" w:lineRule="exact"/>'


def _size(half_points: int) -> str:
    return f'<w:spacing w:val="0"/><w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _style(
    key: str, name: str, paragraph: str, run: str = "", *, default: bool = False, outline: int | None = None
) -> str:
    told = ' w:default="1"' if default else ""
    base = "" if default else '<w:basedOn w:val="flush"/>'
    level = "" if outline is None else f'<w:outlineLvl w:val="{outline}"/>'
    looks = f"<w:rPr>{run}</w:rPr>" if run else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{key}"{told}><w:name w:val="{name}"/>{base}<w:qFormat/>'
        f"<w:pPr>{paragraph}{level}</w:pPr>{looks}</w:style>"
    )
