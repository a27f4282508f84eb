"""The bytes that are published, each under its hash in the store, and the signed list of them.

``bihuan verify`` reads the same list in the package that anybody may download. Nothing here names a person:
what leaves the house is issued by a unit.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.template import engines
from django.utils import timezone

from bihuan.documents.kinds import Format
from bihuan.documents.making import TYPES
from bihuan.proof.manifest import FORMAT, MANIFEST, SIGNATURE, dump, dump_seal, read_manifest, read_seal
from bihuan.proof.signing import Algorithm, fingerprint, holds
from bihuan.web.disclosure.drafting import counts_of
from bihuan.web.disclosure.printing import PDF, WORD, printed
from bihuan.web.evidence.keys import seal
from bihuan.web.evidence.models import Blob, Preview
from bihuan.web.evidence.store import hashes_of, incoming, keep, open_kept

if TYPE_CHECKING:
    from datetime import date, datetime

    from bihuan.web.disclosure.models import Edition

TEXT, ARTICLE, DATA = "announcement.txt", "announcement.html", "announcement.json"
NAMES = {
    TEXT: ("正文", "text/plain; charset=utf-8"),
    ARTICLE: ("网页正文", "text/html; charset=utf-8"),
    DATA: ("数据", "application/json"),
    WORD: ("Word 文件", TYPES[Format.WORD]),
    PDF: ("PDF 文件", TYPES[Format.PDF]),
    MANIFEST: ("清单", "application/json"),
    SIGNATURE: ("签名", "application/json"),
}
_LISTED = NAMES.keys() - {MANIFEST, SIGNATURE}
"""Files that the signed list may hold; earlier versions were published without Word and PDF."""
DATA_FORMAT = "bihuan-announcement/1"
LARGE = 100_000
"""Bytes from which on a file is not kept in memory."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """What a publication keeps: by name the hash and size of each file, and what lists show."""

    files: dict[str, dict[str, Any]]
    head: dict[str, Any]


def freeze(edition: Edition, *, now: datetime, until: date, title: str, round_name: str) -> Frozen:
    """Make and keep the bytes; ``title`` and ``round_name`` are masked already."""
    announcement = edition.announcement
    head = {
        "title": title,
        "unit": announcement.unit.name,
        "round": round_name,
        "audience": announcement.audience,
        "edition": edition.number,
        "published_on": timezone.localdate(now).isoformat(),
        "until": until.isoformat(),
        "counts": counts_of(edition.body),
    }
    bodies = {
        TEXT: edition.text.encode("utf-8"),
        ARTICLE: article(edition.body).encode("utf-8"),
        DATA: _json({"format": DATA_FORMAT, **head, "sections": edition.body["sections"]}),
        **printed(title, edition.body, timezone.localdate(now)),
    }
    files = {name: _kept(data, now) for name, data in bodies.items()}
    facts = {
        "format": FORMAT,
        "title": title,
        "unit": announcement.unit.name,
        "scope": f"announcement:{announcement.pk}/{edition.number}",
        "made_at": timezone.localtime(now).isoformat(timespec="seconds"),
        "made_by": announcement.unit.name,
        "files": [{"path": name, **told} for name, told in files.items()],
    }
    manifest = dump(facts)
    signed, key = seal(manifest, now)
    files[MANIFEST], files[SIGNATURE] = _kept(manifest, now), _kept(dump_seal(signed, key), now)
    return Frozen(files, head)


def article(body: dict[str, Any]) -> str:
    """The announcement as a piece of a page: headings and paragraphs, nothing else."""
    backend: Any = engines["jinja2"]
    made: str = backend.get_template("disclosure/article.html").template.render(paragraphs=body["paragraphs"])
    return made


def _json(told: dict[str, Any]) -> bytes:
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _kept(data: bytes, now: datetime) -> dict[str, Any]:
    """Put bytes into the store; the same bytes stand there once."""
    place = incoming(uuid.uuid4())
    place.write_bytes(data)
    with place.open("rb") as file:
        sha256, sm3, size = hashes_of(file)
    keep(place, sha256)
    place.unlink()
    Blob.objects.get_or_create(
        sha256=sha256,
        defaults={"sm3": sm3, "size": size, "kind": "txt", "stored_at": now, "preview": Preview.NONE},
    )
    return {"size": size, "sha256": sha256, "sm3": sm3}


def frozen_file(told: dict[str, Any]) -> bytes:
    """A published file by its entry in the list; small ones are kept in memory."""
    return frozen(told["sha256"]) if told["size"] < LARGE else frozen.__wrapped__(told["sha256"])


@lru_cache(maxsize=256)
def frozen(sha256: str) -> bytes:
    """The bytes under a hash, kept in memory: what has a hash never changes."""
    with open_kept(sha256) as file:
        data: bytes = file.read()
    return data


@dataclass(frozen=True, slots=True)
class Check:
    """One line of a verification."""

    word: str
    sha256: str
    good: bool
    said: str


def verify(edition: Edition) -> tuple[list[Check], str]:
    """Every file read from the store and hashed again, the signature over the list checked; and the
    fingerprint of the key.
    """
    found = {name: _read(told["sha256"]) for name, told in edition.files.items()}
    checks = [_compared(name, edition.files[name], data) for name, data in found.items()]
    try:
        manifest = found[MANIFEST] or b""
        signed = read_seal(found[SIGNATURE] or b"")
        listed = {one.path: one.sha256 for one in read_manifest(manifest).files}
        good = holds(Algorithm(signed.algorithm), signed.public, manifest, signed.signature)
        wanted = {TEXT, ARTICLE, DATA} | (_LISTED & edition.files.keys())
        same = all(listed.get(name) == edition.files[name]["sha256"] for name in wanted)
        said = "签名有效，清单与发布的文件一致" if good and same else "签名无效，或清单与文件不符"
        return [*checks, Check("签名", "", good and same, said)], fingerprint(signed.public)
    except Exception as error:
        return [*checks, Check("签名", "", False, f"读不出来：{error}"[:80])], ""


def _read(sha256: str) -> bytes | None:
    try:
        with open_kept(sha256) as file:
            data: bytes = file.read()
    except OSError:
        return None
    return data


def _compared(name: str, told: dict[str, Any], data: bytes | None) -> Check:
    word = NAMES[name][0]
    if data is None:
        return Check(word, told["sha256"], False, "文件不见了")
    good = hashlib.sha256(data).hexdigest() == told["sha256"]
    return Check(word, told["sha256"], good, "与发布时一致" if good else "内容被改动过")
