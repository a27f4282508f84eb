"""What cannot be read, said in a sentence that the user can act on."""

from __future__ import annotations


class UnreadableDocument(Exception):  # noqa: N818 - the name says what it is; every message is shown to users
    """No document that can be read; ``str(error)`` is one Chinese sentence that says what to do."""
