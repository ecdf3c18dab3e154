"""Why something does not count: the fault of a document, and the cuts with their sentences."""

from __future__ import annotations

from services.acceptance.domain.evidence import EvidenceItem, EvidenceKind
from services.acceptance.domain.matching_result import Cut, CutReason, Reference, ReferredTo, yuan
from services.acceptance.domain.matching_rules import Contracted, ContractedLine, MatchRules

_SENTENCES: dict[tuple[CutReason, EvidenceKind], str] = {
    (CutReason.WRONG_BUYER, EvidenceKind.INVOICE): "发票{number}的购买方不是申报企业",
    (CutReason.WRONG_SELLER, EvidenceKind.INVOICE): "发票{number}的销售方不是合同服务商",
    (CutReason.BEFORE_CONTRACT, EvidenceKind.INVOICE): "发票{number}的开票日期早于合同签订日期",
    (CutReason.OUTSIDE_WINDOW, EvidenceKind.INVOICE): "发票{number}的开票日期不在试点期间",
    (CutReason.DUPLICATE, EvidenceKind.INVOICE): "发票{number}的号码或文件已被其他项目使用，尚未排除",
    (CutReason.WRONG_BUYER, EvidenceKind.PAYMENT_PROOF): "付款凭证{number}的付款方不是申报企业",
    (CutReason.WRONG_SELLER, EvidenceKind.PAYMENT_PROOF): "付款凭证{number}的收款方不是合同服务商",
    (CutReason.BEFORE_CONTRACT, EvidenceKind.PAYMENT_PROOF): "付款凭证{number}的付款日期早于合同签订日期",
    (CutReason.OUTSIDE_WINDOW, EvidenceKind.PAYMENT_PROOF): "付款凭证{number}的付款日期不在试点期间",
    (CutReason.DUPLICATE, EvidenceKind.PAYMENT_PROOF): "付款凭证{number}的号码或文件已被其他项目使用，尚未排除",
}


def fault_of(item: EvidenceItem, contracted: Contracted, rules: MatchRules, *, is_flagged: bool) -> CutReason | None:
    """The first reason for which nothing of an invoice or payment counts; None for one that is as it should be."""
    if item.kind is EvidenceKind.QUOTATION:
        return None
    on, seller = item.issued_on, contracted.seller_code
    found = {
        CutReason.WRONG_BUYER: item.buyer_code != contracted.buyer_code,
        CutReason.WRONG_SELLER: seller is not None and item.seller_code != seller,
        CutReason.BEFORE_CONTRACT: on < contracted.signed_on,
        CutReason.OUTSIDE_WINDOW: on < (rules.window_from or on) or on > (rules.window_until or on),
        CutReason.DUPLICATE: is_flagged,
    }
    return next((reason for reason, holds in found.items() if holds), None)


def of_document(fault: CutReason, item: EvidenceItem, cut_fen: int) -> Cut:
    """Because of a document."""
    sentence = _SENTENCES[fault, item.kind].format(number=item.number)
    return Cut(code=fault, sentence=sentence, cut_fen=cut_fen, refers_to=_document(item))


def unpaid(invoice: EvidenceItem, cut_fen: int) -> Cut:
    """Because nobody showed that it was paid."""
    sentence = f"发票{invoice.number}没有足额的付款凭证"
    return Cut(code=CutReason.NOT_PAID, sentence=sentence, cut_fen=cut_fen, refers_to=_document(invoice))


def not_invoiced(line: ContractedLine, cut_fen: int) -> Cut:
    """Because it was contracted and not invoiced."""
    sentence = f"合同第{line.line}行尚有部分未开票"
    return Cut(code=CutReason.NOT_INVOICED, sentence=sentence, cut_fen=cut_fen, refers_to=_contract_line(line))


def above(line: ContractedLine, cut_fen: int, most_fen: int, *, is_ceiling: bool) -> Cut:
    """Because it is more than was contracted, or than the price list lets pass."""
    code = CutReason.ABOVE_CEILING if is_ceiling else CutReason.ABOVE_CONTRACT
    what = "清单限价" if is_ceiling else "合同金额"
    sentence = f"合同第{line.line}行超出{what}{yuan(most_fen)}的部分"
    return Cut(code=code, sentence=sentence, cut_fen=cut_fen, refers_to=_contract_line(line))


def tax_cut(invoice: EvidenceItem, line: int, left_fen: int) -> Cut:
    """The tax within what is left of an invoice line, where the pack does not count tax: what stays is rounded down."""
    own = next(each for each in invoice.lines if each.line == line)
    net_fen = left_fen * own.net_fen // own.gross_fen
    sentence = f"发票{invoice.number}的税额不计入"
    cut_fen = left_fen - net_fen
    return Cut(code=CutReason.TAX_NOT_COUNTED, sentence=sentence, cut_fen=cut_fen, refers_to=_document(invoice))


def _document(item: EvidenceItem) -> Reference:
    return Reference(kind=ReferredTo(item.kind.value), number=item.number, item_id=item.id)


def _contract_line(line: ContractedLine) -> Reference:
    return Reference(kind=ReferredTo.CONTRACT_LINE, number=str(line.line), contract_line=line.line)
