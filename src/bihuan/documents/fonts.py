"""Fonts by name: what an official document asks for, what may stand in, and what was found.

The real fonts are sold and are never shipped. Whoever has them drops the files into a folder; else a free one
stands in, and whoever reads the file is told so.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from bihuan.documents import glyphs
from bihuan.documents.blocks import Face

if TYPE_CHECKING:
    from collections.abc import Iterable

HELP = "docs/howto/documents.md“字体”一节"
LAST = (
    *("Noto Serif CJK SC", "Noto Sans CJK SC", "LXGW WenKai", "HanaMinA", "HanaMinB", "Unifont"),
    *("Noto Emoji", "Noto Color Emoji", "DejaVu Sans"),
)
"""Hold rare characters and signs that the others lack; last in each list."""
NAMED = 12
"""Characters that no font has which a notice names."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A face: its name in Word, the names under which the real font is found, what may stand in."""

    word: str
    real: tuple[str, ...]
    free: tuple[str, ...]
    old: tuple[str, ...] = ()
    """Other names under which programs know the same design."""


WISHES = {
    Face.BODY: Wish(
        "仿宋_GB2312",
        ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong"),
        ("FandolFang R", "FandolFang"),
        ("仿宋", "FangSong", "华文仿宋"),
    ),
    Face.HEADING: Wish(
        "黑体", ("SimHei", "黑体", "STHeiti"), ("FandolHei", "Noto Sans CJK SC"), ("SimHei", "华文黑体")
    ),
    Face.KAI: Wish(
        "楷体_GB2312",
        ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti"),
        ("FandolKai", "LXGW WenKai", "AR PL UKai CN"),
        ("楷体", "KaiTi", "华文楷体"),
    ),
    Face.TITLE: Wish(
        "方正小标宋简体",
        ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXiaoBiaoSong-B05", "方正小标宋_GBK"),
        ("Noto Serif CJK SC", "FandolSong"),
        ("方正小标宋_GBK", "华文中宋"),
    ),
}
NUMBER_FONT = "宋体"
NUMBERS = ("SimSun", "宋体", "FandolSong", "Noto Serif CJK SC")
"""Page numbers: 4号半角宋体 (7.5)."""


class FontsMissingError(RuntimeError):
    """No usable Chinese font anywhere; the text is a Chinese sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class FontBook:
    """The fonts of a machine."""

    handle: Any
    """What typst loads them from."""
    families: frozenset[str]

    def chain(self, face: Face) -> list[str]:
        """Families for a face, the best first; FontsMissingError where there is none."""
        wish = WISHES[face]
        return self._among((*wish.real, *wish.free, *LAST))

    def numbers(self) -> list[str]:
        """Families for page numbers."""
        return self._among((*NUMBERS, *LAST))

    def _among(self, names: Iterable[str]) -> list[str]:
        found = [name for name in dict.fromkeys(names) if name in self.families]
        if not found:
            raise FontsMissingError(f"这台电脑上没有可用的中文字体，不能生成 PDF。安装办法见{HELP}。")
        return found

    def substitutes(self) -> dict[str, str]:
        """Which faces another font stands in for: the wished name → the name of the one used."""
        told = {}
        for face, wish in WISHES.items():
            first = self.chain(face)[0]
            if first not in wish.real:
                told[wish.word] = first
        return told

    def notice(self, text: str = "") -> str:
        """What to know of the fonts: substitutes, and characters of the text that no font shows; empty where
        every font is the real one and shows everything.
        """
        return "".join(filter(None, (self._substituted(), self.unshown(text))))

    def _substituted(self) -> str:
        told = self.substitutes()
        if not told:
            return ""
        pairs = "、".join(f"{wished}（以 {used} 代替）" for wished, used in told.items())
        return f"本机没有以下字体，版面仍按标准排列，字形略有不同：{pairs}。安装办法见{HELP}。"

    def unshown(self, text: str) -> str:
        """One sentence that names the characters which no font of the machine has; empty where there are
        none.
        """
        lost = self._shown().lacking(text)
        if not lost:
            return ""
        named = "、".join(f"“{one}”（U+{ord(one):04X}）" for one in lost[:NAMED])
        more = f"等{len(lost)}个字" if len(lost) > NAMED else ""
        return f"本机的字体里没有{named}{more}，在 PDF 里显示为空框；补装字体的办法见{HELP}。"

    def _shown(self) -> glyphs.Shown:
        """Fonts that documents ask for come first: they have nearly everything."""
        asked = dict.fromkeys(name for face in WISHES for name in self.chain(face))
        rank = {name: at for at, name in enumerate(asked)}
        found = sorted(self.handle.fonts(), key=lambda one: rank.get(one.family, len(rank)))
        return _shown(tuple(glyphs.Face(str(one.path), one.index) for one in found if one.path))


@lru_cache(maxsize=8)
def _shown(faces: tuple[glyphs.Face, ...]) -> glyphs.Shown:
    return glyphs.Shown(faces)


@lru_cache(maxsize=8)
def font_book(folders: tuple[str, ...]) -> FontBook:
    """The fonts in the folders (and below), read once; earlier folders win for the same family."""
    import typst

    handle = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders))
    return FontBook(handle, frozenset(handle.families()))
