"""What holds of every match, whatever was entered and in which order."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.acceptance.domain.evidence import Evidence, EvidenceKind, EvidenceLine
from services.acceptance.domain.matching import match
from services.acceptance.domain.matching_result import Match
from services.acceptance.domain.matching_rules import Contracted, MatchRules
from services.acceptance.domain.spreading import spread
from tests.builders_evidence import (
    SELLER,
    SOMEBODY_ELSE,
    a_contracted_line,
    a_number,
    a_payment,
    an_invoice,
    contracted,
    evidence,
)

FEN = st.integers(1, 50_000)
DAYS = st.integers(-40, 40).map(lambda days: date(2024, 3, 1) + timedelta(days=days))
SELLERS = st.sampled_from([SELLER, SELLER, SELLER, SOMEBODY_ELSE])


@st.composite
def contracts(draw: st.DrawFn) -> Contracted:
    lines = draw(st.lists(st.tuples(FEN, st.none() | FEN), min_size=1, max_size=4))
    made = [
        a_contracted_line(number, contracted_fen=amount, ceiling_fen=ceiling, title=f"产品{number % 3}")
        for number, (amount, ceiling) in enumerate(lines, start=1)
    ]
    return contracted(*made)


@st.composite
def invoice_lines(draw: st.DrawFn, number: int) -> EvidenceLine:
    gross = draw(FEN)
    tax = draw(st.integers(0, gross - 1))
    title = draw(st.sampled_from(["产品0", "产品1", "产品2", "别的"]))
    named = draw(st.none() | st.integers(1, 5))
    return EvidenceLine(
        line=number, title=title, gross_fen=gross, tax_fen=tax, net_fen=gross - tax, contract_line=named
    )


@st.composite
def documents(draw: st.DrawFn) -> list[Any]:
    invoices = []
    for number in range(draw(st.integers(0, 4))):
        lines = [draw(invoice_lines(line)) for line in range(1, draw(st.integers(1, 3)) + 1)]
        invoices.append(an_invoice(number, *lines, issued_on=draw(DAYS), seller_code=draw(SELLERS)))
    payments = [
        a_payment(
            number,
            "1",
            gross_fen=draw(FEN),
            issued_on=draw(DAYS),
            seller_code=draw(SELLERS),
            pays=tuple(draw(st.lists(st.integers(0, 4).map(a_number), max_size=2, unique=True))),
        )
        for number in range(draw(st.integers(0, 4)))
    ]
    return draw(st.permutations([*invoices, *payments]))


RULES = st.builds(MatchRules, tax_counts=st.booleans(), window_from=st.none() | DAYS)


def used(found: Match) -> tuple[dict[tuple[UUID, int], int], dict[UUID, int], dict[UUID, int]]:
    """What was allocated of each line, of each payment, and to each invoice."""
    of_lines: dict[tuple[UUID, int], int] = defaultdict(int)
    of_payments: dict[UUID, int] = defaultdict(int)
    to_invoices: dict[UUID, int] = defaultdict(int)
    for share in found.line_shares:
        of_lines[share.item_id, share.line] += share.amount_fen
    for paid in found.payment_shares:
        of_payments[paid.item_id] += paid.amount_fen
        to_invoices[paid.invoice_id] += paid.amount_fen
    return of_lines, of_payments, to_invoices


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents(), contracts(), RULES)
def test_eligible_is_never_above_the_least_of_contracted_invoiced_paid_and_ceiling(
    items: list[Any], of: Contracted, rules: MatchRules
) -> None:
    found = match(evidence(*items), of, rules)

    for line in found.lines:
        least = min(line.contracted_fen, line.invoiced_fen, line.paid_fen)
        assert 0 <= line.eligible_fen <= (least if line.ceiling_fen is None else min(least, line.ceiling_fen))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents(), contracts(), RULES)
def test_the_cuts_explain_every_fen(items: list[Any], of: Contracted, rules: MatchRules) -> None:
    found = match(evidence(*items), of, rules)

    for line in found.lines:
        assert line.claimed_fen - sum(cut.cut_fen for cut in line.cuts) == line.eligible_fen
        assert all(cut.cut_fen > 0 and cut.sentence for cut in line.cuts)
        for part in line.invoices:
            assert part.amount_fen - sum(cut.cut_fen for cut in part.cuts) == part.eligible_fen
        assert sum(part.eligible_fen for part in line.invoices) == line.eligible_fen


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents(), contracts())
def test_no_more_is_allocated_than_a_document_has(items: list[Any], of: Contracted) -> None:
    held = evidence(*items)

    of_lines, of_payments, to_invoices = used(match(held, of, MatchRules()))

    for invoice in held.of_kind(EvidenceKind.INVOICE):
        assert all(of_lines[invoice.id, line.line] <= line.gross_fen for line in invoice.lines)
        assert to_invoices[invoice.id] <= invoice.gross_fen
    assert all(of_payments[each.id] <= each.gross_fen for each in held.of_kind(EvidenceKind.PAYMENT_PROOF))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents(), contracts(), RULES, st.randoms())
def test_in_which_order_documents_were_entered_does_not_matter(
    items: list[Any], of: Contracted, rules: MatchRules, order: Any
) -> None:
    shuffled = list(items)
    order.shuffle(shuffled)

    assert match(evidence(*shuffled), of, rules) == match(evidence(*items), of, rules)


@given(st.lists(st.integers(0, 1_000), min_size=1, max_size=8), st.data())
def test_what_is_spread_stays_whole_and_within_its_room(rooms: list[int], data: st.DataObject) -> None:
    amount = data.draw(st.integers(0, sum(rooms)))

    amounts = spread(amount, rooms)

    assert sum(amounts) == amount
    assert all(0 <= part <= room for part, room in zip(amounts, rooms, strict=True))


def test_all_that_was_entered_is_either_matched_or_named_as_unmatched() -> None:
    held: Evidence = evidence(an_invoice(1), a_payment(1, "250000"))

    found = match(held, contracted(), MatchRules())

    assert sum(each.open_fen for each in found.unmatched) == held.items[1].gross_fen - held.items[0].gross_fen
