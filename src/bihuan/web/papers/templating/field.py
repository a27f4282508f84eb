"""One field of a template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Field:
    """What may stand in a template, and where its value comes from."""

    name: str
    about: str
    get: Callable[[Any], Any]
    rows: tuple[Field, ...] = ()
    """What each of a list has; empty where the field is no such list."""
    plain: bool = False
    """A list of texts."""

    @property
    def listed(self) -> bool:
        """Whether it is gone through with ``{% for %}``."""
        return self.plain or bool(self.rows)
