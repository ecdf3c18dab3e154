"""What matching is judged by: the contract line by line with its ceilings, the two parties, and what the pack says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from contracts.money import Money
from policy.dated import NoValueOn
from policy.packs import Pack
from services.acceptance.domain.known import KnownContract

WINDOW_FROM, WINDOW_UNTIL = "pilot_period_from", "pilot_period_until"
"""Dated values of a pack by which spend is in the pilot's period; one that a pack lacks does not limit."""


@dataclass(frozen=True, kw_only=True)
class MatchRules:
    """`tax_counts`: whether tax is part of the spend. Both days of the window are inside it."""

    tax_counts: bool = True
    window_from: date | None = None
    window_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class ContractedLine:
    """A line of the contract for all its units together; `ceiling_fen` None where the price list has none."""

    line: int
    product_id: UUID
    title: str
    contracted_fen: int
    ceiling_fen: int | None


@dataclass(frozen=True, kw_only=True)
class Contracted:
    """What is matched against. `seller_code` None while the registry's news of the provider has not arrived."""

    lines: tuple[ContractedLine, ...]
    signed_on: date
    seller_code: str | None
    buyer_code: str

    @classmethod
    def of(cls, contract: KnownContract, *, seller_code: str | None, buyer_code: str) -> Contracted:
        """The contract as it was filed; the price ceilings are those of that day."""
        return cls(
            lines=tuple(
                ContractedLine(
                    line=line.line,
                    product_id=line.product_id,
                    title=line.product_name,
                    contracted_fen=_for_all_units(line.price_fen, line.quantity),
                    ceiling_fen=_for_all_units(line.ceiling_fen, line.quantity) if line.ceiling_fen else None,
                )
                for line in sorted(contract.lines, key=lambda line: line.line)
            ),
            signed_on=contract.signed_on,
            seller_code=seller_code,
            buyer_code=buyer_code,
        )


def rules_of(pack: Pack, contract_on: date) -> MatchRules:
    """What the pack says. Tax counts unless its first subsidy line with a base of spend says that it does not."""
    lines = pack.compiled["subsidy"]["lines"]
    taxes = [line["base"]["tax"]["counts"] for line in lines if "tax" in line.get("base", {})]
    return MatchRules(
        tax_counts=taxes[0] if taxes else True,
        window_from=_value(pack, WINDOW_FROM, contract_on),
        window_until=_value(pack, WINDOW_UNTIL, contract_on),
    )


def _value(pack: Pack, key: str, on: date) -> Any:
    try:
        return pack.value_on(key, on) if key in pack.values else None
    except NoValueOn:
        return None


def _for_all_units(price_fen: int, quantity: str) -> int:
    return Money(price_fen).at_rate(Decimal(quantity)).fen
