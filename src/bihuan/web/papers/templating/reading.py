"""What a template asks for: its tags are parsed and held against the fields, and nothing else is allowed.

Only words, numbers, lists, conditions and loops over documented fields: no calls, filters, arithmetic or
assignments. A list is gone through only inside the list that it belongs to, so that a template can never ask
for more than its facts hold.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from html import unescape
from typing import TYPE_CHECKING, Any

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bihuan.report.errors import UnreadableDocument
from bihuan.report.formats.package import BROKEN
from bihuan.web.papers.templating import package

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from docxtpl import DocxTemplate
    from jinja2 import Environment

    from bihuan.web.papers.templating.field import Field

MOST_PROBLEMS, MOST_LOOPS, DEEPEST = 20, 80, 6
_PARAGRAPH = re.compile(r"<w:p([ >])")
_TAG = re.compile(r"<[^>]*>")
_LINE = re.compile("\r\n|\r|\n")
_ODD = re.compile(r"\{\{(?:r|p|tr|tc)\s|\{%-?\s*(colspan|cellbg|vm|hm)\b")
_LOOP = {"index", "first", "last", "length"}
_HARMLESS = (
    nodes.Template, nodes.Output, nodes.If, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or,
    nodes.Not, nodes.Const, nodes.TemplateData,
)  # fmt: skip
LONGEST = 16 * 1024 * 1024
"""Characters that one part may become."""


class TooLongError(ValueError):
    """A filled template that would grow beyond all bounds."""


@dataclass(frozen=True, slots=True)
class Source:
    """A part of the template as Jinja reads it: a paragraph a line."""

    place: str
    text: str
    written: str
    """Its words before docxtpl has changed any tag."""

    def quote(self, line: int) -> str:
        """The words of a line, shortened."""
        lines = _LINE.split(self.text)
        told = _words(lines[line - 1]) if 0 < line <= len(lines) else ""
        return told if len(told) <= 40 else f"{told[:40]}…"


@dataclass(slots=True)
class Found:
    """What a template holds."""

    used: list[str] = field(default_factory=list)
    """Fields, in the order in which they first come: ``各项.目标``."""
    problems: list[str] = field(default_factory=list)
    """Why it cannot be used: sentences that name the field and the place."""


def environment() -> ImmutableSandboxedEnvironment:
    """Where templates run: no globals, no filters; words are escaped as XML, nothing unknown passes."""
    made = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    made.globals.clear()
    made.filters.clear()
    made.tests.clear()
    return made


def word_template(data: bytes) -> DocxTemplate:
    """The bytes as docxtpl knows them, with a bound on what they may become."""
    from docxtpl import DocxTemplate

    class Bounded(DocxTemplate):
        def render_xml_part(
            self, src_xml: str, part: Any, context: dict[str, Any], jinja_env: Environment | None = None
        ) -> str:
            self.current_rendering_part = part
            return self.resolve_listing(rendered(jinja_env or environment(), src_xml, context))

    made = Bounded(io.BytesIO(data))
    made.init_docx()
    return made


def rendered(env: Environment, text: str, context: dict[str, Any]) -> str:
    """The text with its fields filled in; ``TooLongError`` where it would not end."""
    pieces, size = [], 0
    for piece in env.from_string(text).generate(context):
        size += len(piece)
        if size > LONGEST:
            raise TooLongError("套用模板以后的文书太长，请改短模板里循环的部分。")
        pieces.append(piece)
    return "".join(pieces)


def sources(template: DocxTemplate) -> Iterator[Source]:
    """Every part in which tags are filled in."""
    for place, xml in _parts(template):
        yield Source(place, _PARAGRAPH.sub(r"\n<w:p\1", template.patch_xml(xml)), _TAG.sub("", xml))


def _parts(template: DocxTemplate) -> Iterator[tuple[str, str]]:
    yield "正文", template.get_xml()
    for name, uri in (("页眉", template.HEADER_URI), ("页脚", template.FOOTER_URI)):
        for _, part in template.get_headers_footers(uri):
            yield name, template.get_part_xml(part)
    for part in template.docx.part.package.iter_parts():
        if part.content_type.endswith("footnotes+xml"):
            yield "脚注", part.blob.decode("utf-8")


def _words(xml: str) -> str:
    return unescape(_TAG.sub("", xml)).strip()


def paragraphs(xml: str) -> Iterator[str]:
    """The words of every paragraph."""
    for one in xml.split("</w:p>"):
        if told := _words(one):
            yield told


def read_template(data: bytes, fields: Iterable[Field]) -> Found:
    """What it uses and what is wrong with it; ``UnreadableDocument`` where it must not be kept."""
    package.opened(data)
    found, known = Found(), {one.name: one for one in fields}
    try:
        some = list(sources(word_template(package.put_in_order(data))))
    except (KeyError, ValueError, AttributeError, UnicodeDecodeError):
        raise UnreadableDocument(BROKEN) from None
    for source in some:
        _Reader(source, known, found).read()
    if not found.problems and not found.used:
        found.problems.append("模板里没有一个字段，例如 {{ 单位 }}，生成的文书会都一样，请对照字段表填入。")
    del found.problems[MOST_PROBLEMS:]
    return found


_TEXT: Mapping[str, Field] = {}
"""What a name stands for that is a text itself."""


class _Reader:
    """One part of a template."""

    def __init__(self, source: Source, known: Mapping[str, Field], found: Found) -> None:
        self.source, self.known, self.found = source, known, found
        self.loops = 0
        self.line = 0

    def read(self) -> None:
        """All of it."""
        if odd := _ODD.search(self.source.written):
            self._say(odd[0].strip(), "是不支持的写法，字段只用 {{ 字段 }}，循环和条件只用 for 和 if")
        try:
            tree = environment().parse(self.source.text)
        except TemplateSyntaxError as error:
            self.line = error.lineno
            self._say("", f"{_broken(error)}")
            return
        self._walk(tree, {}, ())

    def _say(self, what: str, why: str) -> None:
        quote = self.source.quote(self.line)
        where = f"{self.source.place}“{quote}”" if quote else self.source.place
        told = f"{where}：{f'“{what}”' if what else ''}{why}。"
        if told not in self.found.problems:
            self.found.problems.append(told)

    def _walk(self, node: nodes.Node, names: dict[str, Any], path: tuple[str, ...]) -> None:
        self.line = getattr(node, "lineno", self.line)
        if isinstance(node, nodes.For):
            self._loop(node, names, path)
        elif isinstance(node, nodes.Name | nodes.Getattr):
            self._word(node, names)
        elif isinstance(node, nodes.Output):
            for told in node.nodes:
                if isinstance(told, nodes.Name | nodes.Getattr):
                    self._word(told, names, printed=True)
                else:
                    self._walk(told, names, path)
        elif isinstance(node, _HARMLESS):
            for one in node.iter_child_nodes():
                self._walk(one, names, path)
        else:
            self._say(
                "", "这种写法不支持，字段只用 {{ 字段 }}，循环和条件只用 for 和 if，不能用函数、过滤器和计算"
            )

    def _loop(self, node: nodes.For, names: dict[str, Any], path: tuple[str, ...]) -> None:
        self.loops += 1
        if self.loops > MOST_LOOPS or len(path) >= DEEPEST:
            self._say("", "循环太多或套得太深")
            return
        if not isinstance(node.target, nodes.Name) or node.test is not None or node.recursive:
            self._say("", "循环只能写成“for 名称 in 字段”")
            return
        listed = self._resolve(node.iter, names)
        if listed is None:
            return
        told, rows, one = listed
        if not one.listed:
            self._say(told, "不是一组内容，不能循环")
            return
        if path and not told.startswith(f"{path[-1]}."):
            self._say(told, "不能放在这个循环里面，循环里只能再循环它自己的下级")
            return
        self._use(told)
        inner = {**names, node.target.name: (told, rows), "loop": ("loop", None)}
        for child in (*node.body, *node.else_):
            self._walk(child, inner, (*path, told))

    def _word(
        self, node: nodes.Name | nodes.Getattr, names: dict[str, Any], *, printed: bool = False
    ) -> None:
        """A field that is printed, or asked by a condition."""
        self.line = node.lineno
        if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name) and node.node.name == "loop":
            if "loop" not in names or node.attr not in _LOOP:
                self._say(f"loop.{node.attr}", "不是可用的字段")
            return
        if isinstance(node, nodes.Name) and node.name in names:
            told, rows = names[node.name]
            if rows is None or rows is not _TEXT:
                example = next(iter(rows), "字段") if rows else "index"
                self._say(node.name, f"里面有几栏，请写明取哪一栏，例如 {node.name}.{example}")
            return
        found = self._resolve(node, names)
        if found is None:
            return
        told, _, one = found
        if printed and one.listed:
            self._say(told, f"是一组内容，请用 {{%p for 一 in {told} %}} 逐项取")
        self._use(told)

    def _use(self, told: str) -> None:
        if told not in self.found.used:
            self.found.used.append(told)

    def _resolve(self, node: nodes.Node, names: dict[str, Any]) -> tuple[str, Any, Field] | None:
        """(its full name, what each of it has, the field); None where it was told that there is none."""
        if isinstance(node, nodes.Name) and node.name not in names:
            return self._known(node.name, node.name, self.known)
        if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name) and node.node.name in names:
            told, rows = names[node.node.name]
            if not rows:
                self._say(f"{node.node.name}.{node.attr}", f"没有这一栏，“{node.node.name}”本身就是文字")
                return None
            return self._known(node.attr, f"{told}.{node.attr}", rows)
        if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
            self._say(f"{node.node.name}.{node.attr}", "不在循环里，请先写“for 名称 in 字段”")
            return None
        self._say("", "这种写法不支持，字段只写名称")
        return None

    def _known(self, name: str, told: str, among: Mapping[str, Field]) -> tuple[str, Any, Field] | None:
        one = among.get(name)
        if one is None:
            near = get_close_matches(name, among, 1, 0.5)
            self._say(name, f"不是这种文书的字段{f'，是不是“{near[0]}”' if near else ''}")
            return None
        return told, ({row.name: row for row in one.rows} if one.rows else _TEXT), one


def _broken(error: TemplateSyntaxError) -> str:
    """What Jinja could not read, in our words."""
    said = str(error.message)
    if "Unexpected end of template" in said or "endfor" in said or "endif" in said:
        return "for 与 endfor、if 与 endif 没有成对"
    if "unknown tag" in said.lower():
        return "这个命令不支持，只能用 for、endfor、if、elif、else、endif"
    return "花括号里的写法不完整，请对照字段表核对，注意用半角的 {{ }} 和 {% %}"
