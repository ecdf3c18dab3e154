"""Quotation, contract, invoice, payment proof and price list, line by line: what is eligible, and what is not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from services.acceptance.domain.evidence import Allocation, EvidenceItem, Part
from services.acceptance.domain.matching import match
from services.acceptance.domain.matching_result import LineMatch
from services.acceptance.domain.matching_rules import Contracted, MatchRules
from tests.builders_evidence import (
    SOMEBODY_ELSE,
    a_contracted_line,
    a_line,
    a_number,
    a_payment,
    a_quotation,
    an_invoice,
    contracted,
    evidence,
    yuan,
)

PILOT = MatchRules(window_from=date(2024, 1, 1), window_until=date(2025, 12, 31))


def the_line(*items: EvidenceItem, of: Contracted | None = None, rules: MatchRules = PILOT, **more: Any) -> LineMatch:
    [line] = match(evidence(*items), of or contracted(), rules, **more).lines
    return line


def cuts(line: LineMatch) -> dict[str, int]:
    return {cut.code.value: cut.cut_fen for cut in line.cuts}


def test_what_was_contracted_invoiced_and_paid_is_eligible() -> None:
    line = the_line(a_quotation(a_line(gross="110000", contract_line=1)), an_invoice(1), a_payment(1, "100000"))

    assert (line.quoted_fen, line.contracted_fen, line.invoiced_fen, line.paid_fen) == (
        yuan(110000), yuan(100000), yuan(100000), yuan(100000),
    )  # fmt: skip
    assert (line.eligible_fen, line.cuts) == (yuan(100000), ())


def test_without_any_evidence_nothing_is() -> None:
    line = the_line()

    assert (line.eligible_fen, line.quoted_fen) == (0, None)
    assert cuts(line) == {"not_invoiced": yuan(100000)}


def test_each_step_down_to_the_ceiling_is_a_cut_of_its_own() -> None:
    of = contracted(a_contracted_line(ceiling_fen=yuan(45000)))

    line = the_line(an_invoice(1, a_line(gross="60000", contract_line=1)), a_payment(1, "50000"), of=of)

    assert line.eligible_fen == yuan(45000)
    assert cuts(line) == {"not_invoiced": yuan(40000), "not_paid": yuan(10000), "above_ceiling": yuan(5000)}
    assert [cut.refers_to.number for cut in line.cuts] == ["1", a_number(1), "1"]
    assert line.cuts[0].sentence == "合同第1行尚有部分未开票"


def test_more_than_was_contracted_is_cut() -> None:
    line = the_line(an_invoice(1, a_line(gross="120000", contract_line=1)), a_payment(1, "120000"))

    assert (line.claimed_fen, line.eligible_fen) == (yuan(120000), yuan(100000))
    assert cuts(line) == {"above_contract": yuan(20000)}


def test_what_is_above_is_taken_from_the_youngest_invoice() -> None:
    younger = an_invoice(1, a_line(gross="60000", contract_line=1), issued_on=date(2024, 7, 1))
    older = an_invoice(2, a_line(gross="70000", contract_line=1))

    line = the_line(younger, older, a_payment(1, "130000"))

    assert [(part.number, part.eligible_fen) for part in line.invoices] == [
        (a_number(2), yuan(70000)),
        (a_number(1), yuan(30000)),
    ]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"buyer_code": SOMEBODY_ELSE}, "wrong_buyer"),
        ({"seller_code": SOMEBODY_ELSE}, "wrong_seller"),
        ({"issued_on": date(2024, 2, 29)}, "before_contract"),
        ({"issued_on": date(2026, 1, 1)}, "outside_window"),
    ],
)
@pytest.mark.parametrize("of", ["invoice", "payment_proof"])
def test_a_document_with_a_fault_does_not_count(of: str, given: dict[str, Any], reason: str) -> None:
    invoice = an_invoice(1, **(given if of == "invoice" else {}))
    payment = a_payment(1, "100000", pays=(a_number(1),), **(given if of == "payment_proof" else {}))

    line = the_line(invoice, payment)

    assert line.eligible_fen == 0
    assert cuts(line) == {reason: yuan(100000)}
    assert line.cuts[0].refers_to.kind == of


def test_the_first_and_the_last_day_of_the_window_are_inside() -> None:
    days = {"signed_on": date(2023, 12, 1)}
    first = an_invoice(1, a_line(gross="50000", contract_line=1), issued_on=date(2024, 1, 1))
    last = an_invoice(2, a_line(gross="50000", contract_line=1), issued_on=date(2025, 12, 31))

    line = the_line(first, last, a_payment(1, "100000", issued_on=date(2025, 12, 31)), of=contracted(**days))

    assert line.eligible_fen == yuan(100000)


def test_what_somebody_else_uses_too_does_not_count() -> None:
    invoice = an_invoice(1)

    line = the_line(invoice, a_payment(1, "100000"), flagged={invoice.id})

    assert cuts(line) == {"duplicate": yuan(100000)}


def test_a_flagged_payment_does_not_pay() -> None:
    payment = a_payment(1, "60000")

    line = the_line(an_invoice(1), payment, flagged={payment.id})

    assert cuts(line) == {"not_paid": yuan(40000), "duplicate": yuan(60000)}


def test_a_seller_who_is_not_known_yet_is_not_wrong() -> None:
    line = the_line(an_invoice(1), a_payment(1, "100000"), of=contracted(seller_code=None))

    assert line.eligible_fen == yuan(100000)


def test_where_tax_does_not_count_the_net_part_is_eligible_rounded_down() -> None:
    whole = a_line(gross="100000", contract_line=1)

    line = the_line(an_invoice(1, whole), a_payment(1, "33333.33"), rules=MatchRules(tax_counts=False))

    assert line.eligible_fen == 3333333 * whole.net_fen // whole.gross_fen
    assert cuts(line)["tax_not_counted"] == 3333333 - line.eligible_fen
    assert line.claimed_fen - sum(cuts(line).values()) == line.eligible_fen


def test_a_payment_covers_several_invoices_and_an_invoice_several_lines() -> None:
    of = contracted(a_contracted_line(1, "60000"), a_contracted_line(2, "40000"))
    first = an_invoice(1, a_line(1, "60000", contract_line=1), a_line(2, "20000", contract_line=2))
    second = an_invoice(2, a_line(1, "20000", contract_line=2))
    payment = a_payment(1, "100000", pays=(a_number(2), a_number(1)))

    found = match(evidence(first, second, payment), of, PILOT)

    assert [line.eligible_fen for line in found.lines] == [yuan(60000), yuan(40000)]
    assert [(share.invoice_id, share.amount_fen) for share in found.payment_shares] == [
        (second.id, yuan(20000)),
        (first.id, yuan(80000)),
    ]
    assert [part.number for part in found.lines[1].invoices] == [a_number(1), a_number(2)]


def test_half_a_payment_pays_half_of_every_line() -> None:
    of = contracted(a_contracted_line(1, "60000"), a_contracted_line(2, "40000"))
    invoice = an_invoice(1, a_line(1, "60000", contract_line=1), a_line(2, "40000", contract_line=2))

    found = match(evidence(invoice, a_payment(1, "50000")), of, PILOT)

    assert [line.eligible_fen for line in found.lines] == [yuan(30000), yuan(20000)]


@pytest.mark.parametrize(
    ("title", "gross", "because"),
    [
        ("*软件*示例产品\u3000\uff12", "1", "same_name"),
        ("示例产品 2（年度版）", "1", "similar_name"),
        ("说不清的东西", "40000", "same_amount"),
    ],
)
def test_a_line_is_found_by_its_name_or_its_amount(title: str, gross: str, because: str) -> None:
    of = contracted(a_contracted_line(1, "60000"), a_contracted_line(2, "40000"))

    found = match(evidence(an_invoice(1, a_line(1, gross, title=title))), of, PILOT)

    assert [(share.contract_line, share.because) for share in found.line_shares] == [(2, because)]
    assert all(share.sentence for share in found.line_shares)


def test_what_is_not_clear_is_left_to_people() -> None:
    of = contracted(a_contracted_line(1, "50000"), a_contracted_line(2, "50000"))
    invoice = an_invoice(1, a_line(1, "50000", title="服务费"))

    found = match(evidence(invoice, a_payment(1, "10000", seller_code=SOMEBODY_ELSE)), of, PILOT)

    assert found.line_shares == ()
    assert [(each.number, each.line, each.open_fen) for each in found.unmatched] == [
        (a_number(1), 1, yuan(50000)),
        ("PZ1", None, yuan(10000)),
    ]


def test_lines_of_the_same_product_are_filled_one_after_the_other() -> None:
    same = {"title": "网关"}
    of = contracted(a_contracted_line(1, "30000", **same), a_contracted_line(2, "30000", **same))

    found = match(evidence(an_invoice(1, a_line(1, "70000", title="网关")), a_payment(1, "70000")), of, PILOT)

    assert [(share.contract_line, share.amount_fen) for share in found.line_shares] == [
        (1, yuan(40000)),
        (2, yuan(30000)),
    ]
    assert cuts(found.lines[0]) == {"above_contract": yuan(10000)}


def test_what_a_person_says_goes_before_the_rule() -> None:
    of = contracted(a_contracted_line(1, "60000"), a_contracted_line(2, "40000"))
    invoice = an_invoice(1, a_line(1, "60000", contract_line=1))
    payment = a_payment(1, "60000")
    said = (
        Allocation(item_id=invoice.id, line=1, parts=(Part(amount_fen=yuan(25000), contract_line=2),)),
        Allocation(item_id=payment.id, parts=()),
    )

    found = match(evidence(invoice, payment, allocations=said), of, PILOT)

    assert [line.invoiced_fen for line in found.lines] == [0, yuan(25000)]
    assert found.payment_shares == ()
    assert {each.open_fen for each in found.unmatched} == {yuan(35000), yuan(60000)}
    assert [share.because for share in found.line_shares] == ["person"]


def test_what_was_said_of_a_line_that_the_contract_has_no_longer_is_passed_over() -> None:
    invoice = an_invoice(1, a_line(contract_line=9))
    said = Allocation(item_id=invoice.id, line=1, parts=(Part(amount_fen=1, contract_line=9),))

    found = match(evidence(invoice, allocations=(said,)), contracted(), PILOT)

    assert [each.open_fen for each in found.unmatched] == [yuan(100000)]


def test_a_payment_of_the_amount_of_one_invoice_is_for_that_one() -> None:
    older = an_invoice(1, a_line(1, "70000", contract_line=1))
    meant = an_invoice(2, a_line(1, "30000", contract_line=1), issued_on=date(2024, 6, 2))

    found = match(evidence(older, meant, a_payment(1, "30000")), contracted(), PILOT)

    assert [(share.invoice_id, share.because) for share in found.payment_shares] == [(meant.id, "same_amount")]
