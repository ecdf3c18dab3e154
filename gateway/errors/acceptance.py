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
}

PROBLEMS: Final[dict[str, tuple[str, str]]] = {
    "audited_above_claimed": (
        "审定金额（{audited_fen} 分）高于申报金额（{claimed_fen} 分）",
        "audited {audited_fen} fen, but only {claimed_fen} fen were claimed",
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
    "audit_total_differs": (
        "审定投入合计（{stated_fen} 分）与明细合计（{lines_fen} 分）不一致",
        "the report states {stated_fen} fen, its lines add up to {lines_fen} fen",
    ),
}
