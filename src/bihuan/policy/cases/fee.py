"""``bihuan policy fee``: a member's fee of one month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bihuan.policy.fees import FeeKind, Hardship, NewBase, Payer, fee

if TYPE_CHECKING:
    from bihuan.policy.cases.fields import Fields


def answer(fields: Fields) -> dict[str, Any]:
    """``fee`` and ``fee_range`` as exact strings or null, and ``flags``. Raises PolicyError."""
    found = fee(_payer(fields))
    return {
        "fee": None if found.amount is None else str(found.amount),
        "fee_range": None if found.range is None else [str(bound) for bound in found.range],
        "flags": [flag.value for flag in found.flags],
    }


def _payer(fields: Fields) -> Payer:
    return Payer(
        kind=fields.choice("kind", FeeKind),
        base=fields.amount("base") if fields.has("base") else None,
        months_unpaid=fields.whole("months_unpaid", at_least=0, default=0),
        justified=fields.flag("justified") if fields.has("justified") else False,
        hardship=_hardship(fields),
        new_base=_new_base(fields),
        extra_paid=fields.amount("extra_paid", at_least=0) if fields.has("extra_paid") else None,
        declared=fields.amount("declared") if fields.has("declared") else None,
        paid_by=fields.text("paid_by") if fields.has("paid_by") else None,
    )


def _hardship(fields: Fields) -> Hardship | None:
    if not fields.has("hardship"):
        return None
    told = fields.inner("hardship")
    return Hardship(*(told.flag(key, default=False) for key in Hardship.__slots__))


def _new_base(fields: Fields) -> NewBase | None:
    """The new base with its months beside it, or all three in one object."""
    if not fields.has("new_base"):
        return None
    if isinstance(fields.raw["new_base"], dict):
        told = fields.inner("new_base")
        return NewBase(told.amount("base"), told.month("effective"), told.month("month"))
    return NewBase(fields.amount("new_base"), fields.month("effective"), fields.month("month"))
