"""Money in whole fen. The only conversions from text, and they are exact or they refuse.

Packs and forms write money as quoted text with its unit in the key; from `Money.yuan` or
`Money.wan_yuan` on there are only integers (`*_fen`) in storage, events, RPC and JSON.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal, InvalidOperation

FEN_PER_YUAN = 100
FEN_PER_WAN_YUAN = 1_000_000


@dataclass(frozen=True, order=True, slots=True)
class Money:
    """An amount in fen. Differences may be negative (a recovery); text never is."""

    fen: int

    def __post_init__(self) -> None:
        if type(self.fen) is not int:
            raise TypeError(f"money is a whole number of fen, not {self.fen!r}")

    @classmethod
    def yuan(cls, text: str) -> Money:
        """`Money.yuan("1234.56")`; ValueError above two decimals, below zero, or for anything but digits."""
        return cls(_whole(text, FEN_PER_YUAN))

    @classmethod
    def wan_yuan(cls, text: str) -> Money:
        """`Money.wan_yuan("20.5")`, 1 万元 = 10,000 yuan; ValueError above six decimals."""
        return cls(_whole(text, FEN_PER_WAN_YUAN))

    def at_rate(self, rate: Decimal, *, unit_fen: int = 1) -> Money:
        """The share `rate` of the amount, rounded down to `unit_fen` fen. The one place that rounds."""
        share = (Decimal(self.fen) * rate / unit_fen).to_integral_value(rounding=ROUND_DOWN)
        return Money(int(share) * unit_fen)

    def capped_at(self, cap: Money) -> Money:
        """The smaller of the two."""
        return min(self, cap)

    def __add__(self, other: Money) -> Money:
        return Money(self.fen + other.fen)

    def __sub__(self, other: Money) -> Money:
        return Money(self.fen - other.fen)

    def as_yuan(self) -> str:
        """`"1234.56"`, always with two decimals."""
        return f"{Decimal(self.fen) / FEN_PER_YUAN:.2f}"

    def as_wan_yuan(self) -> str:
        """`"20.5"`, exact, without trailing zeros."""
        text = f"{Decimal(self.fen) / FEN_PER_WAN_YUAN:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text


ZERO = Money(0)


def _whole(text: str, fen_per_unit: int) -> int:
    if not isinstance(text, str):
        raise ValueError(f"money is written as text, not {text!r}")
    if not text.replace(".", "", 1).isascii() or not text.replace(".", "", 1).isdigit():
        raise ValueError(f"not an amount: {text!r}")
    try:
        fen = Decimal(text) * fen_per_unit
    except InvalidOperation:
        raise ValueError(f"not an amount: {text!r}") from None
    if fen != fen.to_integral_value():
        raise ValueError(f"not a whole number of fen: {text!r}")
    return int(fen)
