"""Evidence in an object store: against a moto server of its own."""

from __future__ import annotations

import io
import socket
import subprocess
import sys
import time
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest
from django.core.files.storage import storages

from bihuan.proof.package import verify
from bihuan.web.config.storing import stores
from bihuan.web.evidence.models import EvidenceFile
from bihuan.web.evidence.packages import stream
from bihuan.web.evidence.services import package_make, previews_make
from bihuan.web.evidence.store import kept_names, pictures, storage
from bihuan.web.evidence.verifying import orphans, store_verify
from tests.web.evidence import files
from tests.web.world import NOW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

    from bihuan.web.evidence.models import Evidence
    from bihuan.web.rectification.models import Measure
    from tests.web.world import World

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        find_spec("moto") is None or find_spec("storages") is None, reason="没有 moto 或 storages"
    ),
    # boto3 is not ours; what it warns of is.
    pytest.mark.filterwarnings("ignore::DeprecationWarning:botocore"),
]


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """Address of a server that speaks S3."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if not probe.connect_ex(("127.0.0.1", port)):
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture
def bucket(endpoint: str, settings: SettingsWrapper, tmp_path: Path) -> None:
    """The store is a bucket."""
    import boto3

    keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "us-east-1"}
    boto3.client("s3", endpoint_url=endpoint, **keys).create_bucket(Bucket="bihuan-test")
    env = {
        **settings.ENV,
        "BIHUAN_EVIDENCE_BUCKET": "bihuan-test/佐证",
        "BIHUAN_S3_ENDPOINT": endpoint,
        "BIHUAN_S3_REGION": "us-east-1",
        "BIHUAN_S3_KEY": "test",
        "BIHUAN_S3_SECRET": "test",
    }
    settings.STORAGES = stores(env, tmp_path)
    assert storages["evidence"].__class__.__name__ == "S3Storage"


@pytest.mark.usefixtures("bucket")
@pytest.mark.apart
def test_evidence_lives_in_a_bucket(
    prove: Callable[..., Evidence], measures: list[Measure], world: World
) -> None:
    prove(measures[0], data=files.pdf("会议纪要"), name="纪要.pdf")
    prove(measures[1], data=b"a" * 20_000_000, name="长.txt")
    blob = EvidenceFile.objects.order_by("pk")[0].blob
    assert sorted(kept_names()) == sorted(one.blob.sha256 for one in EvidenceFile.objects.all())
    assert store_verify()[2] == []
    assert orphans() == 0
    assert previews_make(blob).pages == 1
    assert (pictures(blob.sha256) / "1.webp").exists()
    made = package_make(actor=world.liaison, now=NOW, unit=world.bureau)
    assert verify(io.BytesIO(b"".join(stream(made)))).problems == ()
    storage().delete(f"{blob.sha256[:2]}/{blob.sha256[2:4]}/{blob.sha256}")
    assert "文件不见了" in store_verify()[2][0]
