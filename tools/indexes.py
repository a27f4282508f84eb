"""Pass on to uv what pip was told about package indexes, since uv does not read pip's settings.

Only names of settings stand here: no index of anybody is known to this project.
"""

from __future__ import annotations

import ast
import os
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# pip's setting → uv's variables for it; the first one that is set already wins over pip's.
TRANSLATION = {
    "index-url": ("UV_DEFAULT_INDEX", "UV_INDEX_URL"),
    "extra-index-url": ("UV_INDEX", "UV_EXTRA_INDEX_URL"),
    "find-links": ("UV_FIND_LINKS",),
    "cert": ("SSL_CERT_FILE",),
    "trusted-host": ("UV_INSECURE_HOST",),
    "default-timeout": ("UV_HTTP_TIMEOUT",),
    "timeout": ("UV_HTTP_TIMEOUT",),
}
COMMA_LISTS = {"UV_FIND_LINKS"}


def parse_pip_config(listing: str) -> dict[str, str]:
    """Settings by name out of ``pip config list``; ``install`` beats ``global``, the environment both."""
    found: dict[tuple[int, str], str] = {}
    for row in listing.splitlines():
        key, separator, value = row.partition("=")
        section, _, name = key.rpartition(".")
        rank = {"global": 0, "install": 1, ":env:": 2}.get(section)
        if separator and rank is not None:
            found[rank, name] = str(ast.literal_eval(value))
    return {name: value for (_, name), value in sorted(found.items())}


def uv_environment(settings: Mapping[str, str], environ: Mapping[str, str]) -> dict[str, str]:
    """The variables to add for uv; empty where pip has no settings of its own."""
    added: dict[str, str] = {}
    for name, variables in TRANSLATION.items():
        words = settings.get(name, "").split()
        if not words or any(variable in environ for variable in variables):
            continue
        added[variables[0]] = ("," if variables[0] in COMMA_LISTS else " ").join(words)
    if "UV_INDEX" in added and "UV_INDEX_STRATEGY" not in environ:
        # pip looks at all indexes alike; uv would stop at the first that has the name. Hashes keep it safe.
        added["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    return added


def environment_for_uv(python: Path) -> dict[str, str]:
    """The whole environment for a call of uv."""
    listing = subprocess.run(
        [str(python), "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    ).stdout
    return {**os.environ, **uv_environment(parse_pip_config(listing), os.environ)}
