"""Backing up and restoring a house with much evidence: memory, time, and the same beside ``tar``.

``python bench/backup.py [MEGABYTES]`` loads the sample data, puts files of ten megabytes into the store,
and runs the real commands, plain and sealed, reading the highest resident memory (VmHWM) that the system
reports of each. Bar: under 200 MB whatever the size. The floor is ``tar`` and ``sha256sum`` over the folder.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BAR_MB = 200
EACH = 10 * 1024 * 1024
SEED = """
import sys, django
django.setup()
from django.utils import timezone
from bihuan.web.evidence.models import Blob
for line in sys.stdin:
    sha256, size = line.split()
    Blob.objects.create(sha256=sha256, size=size, kind="txt", stored_at=timezone.now(), preview="text")
"""


def run(data: Path, *words: str, told: str = "") -> tuple[float, float]:
    """Seconds and highest memory in MB of a command of ``bihuan``."""
    env = {**os.environ, "BIHUAN_DATA": str(data), "DJANGO_SETTINGS_MODULE": "bihuan.web.config.settings"}
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *words], env=env, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )
    assert process.stdin is not None
    process.stdin.write(told)
    process.stdin.close()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{words}: {process.returncode}")
    return time.perf_counter() - begun, usage.ru_maxrss / 1024


def fill(store: Path, megabytes: int) -> str:
    """Files in the store, and a line for each."""
    lines = []
    for number in range(max(1, megabytes * 1024 * 1024 // EACH)):
        block = hashlib.shake_256(b"%d" % number).digest(1024 * 1024) * (EACH // 1024 // 1024)
        sha256 = hashlib.sha256(block).hexdigest()
        place = store / sha256[:2] / sha256[2:4] / sha256
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(block)
        lines.append(f"{sha256} {len(block)}\n")
    return "".join(lines)


def floor(folder: Path, target: Path) -> float:
    """Seconds of tar and sha256sum."""
    begun = time.perf_counter()
    subprocess.run(["tar", "cf", target, "-C", folder, "."], check=True)
    subprocess.run(["sha256sum", target], check=True, stdout=subprocess.DEVNULL)
    os.sync()
    return time.perf_counter() - begun


def main() -> int:
    """0 when every command stays under the bar."""
    megabytes = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    worst = 0.0
    with tempfile.TemporaryDirectory(prefix="bihuan-backup-") as text:
        folder, house = Path(text), Path(text) / "house"
        run(house, "-m", "bihuan", "demo", "--no-serve")
        run(house, "-c", SEED, told=fill(house / "evidence", megabytes))
        least = floor(house / "evidence", folder / "floor.tar")
        print(f"底线：{megabytes} MB 佐证 tar 加 sha256sum {least:.1f} 秒")
        word = folder / "word"
        word.write_text("测速用的备份口令，不要用\n", "utf-8")
        for name, more in (("不加密", ()), ("加密", ("--passphrase-file", str(word)))):
            file, other = str(folder / f"{name}.tar"), folder / f"{name}.house"
            backup, first = run(house, "-m", "bihuan", "backup", file, *more)
            restore, second = run(other, "-m", "bihuan", "restore", file, *more)
            worst = max(worst, first, second)
            print(
                f"{name}：备份 {backup:.1f} 秒（底线的 {backup / least:.1f} 倍）{first:.0f} MB；"
                f"恢复（含建表、核对）{restore:.1f} 秒 {second:.0f} MB"
            )
    print(f"最高 {worst:.0f} MB，上限 {BAR_MB} MB：{'达到' if worst < BAR_MB else '没有达到'}")
    return 0 if worst < BAR_MB else 1


if __name__ == "__main__":
    sys.exit(main())
