"""Evidence of a project: quotations, invoices, payment proofs, and what they are matched with."""

from __future__ import annotations

from typing import Final

from marshmallow import Schema, fields, validate

from gateway.schemas.base import FileReference, described
from gateway.schemas.declaration.kinds import (
    count,
    flag,
    identity,
    instant,
    many,
    one,
    one_of,
    said,
    sha256,
    texts,
    told,
)
from gateway.schemas.funding.kinds import amount, fen

KINDS: Final = ("quotation", "invoice", "payment_proof")
SOURCES: Final = ("entered", "imported", "invoice_file")
MARK_KINDS: Final = ("invoice", "payment_proof", "file")
FLAG_STATES: Final = ("open", "cleared", "confirmed")
MOST_LINES: Final = 500
MOST_ALLOCATIONS: Final = 5_000


def _line_number(description: str, *, required: bool = False, null: bool = False) -> fields.Integer:
    return fields.Integer(
        strict=True,
        required=required,
        allow_none=null,
        validate=validate.Range(1, 100_000, error="out_of_range"),
        metadata=described(description),
    )


class EvidenceLineRequest(Schema):
    """One line of a quotation or an invoice."""

    title = said("名称 / name", longest=200)
    gross_fen = amount("价税合计（分）/ gross in fen", least=1)
    net_fen = amount("不含税金额（分）/ net in fen", required=False, allow_none=True)
    tax_fen = amount("税额（分）/ tax in fen", required=False, allow_none=True)
    quantity = said("数量（十进制文本）/ quantity, decimal as text", longest=20, required=False, allow_none=True)
    contract_line = _line_number("对应的合同明细行 / the line of the contract that it belongs to", null=True)


class EvidenceItemContent(Schema):
    """A document. Of a payment proof the seller is the payee (收款方), the buyer the payer (付款方)."""

    kind = one_of("种类 / kind", KINDS)
    number = said("号码 / number", longest=60)
    code = said(
        "发票代码，数电发票没有 / code of an invoice; a digital one has none", longest=20, shortest=0, required=False
    )
    issued_on = fields.Date(required=True, metadata=described("开具或付款日期 / date"))
    seller_code = said("销售方（收款方）统一社会信用代码 / seller", longest=30)
    buyer_code = said("购买方（付款方）统一社会信用代码 / buyer", longest=30)
    gross_fen = amount(
        "价税合计（分）；缺省为明细之和 / gross in fen; the sum of its lines where left out",
        required=False,
        allow_none=True,
    )
    net_fen = amount("不含税金额（分）/ net in fen", required=False, allow_none=True)
    tax_fen = amount("税额（分）/ tax in fen", required=False, allow_none=True)
    lines = fields.List(
        fields.Nested(EvidenceLineRequest),
        validate=validate.Length(max=MOST_LINES, error="too_long"),
        metadata=described("明细，付款凭证没有 / lines; a payment proof has none"),
    )
    pays = fields.List(
        fields.String(validate=validate.Length(1, 60, error="too_long")),
        validate=validate.Length(max=MOST_LINES, error="too_long"),
        metadata=described("付款凭证所付的发票号码 / numbers of the invoices that a payment is for"),
    )


class EvidenceItemRequest(Schema):
    """A document with its scan."""

    item = fields.Nested(EvidenceItemContent, required=True, metadata=described("内容 / what it says"))
    file = fields.Nested(FileReference, allow_none=True, metadata=described("扫描件 / its scan, as uploaded"))


class AllocationPart(Schema):
    """To a line of the contract, or of a payment to an invoice."""

    amount_fen = amount("金额（分）/ amount in fen", least=1)
    contract_line = _line_number("合同明细行 / line of the contract", null=True)
    invoice_id = fields.UUID(allow_none=True, metadata=described("发票 / invoice, of a payment"))


class EvidenceAllocation(Schema):
    """What a person says about one line, or about a payment. No parts: it belongs to nothing here."""

    item_id = identity("佐证材料 / document")
    line = _line_number("行号；付款凭证没有 / line; none of a payment", null=True)
    parts = fields.List(
        fields.Nested(AllocationPart),
        required=True,
        validate=validate.Length(max=MOST_LINES, error="too_long"),
        metadata=described("分配 / parts"),
    )


