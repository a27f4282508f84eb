"""Files as a browser takes them, opened as people would."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import openpyxl
from django.urls import reverse

if TYPE_CHECKING:
    from django.test import Client

    from bihuan.web.inspections.models import Feedback


def take(client: Client, file: str, case: Feedback | None = None, **query: object) -> bytes:
    """The bytes of a file like ``ledger.xlsx``."""
    here = reverse("sheets:case", args=[case.pk]) if case else reverse("sheets:all")
    told = "&".join(f"{name}={value}" for name, value in query.items())
    answer = client.post(f"{here}?{told}", {"file": file})
    assert answer.status_code == 200, answer.status_code
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def table(data: bytes) -> list[dict[str, str]]:
    """Rows of a csv by their titles."""
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def book(data: bytes) -> Any:
    """The workbook."""
    return openpyxl.load_workbook(io.BytesIO(data))
