"""Which work there is, and what a function that does it is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Task:
    """One attempt at a job, as its function sees it."""

    id: int
    args: dict[str, Any]
    now: datetime
    attempt: int
    """1 at the first try."""
    taken_over: bool
    """The attempt before ended without a word: its worker died, and what it did outside is not known."""


@dataclass(frozen=True, slots=True)
class Work:
    """A kind of job."""

    name: str
    label: str
    """For the administrators, in Chinese."""
    run: Callable[[Task], None]
    atomic: bool
    """In one transaction with the mark that it is done: its rows are written exactly once. Work that talks
    to the outside is not atomic and keeps its own record of what it said.
    """
    tries: int


class Retry(Exception):  # noqa: N818 - what a job says, not an error of ours
    """Not now: try again after ``wait`` (None: the usual back-off). The text is for the administrators."""

    def __init__(
        self, text: str, *, wait: timedelta | None = None, args: dict[str, Any] | None = None
    ) -> None:
        super().__init__(text)
        self.wait = wait
        self.change = args or {}
        """Arguments that the next attempt gets in addition."""


class GiveUp(Exception):  # noqa: N818
    """It will never work; the text says why, for the administrators."""


WORKS: dict[str, Work] = {}
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=2)


def work(
    name: str, label: str, *, atomic: bool = True, tries: int = 6
) -> Callable[[Callable[[Task], None]], Callable[[Task], None]]:
    """Decorator: this function does the jobs of this name."""

    def register(run: Callable[[Task], None]) -> Callable[[Task], None]:
        known = WORKS.get(name)
        if known is not None and known.run.__qualname__ != run.__qualname__:
            raise ValueError(f"two functions do {name}")
        WORKS[name] = Work(name, label, run, atomic, tries)
        return run

    return register


def back_off(attempt: int) -> timedelta:
    """30 s, 2 min, 8 min, … at most 2 h after the attempt of this number (1 is the first)."""
    times: int = 4 ** min(attempt - 1, 8)
    return min(FIRST_WAIT * times, LONGEST_WAIT)
