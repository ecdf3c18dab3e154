"""Electronic invoices become evidence as they are, and evidence becomes the first draft of the special audit."""

from __future__ import annotations

import pytest

from contracts.refusal import Invalid, Refusal
from services.acceptance.domain.errors import AuditBegun
from tests.builders_acceptance import COMPLETE, REPORTS, SOFTWARE, an_audit, an_evaluation
from tests.builders_declaration import OTHER_ASSESSOR
from tests.builders_evidence import a_number, given_invoice, given_payment, yuan
from tests.desk_acceptance import Desk
from tests.desk_evidence import enter, import_invoices, kept, propose
from tests.invoice_samples import digital_xml, ofd


@pytest.fixture
def audited(desk: Desk) -> str:
    """With the assessor; 80,000 yuan of an invoice of 100,000 were paid, and another invoice was not paid at all."""
    one = desk.draft()
    enter(desk, one, given_invoice())
    enter(desk, one, given_payment(amount="80000", pays=(a_number(1),)))
    enter(desk, one, given_invoice(2, "40000", contract_line=2))
    desk.submit(one)
    desk.review(one, COMPLETE)
    desk.assign(one)
    return one


def test_what_files_say_is_kept_as_read_from_them(desk: Desk) -> None:
    one = desk.start()

    shown = import_invoices(desk, one, digital_xml(), ofd())

    assert {(item["number"], item["source"]) for item in shown["items"]} == {
        (a_number(1), "invoice_file"),
        ("12345678", "invoice_file"),
    }
    assert [(result["name"], result["number"]) for result in shown["results"]] == [
        ("0.xml", a_number(1)),
        ("1.xml", "12345678"),
    ]
    assert all(item["file"]["sha256"] for item in shown["items"])


def test_of_several_files_all_are_taken_or_none(desk: Desk) -> None:
    one = desk.start()

    with pytest.raises(Invalid) as refused:
        import_invoices(desk, one, digital_xml(), digital_xml(a_number(2), seller="91210200"), digital_xml())

    assert {(each.field, each.code) for each in refused.value.problems} == {
        ("items.0.number", "already_entered"),
        ("items.1.seller_code", "credit_code_length"),
        ("items.2.number", "already_entered"),
    }
    assert kept(desk, one).is_empty


def test_the_auditor_begins_with_what_is_eligible_and_its_cuts(desk: Desk, audited: str) -> None:
    shown = propose(desk, audited)

    first, second = shown["papers"]["special_audit"]["lines"]["spend"]
    assert first == {
        "title": "示例产品 1",
        "product": str(SOFTWARE),
        "cost_category": "software",
        "link": "production_control",
        "invoice_number": a_number(1),
        "invoice_on": "2024-06-01",
        "claimed": "100000.00",
        "audited": "80000.00",
        "reason": f"发票{a_number(1)}没有足额的付款凭证",
    }
    assert (second["invoice_number"], second["audited"]) == (a_number(2), "0.00")


def test_what_the_evidence_proposes_passes_as_it_stands(desk: Desk, audited: str) -> None:
    propose(desk, audited)
    report = {**an_audit()["report"], "audited_total": "80000"}
    desk.write(audited, "special_audit", "report", report)
    desk.write(audited, "evaluation", "evaluation", an_evaluation())
    for slot in REPORTS:
        desk.report(audited, slot)

    passed = desk.pass_it(audited)

    assert passed["result"]["audited_fen"] == yuan(80000)


def test_lines_that_the_auditor_wrote_are_replaced_only_on_demand(desk: Desk, audited: str) -> None:
    propose(desk, audited)

    with pytest.raises(AuditBegun):
        propose(desk, audited)

    assert len(propose(desk, audited, replaces=True)["papers"]["special_audit"]["lines"]["spend"]) == 2


def test_only_the_assigned_institution_has_it_filled_in(desk: Desk, audited: str) -> None:
    with pytest.raises(Refusal, match="not_found"):
        propose(desk, audited, OTHER_ASSESSOR)
