"""Sentences for the refusals of the acceptance service."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[int, str, str]]] = {
    "acceptance_not_open": (
        409,
        "当前不能申请验收，详见 problems",
        "Acceptance cannot be asked for now; `problems` say why",
    ),
    "acceptance_under_way": (
        409,
        "该项目已有未结束或已通过的验收，不能重复申请",
        "The project has an acceptance that is not over, or that passed",
    ),
    "not_with_assessor": (
        409,
        "当前不在第三方成效验收环节（状态：{state}），不能填写验收材料",
        "The effect is not being accepted now (state: {state})",
    ),
    "not_passable": (
        422,
        "尚不能通过验收，请按 problems 逐项处理；已填写的内容已保留",
        "It cannot pass yet; `problems` lists everything, what was written is kept",
    ),
    "evidence_closed": (
        409,
        "验收申请不在企业手中（状态：{state}），不能修改佐证材料",
        "Evidence cannot be changed in state {state}: the request is not with the enterprise",
    ),
    "read_from_file": (
        409,
        "发票 {number} 的内容读自电子发票，只能调整对应的合同明细；有误请移除后重新录入",
        "Invoice {number} was read from its file: only the contract lines it belongs to may be changed",
    ),
    "invoice_file_unreadable": (
        422,
        "不能从文件 {name} 读取发票（{reason}）；请作为扫描件上传并人工录入",
        "No invoice can be read from {name} ({reason}); enter it by hand with the file as its scan",
    ),
    "evidence_file_unreadable": (
        422,
        "导入文件有误（{reason}），没有导入任何内容；problems 逐格列出",
        "Nothing was imported ({reason}); `problems` lists every cell",
    ),
    "audit_begun": (
        409,
        "审计明细已有 {lines} 行；如需由佐证材料重新生成，请确认覆盖",
        "The audit has {lines} lines already; say that they are to be replaced",
    ),
    "flag_decided": (409, "该重复提示已是这个结论（{state}）", "The flag is {state} already"),
}

PROBLEMS: Final[dict[str, tuple[str, str]]] = {
    "audited_above_claimed": (
        "审定金额（{audited_fen} 分）高于申报金额（{claimed_fen} 分）",
        "audited {audited_fen} fen, but only {claimed_fen} fen were claimed",
    ),
    "level_differs_from_assessment": (
        "所填为 {stated}，与企业已确认的评测结果（{confirmed}）不一致",
        "{stated} is stated, but {confirmed} was confirmed by the enterprise",
    ),
    "cut_without_reason": (
        "核减了 {cut_fen} 分，须填写核减原因",
        "{cut_fen} fen were cut; say why",
    ),
    "invoice_twice": (
        "发票 {invoice_number} 已在第 {first_line} 行列支同一产品",
        "invoice {invoice_number} was counted for the same product in line {first_line} already",
    ),
    "product_not_contracted": ("合同中没有这个产品", "the contract does not have this product"),
    "audited_above_eligible": (
        "审定金额（{audited_fen} 分）高于佐证材料支持的金额（{eligible_fen} 分），须说明理由",
        "audited {audited_fen} fen, but the evidence supports {eligible_fen} fen; say why",
    ),
    "duplicate_undecided": (
        "{kind} {value} 已被其他项目使用，须由主管部门处理后才能通过",
        "{kind} {value} is used by another project too; it has to be decided first",
    ),
    "duplicate_confirmed": (
        "{kind} {value} 已确认与其他项目重复，须移除后才能通过",
        "{kind} {value} is confirmed as a duplicate; it has to be removed",
    ),
    "invoice_code_needed": ("8 位发票号码须填写 10 或 12 位发票代码", "an invoice number of 8 digits needs its code"),
    "invoice_code_not_expected": ("20 位数电发票号码没有发票代码", "a digital invoice has no code"),
    "invoice_number_malformed": (
        "发票号码应为 20 位（数电发票）或 8 位数字：{number}",
        "an invoice number has 20 digits, or 8: {number}",
    ),
    "same_party": ("购买方和销售方不能相同：{credit_code}", "buyer and seller are the same: {credit_code}"),
    "lines_not_expected": ("付款凭证没有明细", "a payment proof has no lines"),
    "too_many_lines": ("明细合计超过 {most} 行", "more than {most} lines"),
    "pays_not_expected": ("只有付款凭证注明所付发票", "only a payment proof names invoices"),
    "lines_do_not_add_up": (
        "合计（{stated_fen} 分）与明细之和（{lines_fen} 分）不一致",
        "the document states {stated_fen} fen, its lines add up to {lines_fen} fen",
    ),
    "contract_line_unknown": ("合同没有第 {contract_line} 行", "the contract has no line {contract_line}"),
    "amount_not_positive": ("金额须大于零且在合理范围内", "the amount must be above zero and within reason"),
    "net_and_tax_differ": (
        "不含税金额（{net_fen} 分）加税额（{tax_fen} 分）不等于价税合计（{gross_fen} 分）",
        "net {net_fen} fen and tax {tax_fen} fen are not gross {gross_fen} fen",
    ),
    "entered_differently": (
        "{sheet}第 {row} 行“{column}”：号码 {number} 已录入，内容不同",
        "{sheet} row {row} {column}: number {number} was entered before with other content",
    ),
    "sheet_column_missing": ("{sheet}第 {row} 行缺少列“{column}”", "{sheet} row {row}: column {column} is missing"),
    "cell_empty": ("{sheet}第 {row} 行“{column}”必填", "{sheet} row {row} {column}: required"),
    "cell_too_long": ("{sheet}第 {row} 行“{column}”过长", "{sheet} row {row} {column}: too long"),
    "cell_not_text": ("{sheet}第 {row} 行“{column}”应为文本", "{sheet} row {row} {column}: not a text"),
    "cell_lost_digits": (
        "{sheet}第 {row} 行“{column}”是数字格式，超过 15 位的部分已丢失，请改为文本格式重新填写",
        "{sheet} row {row} {column}: a number, whose digits after the 15th are lost; write it as text",
    ),
    "cell_not_an_amount": (
        "{sheet}第 {row} 行“{column}”不是最多两位小数的金额：{found}",
        "{sheet} row {row} {column}: not an amount in yuan with two decimals: {found}",
    ),
    "cell_not_a_date": (
        "{sheet}第 {row} 行“{column}”不是日期：{found}",
        "{sheet} row {row} {column}: not a date: {found}",
    ),
    "cell_not_whole": (
        "{sheet}第 {row} 行“{column}”不是整数：{found}",
        "{sheet} row {row} {column}: not a whole number: {found}",
    ),
    "row_differs": (
        "{sheet}第 {row} 行“{column}”与同一号码的第 {first_row} 行不一致",
        "{sheet} row {row} {column}: not what row {first_row} of the same number says",
    ),
    "already_entered": ("号码 {number} 已录入", "number {number} was entered already"),
    "no_such_line": ("没有这一行", "there is no such line"),
    "no_such_target": ("没有对应的合同明细或发票", "no such line of the contract, or no such invoice"),
    "allocated_above_document": (
        "分配合计（{allocated_fen} 分）超过单据金额（{amount_fen} 分）",
        "{allocated_fen} fen allocated of {amount_fen} fen",
    ),
    "paid_above_invoice": (
        "对同一发票的付款合计（{allocated_fen} 分）超过发票金额（{amount_fen} 分）",
        "{allocated_fen} fen paid for an invoice of {amount_fen} fen",
    ),
    "audit_total_differs": (
        "审定投入合计（{stated_fen} 分）与明细合计（{lines_fen} 分）不一致",
        "the report states {stated_fen} fen, its lines add up to {lines_fen} fen",
    ),
}
