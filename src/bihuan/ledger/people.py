"""Names of people and departments out of a cell: several, with posts before and remarks after them."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from bihuan.ledger.vocabulary import longest_first, words

_HARD = re.compile("[、，,；;/／|｜\n\r\t。]+")
_BRACKETS = re.compile(r"[（(\[【〔][^（()）\[\]【】〔〕]*[）)\]】〕]")
_PHONE = re.compile(r"[0-9０-９][0-9０-９\- ]{5,}[0-9０-９]|[0-9０-９]+")
_HAN = "\u3400-\u9fff"
_NAME = re.compile(f"[{_HAN}]{{2,4}}|[{_HAN}]{{1,8}}(?:[·•・.][{_HAN}]{{1,8}})+")
_LONGEST = 2_000


@lru_cache(maxsize=4096)
def read_people(text: str) -> tuple[str, ...]:
    """Names of a cell in their order, each once, without posts, remarks, telephone numbers and inner blanks.

    A cell in which no name can be told from a post comes back in its own pieces (全体班子成员, 局长).
    """
    pieces = _pieces(_BRACKETS.sub(" ", text[:_LONGEST]))
    names = [name for piece in pieces if (name := _name(piece))]
    return tuple(dict.fromkeys(names or [piece for piece in pieces if piece]))


@lru_cache(maxsize=4096)
def read_departments(text: str) -> tuple[str, ...]:
    """Departments of a cell in their order, each once; remarks such as （牵头） are dropped."""
    pieces = _pieces(_BRACKETS.sub(_without_remark, text[:_LONGEST]))
    return tuple(dict.fromkeys(piece for piece in pieces if piece))


@lru_cache(maxsize=4096)
def split_mixed(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(departments, people) of a cell that names both (办公室 王坤; 财务科（李敏）)."""
    opened = re.sub(r"[（()）\[\]【】:：]", "、", text[:_LONGEST])
    pieces = [piece for piece in _pieces(opened) if piece not in words("remark")]
    bodies = [piece for piece in pieces if is_department(piece)]
    others = [name for piece in pieces if piece not in bodies and (name := _name(piece))]
    return tuple(dict.fromkeys(bodies)), tuple(dict.fromkeys(others))


def is_department(piece: str) -> bool:
    """True for what ends as departments do and is no post (办公室, not 办公室主任)."""
    return piece.endswith(words("unit_end")) and len(piece) > 2 and not piece.endswith(words("post"))


def _without_remark(match: re.Match[str]) -> str:
    inner = match.group()[1:-1].strip()
    return " " if not inner or any(word in inner for word in words("remark")) else match.group()


def _pieces(text: str) -> list[str]:
    """Parts between marks and blanks, labels (牵头：) dropped, blanks inside a name closed."""
    found: list[str] = []
    for part in _HARD.split(text):
        _, colon, after = part.replace(":", "：").rpartition("：")
        found += _joined((after if colon else part).split())
    return found


def _joined(tokens: list[str]) -> list[str]:
    """王 坤 is one name: single characters in a row belong together, by twos where they are four or six."""
    found: list[str] = []
    run: list[str] = []
    for token in [*tokens, ""]:
        if len(token) == 1 and "\u3400" <= token <= "\u9fff":
            run.append(token)
            continue
        found += _runs(run)
        run = []
        if token:
            found.append(token)
    return found


def _runs(run: list[str]) -> list[str]:
    if len(run) > 3 and len(run) % 2 == 0:
        return ["".join(run[at : at + 2]) for at in range(0, len(run), 2)]
    return ["".join(run)] if run else []


def _name(piece: str) -> str | None:
    """The name in a piece; None where it is only a post."""
    plain = _PHONE.sub("", piece).strip(" :：-—")
    if plain in _posts() or plain in words("address"):
        return None
    plain = _cut_end(plain, longest_first("courtesy"))
    bare = _after_post(plain)
    if bare == plain and plain.startswith(words("everyone")):
        return plain
    plain = _cut_end(bare, _posts())
    if not plain or plain in _posts() or plain in words("courtesy"):
        return None
    return plain


def _after_post(plain: str) -> str:
    """What stands behind the last post in it, as long as that can be a name (市委办主任王坤 → 王坤)."""
    best = 0
    for post in (*_posts(), *words("address")):
        at = plain.rfind(post)
        end = at + len(post)
        if at >= 0 and end > best and _NAME.fullmatch(plain[end:]):
            best = end
    return plain[best:]


def _cut_end(plain: str, endings: tuple[str, ...]) -> str:
    """Without one of the endings where a name is left (王坤局长, 王坤同志)."""
    for ending in endings:
        rest = plain.removesuffix(ending)
        if rest != plain and len(rest) >= 2 and _NAME.fullmatch(rest):
            return rest
    return plain


@cache
def _posts() -> tuple[str, ...]:
    return longest_first("post")
