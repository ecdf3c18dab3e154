"""The special audit as evidence would have it: the auditor begins with eligible amounts and cuts, and decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from contracts.events.project import ContractLine
from contracts.money import Money
from policy.routes import SPECIAL_AUDIT
from services.acceptance.domain.acceptance import Acceptance
from services.acceptance.domain.errors import AuditBegun
from services.acceptance.domain.evidence import Evidence
from services.acceptance.domain.facts import paper_answers
from services.acceptance.domain.known import KnownContract
from services.acceptance.domain.matching_result import InvoicePart, Match
from services.acceptance.domain.rulebook import Rulebook

PAGE, TABLE = "lines", "spend"
Row = dict[str, Any]


def must_be_unbegun(acceptance: Acceptance) -> None:
    """AuditBegun where the auditor has written lines already."""
    written = paper_answers(acceptance, SPECIAL_AUDIT).get(PAGE, {}).get(TABLE) or ()
    if written:
        raise AuditBegun(lines=len(written))


def proposed_lines(evidence: Evidence, match: Match, contract: KnownContract, rules: Rulebook) -> list[Row]:
    """One row per invoice and product: what is claimed by it, what is eligible, and why the rest is not.

    Columns that the pack's form does not have are left out; amounts are in the unit that it asks for.
    """
    columns = _columns(rules)
    lines = {line.line: line for line in contract.lines}
    days = {item.id: item.issued_on for item in evidence.items}
    parts: dict[tuple[str, UUID], list[tuple[ContractLine, InvoicePart]]] = defaultdict(list)
    for line in match.lines:
        for part in line.invoices:
            parts[part.number, line.product_id].append((lines[line.line], part))
    rows = [_row(found, days[found[0][1].item_id].isoformat(), columns) for found in parts.values()]
    return [{name: value for name, value in row.items() if name in columns} for row in rows]


def _row(found: Sequence[tuple[ContractLine, InvoicePart]], invoice_on: str, columns: Mapping[str, Row]) -> Row:
    line, part = found[0]
    claimed = sum(each.amount_fen for _, each in found)
    audited = sum(each.eligible_fen for _, each in found)
    sentences = dict.fromkeys(cut.sentence for _, each in found for cut in each.cuts)
    row = {
        "title": line.product_name[: columns.get("title", {}).get("max_length", 100)],
        "product": str(line.product_id),
        "cost_category": line.cost_category,
        "link": line.link,
        "invoice_number": part.number,
        "invoice_on": invoice_on,
        "claimed": _amount(claimed, columns.get("claimed", {})),
        "audited": _amount(audited, columns.get("audited", {})),
        "reason": "；".join(sentences)[: columns.get("reason", {}).get("max_length", 200)],
    }
    return {name: value for name, value in row.items() if value}


def _amount(fen: int, column: Row) -> str:
    return Money(fen).as_wan_yuan() if column.get("unit") == "wan_yuan" else Money(fen).as_yuan()


def _columns(rules: Rulebook) -> Mapping[str, Row]:
    """The columns of the pack's table of lines, as its form describes them."""
    pages = rules.pack.form(SPECIAL_AUDIT).describe()["pages"]
    tables = [each for page in pages if page["key"] == PAGE for each in page["fields"] if each["key"] == TABLE]
    return {column["key"]: column for table in tables for column in table.get("fields", ())}
