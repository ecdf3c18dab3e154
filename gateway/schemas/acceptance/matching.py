"""What matching found: line by line of the contract what is eligible, and why the rest is not."""

from __future__ import annotations

from typing import Final

from marshmallow import Schema, fields

from gateway.schemas.base import described
from gateway.schemas.declaration.kinds import count, flag, identity, many, one, one_of, told
from gateway.schemas.funding.kinds import fen

CUT_REASONS: Final = (
    "not_invoiced",
    "wrong_buyer",
    "wrong_seller",
    "before_contract",
    "outside_window",
    "duplicate",
    "not_paid",
    "above_contract",
    "above_ceiling",
    "tax_not_counted",
)
REFERRED_TO: Final = ("invoice", "payment_proof", "contract_line")


class CutReference(Schema):
    """What a cut is about."""

    kind = one_of("种类 / kind", REFERRED_TO)
    number = told("号码或行号 / number")
    item_id = identity("佐证材料 / document", null=True)
    contract_line = count("合同明细行 / line of the contract", null=True)


class EvidenceCut(Schema):
    """So much less, and why."""

    code = one_of("原因 / reason", CUT_REASONS)
    sentence = told("说明 / in Chinese")
    cut_fen = fen("核减（分）/ cut in fen")
    refers_to = one(CutReference, "涉及 / what it is about")


class MatchedInvoice(Schema):
    """What one invoice has of one line of the contract."""

    item_id = identity("发票 / invoice")
    number = told("号码 / number")
    lines = fields.List(fields.Integer(), required=True, metadata=described("发票行 / its lines"))
    amount_fen = fen("对应金额（分）/ allocated in fen")
    paid_fen = fen("已付（分）/ paid in fen")
    eligible_fen = fen("合规金额（分）/ eligible in fen")
    cuts = many(EvidenceCut, "核减 / cuts")


class MatchedLine(Schema):
    """One line of the contract."""

    line = count("合同明细行 / line of the contract")
    product_id = identity("产品 / product")
    title = told("产品名称 / name")
    quoted_fen = fields.Integer(required=True, allow_none=True, metadata=described("报价（分）/ quoted in fen"))
    contracted_fen = fen("合同金额（分）/ contracted in fen")
    invoiced_fen = fen("开票金额（分）/ invoiced in fen")
    paid_fen = fen("付款金额（分）/ paid in fen")
    ceiling_fen = fields.Integer(required=True, allow_none=True, metadata=described("清单限价（分）/ ceiling in fen"))
    claimed_fen = fen("核减前（分）/ before cuts in fen")
    eligible_fen = fen("合规金额（分）/ eligible in fen")
    cuts = many(EvidenceCut, "核减 / cuts")
    invoices = many(MatchedInvoice, "发票 / invoices")


class UnmatchedEvidence(Schema):
    """So much of a document belongs to nothing here."""

    item_id = identity("佐证材料 / document")
    number = told("号码 / number")
    line = count("行号 / line", null=True)
    open_fen = fen("未对应（分）/ not allocated in fen")
    sentence = told("说明 / in Chinese")


class LineShare(Schema):
    """So much of a line belongs to a line of the contract."""

    item_id = identity("佐证材料 / document")
    line = count("行号 / line")
    contract_line = count("合同明细行 / line of the contract")
    amount_fen = fen("金额（分）/ amount in fen")
    because = told("依据：person 为人工 / by which sign; `person`: somebody said so")
    sentence = told("说明 / in Chinese")


class PaymentShare(Schema):
    """So much of a payment is for an invoice."""

    item_id = identity("付款凭证 / payment proof")
    invoice_id = identity("发票 / invoice")
    amount_fen = fen("金额（分）/ amount in fen")
    because = told("依据 / by which sign")
    sentence = told("说明 / in Chinese")


class EvidenceMatch(Schema):
    """Quotation, contract, invoice, payment proof and price list, line by line."""

    version = count("佐证材料版本 / version of the evidence")
    lines = many(MatchedLine, "按合同明细 / by line of the contract")
    unmatched = many(UnmatchedEvidence, "未对应的材料 / what belongs to nothing")
    line_shares = many(LineShare, "报价和发票的对应 / of quotations and invoices")
    payment_shares = many(PaymentShare, "付款的对应 / of payments")
    contracted_fen = fen("合同合计（分）/ contracted in fen")
    invoiced_fen = fen("开票合计（分）/ invoiced in fen")
    paid_fen = fen("付款合计（分）/ paid in fen")
    eligible_fen = fen("合规合计（分）/ eligible in fen")
    is_seller_known = flag("服务商信用代码是否已知 / whether the provider is known here")
    tax_counts = flag("税额是否计入 / whether tax counts")