class EvidenceAllocationsRequest(Schema):
    """All that people say; the rest is matched by rule."""

    allocations = fields.List(
        fields.Nested(EvidenceAllocation),
        required=True,
        validate=validate.Length(max=MOST_ALLOCATIONS, error="too_long"),
        metadata=described("人工分配 / what people say"),
    )


class EvidenceFileReference(Schema):
    """The scan or the electronic document."""

    sha256 = sha256("内容的 SHA-256 / SHA-256 of its bytes")
    size = count("字节数 / bytes")
    media_type = told("媒体类型 / media type")
    name = told("文件名 / file name")


class EvidenceLine(Schema):
    """One line."""

    line = count("行号 / line")
    title = told("名称 / name")
    quantity = told("数量 / quantity", null=True)
    net_fen = fen("不含税金额（分）/ net in fen")
    tax_fen = fen("税额（分）/ tax in fen")
    gross_fen = fen("价税合计（分）/ gross in fen")
    contract_line = count("填报时注明的合同明细行 / the contract line that its owner names", null=True)


class EvidenceItem(Schema):
    """One document."""

    id = identity("标识 / id")
    kind = one_of("种类 / kind", KINDS)
    number = told("号码 / number")
    code = told("发票代码 / code")
    issued_on = fields.Date(required=True, metadata=described("日期 / date"))
    seller_code = told("销售方（收款方）/ seller")
    buyer_code = told("购买方（付款方）/ buyer")
    net_fen = fen("不含税金额（分）/ net in fen")
    tax_fen = fen("税额（分）/ tax in fen")
    gross_fen = fen("价税合计（分）/ gross in fen")
    lines = many(EvidenceLine, "明细 / lines")
    pays = texts("所付的发票号码 / invoices that it pays")
    file = one(EvidenceFileReference, "文件 / file", null=True)
    source = one_of(
        "来源：填报、导入、从电子发票读取（不可改）/ entered, imported, or read from an invoice file", SOURCES
    )
    recorded_at = instant("录入时间 / recorded")
    recorded_by = identity("录入人 / by")
    flags = fields.List(fields.UUID(), required=True, metadata=described("重复提示 / its flags"))


class OwnDuplicateFlag(Schema):
    """That a number or a file is used by another project too; not whose that is."""

    id = identity("标识 / id")
    kind = one_of("种类 / kind", MARK_KINDS)
    value = told("号码或文件摘要 / number, or hash of the file")
    state = one_of("状态 / state", FLAG_STATES)
    is_notice = flag("仅为提示，不影响验收 / only a notice, it blocks nothing")
    raised_at = instant("提示时间 / raised")


class Evidence(Schema):
    """Everything that was entered for a project."""

    project_id = identity("项目 / project")
    version = count("版本 / version")
    items = many(EvidenceItem, "佐证材料 / documents")
    allocations = many(EvidenceAllocation, "人工分配 / what people allocated")
    flags = many(OwnDuplicateFlag, "重复提示 / what others use too")


class EvidenceChange(Evidence):
    """The evidence after an act: of its documents only those that the act entered or changed."""


class ImportedRow(Schema):
    """What became of a row of an Excel file."""

    sheet = told("表 / sheet")
    row = count("行 / row")
    outcome = one_of("结果：新增，或与已录入的相同 / added, or the same was entered before", ("added", "unchanged"))
    item_id = identity("佐证材料 / document")


class ImportedEvidence(EvidenceChange):
    """A result per row, instead of the documents."""

    rows = many(ImportedRow, "逐行结果 / results by row")


class ReadInvoice(Schema):
    """What was read from a file."""

    name = told("文件名 / file name")
    number = told("发票号码 / number of the invoice")
    item_id = identity("佐证材料 / document")


class ReadInvoices(EvidenceChange):
    """The documents that were read, with a result per file."""

    results = many(ReadInvoice, "逐个文件的结果 / results by file")


class EvidenceImportRequest(Schema):
    """An Excel file by the template."""

    file = fields.Nested(FileReference, required=True, metadata=described("上传的文件 / the uploaded file"))


class InvoiceFilesRequest(Schema):
    """Electronic invoices, XML or OFD."""

    files = fields.List(
        fields.Nested(FileReference),
        required=True,
        validate=validate.Length(1, 50, error="out_of_range"),
        metadata=described("上传的文件 / the uploaded files"),
    )


class AuditProposalRequest(Schema):
    """Whether lines that are there already make room."""

    replaces = flag("是否覆盖已填写的明细 / replace the lines that are there", required=False)
