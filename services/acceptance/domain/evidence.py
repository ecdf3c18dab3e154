"""The evidence (佐证材料) of a project: quotations, invoices and payment proofs, and what was allocated to what.

It belongs to the project, not to one request: a request that was taken back and made again finds it as it was.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class EvidenceKind(StrEnum):
    """What an item is. Contract and price list are known from the filing, so nobody enters them again."""

    QUOTATION = "quotation"
    INVOICE = "invoice"
    PAYMENT_PROOF = "payment_proof"


class Source(StrEnum):
    """Where the figures of an item come from. Those that were read from an invoice file are not edited."""

    ENTERED = "entered"
    IMPORTED = "imported"
    INVOICE_FILE = "invoice_file"


@dataclass(frozen=True, kw_only=True)
class EvidenceFile:
    """The scan or the electronic document, by the hash of its bytes."""

    sha256: str
    size: int
    media_type: str
    name: str


@dataclass(frozen=True, kw_only=True)
class EvidenceLine:
    """One line of a quotation or an invoice; `contract_line` where its owner says what it belongs to."""

    line: int
    title: str
    net_fen: int
    tax_fen: int
    gross_fen: int
    quantity: str | None = None
    contract_line: int | None = None


@dataclass(frozen=True, kw_only=True)
class EvidenceItem:
    """One document. Of a payment proof the seller is the payee and the buyer the payer, and `pays` names invoices.

    `number` and `code` are in their normal form; `code` (发票代码) is empty for a digital invoice.
    """

    id: UUID
    kind: EvidenceKind
    number: str
    issued_on: date
    seller_code: str
    buyer_code: str
    net_fen: int
    tax_fen: int
    gross_fen: int
    source: Source
    recorded_at: datetime
    recorded_by: UUID
    code: str = ""
    lines: tuple[EvidenceLine, ...] = ()
    pays: tuple[str, ...] = ()
    file: EvidenceFile | None = None

    @property
    def order(self) -> tuple[Any, ...]:
        """Older documents first; the same order, whichever was entered first."""
        return (self.issued_on, self.number, self.code, str(self.id))

    @property
    def full_number(self) -> str:
        """What one of its kind is known by: an invoice of before 2022 only together with its code."""
        return f"{self.code}-{self.number}" if self.code else self.number


@dataclass(frozen=True, kw_only=True)
class Part:
    """So much of a document: of a line to a contract line, or of a payment to an invoice."""

    amount_fen: int
    contract_line: int | None = None
    invoice_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Allocation:
    """What a person says about one line (`line` None: a payment). No `parts`: it belongs to nothing here."""

    item_id: UUID
    line: int | None = None
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Everything of one project; what `allocations` do not speak of is matched by rule."""

    project_id: UUID
    city: str
    case_id: UUID
    applicant_id: UUID
    version: int = 0
    items: tuple[EvidenceItem, ...] = ()
    allocations: tuple[Allocation, ...] = ()

    @property
    def id(self) -> UUID:
        return self.project_id

    @property
    def is_empty(self) -> bool:
        return not self.items

    def of_kind(self, kind: EvidenceKind) -> list[EvidenceItem]:
        """The items of a kind in their own order."""
        return sorted((item for item in self.items if item.kind is kind), key=lambda item: item.order)

    def item(self, item_id: UUID) -> EvidenceItem | None:
        return next((item for item in self.items if item.id == item_id), None)

    def changed(self, **members: Any) -> Evidence:
        """The next version."""
        return replace(self, version=self.version + 1, **members)
