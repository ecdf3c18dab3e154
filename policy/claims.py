"""Claims: what an award is computed from. Kept as JSON beside the award, so that it can be replayed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from contracts.events.declaration import PlatformRow
from contracts.money import ZERO, Money
from policy.facts import to_wire

if TYPE_CHECKING:
    from policy.pack import Pack


PLATFORM_ROWS: Final = "platform.enterprises"


def platform_facts(rows: Iterable[PlatformRow], *, on: date) -> dict[str, Any]:
    """What a platform that is recognised on that day tells of its enterprises (NM4, NM5)."""
    enterprises = (
        {
            "enterprise_name": row.enterprise_name,
            "credit_code": row.credit_code,
            "actual_cost": Money(row.actual_cost_fen),
        }
        for row in rows
    )
    return {"platform.is_recognised": True, PLATFORM_ROWS: tuple(enterprises), "recognised_on": on}


@dataclass(frozen=True, kw_only=True)
class SpendLine:
    """One line of audited spend.

    `amount` is gross, `tax` the part of it that is tax. `ceiling` is the product's price limit for one
    unit, as it was when the contract was filed (None: the product has none). `dates` are the line's own
    (`invoice_on`, `contract_on`, `completed_on`); what is missing is taken from the claim's facts.
    ValueError for a negative amount, a tax above it, or a quantity of zero or less.
    """

    code: str
    category: str
    amount: Money
    tax: Money = ZERO
    link: str | None = None
    product: str | None = None
    quantity: Decimal = Decimal(1)
    ceiling: Money | None = None
    dates: Mapping[str, date] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not ZERO <= self.tax <= self.amount or self.quantity <= 0:
            raise ValueError(f"not a line of spend: {self.code}")

    def as_facts(self) -> dict[str, Any]:
        """What rules on the line are judged by."""
        columns = {
            "category": self.category,
            "link": self.link,
            "product": self.product,
            "quantity": self.quantity,
            "amount": self.amount,
            "tax": self.tax,
            "ceiling": self.ceiling,
        }
        return {**columns, **self.dates}

    def as_wire(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "category": self.category,
            "amount_fen": self.amount.fen,
            "tax_fen": self.tax.fen,
            "link": self.link,
            "product": self.product,
            "quantity": str(self.quantity),
            "ceiling_fen": self.ceiling.fen if self.ceiling is not None else None,
            "dates": {name: day.isoformat() for name, day in self.dates.items()},
        }

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> SpendLine:
        ceiling_fen = wire.get("ceiling_fen")
        return cls(
            code=wire["code"],
            category=wire["category"],
            amount=Money(wire["amount_fen"]),
            tax=Money(wire.get("tax_fen", 0)),
            link=wire.get("link"),
            product=wire.get("product"),
            quantity=Decimal(wire.get("quantity", "1")),
            ceiling=Money(ceiling_fen) if ceiling_fen is not None else None,
            dates={name: date.fromisoformat(day) for name, day in wire.get("dates", {}).items()},
        )


@dataclass(frozen=True, kw_only=True)
class RowBefore:
    """What other awards of the line, by their numbers, gave for whom a row names."""

    amount: Money
    awards: tuple[str, ...] = ()

    def as_wire(self) -> dict[str, Any]:
        return {"amount_fen": self.amount.fen, "awards": list(self.awards)}

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> RowBefore:
        return cls(amount=Money(wire["amount_fen"]), awards=tuple(wire["awards"]))


NOTHING_BEFORE: Final = RowBefore(amount=ZERO)


@dataclass(frozen=True, kw_only=True)
class Claim:
    """`line` is the key of the subsidy line; `awarded_before` what the scope of the cap was already awarded.

    For a cap per enterprise that is the sum over its other projects. `awarded_by_cap` is the same for the caps of
    `caps`, by their keys: what their allowance (`Cap.allowance`) held already, this award left out. `awarded_by_row`
    is the same for the rows of a base that counts them across awards, by what names them. `facts` are those of the
    gate, of the base and the tiers, and the dates that values are looked up by.
    """

    line: str
    facts: Mapping[str, Any]
    spend: tuple[SpendLine, ...] = ()
    awarded_before: Money = ZERO
    awarded_by_cap: Mapping[str, Money] = field(default_factory=dict)
    awarded_by_row: Mapping[str, RowBefore] = field(default_factory=dict)

    def as_wire(self) -> dict[str, Any]:
        """As JSON; `from_wire` with the pack, or another version of it, gives the claim back."""
        wire = {
            "line": self.line,
            "facts": to_wire(self.facts),
            "spend": [line.as_wire() for line in self.spend],
            "awarded_before_fen": self.awarded_before.fen,
        }
        if self.awarded_by_cap:
            wire["awarded_by_cap_fen"] = {key: amount.fen for key, amount in self.awarded_by_cap.items()}
        if self.awarded_by_row:
            wire["awarded_by_row"] = {row: before.as_wire() for row, before in self.awarded_by_row.items()}
        return wire

    @classmethod
    def from_wire(cls, pack: Pack, wire: Mapping[str, Any]) -> Claim:
        return cls(
            line=wire["line"],
            facts=pack.facts_from_wire(wire["facts"]),
            spend=tuple(SpendLine.from_wire(line) for line in wire["spend"]),
            awarded_before=Money(wire["awarded_before_fen"]),
            awarded_by_cap={key: Money(fen) for key, fen in wire.get("awarded_by_cap_fen", {}).items()},
            awarded_by_row={row: RowBefore.from_wire(each) for row, each in wire.get("awarded_by_row", {}).items()},
        )
