"""The examples of docs/howto/use-the-api.md, run as they stand: by curl, against the running product."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from bihuan.web.base.models import JournalEntry
from bihuan.web.evidence.models import Evidence
from tests.web.api.conftest import program_of
from tests.web.world import build, import_text

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.live_server_helper import LiveServer


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("curl"), reason="needs curl")
def test_examples_work(live_server: LiveServer, root: Path, tmp_path: Path) -> None:
    world = build()
    case = import_text(world)
    measure = case.measures.order_by("position")[0]
    text = (root / "docs" / "howto" / "use-the-api.md").read_text("utf-8")
    blocks = re.findall(r"```bash\n(.*?)```", text, re.DOTALL)
    known = {
        "BIHUAN": live_server.url,
        "TOKEN": program_of(world.liaison).secret,
        "CASE": case.pk,
        "MEASURE": measure.pk,
        "RESPONSE": measure.response_id,
        "FOLDER": tmp_path,
    }
    environment = {name: str(value) for name, value in known.items()} | {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
    }
    for block in blocks:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", block],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{block}\n{done.stdout}\n{done.stderr}"
    assert len(blocks) >= 8
    assert Evidence.objects.get().title == "党组会议纪要"
    measure.refresh_from_db()
    assert measure.text == "7月3日，召开党组会议，研究核查办法。"
    names = set(JournalEntry.objects.filter(action="evidence_create").values_list("actor_name", flat=True))
    assert names == {"林知夏（令牌“同步”）"}
