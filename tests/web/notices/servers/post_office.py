"""An SMTP server: each accepted letter becomes a file. Run as ``post_office.py PORT FOLDER``.

Recipients decide what happens: ``refused@`` 550, ``later@`` 451 the first time, ``cut@`` the line is cut
after the letter was taken and before the answer.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP

FOLDER = Path(sys.argv[2])


class Office:
    """What the server does with a letter."""

    def __init__(self) -> None:
        self._asked: set[str] = set()
        self._count = 0

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        del server, session, options
        if address.startswith("refused@"):
            return "550 no such mailbox"
        if address.startswith("later@") and address not in self._asked:
            self._asked.add(address)
            return "451 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        del session
        self._count += 1
        name = f"{self._count:06}-{envelope.rcpt_tos[0]}.eml"
        (FOLDER / f".{name}").write_bytes(envelope.content)
        (FOLDER / f".{name}").rename(FOLDER / name)
        if envelope.rcpt_tos[0].startswith("cut@"):
            server.transport.abort()
        return "250 taken"


async def main() -> None:
    """Until killed."""
    office, loop = Office(), asyncio.get_running_loop()
    await loop.create_server(lambda: SMTP(office, enable_SMTPUTF8=True), "127.0.0.1", int(sys.argv[1]))
    print("ready", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
