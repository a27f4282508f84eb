"""Evidence of the statistics bureau: signed-in clients, files on their way, entries; a store of its own."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bihuan.web.evidence.looking import apart
from bihuan.web.evidence.looking.child import _look
from bihuan.web.evidence.models import Evidence, Upload
from bihuan.web.evidence.receiving import Staged
from bihuan.web.evidence.services import evidence_create, upload_receive
from bihuan.web.evidence.services.entries import Facts
from bihuan.web.evidence.store import Hashes, incoming
from bihuan.web.evidence.targets import find
from bihuan.web.rectification.models import Measure
from tests.web.pages.conftest import case, liaison
from tests.web.world import NOW

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World

__all__ = ["case", "liaison"]


@pytest.fixture(autouse=True)
def _own_store(tmp_path: Path, settings: SettingsWrapper) -> None:
    """Files of one test are not seen by another; keys too."""
    settings.DATA = tmp_path
    local = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    options = {"location": str(tmp_path / "evidence"), "file_permissions_mode": 0o600}
    settings.STORAGES = {**settings.STORAGES, "evidence": {**local, "OPTIONS": options}}


@pytest.fixture(autouse=True)
def _look_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking into files without a child process, which has its own tests (marked ``apart``)."""
    if "apart" in request.keywords:
        return
    real = apart._run

    def run(orders: dict[str, Any]) -> dict[str, Any]:
        return _look(orders) if orders["task"] == "look" else real(orders)

    monkeypatch.setattr(apart, "_run", run)


@pytest.fixture
def receive(world: World) -> Callable[..., Upload]:
    """A file of the bureau on its way, whole."""

    def run(data: bytes, name: str = "纪要.txt", actor: User | None = None) -> Upload:
        hashes = Hashes()
        hashes.update(data)
        token = Upload._meta.get_field("token").get_default()
        path = incoming(token)
        path.write_bytes(data)
        staged = Staged(token, path, name, len(data), *hashes.digests())
        actor = actor or world.liaison
        return upload_receive(actor=actor, now=NOW, unit=world.bureau, staged=staged)

    return run


@pytest.fixture
def measures(case: Feedback) -> list[Measure]:
    """Measures of the case in the order of the text: two of finding 1, two of 2 and 3, one of 4."""
    return list(Measure.objects.filter(feedback=case).order_by("position"))


@pytest.fixture
def prove(world: World, receive: Callable[..., Upload]) -> Callable[..., Evidence]:
    """An entry that proves these measures."""

    def run(
        *wanted: Measure, data: bytes = b"minutes of 3 July", name: str = "纪要.txt", **more: Any
    ) -> Evidence:
        targets = [find(world.liaison, f"measure:{one.pk}") for one in wanted]
        facts = Facts(
            more.pop("title", "党组会议纪要"), "minutes", date(2023, 7, 3), more.pop("expires_on", None)
        )
        uploads = [receive(data, name)]
        return evidence_create(
            actor=world.liaison,
            now=NOW,
            unit=world.bureau,
            facts=facts,
            uploads=uploads,
            targets=targets,
            **more,
        )

    return run


def form(*files: tuple[str, bytes], **fields: Any) -> dict[str, Any]:
    """What the upload page posts."""
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    return {"kind": "minutes", "file": sent, **fields, "whole": "1"}
