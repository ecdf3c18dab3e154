"""What people say belongs to what: checked against the documents before it goes before the rule's own proposal."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from uuid import UUID

from contracts.refusal import Invalid, Problem
from services.acceptance.domain.evidence import Allocation, Evidence, EvidenceItem, EvidenceKind, Part
from services.acceptance.domain.known import KnownContract


def allocate(evidence: Evidence, allocations: Sequence[Allocation], contract: KnownContract) -> Evidence:
    """With exactly these; what they do not speak of is proposed by rule. Invalid with everything that is wrong."""
    problems = list(_problems(evidence, allocations, contract))
    if problems:
        raise Invalid(problems=problems)
    return evidence.changed(allocations=tuple(allocations))


def still_true(evidence: Evidence, changed: UUID) -> tuple[Allocation, ...]:
    """The allocations that neither start nor end at a document that was changed or removed."""
    return tuple(
        each
        for each in evidence.allocations
        if each.item_id != changed and all(part.invoice_id != changed for part in each.parts)
    )


def _problems(evidence: Evidence, allocations: Sequence[Allocation], contract: KnownContract) -> Iterator[Problem]:
    lines = {line.line for line in contract.lines}
    invoices = {item.id: item.gross_fen for item in evidence.of_kind(EvidenceKind.INVOICE)}
    times = Counter((each.item_id, each.line) for each in allocations)
    paid: dict[UUID, int] = defaultdict(int)
    for index, allocation in enumerate(allocations):
        where = f"allocations.{index}"
        most = _amount_of(evidence.item(allocation.item_id), allocation.line)
        if most is None:
            yield Problem(code="no_such_line", field=where, inputs={"line": allocation.line})
            continue
        if times[allocation.item_id, allocation.line] > 1:
            yield Problem(code="repeated", field=where)
        yield from _sum_problems(allocation, most, where)
        yield from _target_problems(allocation, invoices if allocation.line is None else lines, where)
        for part in allocation.parts:
            if part.invoice_id is not None:
                paid[part.invoice_id] += part.amount_fen
    for invoice_id, amount in paid.items():
        if amount > invoices.get(invoice_id, amount):
            inputs = {"allocated_fen": amount, "amount_fen": invoices[invoice_id], "invoice_id": str(invoice_id)}
            yield Problem(code="paid_above_invoice", field="allocations", inputs=inputs)


def _sum_problems(allocation: Allocation, most: int, where: str) -> Iterator[Problem]:
    total = sum(part.amount_fen for part in allocation.parts)
    if total > most:
        inputs = {"allocated_fen": total, "amount_fen": most}
        yield Problem(code="allocated_above_document", field=where, inputs=inputs)
    for number, part in enumerate(allocation.parts):
        if part.amount_fen <= 0:
            yield Problem(code="amount_not_positive", field=f"{where}.parts.{number}.amount_fen")


def _target_problems(allocation: Allocation, targets: dict[UUID, int] | set[int], where: str) -> Iterator[Problem]:
    """Lines go to lines of the contract, payments to invoices, to each at most once."""
    is_payment = allocation.line is None
    times = Counter(_target(part) for part in allocation.parts)
    for number, part in enumerate(allocation.parts):
        own, other = (part.invoice_id, part.contract_line) if is_payment else (part.contract_line, part.invoice_id)
        if own not in targets or other is not None:
            yield Problem(code="no_such_target", field=f"{where}.parts.{number}")
        elif times[_target(part)] > 1:
            yield Problem(code="repeated", field=f"{where}.parts.{number}")


def _target(part: Part) -> tuple[int | None, UUID | None]:
    return (part.contract_line, part.invoice_id)


def _amount_of(item: EvidenceItem | None, line: int | None) -> int | None:
    """What can be allocated of it; None where there is no such line, or line None is asked of a document with lines."""
    if item is None:
        return None
    if item.kind is EvidenceKind.PAYMENT_PROOF:
        return item.gross_fen if line is None else None
    return next((each.gross_fen for each in item.lines if each.line == line), None)
