"""Quotation, contract, invoice, payment proof and price list, line by line: what is eligible, and why the rest is not.

    eligible = what is contracted, invoiced by the provider to the enterprise in time and once, paid, below the ceiling

Pure, in whole fen and deterministic: which document was entered first does not matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from services.acceptance.domain.evidence import Evidence, EvidenceItem, EvidenceKind
from services.acceptance.domain.matching_cuts import above, fault_of, not_invoiced, of_document, tax_cut, unpaid
from services.acceptance.domain.matching_proposal import line_shares, payment_shares
from services.acceptance.domain.matching_result import (
    Cut,
    CutReason,
    InvoicePart,
    LineMatch,
    LineShare,
    Match,
    PaymentShare,
    Unmatched,
)
from services.acceptance.domain.matching_rules import Contracted, ContractedLine, MatchRules
from services.acceptance.domain.spreading import spread


@dataclass
class _Piece:
    """What one line of an invoice has of one contract line, while it is being judged; `left_fen` still counts."""

    share: LineShare
    left_fen: int
    paid_fen: int = 0
    cuts: list[Cut] = field(default_factory=list)

    def cut(self, made: Cut) -> None:
        if made.cut_fen:
            self.left_fen -= made.cut_fen
            self.cuts.append(made)


def match(
    evidence: Evidence, contracted: Contracted, rules: MatchRules, *, flagged: Collection[UUID] = frozenset()
) -> Match:
    """The result. `flagged` are items whose number or file somebody else uses, until an officer cleared it."""
    items = {item.id: item for item in evidence.items}
    invoiced = line_shares(evidence, contracted, EvidenceKind.INVOICE)
    quoted = line_shares(evidence, contracted, EvidenceKind.QUOTATION)
    paid = payment_shares(evidence)
    faults = {item.id: fault_of(item, contracted, rules, is_flagged=item.id in flagged) for item in evidence.items}
    pieces = _pieces(items, invoiced, paid, faults)
    return Match(
        lines=tuple(_line(line, quoted, pieces[line.line], items, rules) for line in contracted.lines),
        unmatched=tuple(_unmatched(evidence, invoiced, quoted, paid)),
        line_shares=(*quoted, *invoiced),
        payment_shares=tuple(paid),
    )


def _pieces(
    items: Mapping[UUID, EvidenceItem],
    invoiced: Sequence[LineShare],
    paid: Sequence[PaymentShare],
    faults: Mapping[UUID, CutReason | None],
) -> dict[int, list[_Piece]]:
    """By contract line, oldest invoice first, with what is cut because of the documents."""
    of_invoice: dict[UUID, list[_Piece]] = defaultdict(list)
    by_line: dict[int, list[_Piece]] = defaultdict(list)
    for share in invoiced:
        piece = _Piece(share, share.amount_fen)
        of_invoice[share.item_id].append(piece)
        by_line[share.contract_line].append(piece)
    payments: dict[UUID, list[PaymentShare]] = defaultdict(list)
    for payment in paid:
        payments[payment.invoice_id].append(payment)
    for invoice_id, pieces in of_invoice.items():
        _judge(items, items[invoice_id], pieces, payments[invoice_id], faults)
    for pieces in by_line.values():
        pieces.sort(key=lambda piece: (items[piece.share.item_id].order, piece.share.line))
    return by_line


def _judge(
    items: Mapping[UUID, EvidenceItem],
    invoice: EvidenceItem,
    pieces: Sequence[_Piece],
    payments: Sequence[PaymentShare],
    faults: Mapping[UUID, CutReason | None],
) -> None:
    """Spreads the payments of an invoice over its pieces, those without fault first, and cuts what does not count."""
    matched = sum(piece.share.amount_fen for piece in pieces)
    rooms = [piece.share.amount_fen for piece in pieces] + [invoice.gross_fen - matched]
    bad: list[list[Cut]] = [[] for _ in pieces]
    for payment in sorted(payments, key=lambda each: (faults[each.item_id] is not None, items[each.item_id].order)):
        fault = faults[payment.item_id]
        amounts = spread(payment.amount_fen, rooms)
        rooms = [room - amount for room, amount in zip(rooms, amounts, strict=True)]
        for piece, cuts, amount in zip(pieces, bad, amounts, strict=False):
            piece.paid_fen += amount
            if fault:
                cuts.append(of_document(fault, items[payment.item_id], amount))
    fault = faults[invoice.id]
    for piece, cuts, room in zip(pieces, bad, rooms, strict=False):
        if fault:
            piece.cut(of_document(fault, invoice, piece.share.amount_fen))
        else:
            piece.cut(unpaid(invoice, room))
            for cut in cuts:
                piece.cut(cut)


def _line(
    line: ContractedLine,
    quoted: Sequence[LineShare],
    pieces: Sequence[_Piece],
    items: Mapping[UUID, EvidenceItem],
    rules: MatchRules,
) -> LineMatch:
    invoiced = sum(piece.share.amount_fen for piece in pieces)
    _cap(pieces, line, line.contracted_fen)
    if line.ceiling_fen is not None:
        _cap(pieces, line, line.ceiling_fen, is_ceiling=True)
    if not rules.tax_counts:
        for piece in pieces:
            piece.cut(tax_cut(items[piece.share.item_id], piece.share.line, piece.left_fen))
    quotes = [share.amount_fen for share in quoted if share.contract_line == line.line]
    missing = [not_invoiced(line, line.contracted_fen - invoiced)] if invoiced < line.contracted_fen else []
    return LineMatch(
        line=line.line,
        product_id=line.product_id,
        title=line.title,
        quoted_fen=sum(quotes) if quotes else None,
        contracted_fen=line.contracted_fen,
        invoiced_fen=invoiced,
        paid_fen=sum(piece.paid_fen for piece in pieces),
        ceiling_fen=line.ceiling_fen,
        claimed_fen=max(line.contracted_fen, invoiced),
        eligible_fen=sum(piece.left_fen for piece in pieces),
        cuts=_merged([*missing, *(cut for piece in pieces for cut in piece.cuts)]),
        invoices=tuple(_parts(pieces, items)),
    )


def _cap(pieces: Sequence[_Piece], line: ContractedLine, most: int, *, is_ceiling: bool = False) -> None:
    """No more than so much in all: what is above is taken from the youngest invoices."""
    excess = sum(piece.left_fen for piece in pieces) - most
    for piece in reversed(pieces):
        taken = min(max(excess, 0), piece.left_fen)
        excess -= taken
        piece.cut(above(line, taken, most, is_ceiling=is_ceiling))


def _parts(pieces: Sequence[_Piece], items: Mapping[UUID, EvidenceItem]) -> Iterator[InvoicePart]:
    grouped: dict[UUID, list[_Piece]] = defaultdict(list)
    for piece in pieces:
        grouped[piece.share.item_id].append(piece)
    for item_id, own in grouped.items():
        yield InvoicePart(
            item_id=item_id,
            number=items[item_id].number,
            lines=tuple(sorted({piece.share.line for piece in own})),
            amount_fen=sum(piece.share.amount_fen for piece in own),
            paid_fen=sum(piece.paid_fen for piece in own),
            eligible_fen=sum(piece.left_fen for piece in own),
            cuts=_merged([cut for piece in own for cut in piece.cuts]),
        )


def _merged(cuts: Sequence[Cut]) -> tuple[Cut, ...]:
    """Cuts of one reason that refer to the same thing are one."""
    sums: dict[tuple[object, ...], Cut] = {}
    for cut in cuts:
        key = (cut.code, cut.refers_to)
        before = sums[key].cut_fen if key in sums else 0
        sums[key] = Cut(code=cut.code, sentence=cut.sentence, cut_fen=before + cut.cut_fen, refers_to=cut.refers_to)
    return tuple(sums.values())


def _unmatched(
    evidence: Evidence, invoiced: Sequence[LineShare], quoted: Sequence[LineShare], paid: Sequence[PaymentShare]
) -> Iterator[Unmatched]:
    used: dict[tuple[UUID, int | None], int] = defaultdict(int)
    for share in (*invoiced, *quoted):
        used[share.item_id, share.line] += share.amount_fen
    for payment in paid:
        used[payment.item_id, None] += payment.amount_fen
    for item in sorted(evidence.items, key=lambda each: (each.kind.value, each.order)):
        sums: dict[int | None, int] = {line.line: line.gross_fen for line in item.lines}
        for number, amount in (sums or {None: item.gross_fen}).items():
            left = amount - used[item.id, number]
            if left:
                what = "没有对应的合同明细" if number else "没有对应的发票"
                yield Unmatched(item_id=item.id, number=item.number, line=number, open_fen=left, sentence=what)
