"""Entering evidence by hand, saying what belongs to what, and what it does to the verdict."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from contracts.refusal import Invalid, NotAllowed, NotFound, Refusal, StaleVersion
from services.acceptance.domain.errors import EvidenceClosed, ReadFromFile
from services.acceptance.domain.evidence import Allocation, Part, Source
from services.acceptance.domain.evidence_checks import GivenLine
from tests.builders_acceptance import COMPLETE, PROJECT, an_upload
from tests.builders_declaration import ASSESSOR, DISTRICT, OFFICER, OTHER_ASSESSOR, STRANGER
from tests.builders_evidence import a_number, given_invoice, given_payment, yuan
from tests.desk_acceptance import Desk
from tests.desk_evidence import allocate, change, enter, kept, remove


def problems_of(refused: pytest.ExceptionInfo[Refusal]) -> set[tuple[str | None, str]]:
    return {(problem.field, problem.code) for problem in refused.value.problems}


@pytest.fixture
def one(desk: Desk) -> str:
    """A request that was begun."""
    return desk.start()


def test_an_invoice_is_entered_in_its_normal_form(desk: Desk, one: str) -> None:
    given = given_invoice(
        number=f" {a_number(1)[:10]} {a_number(1)[10:]}", seller_code=given_invoice().seller_code.lower()
    )

    shown = enter(desk, one, given)

    [item] = shown["items"]
    assert (item["number"], item["seller_code"]) == (a_number(1), given_invoice().seller_code)
    assert (item["gross_fen"], item["source"], item["flags"]) == (yuan(100000), "entered", [])
    assert desk.uow.audit.actions[-1] == "add_evidence_item"


def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_kept(desk: Desk, one: str) -> None:
    lines = (
        GivenLine(title=" ", gross_fen=100, net_fen=50, tax_fen=10, contract_line=9),
        GivenLine(title="服务", gross_fen=0, quantity="-1"),
    )
    given = given_invoice(
        number="123", buyer_code="91210200", issued_on=date(2027, 1, 1), gross_fen=99, lines=lines, pays=("1",)
    )

    with pytest.raises(Invalid) as refused:
        enter(desk, one, given)

    assert problems_of(refused) == {
        ("number", "invoice_number_malformed"),
        ("buyer_code", "credit_code_length"),
        ("issued_on", "in_the_future"),
        ("gross_fen", "lines_do_not_add_up"),
        ("pays", "pays_not_expected"),
        ("lines.0.title", "required"),
        ("lines.0.gross_fen", "net_and_tax_differ"),
        ("lines.0.contract_line", "contract_line_unknown"),
        ("lines.1.gross_fen", "amount_not_positive"),
        ("lines.1.quantity", "malformed"),
    }
    assert kept(desk, one).is_empty


@pytest.mark.parametrize(
    ("number", "code", "problem"),
    [
        ("12345678", "", "invoice_code_needed"),
        ("12345678", "123", "invoice_code_needed"),
        (a_number(1), "021002400011", "invoice_code_not_expected"),
        ("", "", "required"),
    ],
)
def test_an_invoice_is_known_by_its_number_or_by_number_and_code(
    desk: Desk, one: str, number: str, code: str, problem: str
) -> None:
    with pytest.raises(Invalid) as refused:
        enter(desk, one, given_invoice(number=number, code=code))

    assert [each.code for each in refused.value.problems] == [problem]


def test_the_same_number_with_another_code_is_another_invoice(desk: Desk, one: str) -> None:
    for code in ("021002400011", "021002400012"):
        enter(desk, one, given_invoice(number="12345678", code=code))

    with pytest.raises(Invalid) as refused:
        enter(desk, one, given_invoice(number="1234 5678", code="021002400011"))

    assert problems_of(refused) == {("number", "already_entered")}


@pytest.mark.parametrize("given", [given_invoice(lines=()), given_payment(lines=given_invoice().lines)])
def test_an_invoice_has_lines_and_a_payment_has_none(desk: Desk, one: str, given: Any) -> None:
    with pytest.raises(Invalid) as refused:
        enter(desk, one, given)

    assert "lines" in {problem.field for problem in refused.value.problems}


def test_evidence_is_the_enterprises_while_it_has_the_request(desk: Desk, one: str) -> None:
    with pytest.raises(NotFound):
        enter(desk, one, given_invoice(), STRANGER)
    desk.withdraw(one)

    with pytest.raises(EvidenceClosed):
        enter(desk, desk.submitted(), given_invoice())


def test_what_was_entered_is_still_there_when_the_request_is_made_again(desk: Desk, one: str) -> None:
    enter(desk, one, given_invoice())
    desk.withdraw(one)

    assert [item.number for item in kept(desk, desk.start()).items] == [a_number(1)]


def test_two_who_write_at_once_are_told_apart(desk: Desk, one: str) -> None:
    enter(desk, one, given_invoice(), expected_version=0)

    with pytest.raises(StaleVersion):
        enter(desk, one, given_invoice(2), expected_version=0)


def test_a_correction_frees_the_old_number_and_drops_what_was_allocated(desk: Desk, one: str) -> None:
    [item] = enter(desk, one, given_invoice())["items"]
    [payment] = enter(desk, one, given_payment())["items"]
    parts = (Part(amount_fen=1, invoice_id=kept(desk, one).items[0].id),)
    allocate(desk, one, Allocation(item_id=kept(desk, one).items[1].id, parts=parts))

    shown = change(desk, one, item["id"], given_invoice(2, "90000"))

    assert [each["number"] for each in shown["items"] if each["kind"] == "invoice"] == [a_number(2)]
    assert shown["allocations"] == []
    assert {mark.value for mark, _ in desk.uow.duplicates.uses} == {a_number(2), payment["number"]}


def test_what_is_removed_is_gone(desk: Desk, one: str) -> None:
    [item] = enter(desk, one, given_invoice(), file=an_upload("invoice.pdf"))["items"]

    shown = remove(desk, one, item["id"])

    assert shown["items"] == []
    assert desk.uow.duplicates.uses == {}
    with pytest.raises(NotFound):
        remove(desk, one, item["id"])


def test_a_file_that_stays_an_attachment_stays_known_as_one(desk: Desk, one: str) -> None:
    [item] = enter(desk, one, given_invoice(), file=an_upload("acceptance_materials.pdf"))["items"]
    desk.attach(one, "acceptance_materials")

    remove(desk, one, item["id"])

    assert [flag.is_notice for (mark, _), flag in desk.uow.duplicates.uses.items() if mark.kind == "file"] == [True]


def test_figures_that_a_file_gave_are_not_edited_into_something_else(desk: Desk, one: str) -> None:
    [shown] = enter(desk, one, given_invoice(contract_line=None))["items"]
    held = kept(desk, one)
    read = replace(held.items[0], source=Source.INVOICE_FILE)
    desk.uow.evidence.kept[PROJECT] = replace(held, items=(read,))

    named = change(desk, one, shown["id"], given_invoice(contract_line=2))
    with pytest.raises(ReadFromFile):
        change(desk, one, shown["id"], given_invoice(gross="99999", contract_line=2))

    assert named["items"][0]["lines"][0]["contract_line"] == 2
    assert named["items"][0]["source"] == "invoice_file"


def test_what_people_allocate_fits_the_documents(desk: Desk, one: str) -> None:
    enter(desk, one, given_invoice())
    enter(desk, one, given_payment(amount="150000"))
    invoice, payment = kept(desk, one).items
    too_much = Part(amount_fen=invoice.gross_fen + 1, contract_line=1)
    said = [
        Allocation(item_id=invoice.id, line=1, parts=(too_much, Part(amount_fen=0, contract_line=9))),
        Allocation(item_id=invoice.id, line=1),
        Allocation(item_id=invoice.id, line=7),
        Allocation(item_id=payment.id, parts=(Part(amount_fen=payment.gross_fen, invoice_id=invoice.id),)),
    ]

    with pytest.raises(Invalid) as refused:
        allocate(desk, one, *said)

    assert problems_of(refused) == {
        ("allocations.0", "allocated_above_document"),
        ("allocations.0", "repeated"),
        ("allocations.1", "repeated"),
        ("allocations.0.parts.1.amount_fen", "amount_not_positive"),
        ("allocations.0.parts.1", "no_such_target"),
        ("allocations.2", "no_such_line"),
        ("allocations", "paid_above_invoice"),
    }


def test_the_assessor_allocates_while_it_writes_its_papers(desk: Desk) -> None:
    one = desk.draft()
    enter(desk, one, given_invoice())
    invoice = kept(desk, one).items[0]
    said = Allocation(item_id=invoice.id, line=1, parts=(Part(amount_fen=1, contract_line=2),))
    desk.submit(one)
    with pytest.raises(NotAllowed):
        allocate(desk, one, said)
    desk.review(one, COMPLETE)
    desk.assign(one)

    allocate(desk, one, said, actor=ASSESSOR)

    assert kept(desk, one).allocations == (said,)
    for actor in (DISTRICT, OFFICER):
        with pytest.raises(NotAllowed):
            allocate(desk, one, said, actor=actor)
    with pytest.raises(NotFound):
        allocate(desk, one, said, actor=OTHER_ASSESSOR)
