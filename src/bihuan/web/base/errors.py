"""Refusals that people read."""

from __future__ import annotations


class ServiceError(Exception):
    """A write was refused and nothing was stored; ``str(error)`` is one Chinese sentence that says what to
    do.

    ``field`` names the form field that the sentence belongs to, where there is one; ``href`` is the page on
    which the matter is put right, where that is another one; ``code`` tells programs what kind it is.
    """

    code = "refused"

    def __init__(self, message: str, *, field: str | None = None, href: str = "", code: str = "") -> None:
        super().__init__(message)
        self.field, self.href, self.code = field, href, code or self.code


class GoneError(ServiceError):
    """Somebody else took the row away in the meantime; there is no page of it any more."""

    code = "gone"

    def __init__(self, what: str) -> None:
        super().__init__(f"{what}刚刚被别人撤销或删除了，您的操作没有保存。请看列表里现在的情况。")


class StaleError(ServiceError):
    """Somebody else changed the row in the meantime; ``field`` is None and nothing was stored."""

    code = "stale"

    def __init__(self, what: str, *, href: str = "") -> None:
        told = f"{what}刚刚被别人改过，您的修改没有保存。请先看现在的内容，再决定是否重新修改。"
        super().__init__(told, href=href)
