"""Evidence with what a test does not speak of already in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from contracts.money import Money
from services.acceptance.domain.evidence import Evidence, EvidenceItem, EvidenceKind, EvidenceLine, Source
from services.acceptance.domain.evidence_checks import GivenItem, GivenLine
from services.acceptance.domain.matching_rules import Contracted, ContractedLine
from tests.builders_acceptance import CASE, GATEWAY_BOX, PROJECT, SOFTWARE
from tests.builders_declaration import CITY, NOON, a_code, an_id, an_organisation

BUYER, SELLER, SOMEBODY_ELSE = a_code(), a_code(500), a_code(77)
SIGNED_ON, INVOICED_ON, PAID_ON = date(2024, 3, 1), date(2024, 6, 1), date(2024, 6, 15)


def yuan(text: str | int) -> int:
    return Money.yuan(str(text)).fen


def a_number(number: int) -> str:
    """Of a digital invoice."""
    return f"{24212000000000000000 + number}"


def a_line(number: int = 1, gross: str = "100000", **given: Any) -> EvidenceLine:
    """A line of an invoice, thirteen per cent of whose net amount is tax."""
    gross_fen = yuan(gross)
    net = gross_fen * 100 // 113
    values: dict[str, Any] = {
        "line": number,
        "title": "生产管控软件",
        "net_fen": net,
        "tax_fen": gross_fen - net,
        "gross_fen": gross_fen,
    }
    return EvidenceLine(**values | given)


def an_item(kind: EvidenceKind, number: str, lines: Sequence[EvidenceLine] = (), **given: Any) -> EvidenceItem:
    values: dict[str, Any] = {
        "id": an_id(f"{kind} {number}"),
        "kind": kind,
        "number": number,
        "issued_on": INVOICED_ON,
        "seller_code": SELLER,
        "buyer_code": BUYER,
        "lines": tuple(lines),
        "net_fen": sum(line.net_fen for line in lines),
        "tax_fen": sum(line.tax_fen for line in lines),
        "gross_fen": sum(line.gross_fen for line in lines),
        "source": Source.ENTERED,
        "recorded_at": NOON,
        "recorded_by": an_id("account enterprise"),
    }
    return EvidenceItem(**values | given)


def an_invoice(number: int, *lines: EvidenceLine, **given: Any) -> EvidenceItem:
    return an_item(EvidenceKind.INVOICE, a_number(number), lines or (a_line(contract_line=1),), **given)


def a_payment(number: int, amount: str, **given: Any) -> EvidenceItem:
    values: dict[str, Any] = {"issued_on": PAID_ON, "net_fen": yuan(amount), "gross_fen": yuan(amount)}
    return an_item(EvidenceKind.PAYMENT_PROOF, f"PZ{number}", **values | given)


def a_quotation(*lines: EvidenceLine, **given: Any) -> EvidenceItem:
    return an_item(EvidenceKind.QUOTATION, "BJ-1", lines or (a_line(contract_line=1),), **given)


def evidence(*items: EvidenceItem, **given: Any) -> Evidence:
    values: dict[str, Any] = {"project_id": PROJECT, "city": CITY, "case_id": CASE}
    return Evidence(applicant_id=an_organisation().id, items=items, **values | given)


def a_contracted_line(line: int = 1, amount: str = "100000", **given: Any) -> ContractedLine:
    values: dict[str, Any] = {
        "line": line,
        "product_id": SOFTWARE if line == 1 else GATEWAY_BOX if line == 2 else an_id(f"product {line}"),
        "title": f"示例产品 {line}",
        "contracted_fen": yuan(amount),
        "ceiling_fen": None,
    }
    return ContractedLine(**values | given)


def contracted(*lines: ContractedLine, **given: Any) -> Contracted:
    values: dict[str, Any] = {"signed_on": SIGNED_ON, "seller_code": SELLER, "buyer_code": BUYER}
    return Contracted(lines=lines or (a_contracted_line(),), **values | given)


def given_invoice(ordinal: int = 1, gross: str = "100000", *, contract_line: int | None = 1, **given: Any) -> GivenItem:
    """As it is entered by hand."""
    line = GivenLine(title="生产管控软件", gross_fen=yuan(gross), contract_line=contract_line)
    values: dict[str, Any] = {
        "kind": EvidenceKind.INVOICE,
        "number": a_number(ordinal),
        "issued_on": INVOICED_ON,
        "seller_code": SELLER,
        "buyer_code": BUYER,
        "lines": (line,),
    }
    return GivenItem(**values | given)


def given_payment(ordinal: int = 1, amount: str = "100000", **given: Any) -> GivenItem:
    values: dict[str, Any] = {
        "kind": EvidenceKind.PAYMENT_PROOF,
        "number": f"PZ{ordinal}",
        "issued_on": PAID_ON,
        "gross_fen": yuan(amount),
        "lines": (),
    }
    return replace(given_invoice(), **values | given)
