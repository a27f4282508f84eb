"""Numbers that rules fix, each with its source, article and confidence (rules.toml)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bihuan.policy.confidence import Confidence
from bihuan.policy.tables import read_table

if TYPE_CHECKING:
    from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value and where it comes from."""

    id: str
    title: str
    value: int | str | list[Any]
    unit: str
    source: str
    article: str
    confidence: Confidence

    def whole(self) -> int:
        """The value as a whole number."""
        if not isinstance(self.value, int):
            raise TypeError(self.id)
        return self.value

    def amount(self) -> Decimal:
        """The value as an exact decimal; amounts and rates are written as strings."""
        from decimal import Decimal

        if isinstance(self.value, list):
            raise TypeError(self.id)
        return Decimal(self.value)

    def rows(self) -> list[Any]:
        """The value as a list."""
        if not isinstance(self.value, list):
            raise TypeError(self.id)
        return self.value

    @property
    def basis(self) -> str:
        """Source, article and, where the source is weak, that it is still to be verified."""
        return self.confidence.cite(self.source, self.article)


@lru_cache(maxsize=1)
def parameters() -> dict[str, Parameter]:
    """All parameters by id, in the order of rules.toml."""
    text = Path(__file__).with_name("rules.toml").read_text("utf-8")
    found = [
        Parameter(**(row | {"confidence": Confidence(row["confidence"])})) for row in read_table(text, "rule")
    ]
    return {entry.id: entry for entry in found}


def parameter(name: str) -> Parameter:
    """One parameter; KeyError for an id that rules.toml lacks."""
    return parameters()[name]
