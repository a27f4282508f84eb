"""An HTTP server that answers like the robots. Run as ``chat.py PORT FILE``; each request is a line of FILE.

The path decides: ``/feishu`` answers with ``code``, the others with ``errcode``; ``/busy`` says so the first
time, ``/wrong`` refuses, ``/cut`` hangs up without a word, ``/slow`` drips, ``/elsewhere`` redirects.
"""

from __future__ import annotations

import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

FILE = Path(sys.argv[2])
ASKED: list[str] = []
ANSWERS = {
    "/feishu": {"code": 0, "msg": "success"},
    "/busy": {"errcode": 45009, "errmsg": "api freq out of limit"},
    "/wrong": {"errcode": 310000, "errmsg": "sign not match"},
}


class Handler(BaseHTTPRequestHandler):
    """One request."""

    def do_POST(self) -> None:
        """Note it down and answer."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with FILE.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"path": self.path, "body": json.loads(body)}, ensure_ascii=False) + "\n")
        path, first = self.path.partition("?")[0], self.path not in ASKED
        ASKED.append(self.path)
        if path == "/cut" and first:
            self.connection.close()
            return
        if path == "/elsewhere":
            self.send_response(302)
            self.send_header("Location", "/hook")
            self.end_headers()
            return
        told = {"errcode": 0, "errmsg": "ok"} if path == "/busy" and not first else ANSWERS.get(path)
        self._answer(told or {"errcode": 0, "errmsg": "ok"}, slowly=path == "/slow")

    def _answer(self, told: dict[str, Any], *, slowly: bool) -> None:
        data = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        for byte in data:
            self.wfile.write(bytes([byte]))
            if slowly:
                time.sleep(0.3)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler)
    print("ready", flush=True)
    server.serve_forever()
