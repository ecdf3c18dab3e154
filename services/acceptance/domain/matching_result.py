"""What matching found: line by line of the contract what is eligible, and why the rest is not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from contracts.money import Money


class CutReason(StrEnum):
    """Why something does not count. The order is the one in which reasons are looked for."""

    NOT_INVOICED = "not_invoiced"
    WRONG_BUYER = "wrong_buyer"
    WRONG_SELLER = "wrong_seller"
    BEFORE_CONTRACT = "before_contract"
    OUTSIDE_WINDOW = "outside_window"
    DUPLICATE = "duplicate"
    NOT_PAID = "not_paid"
    ABOVE_CONTRACT = "above_contract"
    ABOVE_CEILING = "above_ceiling"
    TAX_NOT_COUNTED = "tax_not_counted"


class ReferredTo(StrEnum):
    INVOICE = "invoice"
    PAYMENT_PROOF = "payment_proof"
    CONTRACT_LINE = "contract_line"


@dataclass(frozen=True, kw_only=True)
class Reference:
    """The document, or the line of the contract, that a cut is about."""

    kind: ReferredTo
    number: str
    item_id: UUID | None = None
    contract_line: int | None = None


@dataclass(frozen=True, kw_only=True)
class Cut:
    """So much less, and why: `sentence` is for people, in Chinese."""

    code: CutReason
    sentence: str
    cut_fen: int
    refers_to: Reference


@dataclass(frozen=True, kw_only=True)
class LineShare:
    """So much of a line of a quotation or invoice belongs to a line of the contract; `because` says who found that."""

    item_id: UUID
    line: int
    contract_line: int
    amount_fen: int
    because: str
    sentence: str = ""


@dataclass(frozen=True, kw_only=True)
class PaymentShare:
    """So much of a payment is for an invoice."""

    item_id: UUID
    invoice_id: UUID
    amount_fen: int
    because: str
    sentence: str = ""


@dataclass(frozen=True, kw_only=True)
class InvoicePart:
    """What one invoice has of one contract line. `amount_fen` less its cuts is `eligible_fen`."""

    item_id: UUID
    number: str
    lines: tuple[int, ...]
    amount_fen: int
    paid_fen: int
    eligible_fen: int
    cuts: tuple[Cut, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LineMatch:
    """One line of the contract. `claimed_fen` less all cuts is `eligible_fen`.

    `claimed_fen` is what was contracted, or what was invoiced where that is more. `quoted_fen` and
    `ceiling_fen` are None where nobody quoted, or the price list has no ceiling. Amounts are gross.
    """

    line: int
    product_id: UUID
    title: str
    quoted_fen: int | None
    contracted_fen: int
    invoiced_fen: int
    paid_fen: int
    ceiling_fen: int | None
    claimed_fen: int
    eligible_fen: int
    cuts: tuple[Cut, ...]
    invoices: tuple[InvoicePart, ...]


@dataclass(frozen=True, kw_only=True)
class Unmatched:
    """So much of a document belongs to nothing here; `line` None: of a payment."""

    item_id: UUID
    number: str
    line: int | None
    open_fen: int
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Match:
    """The whole project."""

    lines: tuple[LineMatch, ...]
    unmatched: tuple[Unmatched, ...]
    line_shares: tuple[LineShare, ...]
    payment_shares: tuple[PaymentShare, ...]

    @property
    def eligible_fen(self) -> int:
        return sum(line.eligible_fen for line in self.lines)

    @property
    def contracted_fen(self) -> int:
        return sum(line.contracted_fen for line in self.lines)

    @property
    def invoiced_fen(self) -> int:
        return sum(line.invoiced_fen for line in self.lines)

    @property
    def paid_fen(self) -> int:
        return sum(line.paid_fen for line in self.lines)


def yuan(fen: int) -> str:
    """For sentences: `1234.56元`."""
    return f"{Money(fen).as_yuan()}元"
