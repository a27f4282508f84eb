"""Where files go, and what the settings on evidence mean; wrong values are told in a sentence."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from bihuan.web.config.env import SETTINGS, SettingError

if TYPE_CHECKING:
    from pathlib import Path

STATIC = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
SPOOLED = 8 * 1024 * 1024
"""Bytes of an object that are held in memory while it is read; the rest goes to a temporary file."""


def stores(env: dict[str, Any], data: Path) -> dict[str, Any]:
    """Django's ``STORAGES``: evidence in a folder of the data, or in a bucket."""
    local = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    evidence = (
        _bucket(env)
        if env["BIHUAN_EVIDENCE_BUCKET"]
        else {**local, "OPTIONS": {"location": str(data / "evidence"), "file_permissions_mode": 0o600}}
    )
    # What the worker wrote for somebody: made again at any time, so never in the bucket.
    sheets = {**local, "OPTIONS": {"location": str(data / "sheets"), "file_permissions_mode": 0o600}}
    return {"default": local, "staticfiles": STATIC, "evidence": evidence, "sheets": sheets}


def _bucket(env: dict[str, Any]) -> dict[str, Any]:
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise SettingError("设置了“BIHUAN_EVIDENCE_BUCKET”，请先安装对象存储的支持：pip install 'bihuan[s3]'")
    from boto3.s3.transfer import TransferConfig

    bucket, _, folder = env["BIHUAN_EVIDENCE_BUCKET"].partition("/")
    options = {
        "bucket_name": bucket,
        "location": folder.strip("/"),
        "endpoint_url": env["BIHUAN_S3_ENDPOINT"] or None,
        "region_name": env["BIHUAN_S3_REGION"] or None,
        "access_key": env["BIHUAN_S3_KEY"] or None,
        "secret_key": env["BIHUAN_S3_SECRET"] or None,
        "file_overwrite": True,  # the name is the hash of the content
        "default_acl": None,
        "max_memory_size": SPOOLED,
        "transfer_config": TransferConfig(multipart_chunksize=SPOOLED, max_concurrency=2),
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def evidence_types(env: dict[str, Any]) -> tuple[str, ...]:
    """Types that may be uploaded; SettingError for one that the product cannot look into."""
    known = next(one.default for one in SETTINGS if one.name == "BIHUAN_EVIDENCE_TYPES")
    chosen: tuple[str, ...] = env["BIHUAN_EVIDENCE_TYPES"]
    unknown = [one for one in chosen if one not in known]  # type: ignore[operator]
    if unknown:
        raise SettingError(
            f"设置“BIHUAN_EVIDENCE_TYPES”里的“{unknown[0]}”不在可选的类型之内，请对照设置说明。"
        )
    return chosen


def signing(env: dict[str, Any]) -> str:
    """The algorithm of packages."""
    chosen: str = env["BIHUAN_SIGNING"].lower()
    if chosen not in {"ed25519", "sm2"}:
        raise SettingError(f"设置“BIHUAN_SIGNING”只能是 ed25519 或 sm2，现在是“{chosen}”。")
    if chosen == "sm2" and find_spec("gmalg") is None:
        raise SettingError("设置“BIHUAN_SIGNING”为 sm2，请先安装国密算法的支持：pip install 'bihuan[sm2]'")
    return chosen
