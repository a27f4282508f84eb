"""Blocks as a fragment of HTML for a preview: every text is escaped, looks are the page's own."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from bihuan.documents import blocks as b
from bihuan.documents.writers.text import attachment_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADINGS = {1: "h3", 2: "h4", 3: "h5", 4: "h6"}


def write_html(document: b.Document) -> str:
    """The document as HTML inside one ``article``; classes ``gw-…`` say what a block is."""
    document = b.writable(document)
    inner = "\n".join(part for block in document.blocks for part in _parts(block))
    wide = " gw--wide" if document.landscape else ""
    return f'<article class="gw{wide}">\n{inner}\n</article>\n'


def _parts(block: b.Block) -> Iterator[str]:
    match block:
        case b.Letterhead():
            yield f'<p class="gw-organ">{escape(block.organ)}</p>'
            if block.number:
                yield f'<p class="gw-number">{escape(block.number)}</p>'
        case b.Title():
            yield f'<h2 class="gw-title">{escape(block.text)}</h2>'
        case b.Subtitle():
            yield f'<p class="gw-subtitle">{escape(block.text)}</p>'
        case b.Addressee():
            yield f'<p class="gw-to">{escape(block.text)}：</p>'
        case b.Heading():
            tag = _HEADINGS[block.level]
            yield f'<{tag} class="gw-h{block.level}">{escape(block.text)}</{tag}>'
        case b.Paragraph():
            told = "" if block.indent else " gw-p--flush"
            yield f'<p class="gw-p{told} gw-{block.align}">{"".join(map(_span, block.spans))}</p>'
        case b.Table():
            yield _table(block)
        case b.Attachments():
            yield "".join(f'<p class="gw-p">{escape(line)}</p>' for line in attachment_lines(block))
        case b.Signature():
            for text in filter(None, (block.issuer, b.day_words(block.day) if block.day else "")):
                yield f'<p class="gw-sign">{escape(text)}</p>'
        case b.Note():
            yield f'<p class="gw-p">（{escape(block.text)}）</p>'
        case b.Break():
            yield "<hr>"
        case b.Attachment():
            yield f'<p class="gw-attachment">附件{block.number or ""}</p>'
            yield f'<h2 class="gw-title">{escape(block.title)}</h2>'


def _span(span: b.Span) -> str:
    text = escape(span.text)
    if span.mark:
        text = f'<mark title="{escape(span.mark)}">{text}</mark>'
    return text if span.face is b.Face.BODY else f'<span class="gw-{span.face}">{text}</span>'


def _table(table: b.Table) -> str:
    head = "".join(_row(row, head=True) for row in table.rows[: table.head])
    body = "".join(_row(row) for row in table.rows[table.head :])
    top = f"<thead>{head}</thead>" if head else ""
    return f'<table class="gw-table">{top}<tbody>{body}</tbody></table>'


def _row(row: tuple[b.Cell, ...], *, head: bool = False) -> str:
    return f"<tr>{''.join(_cell(cell, head=head) for cell in row)}</tr>"


def _cell(cell: b.Cell, *, head: bool) -> str:
    tag = "th" if head or cell.strong else "td"
    spans = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    spans += f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    text = "<br>".join(map(escape, cell.text.split("\n")))
    return f"<{tag}{spans}>{text}</{tag}>"
