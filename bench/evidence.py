"""Uploading 500 MB of evidence: how much memory the server takes, and how fast it goes, beside its floor.

``python bench/evidence.py [MEGABYTES]`` starts the real server with the sample data in a folder of its own,
sends one file in parts (as the page's script does), one by a plain form (as a browser without script does),
and reads the highest resident memory (VmHWM) of every server process around each. Bar: under 200 MB. The
floor is what the same bytes cost to hash (SHA-256 and SM3) and write in one loop.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import re
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

import screenshots

if TYPE_CHECKING:
    from collections.abc import Iterator

BAR_MB = 200
PART = 4 * 1024 * 1024
MEGABYTE = 1024 * 1024
USER = "linzhixia"


def blocks(megabytes: int, seed: int) -> Iterator[bytes]:
    """Text that nothing compresses, so many megabytes of it."""
    for at in range(megabytes):
        line = hashlib.sha256(b"%d %d" % (seed, at)).hexdigest().encode()
        yield (line * (MEGABYTE // 64))[:MEGABYTE]


def children(pid: int) -> list[int]:
    """The process and all below it."""
    found = [pid]
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
        if parent == pid:
            found += children(int(path.parent.name))
    return found


def highest(pids: list[int]) -> dict[int, float]:
    """VmHWM of each process in MB."""
    told = {}
    for pid in pids:
        try:
            match = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
        except OSError:
            continue
        if match:
            told[pid] = int(match[1]) / 1024
    return told


def forget(pids: list[int]) -> None:
    """Begin the highest mark anew."""
    for pid in pids:
        try:
            Path(f"/proc/{pid}/clear_refs").write_text("5")
        except OSError:
            continue


class Browser:
    """A session as small as can be."""

    def __init__(self, address: str, password: str) -> None:
        self.password = password
        self._host = address.removeprefix("http://")
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, bytes, str]:
        """Status, body, where it leads."""
        line = http.client.HTTPConnection(self._host, timeout=600)
        known = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        told = {
            "Cookie": known,
            "X-CSRFToken": self.token(),
            **{k.replace("_", "-"): v for k, v in headers.items()},
        }
        line.request(method, path, body=body, headers=told)
        answer = line.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        data = answer.read()
        line.close()
        return answer.status, data, answer.getheader("Location") or ""

    def token(self) -> str:
        """The form's token is that of the cookie."""
        return self.cookies.get("bihuan_csrf", "")

    def log_in(self) -> None:
        """By the page."""
        self.ask("GET", "/login/")
        body = f"username={USER}&password={self.password}".encode()
        status, _, _ = self.ask("POST", "/login/", body, Content_Type="application/x-www-form-urlencoded")
        if status != 302:
            raise RuntimeError(f"login {status}")


def in_parts(browser: Browser, megabytes: int) -> None:
    """As the page's script does."""
    body = f"name=parts.txt&size={megabytes * MEGABYTE}".encode()
    form = {"Content_Type": "application/x-www-form-urlencoded"}
    _, data, _ = browser.ask("POST", "/evidence/uploads/", body, **form)
    told = json.loads(data)
    part, at = b"", 0
    for block in blocks(megabytes, 1):
        part += block
        if len(part) >= PART:
            at = send(browser, told["address"], part, at)
            part = b""
    if part:
        send(browser, told["address"], part, at)
    status, data, _ = browser.ask("POST", told["finish"])
    if status != 200 or not json.loads(data)["whole"]:
        raise RuntimeError(data.decode())


def send(browser: Browser, address: str, part: bytes, at: int) -> int:
    """One part; where the next begins."""
    headers = {"Upload_Offset": str(at), "Content_Type": "application/octet-stream"}
    status, data, _ = browser.ask("PATCH", address, part, **headers)
    if status != 200:
        raise RuntimeError(data.decode())
    return int(json.loads(data)["received"])


def by_form(browser: Browser, megabytes: int) -> None:
    """As a browser without script does."""
    mark = "----bihuan"

    def field(name: str, value: str) -> bytes:
        return f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()

    head = field("title", "测速") + field("kind", "other")
    head += f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="form.txt"\r\n\r\n'.encode()
    tail = b"\r\n" + field("whole", "1") + f"--{mark}--\r\n".encode()

    def body() -> Iterator[bytes]:
        yield head
        yield from blocks(megabytes, 2)
        yield tail

    length = len(head) + megabytes * MEGABYTE + len(tail)
    kind = f"multipart/form-data; boundary={mark}"
    status, data, where = browser.ask(
        "POST", "/evidence/new/", body(), Content_Type=kind, Content_Length=str(length)
    )
    if status != 302:
        raise RuntimeError(f"{status} {re.findall('field__error.*', data.decode())[:3]}")
    fetch(browser, where)


def fetch(browser: Browser, where: str) -> None:
    """Download what was saved, counting bytes only."""
    _, page, _ = browser.ask("GET", where)
    found = re.search(rb"/evidence/files/\d+/download/", page)
    if found is None:
        raise RuntimeError("no download")
    line = http.client.HTTPConnection(browser._host, timeout=600)
    known = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    line.request("GET", found[0].decode(), headers={"Cookie": known})
    answer = line.getresponse()
    while answer.read(MEGABYTE):
        pass
    line.close()


def floor(megabytes: int) -> float:
    """Seconds to hash and write the same bytes in one loop."""
    sha256, sm3 = hashlib.sha256(), hashlib.new("sm3")
    with tempfile.TemporaryFile() as out:
        begun = time.perf_counter()
        for block in blocks(megabytes, 3):
            sha256.update(block)
            sm3.update(block)
            out.write(block)
        os.fsync(out.fileno())
        return time.perf_counter() - begun


def main() -> int:
    """0 when every process stays under the bar."""
    megabytes = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    least = floor(megabytes)
    print(f"底线：{megabytes} MB 单纯计算两种摘要并写盘 {least:.1f} 秒")
    worst = 0.0
    with screenshots.served() as house:
        browser = Browser(house.address, house.password)
        browser.log_in()
        for word, run in (("分段上传", in_parts), ("整张表单上传再下载", by_form)):
            pids = children(os.getpid())[1:]
            forget(pids)
            before = highest(pids)
            begun = time.perf_counter()
            run(browser, megabytes)
            took = time.perf_counter() - begun
            after = highest(children(os.getpid())[1:])
            worst = max(worst, *after.values())
            print(
                f"{word}：{took:.1f} 秒（底线的 {took / least:.1f} 倍），各进程最高内存 "
                f"{'、'.join(f'{one:.0f}' for one in sorted(after.values(), reverse=True)[:4])} MB"
                f"（开始前 {max(before.values()):.0f} MB）"
            )
    print(f"最高 {worst:.0f} MB，上限 {BAR_MB} MB：{'达到' if worst < BAR_MB else '没有达到'}")
    return 0 if worst < BAR_MB else 1


if __name__ == "__main__":
    sys.exit(main())
