"""核验佐证包（不联网），或核对本系统的日志和佐证：逐一重算摘要，有没有缺少、增加或改动。"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

from bihuan.cli import EXIT_FOUND, EXIT_OK, UserError

if TYPE_CHECKING:
    import argparse

    from bihuan.proof.package import Verdict

_HEX = re.compile(r"[0-9a-f]{16,64}")
MOST_TOLD = 50
"""Problems that a text report lists one by one."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The package and whose key is trusted; or what of the house."""
    parser.add_argument("package", metavar="佐证包", nargs="?", help="要核验的 ZIP 文件")
    parser.add_argument("--house", action="store_true", help="核对本系统的日志和佐证（须在服务器上执行）")
    parser.add_argument("--journal", action="store_true", help="只核对本系统的日志")
    parser.add_argument("--evidence", action="store_true", help="只核对本系统的佐证")
    parser.add_argument(
        "--key",
        action="append",
        default=[],
        metavar="指纹或文件",
        help="出具单位公布的公钥指纹（至少前16位），或它给出的公钥清单文件；可写多个",
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="输出格式，默认 text")


def run(args: argparse.Namespace) -> int:
    """0 everything holds, 1 something does not, 2 it cannot be read."""
    house = [name for name in ("journal", "evidence") if args.house or getattr(args, name)]
    if bool(house) == bool(args.package):
        raise UserError("请写明要核验的佐证包；核对本系统用 --house、--journal 或 --evidence，二者择一。")
    if house:
        return EXIT_FOUND if _house().run(house, as_json=args.format == "json") else EXIT_OK
    return _package(args)


def _house() -> Any:
    """The product's own part, where it is installed."""
    from importlib import import_module
    from importlib.metadata import entry_points

    for entry in entry_points(group="bihuan.house", name="verify"):
        try:
            return import_module(entry.value)
        except ModuleNotFoundError as error:
            if (error.name or "").startswith("bihuan"):
                raise
    raise UserError("核对本系统要有网页部分，请先安装：pip install 'bihuan[web]'")


def _package(args: argparse.Namespace) -> int:
    from bihuan.proof.archive import ArchiveError
    from bihuan.proof.manifest import ManifestError
    from bihuan.proof.package import verify
    from bihuan.proof.signing import SigningUnavailable

    known = [mark for word in args.key for mark in _marks(word)]
    try:
        with open(args.package, "rb") as file:
            verdict = verify(file, known)
    except (ArchiveError, ManifestError, SigningUnavailable) as error:
        raise UserError(str(error)) from None
    except OSError as error:
        raise UserError(_reason(args.package, error)) from None
    sys.stdout.write(_json(verdict) if args.format == "json" else _text(verdict))
    return EXIT_FOUND if verdict.problems else EXIT_OK


def _reason(name: str, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return f"没有“{name}”这个文件，请核对文件名和所在目录。"
    if isinstance(error, IsADirectoryError):
        return f"“{name}”是一个目录，请写明其中的佐证包。"
    return f"“{name}”读不出来，请检查权限和磁盘后再试。"


def _marks(word: str) -> list[str]:
    """Fingerprints from a word of the command line: itself, or those in a file of public keys."""
    plain = word.replace(" ", "").replace(":", "").lower()
    if _HEX.fullmatch(plain):
        return [plain]
    import json

    from bihuan.proof.signing import fingerprint

    try:
        with open(word, "rb") as file:
            told = json.loads(file.read(1_000_000))
        marks = [fingerprint(bytes.fromhex(one["public_key"])) for one in told["keys"]]
    except OSError:
        raise UserError(f"“{word}”既不是公钥指纹（至少16位十六进制数），也不是读得出的文件。") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise UserError(f"“{word}”不是公钥清单，请用出具单位“公钥”页下载的 JSON 文件。") from None
    if not marks:
        raise UserError(f"公钥清单“{word}”是空的，请向出具单位重新索取。")
    return marks


def _text(verdict: Verdict) -> str:
    from bihuan.proof.package import shown
    from bihuan.proof.signing import Algorithm, spaced

    manifest, algorithm = verdict.manifest, Algorithm(verdict.seal.algorithm)
    lines = [
        f"佐证包：{shown(manifest.text('title')) or '（没有名称）'}",
        "出具：" + "　".join(shown(manifest.text(name)) for name in ("unit", "made_by", "made_at")),
        f"文件：{len(manifest.files)} 个，共 {sum(one.size for one in manifest.files)} 字节",
        f"签名：{algorithm.label}，公钥指纹 {spaced(verdict.fingerprint)}",
    ]
    if verdict.trusted is None:
        lines.append("　　　没有给出可信的公钥：请把上面的指纹与出具单位公布的核对，或用 --key 写明。")
    elif verdict.trusted:
        lines.append("　　　公钥与您给出的一致。")
    told = [f"　■ {one}" for one in verdict.problems[:MOST_TOLD]]
    if len(verdict.problems) > MOST_TOLD:
        told.append(f"　■ 另有 {len(verdict.problems) - MOST_TOLD} 处，用 --format json 可以看到全部。")
    if told:
        return "\n".join([*lines, f"结论：不能采信，有 {len(verdict.problems)} 处对不上：", *told]) + "\n"
    return "\n".join([*lines, "结论：完整，签名以后没有改动，没有缺少或增加文件。"]) + "\n"


def _json(verdict: Verdict) -> str:
    import json

    told = {
        "intact": not verdict.problems,
        "algorithm": verdict.seal.algorithm,
        "fingerprint": verdict.fingerprint,
        "key_trusted": verdict.trusted,
        "files": len(verdict.manifest.files),
        "problems": list(verdict.problems),
        "manifest": {key: value for key, value in verdict.manifest.facts.items() if key != "files"},
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
