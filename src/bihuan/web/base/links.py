"""Addresses for templates, cheap enough for every row of a table."""

from __future__ import annotations

from functools import lru_cache

from django.urls import reverse

_STAND_INS = (9_007_199_254_740_881, 9_007_199_254_740_847, 9_007_199_254_740_761)


@lru_cache(maxsize=256)
def _shape(name: str, count: int) -> str:
    address = reverse(name, args=_STAND_INS[:count])
    for number in _STAND_INS[:count]:
        address = address.replace(str(number), "%d", 1)
    return address


def url(name: str, *ids: int) -> str:
    """The address of a named view whose arguments are all whole numbers.

    ``reverse`` costs 20 µs and more, which is noticed in fifty rows; its answer is kept as a pattern.
    """
    return _shape(name, len(ids)) % ids


def thing_history(kind: str, pk: int) -> str:
    """The address of an object's history."""
    return _past(kind) % pk


@lru_cache(maxsize=64)
def _past(kind: str) -> str:
    return reverse("accounts:history", args=[kind, _STAND_INS[0]]).replace(str(_STAND_INS[0]), "%d")
