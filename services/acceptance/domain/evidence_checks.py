"""What is wrong with a document as it was entered or read; everything at once, each at its member."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Final
from uuid import UUID

from casework.days import local_date
from contracts.actor import Actor
from contracts.codes import credit_code
from contracts.refusal import Problem
from services.acceptance.domain.evidence import EvidenceFile, EvidenceItem, EvidenceKind, EvidenceLine, Source
from services.acceptance.domain.known import KnownContract

MOST_LINES: Final = 500
LARGEST_FEN: Final = 10**15
_NUMBER = re.compile(r"[0-9A-Z][0-9A-Z/_.\-]{0,59}")
_DIGITAL = re.compile(r"[0-9]{20}")
_PAPER = re.compile(r"[0-9]{8}")
_CODE = re.compile(r"[0-9]{10}|[0-9]{12}")


@dataclass(frozen=True, kw_only=True)
class GivenLine:
    """A line as it was entered: `net_fen` and `tax_fen` may be left out where there is no tax."""

    title: str
    gross_fen: int
    net_fen: int | None = None
    tax_fen: int | None = None
    quantity: str | None = None
    contract_line: int | None = None


@dataclass(frozen=True, kw_only=True)
class GivenItem:
    """A document as it was entered. Its sums are those of its lines; `gross_fen` is asked of a payment only."""

    kind: EvidenceKind
    number: str
    issued_on: date
    seller_code: str
    buyer_code: str
    code: str = ""
    gross_fen: int | None = None
    net_fen: int | None = None
    tax_fen: int | None = None
    lines: tuple[GivenLine, ...] = ()
    pays: tuple[str, ...] = ()


def item_of(
    given: GivenItem,
    item_id: UUID,
    *,
    source: Source,
    file: EvidenceFile | None,
    by: Actor,
    at: datetime,
) -> EvidenceItem:
    """The document in its normal form. Whether something is wrong with it, `item_problems` says."""
    lines = tuple(_line(number, line) for number, line in enumerate(given.lines, start=1))
    gross = sum(line.gross_fen for line in lines) if given.gross_fen is None else given.gross_fen
    tax = sum(line.tax_fen for line in lines) if given.tax_fen is None else given.tax_fen
    net = sum(line.net_fen for line in lines) if lines and given.net_fen is None else given.net_fen
    return EvidenceItem(
        id=item_id,
        kind=given.kind,
        number=normal(given.number),
        code=normal(given.code),
        issued_on=given.issued_on,
        seller_code=normal(given.seller_code),
        buyer_code=normal(given.buyer_code),
        gross_fen=gross,
        tax_fen=tax,
        net_fen=gross - tax if net is None else net,
        lines=lines,
        pays=tuple(normal(number) for number in given.pays),
        file=file,
        source=source,
        recorded_at=at,
        recorded_by=by.account_id,
    )


def item_problems(item: EvidenceItem, contract: KnownContract | None, *, at: datetime) -> list[Problem]:
    """Everything that is wrong with one document by itself."""
    problems = [*_number_problems(item), *_party_problems(item), *_amount_problems(item)]
    if item.issued_on > local_date(at):
        inputs = {"found_on": item.issued_on.isoformat()}
        problems.append(Problem(code="in_the_future", field="issued_on", inputs=inputs))
    for index, line in enumerate(item.lines):
        problems += _line_problems(line, f"lines.{index}", contract)
    return problems


def within(problems: Sequence[Problem], path: str) -> list[Problem]:
    """The same problems, of something further in."""
    return [replace(problem, field=f"{path}.{problem.field}" if problem.field else path) for problem in problems]


def normal(text: str) -> str:
    """A number as it is compared: full width and half width, case and spaces do not tell two apart."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()


