"""What belongs to what, where nobody said it: proposed by rule, explained, and a person's word goes before it.

Documents are taken in their own order (`EvidenceItem.order`), so that it does not matter which was entered first.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final
from uuid import UUID

from services.acceptance.domain.evidence import Allocation, Evidence, EvidenceItem, EvidenceKind, EvidenceLine
from services.acceptance.domain.matching_result import LineShare, PaymentShare
from services.acceptance.domain.matching_rules import Contracted, ContractedLine

PERSON: Final = "person"
_SAID = "由人工指定"
_TAX_CLASS = re.compile(r"^\*[^*]*\*")
_SIGNS = re.compile(r"[\W_]+")

Key = tuple[UUID, int | None]


def line_shares(evidence: Evidence, contracted: Contracted, kind: EvidenceKind) -> list[LineShare]:
    """Every line of the documents of a kind with the lines of the contract that it belongs to."""
    said = _said(evidence)
    items = evidence.of_kind(kind)
    known = {line.line for line in contracted.lines}  # a contract that was filed anew may have fewer
    given = (share for item in items for line in item.lines for share in _as_said(said, item, line))
    shares = [share for share in given if share.contract_line in known]
    room = _Room(contracted, shares)
    finding = _Finding(contracted)
    for item in items:
        for line in item.lines:
            if (item.id, line.line) not in said:
                shares += room.filled(item, line, *finding.candidates(line))
    return shares


def payment_shares(evidence: Evidence) -> list[PaymentShare]:
    """Every payment with the invoices that it pays."""
    said = _said(evidence)
    invoices = evidence.of_kind(EvidenceKind.INVOICE)
    open_fen = {invoice.id: invoice.gross_fen for invoice in invoices}
    payments = evidence.of_kind(EvidenceKind.PAYMENT_PROOF)
    shares = []
    for payment in payments:
        for part in said[payment.id, None].parts if (payment.id, None) in said else ():
            if part.invoice_id in open_fen:
                open_fen[part.invoice_id] -= part.amount_fen
                shares.append(_paid(payment, part.invoice_id, part.amount_fen, PERSON, _SAID))
    for payment in payments:
        if (payment.id, None) not in said:
            shares += _proposed(payment, invoices, open_fen)
    return shares


class _Room:
    """How much of each contract line is not invoiced yet: a document fills one line after the other."""

    def __init__(self, contracted: Contracted, shares: Sequence[LineShare]) -> None:
        self._open = {line.line: line.contracted_fen for line in contracted.lines}
        for share in shares:
            self._open[share.contract_line] -= share.amount_fen

    def filled(
        self, item: EvidenceItem, line: EvidenceLine, candidates: Sequence[ContractedLine], because: str, sentence: str
    ) -> Iterator[LineShare]:
        """The shares of a line. What no candidate has room for goes to the first: it is cut there, not hidden."""
        left = line.gross_fen
        amounts: dict[int, int] = {}
        for candidate in candidates if len(candidates) > 1 else ():
            taken = max(0, min(left, self._open[candidate.line]))
            amounts[candidate.line] = taken
            left -= taken
        if candidates and left:
            amounts[candidates[0].line] = amounts.get(candidates[0].line, 0) + left
        for number, amount in amounts.items():
            if amount:
                self._open[number] -= amount
                yield LineShare(
                    item_id=item.id,
                    line=line.line,
                    contract_line=number,
                    amount_fen=amount,
                    because=because,
                    sentence=sentence,
                )


class _Finding:
    """By which lines of the contract a document's line may be meant, the surest sign first."""

    def __init__(self, contracted: Contracted) -> None:
        self._by_number = {line.line: line for line in contracted.lines}
        self._by_name: dict[str, list[ContractedLine]] = defaultdict(list)
        self._by_amount: dict[int, list[ContractedLine]] = defaultdict(list)
        for line in contracted.lines:
            self._by_name[_plain(line.title)].append(line)
            self._by_amount[line.contracted_fen].append(line)

    def candidates(self, line: EvidenceLine) -> tuple[Sequence[ContractedLine], str, str]:
        """The lines, the sign by which they were found, and a sentence about it; none where no sign is clear."""
        if line.contract_line is not None:
            found = self._by_number.get(line.contract_line)
            return ([found] if found else []), "reference", f"填报时注明对应合同第{line.contract_line}行"
        name = _plain(line.title)
        if name in self._by_name:
            return self._by_name[name], "same_name", "名称与合同产品相同"
        similar = [key for key in self._by_name if name and key and (key in name or name in key)]
        if len(similar) == 1:
            return self._by_name[similar[0]], "similar_name", "名称与合同产品相近，且只有一个产品相近"
        of_amount = self._by_amount.get(line.gross_fen, [])
        if len(of_amount) == 1:
            return of_amount, "same_amount", "金额与合同中唯一一行相同"
        return [], "", ""


def _proposed(
    payment: EvidenceItem, invoices: Sequence[EvidenceItem], open_fen: dict[UUID, int]
) -> Iterator[PaymentShare]:
    """Invoices that it names, else the one of its amount, else the oldest of the same seller."""
    left = payment.gross_fen
    for invoice, because, sentence in _payable(payment, invoices, open_fen):
        amount = min(left, open_fen[invoice.id])
        if amount > 0:
            open_fen[invoice.id] -= amount
            left -= amount
            yield _paid(payment, invoice.id, amount, because, sentence)


def _payable(
    payment: EvidenceItem, invoices: Sequence[EvidenceItem], open_fen: dict[UUID, int]
) -> list[tuple[EvidenceItem, str, str]]:
    if payment.pays:
        named = [invoice for number in payment.pays for invoice in invoices if number in _names(invoice)]
        return [(invoice, "reference", f"付款凭证注明支付发票{invoice.number}") for invoice in named]
    same = [each for each in invoices if each.seller_code == payment.seller_code and open_fen[each.id] > 0]
    exact = [invoice for invoice in same if open_fen[invoice.id] == payment.gross_fen]
    if exact:
        return [(exact[0], "same_amount", "金额与该发票未付金额相同")]
    return [(invoice, "oldest_first", "同一收款方的发票按开票日期先后冲抵") for invoice in same]


def _names(invoice: EvidenceItem) -> tuple[str, str]:
    return (invoice.number, invoice.full_number)


def _said(evidence: Evidence) -> dict[Key, Allocation]:
    return {(each.item_id, each.line): each for each in evidence.allocations}


def _as_said(said: dict[Key, Allocation], item: EvidenceItem, line: EvidenceLine) -> Iterator[LineShare]:
    allocation = said.get((item.id, line.line))
    for part in allocation.parts if allocation else ():
        if part.contract_line is not None:
            yield LineShare(
                item_id=item.id,
                line=line.line,
                contract_line=part.contract_line,
                amount_fen=part.amount_fen,
                because=PERSON,
                sentence=_SAID,
            )


def _paid(payment: EvidenceItem, invoice_id: UUID, amount_fen: int, because: str, sentence: str) -> PaymentShare:
    return PaymentShare(
        item_id=payment.id, invoice_id=invoice_id, amount_fen=amount_fen, because=because, sentence=sentence
    )


def _plain(title: str) -> str:
    """A name without the tax class before it (*软件*), spaces, signs and case."""
    return _SIGNS.sub("", _TAX_CLASS.sub("", unicodedata.normalize("NFKC", title).strip()).lower())
