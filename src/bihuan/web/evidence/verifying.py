"""Is the store what the tables say?"""

from __future__ import annotations

from bihuan.web.evidence.models import Blob, EvidenceFile
from bihuan.web.evidence.store import hashes_of, kept_names, open_kept


def store_verify() -> tuple[int, int, list[str]]:
    """How many contents and bytes were hashed again, and a sentence for each that does not hold."""
    breaks: list[str] = []
    count = size = 0
    for blob in Blob.objects.order_by("sha256").iterator(chunk_size=500):
        count, size = count + 1, size + blob.size
        problem = _problem(blob)
        if problem:
            breaks.append(f"{blob.sha256}（{_where(blob)}）：{problem}")
    return count, size, breaks


def _problem(blob: Blob) -> str:
    try:
        with open_kept(blob.sha256) as file:
            sha256, sm3, size = hashes_of(file)
    except FileNotFoundError:
        return "文件不见了。"
    except OSError as error:
        return f"文件读不出来：{error.strerror or '存储没有答复'}。"
    if sha256 != blob.sha256 or size != blob.size:
        return "内容被改动过，SHA-256 不符。"
    return "SM3 与登记的不符。" if blob.sm3 and sm3 and sm3 != blob.sm3 else ""


def _where(blob: Blob) -> str:
    first = EvidenceFile.objects.filter(blob=blob).select_related("version__evidence").first()
    return f"佐证“{first.version.evidence.title}”的“{first.name}”" if first else "没有佐证引用"


def orphans() -> int:
    """Files of the store that no row knows."""
    known = set(Blob.objects.values_list("sha256", flat=True))
    return sum(1 for name in kept_names() if name not in known)
