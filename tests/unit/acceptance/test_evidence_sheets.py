"""The Excel template, filled in right and wrong, and read back; and a match written as Excel."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from contracts.refusal import Invalid
from services.acceptance.adapters.evidence_sheets import MOST_ROWS, read_evidence_file
from services.acceptance.adapters.evidence_template import evidence_template
from services.acceptance.adapters.match_file import match_file
from services.acceptance.domain.errors import EvidenceFileUnreadable
from services.acceptance.domain.evidence import Evidence
from services.acceptance.domain.evidence_changes import MOST_LINES_IN_ALL
from services.acceptance.domain.evidence_import import SheetReading, imported
from services.acceptance.domain.matching import match
from services.acceptance.domain.matching_rules import MatchRules
from tests.builders_acceptance import a_contract
from tests.builders_declaration import ENTERPRISE, NOON
from tests.builders_evidence import (
    BUYER,
    SELLER,
    a_contracted_line,
    a_number,
    a_payment,
    a_quotation,
    an_invoice,
    contracted,
    evidence,
    yuan,
)

Rows = Sequence[Sequence[Any]]
INVOICE_ROW = (None, a_number(1), "2024-06-01", SELLER, BUYER, "生产管控软件", 1, 88495.58, 11504.42, 100000, 1)
PAYMENT_ROW = ("PZ1", date(2024, 6, 15), SELLER, BUYER, "100,000.00", f"{a_number(1)}；{a_number(2)}")


def filled(sheets: Mapping[str, Rows]) -> bytes:
    """The template with rows in it."""
    book = load_workbook(io.BytesIO(evidence_template(contracted()).content))
    for title, rows in sheets.items():
        for row in rows:
            book[title].append(row)
    return saved(book)


def saved(book: Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def taken(reading: SheetReading, into: Evidence | None = None) -> tuple[Evidence, list[str]]:
    after, results = imported(into or evidence(), reading, a_contract(), by=ENTERPRISE, at=NOON)
    return after, [f"{result.sheet} {result.row} {result.outcome}" for result in results]


def wrong(content: bytes, into: Evidence | None = None) -> set[tuple[str, int, str, str]]:
    with pytest.raises(EvidenceFileUnreadable) as refused:
        taken(read_evidence_file(content), into)
    return {
        (each.inputs["sheet"], each.inputs["row"], each.inputs["column"], each.code) for each in refused.value.problems
    }


def test_the_template_filled_in_is_read_back() -> None:
    more = (None, a_number(1), date(2024, 6, 1), SELLER, BUYER, "实施服务", None, "100", 6, "106.00", None)
    quoted = ("BJ-1", "2024/1/5", SELLER, BUYER, "生产管控软件", 1, 110000.5, 1)
    content = filled({"报价单": [quoted], "发票": [INVOICE_ROW, more], "付款凭证": [PAYMENT_ROW]})

    after, results = taken(read_evidence_file(content))

    quotation, invoice, payment = (
        max(after.items, key=lambda item: item.gross_fen),
        *after.items[1:],
    )
    assert (quotation.gross_fen, quotation.issued_on) == (yuan("110000.50"), date(2024, 1, 5))
    assert [(line.title, line.gross_fen, line.contract_line) for line in invoice.lines] == [
        ("生产管控软件", yuan(100000), 1),
        ("实施服务", yuan(106), None),
    ]
    assert (payment.gross_fen, payment.pays) == (yuan(100000), (a_number(1), a_number(2)))
    assert {item.source for item in after.items} == {"imported"}
    assert results == ["报价单 2 added", "发票 2 added", "发票 3 added", "付款凭证 2 added"]


def test_the_same_file_a_second_time_changes_nothing() -> None:
    reading = read_evidence_file(filled({"发票": [INVOICE_ROW], "付款凭证": [PAYMENT_ROW]}))
    once, _ = taken(reading)

    again, results = taken(reading, once)

    assert again is once
    assert results == ["发票 2 unchanged", "付款凭证 2 unchanged"]


def test_every_wrong_cell_is_named_at_once_and_nothing_is_kept() -> None:
    invoices = [
        (None, int(a_number(1)), "1 June", SELLER, BUYER, "软件", None, "1.001", None, 100, "first"),
        (None, a_number(2), "2024-06-01", "91210200", BUYER, "软件", None, 100, 13, 114, 9),
        (None, a_number(3), "2024-06-01", SELLER, BUYER, "软件", None, 100, 13, 113, None),
        (None, a_number(3), "2024-06-02", SELLER, BUYER, "软件", None, 100, 13, 113, None),
        (None, "12345678", "2027-06-02", SELLER, SELLER, "软件", "many", 100, 13, 113, None),
        ("021002400011", True, "2024-06-02", SELLER, BUYER, "软" * 201, None, 100, 13, 113, None),
    ]

    found = wrong(filled({"发票": invoices, "付款凭证": [("", None, None, None, None, None)]}))

    assert found == {
        ("发票", 2, "发票号码", "cell_lost_digits"),
        ("发票", 2, "开票日期", "cell_not_a_date"),
        ("发票", 2, "不含税金额（元）", "cell_not_an_amount"),
        ("发票", 2, "税额（元）", "cell_empty"),
        ("发票", 2, "合同明细行", "cell_not_whole"),
        ("发票", 3, "销售方信用代码", "credit_code_length"),
        ("发票", 3, "价税合计（元）", "net_and_tax_differ"),
        ("发票", 3, "合同明细行", "contract_line_unknown"),
        ("发票", 5, "开票日期", "row_differs"),
        ("发票", 6, "发票代码", "invoice_code_needed"),
        ("发票", 6, "开票日期", "in_the_future"),
        ("发票", 6, "购买方信用代码", "same_party"),
        ("发票", 6, "数量", "malformed"),
        ("发票", 7, "发票号码", "cell_not_text"),
        ("发票", 7, "项目名称", "cell_too_long"),
    }


def test_what_was_entered_otherwise_before_is_named() -> None:
    held, _ = taken(read_evidence_file(filled({"发票": [INVOICE_ROW]})))
    other = (*INVOICE_ROW[:7], 100, 13, 113, 1)

    assert wrong(filled({"发票": [other]}), held) == {("发票", 2, "发票号码", "entered_differently")}


def test_a_sheet_without_its_columns_is_refused_with_their_titles() -> None:
    book = Workbook()
    book.active.title = "付款凭证"  # type: ignore[union-attr]
    book.active.append(("凭证号码", "付款日期", "收款方信用代码", "付款金额（元）"))  # type: ignore[union-attr]

    assert wrong(saved(book)) == {("付款凭证", 1, "付款方信用代码", "sheet_column_missing")}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04", "not_a_workbook"),
        (b"no workbook", "not_a_workbook"),
        (saved(Workbook()), "no_sheet"),
        (filled({}), "empty"),
    ],
)
def test_what_is_no_evidence_is_refused_as_a_whole(content: bytes, reason: str) -> None:
    with pytest.raises(EvidenceFileUnreadable) as refused:
        taken(read_evidence_file(content))

    assert refused.value.facts["reason"] == reason


def test_a_file_without_end_is_not_read_to_its_end() -> None:
    rows = [(f"PZ{number}", "2024-06-15", SELLER, BUYER, 1, None) for number in range(MOST_ROWS + 1)]

    with pytest.raises(EvidenceFileUnreadable) as refused:
        read_evidence_file(filled({"付款凭证": rows}))

    assert refused.value.facts["reason"] == "too_many_rows"


def test_more_than_can_be_matched_at_once_is_refused() -> None:
    held = evidence(*(a_payment(number, "1") for number in range(MOST_LINES_IN_ALL)))

    with pytest.raises(Invalid, match="too_many_lines"):
        taken(read_evidence_file(filled({"付款凭证": [("PZ-NEW", *PAYMENT_ROW[1:])]})), held)


def test_a_match_as_excel_adds_up_and_runs_nothing() -> None:
    held = evidence(a_quotation(), an_invoice(1), a_payment(1, "80000.01"), a_payment(2, "5", seller_code=BUYER))
    of = contracted(a_contracted_line(title="=1+1"))

    book = load_workbook(io.BytesIO(match_file(held, match(held, of, MatchRules())).content))

    results = list(book["比对结果"].iter_rows(values_only=True))
    assert results[1][:8] == (1, "=1+1", 100000, 100000, 100000, 80000.01, None, 80000.01)
    assert (results[-1][0], results[-1][7]) == ("合计", 80000.01)
    assert book["比对结果"]["B2"].data_type == "s"
    assert [row[1:4] for row in book["核减明细"].iter_rows(min_row=2, values_only=True)] == [
        ("not_paid", f"发票{a_number(1)}没有足额的付款凭证", 19999.99),
    ]
    assert [row[1] for row in book["未对应"].iter_rows(min_row=2, values_only=True)] == ["PZ2"]
    assert len(list(book["对应关系"].iter_rows(min_row=2))) == 3
