"""The verification code (验证码) of a print: which case it is of, and a mark over what the print says.

24 signs, `8XKD-3M2P-…`: the first eight begin the case's id, so that it is found, the other sixteen are
80 bits of a mark that only the platform can make. The signs are Crockford's: no I, L, O or U.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from contracts.sealed import Sealer

SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUP: Final = 4
LONGEST: Final = 64
_ID_BITS, _MARK_BITS = 40, 80
_LENGTH = (_ID_BITS + _MARK_BITS) // 5
_MISREAD = str.maketrans("OIL", "011", "- ")


@dataclass(frozen=True)
class PrintCode:
    """`beginning` are the first 40 bits of the case's id, `mark` the 80 bits of the mark."""

    beginning: int
    mark: bytes

    @classmethod
    def of(cls, aggregate_id: UUID, mark: bytes) -> PrintCode:
        """Of a whole id and a whole mark."""
        return cls(aggregate_id.int >> (128 - _ID_BITS), mark[: _MARK_BITS // 8])

    @classmethod
    def read(cls, text: str) -> PrintCode | None:
        """What somebody typed off the paper: small letters, spaces, O for 0, I and L for 1; None for no code."""
        signs = text.upper().translate(_MISREAD) if len(text) <= LONGEST else ""
        if len(signs) != _LENGTH or any(sign not in SIGNS for sign in signs):
            return None
        number = 0
        for sign in signs:
            number = number << 5 | SIGNS.index(sign)
        return cls(number >> _MARK_BITS, (number & ((1 << _MARK_BITS) - 1)).to_bytes(_MARK_BITS // 8, "big"))

    @property
    def ids(self) -> tuple[UUID, UUID]:
        """The first and the last id that begin like this."""
        rest = 128 - _ID_BITS
        return UUID(int=self.beginning << rest), UUID(int=(self.beginning << rest) + (1 << rest) - 1)

    def __str__(self) -> str:
        number = self.beginning << _MARK_BITS | int.from_bytes(self.mark, "big")
        signs = "".join(SIGNS[number >> shift & 31] for shift in range(5 * (_LENGTH - 1), -1, -5))
        return "-".join(signs[start : start + GROUP] for start in range(0, _LENGTH, GROUP))


@dataclass(frozen=True, kw_only=True)
class Marker:
    """Makes and knows the codes of one kind of print of one case."""

    sealer: Sealer
    kind: str
    city: str
    id: UUID

    def code(self, digest: str) -> str:
        """The code of the content with this digest."""
        return str(PrintCode.of(self.id, self._marks(digest)[0]))

    def is_of(self, code: PrintCode, digest: str) -> bool:
        """Whether it is the code of this content, in the same time whatever it is."""
        found = [hmac.compare_digest(PrintCode.of(self.id, mark).mark, code.mark) for mark in self._marks(digest)]
        return any(found)

    def _marks(self, digest: str) -> tuple[bytes, ...]:
        return self.sealer.marks(f"{self.city}/{self.id}/{digest}", purpose=f"print.{self.kind}")
