"""Sending stored letters. What is promised, and how it is kept:

* **Never two letters.** Before the mail server can accept anything, the letter goes from *written* to
  *sending* in a transaction of its own. That step succeeds once; a second worker, or the same one after a
  crash, finds the gate closed.
* **Nothing is lost.** A worker that dies after that step leaves a letter of which nobody knows whether it was
  accepted. It is marked *unsure* and not sent again that day; what it told stands in the inbox, and what has
  not been read there by then is in the next day's letter again (see ``digest.py``).
* A worker that dies before that step, a server that is busy or away: the letter is sent at the next try,
  with the same Message-ID and the same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.web.notices.mail.message import compose
from bihuan.web.notices.mail.settings import Server
from bihuan.web.notices.mail.transport import Fate, Line, ServerError
from bihuan.web.notices.models import Letter, LetterState
from bihuan.web.notices.queue import GiveUp, Retry

if TYPE_CHECKING:
    from datetime import datetime

    from bihuan.web.notices.queue import Task

_STATES = {
    Fate.ACCEPTED: LetterState.SENT,
    Fate.REFUSED: LetterState.REFUSED,
    Fate.LATER: LetterState.WRITTEN,
    Fate.UNKNOWN: LetterState.UNSURE,
}
LOST = "工作进程在投递中途停止，不知是否已寄到；未读的内容列入下一封。"


def send(task: Task) -> None:
    """Send the letters of the job that have not been sent; raises ``Retry`` while any of them must wait."""
    server = Server.of_settings()
    if server is None:
        raise GiveUp("没有设置邮件服务器（BIHUAN_SMTP_HOST）。")
    letters = Letter.objects.filter(pk__in=task.args["letters"])
    letters.filter(state=LetterState.SENDING).update(state=LetterState.UNSURE, error=LOST)
    waiting = ""
    try:
        with Line(server) as line:
            for letter in letters.filter(state=LetterState.WRITTEN).order_by("pk"):
                waiting = _send(line, server, letter, task.now) or waiting
    except ServerError as error:
        raise Retry(str(error)) from error
    if waiting:
        raise Retry(waiting)


def _send(line: Line, server: Server, letter: Letter, now: datetime) -> str:
    """The server's words where the letter has to wait, else nothing."""
    data = compose(
        sender=server.sender,
        to=letter.to,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        message_id=letter.message_id,
        at=letter.created_at,
    )
    fate, words = line.send(letter.to, data, lambda: _intend(letter))
    if fate is not Fate.CLOSED:
        sent_at = now if fate is Fate.ACCEPTED else None
        error = "" if fate is Fate.ACCEPTED else words
        Letter.objects.filter(pk=letter.pk).update(state=_STATES[fate], sent_at=sent_at, error=error[:300])
    return words if fate is Fate.LATER else ""


def _intend(letter: Letter) -> bool:
    """The gate: True for exactly one caller."""
    rows = Letter.objects.filter(pk=letter.pk, state=LetterState.WRITTEN)
    return bool(rows.update(state=LetterState.SENDING))
