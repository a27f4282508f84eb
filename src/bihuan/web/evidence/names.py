"""Names of files from outside. Pure."""

from __future__ import annotations

LONGEST = 120
_FORBIDDEN = dict.fromkeys(map(ord, '\\/:*?"<>|'), "_")


def clean_name(name: str) -> str:
    """The last part of a path without what is not printable (line ends, marks that turn the reading direction
    round); a long one loses its middle, never its suffix.
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join(char for char in last if char.isprintable()).strip(" .")
    if len(plain) <= LONGEST:
        return plain or "未命名"
    stem, dot, suffix = plain.rpartition(".")
    tail = dot + suffix if stem and len(suffix) <= 10 else ""
    return plain[: LONGEST - len(tail) - 1].rstrip() + "…" + tail


def stem_of(name: str) -> str:
    """The name without its suffix, for a title."""
    stem, _, suffix = name.rpartition(".")
    return stem if stem and len(suffix) <= 10 else name


def suffix_of(name: str) -> str:
    """The suffix in lower case without its dot, empty where there is none."""
    stem, _, suffix = name.rpartition(".")
    return suffix.lower() if stem else ""


def safe_path(name: str) -> str:
    """A name that every system takes as one part of a path."""
    return clean_name(name.translate(_FORBIDDEN))


def unique(name: str, taken: set[str]) -> str:
    """The name, with a number where it is taken (whatever its case); the set grows."""
    stem, dot, suffix = name.rpartition(".") if "." in name else (name, "", "")
    made, count = name, 1
    while made.lower() in taken:
        count += 1
        made = f"{stem}（{count}）{dot}{suffix}"
    taken.add(made.lower())
    return made
