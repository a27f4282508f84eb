"""Party fees of one month: the amount, and what the branch should look at.

Brackets, fixed amounts and limits are parameters (``fee.*`` in rules.toml). One rate holds for the whole
base, exact and rounded half up to the cent. Flags are hints: what follows from them the branch decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from enum import StrEnum
from typing import TYPE_CHECKING

from bihuan.policy.parameters import parameter

if TYPE_CHECKING:
    from collections.abc import Iterator

CENT = Decimal("0.01")
NOTHING = Decimal("0.00")


class FeeKind(StrEnum):
    """How a member's fee is set."""

    EMPLOYED = "employed"
    ANNUAL_SALARY = "annual_salary"
    SELF_EMPLOYED = "self_employed"
    RETIRED = "retired"
    STUDENT = "student"
    UNEMPLOYED = "unemployed"
    RELIEF = "relief"
    MINIMUM_LIVING = "minimum_living"
    FARMER = "farmer"


class FeeFlag(StrEnum):
    """What the branch should look at."""

    ARREARS = "arrears"
    LEAVE6 = "leave6"
    MAKEUP_OVER6 = "makeup_over6"
    HARDSHIP_EXEMPT = "hardship_exempt"
    HARDSHIP_UNAPPROVED = "hardship_unapproved"
    BASE_CHANGED = "base_changed"
    EXTRA1000 = "extra1000"
    BASE_MISSING = "base_missing"
    BASE_INVALID = "base_invalid"
    OUT_OF_RANGE = "out_of_range"
    WITHHELD = "withheld"

    @property
    def text(self) -> str:
        """What readers see."""
        return FLAG_TEXTS[self]


FLAG_TEXTS = {
    FeeFlag.ARREARS: "有未交月份",
    FeeFlag.LEAVE6: "连续六个月未交且未说明理由，请支部研究",
    FeeFlag.MAKEUP_OVER6: "补交超过六个月",
    FeeFlag.HARDSHIP_EXEMPT: "经批准免交",
    FeeFlag.HARDSHIP_UNAPPROVED: "困难少交、免交尚未完成支部研究和上级批准",
    FeeFlag.BASE_CHANGED: "已按新基数计算",
    FeeFlag.EXTRA1000: "一次多交一千元以上，应全部上缴中央",
    FeeFlag.BASE_MISSING: "缺少计算基数",
    FeeFlag.BASE_INVALID: "计算基数为负数",
    FeeFlag.OUT_OF_RANGE: "申报数额不在规定幅度内",
    FeeFlag.WITHHELD: "疑似垫交或者扣缴",
}
BRACKETS = {
    FeeKind.EMPLOYED: "fee.monthly",
    FeeKind.ANNUAL_SALARY: "fee.monthly",
    FeeKind.SELF_EMPLOYED: "fee.monthly",
    FeeKind.RETIRED: "fee.retired",
}


@dataclass(frozen=True, slots=True)
class Hardship:
    """A request to pay less or nothing."""

    branch_discussed: bool
    superior_approved: bool
    exempt: bool


@dataclass(frozen=True, slots=True)
class NewBase:
    """A changed income; it counts from the month in which it was first received."""

    amount: Decimal
    effective: tuple[int, int]
    month: tuple[int, int]
    """Year and month that the fee is for."""

    @property
    def holds(self) -> bool:
        """True from the month of the change on."""
        return self.month >= self.effective


@dataclass(frozen=True, slots=True)
class Payer:
    """One member in one month; amounts in yuan."""

    kind: FeeKind
    base: Decimal | None
    months_unpaid: int = 0
    justified: bool = False
    hardship: Hardship | None = None
    new_base: NewBase | None = None
    extra_paid: Decimal | None = None
    declared: Decimal | None = None
    """What a farmer chose inside the range."""
    paid_by: str | None = None


@dataclass(frozen=True, slots=True)
class Fee:
    """The month's fee in yuan, or the range to choose from; both None where it cannot be told."""

    amount: Decimal | None
    range: tuple[Decimal, Decimal] | None
    flags: tuple[FeeFlag, ...]
    """Sorted by code."""


def fee(payer: Payer) -> Fee:
    """The fee of one month with everything worth a look."""
    flags = {*_payment_flags(payer), *_hardship_flags(payer.hardship)}
    if FeeFlag.HARDSHIP_EXEMPT in flags:
        return Fee(NOTHING, None, tuple(sorted(flags)))
    if payer.kind is FeeKind.FARMER:
        low, high = (Decimal(bound) for bound in parameter("fee.farmer").rows())
        inside = payer.declared is not None and low <= payer.declared <= high
        if payer.declared is not None and not inside:
            flags.add(FeeFlag.OUT_OF_RANGE)
        chosen = rounded(payer.declared) if inside and payer.declared is not None else None
        return Fee(chosen, (low, high), tuple(sorted(flags)))
    if payer.kind not in BRACKETS:
        return Fee(parameter("fee.fixed").amount(), None, tuple(sorted(flags)))
    base, seen = _base(payer)
    amount = by_bracket(base, BRACKETS[payer.kind]) if base is not None else None
    return Fee(amount, None, tuple(sorted(flags | seen)))


def by_bracket(base: Decimal, name: str) -> Decimal:
    """The fee on a base: the rate of its bracket on the whole of it."""
    rate = next(Decimal(rate) for top, rate in parameter(name).rows() if base <= Decimal(top))
    with localcontext() as context:
        context.prec = 60  # so that only the last step rounds
        return rounded(base * rate)


def rounded(amount: Decimal) -> Decimal:
    """Half up to the cent."""
    with localcontext() as context:
        context.prec = 60
        return amount.quantize(CENT, ROUND_HALF_UP)


def _base(payer: Payer) -> tuple[Decimal | None, set[FeeFlag]]:
    """The base that counts in this month, None where there is none to reckon with."""
    base, flags = payer.base, set()
    if payer.new_base and payer.new_base.holds:
        base = payer.new_base.amount
        flags.add(FeeFlag.BASE_CHANGED)
    if base is None:
        return None, flags | {FeeFlag.BASE_MISSING}
    if base < 0:
        return None, flags | {FeeFlag.BASE_INVALID}
    return base, flags


def _payment_flags(payer: Payer) -> Iterator[FeeFlag]:
    if payer.months_unpaid >= 1:
        yield FeeFlag.ARREARS
    if payer.months_unpaid >= parameter("fee.leave_months").whole() and not payer.justified:
        yield FeeFlag.LEAVE6
    if payer.months_unpaid > parameter("fee.makeup_months").whole():
        yield FeeFlag.MAKEUP_OVER6
    if payer.extra_paid is not None and payer.extra_paid >= parameter("fee.extra").amount():
        yield FeeFlag.EXTRA1000
    if payer.paid_by is not None and payer.paid_by not in parameter("fee.proper_payers").rows():
        yield FeeFlag.WITHHELD


def _hardship_flags(hardship: Hardship | None) -> Iterator[FeeFlag]:
    if hardship is None:
        return
    if not (hardship.branch_discussed and hardship.superior_approved):
        yield FeeFlag.HARDSHIP_UNAPPROVED
    elif hardship.exempt:
        yield FeeFlag.HARDSHIP_EXEMPT