def _line(number: int, given: GivenLine) -> EvidenceLine:
    net, tax = given.net_fen, given.tax_fen
    if tax is None:
        tax = given.gross_fen - net if net is not None else 0
    return EvidenceLine(
        line=number,
        title=given.title.strip(),
        gross_fen=given.gross_fen,
        tax_fen=tax,
        net_fen=given.gross_fen - tax if net is None else net,
        quantity=given.quantity,
        contract_line=given.contract_line,
    )


def _number_problems(item: EvidenceItem) -> Iterator[Problem]:
    """An invoice has 20 digits, or 8 digits and a code of 10 or 12; other documents any number."""
    if not item.number:
        yield Problem(code="required", field="number")
    elif item.kind is not EvidenceKind.INVOICE:
        if not _NUMBER.fullmatch(item.number):
            yield Problem(code="malformed", field="number")
    elif _PAPER.fullmatch(item.number):
        if not _CODE.fullmatch(item.code):
            yield Problem(code="invoice_code_needed", field="code", inputs={"number": item.number})
    elif not _DIGITAL.fullmatch(item.number):
        yield Problem(code="invoice_number_malformed", field="number", inputs={"number": item.number[:60]})
    elif item.code:
        yield Problem(code="invoice_code_not_expected", field="code", inputs={"number": item.number})


def _party_problems(item: EvidenceItem) -> Iterator[Problem]:
    for name, code in (("seller_code", item.seller_code), ("buyer_code", item.buyer_code)):
        try:
            credit_code(code)
        except ValueError as error:
            yield Problem(code=str(error), field=name)
    if item.seller_code and item.seller_code == item.buyer_code:
        yield Problem(code="same_party", field="buyer_code", inputs={"credit_code": item.buyer_code})


def _amount_problems(item: EvidenceItem) -> Iterator[Problem]:
    if not any(True for line in item.lines for _ in _sum_problems(line, "")):
        yield from _sum_problems(item, "")
    has_lines = item.kind is not EvidenceKind.PAYMENT_PROOF
    if has_lines != bool(item.lines):
        yield Problem(code="required" if has_lines else "lines_not_expected", field="lines")
    if len(item.lines) > MOST_LINES:
        yield Problem(code="too_many_lines", field="lines", inputs={"most": MOST_LINES})
    if item.pays and has_lines:
        yield Problem(code="pays_not_expected", field="pays")
    for name in ("net_fen", "tax_fen", "gross_fen"):
        stated, found = getattr(item, name), sum(getattr(line, name) for line in item.lines)
        if item.lines and stated != found:
            inputs = {"stated_fen": stated, "lines_fen": found}
            yield Problem(code="lines_do_not_add_up", field=name, inputs=inputs)


def _line_problems(line: EvidenceLine, path: str, contract: KnownContract | None) -> Iterator[Problem]:
    yield from _sum_problems(line, f"{path}.")
    if not line.title:
        yield Problem(code="required", field=f"{path}.title")
    if line.quantity is not None and not _is_quantity(line.quantity):
        yield Problem(code="malformed", field=f"{path}.quantity")
    known = {each.line for each in contract.lines} if contract else set()
    if line.contract_line is not None and line.contract_line not in known:
        inputs = {"contract_line": line.contract_line}
        yield Problem(code="contract_line_unknown", field=f"{path}.contract_line", inputs=inputs)


def _sum_problems(figures: EvidenceItem | EvidenceLine, path: str) -> Iterator[Problem]:
    net, tax, gross = figures.net_fen, figures.tax_fen, figures.gross_fen
    if not 0 < gross <= LARGEST_FEN:
        yield Problem(code="amount_not_positive", field=f"{path}gross_fen")
    elif not 0 <= tax < gross or net + tax != gross:
        inputs = {"net_fen": net, "tax_fen": tax, "gross_fen": gross}
        yield Problem(code="net_and_tax_differ", field=f"{path}gross_fen", inputs=inputs)


def _is_quantity(text: str) -> bool:
    try:
        return len(text) <= 20 and Decimal(text).is_finite() and Decimal(text) > 0
    except InvalidOperation:
        return False
