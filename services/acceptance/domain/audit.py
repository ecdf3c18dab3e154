"""The special audit (专项审计) line by line: what does not fit together in it, and the eligible lines that follow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from contracts.events.acceptance import EligibleLine
from contracts.money import ZERO, Money
from contracts.refusal import Problem
from policy.routes import SPECIAL_AUDIT
from services.acceptance.domain.acceptance import Acceptance
from services.acceptance.domain.facts import paper_page
from services.acceptance.domain.findings import NOTHING_FOUND, Findings
from services.acceptance.domain.known import KnownContract
from services.acceptance.domain.rulebook import Rulebook

Row = dict[str, Any]

_LINES = f"papers.{SPECIAL_AUDIT}.lines.spend"
_TOTAL = f"papers.{SPECIAL_AUDIT}.report.audited_total"


def audit_problems(
    acceptance: Acceptance, rules: Rulebook, contract: KnownContract | None, found: Findings = NOTHING_FOUND
) -> Iterator[Problem]:
    """What contradicts itself, the contract or the evidence. What is missing is the form's business."""
    rows = _rows(acceptance, rules)
    for index, row in enumerate(rows):
        yield from _cut_problems(row, f"{_LINES}.{index}")
        product = _product(row)
        if product is not None and (contract is None or not contract.has(product)):
            yield Problem(code="product_not_contracted", field=f"{_LINES}.{index}.product")
        yield from _evidence_problems(row, found, f"{_LINES}.{index}")
    yield from _invoice_problems(rows)
    stated, total = paper_page(acceptance, rules, SPECIAL_AUDIT, "report").get("audited_total"), _total(rows)
    if stated is not None and stated != total:
        inputs = {"stated_fen": stated.fen, "lines_fen": total.fen}
        yield Problem(code="audit_total_differs", field=_TOTAL, inputs=inputs)


def eligible_lines(acceptance: Acceptance, rules: Rulebook, contract: KnownContract | None) -> tuple[EligibleLine, ...]:
    """The lines of a complete audit, each with the ceiling that was filed for all units of its product together."""
    return tuple(
        EligibleLine(
            line=number,
            product_id=_product(row),
            cost_category=row["cost_category"],
            link=row["link"] or "",
            claimed_fen=row["claimed"].fen,
            audited_fen=row["audited"].fen,
            ceiling_fen=_ceiling_fen(row, contract),
            invoiced_on=row["invoice_on"],
            reason=row["reason"] or "",
        )
        for number, row in enumerate(_rows(acceptance, rules), start=1)
    )


def audited_total(acceptance: Acceptance, rules: Rulebook) -> Money:
    """The sum of the audited lines."""
    return _total(_rows(acceptance, rules))


def _cut_problems(row: Row, where: str) -> Iterator[Problem]:
    claimed, audited = row["claimed"], row["audited"]
    if claimed is None or audited is None:
        return
    if audited > claimed:
        inputs = {"claimed_fen": claimed.fen, "audited_fen": audited.fen}
        yield Problem(code="audited_above_claimed", field=f"{where}.audited", inputs=inputs)
    if audited < claimed and row["reason"] is None:
        yield Problem(code="cut_without_reason", field=f"{where}.reason", inputs={"cut_fen": (claimed - audited).fen})


def _evidence_problems(row: Row, found: Findings, where: str) -> Iterator[Problem]:
    """More than the evidence shows may be audited, with a reason."""
    product, number, audited = _product(row), row["invoice_number"], row["audited"]
    if product is None or number is None or audited is None or row["reason"] is not None:
        return
    eligible = found.eligible_of(number.strip(), product)
    if eligible is not None and audited.fen > eligible:
        inputs = {"audited_fen": audited.fen, "eligible_fen": eligible}
        yield Problem(code="audited_above_eligible", field=f"{where}.reason", inputs=inputs)


def _invoice_problems(rows: tuple[Row, ...]) -> Iterator[Problem]:
    """An invoice may be split into lines of different products, never counted twice for the same one."""
    first: dict[tuple[str, UUID | None], int] = {}
    for index, row in enumerate(rows):
        if row["invoice_number"] is None:
            continue
        key = (row["invoice_number"].strip(), _product(row))
        if first.setdefault(key, index) != index:
            inputs = {"invoice_number": key[0], "first_line": first[key] + 1}
            yield Problem(code="invoice_twice", field=f"{_LINES}.{index}.invoice_number", inputs=inputs)


def _rows(acceptance: Acceptance, rules: Rulebook) -> tuple[Row, ...]:
    rows: tuple[Row, ...] = paper_page(acceptance, rules, SPECIAL_AUDIT, "lines").get("spend") or ()
    return rows


def _total(rows: tuple[Row, ...]) -> Money:
    return sum((row["audited"] for row in rows if row["audited"] is not None), ZERO)


def _ceiling_fen(row: Row, contract: KnownContract | None) -> int | None:
    product = _product(row)
    ceiling = contract.ceiling_of(product) if contract is not None and product is not None else None
    return ceiling.fen if ceiling is not None else None


def _product(row: Row) -> UUID | None:
    return UUID(row["product"]) if row["product"] else None
