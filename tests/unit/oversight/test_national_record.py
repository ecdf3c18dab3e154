"""What the national platform is told of a happening."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.events.base import Event
from contracts.events.subscriptions import CONSUMES
from contracts.national_feed import NOTHING_BEFORE, Place
from contracts.wire import to_json
from gateway.schemas.oversight import national as schemas
from services.oversight.domain.happening import Happening, case_told_by
from services.oversight.domain.national_record import STAGES, Levels, NationalRecord, national_record, stage_of
from tests.builders_declaration import a_code, an_id, dalian
from tests.builders_oversight import CASE, DIVISION, a_contract, a_level, a_self_assessment, an_award, paid, submitted

KNOWN = case_told_by(submitted())


def record_of(event: Event, levels: Levels = Levels(), **given: Any) -> NationalRecord:
    return national_record(Happening.of(event), given.get("case", KNOWN), levels, given.get("place", Place()))


def test_a_record_says_whose_case_it_is_in_whose_programme_and_where() -> None:
    record = record_of(submitted())

    assert (record.case_id, record.credit_code, record.division) == (CASE, a_code(), DIVISION)
    assert (record.pack, record.programme_year) == (dalian().ref.text, dalian().ref.programme_year)
    assert (record.stage, record.event, record.number, record.previous) == (
        "declaration",
        "declaration_submitted",
        1,
        NOTHING_BEFORE,
    )


def test_what_an_event_leaves_out_is_told_as_the_case_is_known_and_otherwise_not_at_all() -> None:
    assert record_of(paid()).division == DIVISION
    assert record_of(paid(), case=None).division is None
    assert record_of(paid(), case=None).credit_code == a_code()


def test_money_is_told_in_fen_under_the_name_of_what_it_is() -> None:
    contract, award, payment = record_of(a_contract()), record_of(an_award()), record_of(paid())

    assert (contract.contract_fen, contract.down_payment_fen, contract.amount_fen) == (80_000_000, 20_000_000, None)
    assert (award.award_fen, award.award_id, award.amount_fen) == (40_000_000, an_id("award"), None)
    assert (payment.amount_fen, payment.award_fen, payment.award_id) == (20_000_000, None, an_id("award"))
    assert payment.shares == {"central": 10_000_000, "local": 10_000_000}
    assert contract.project_id == payment.project_id == an_id("project")


def test_levels_before_and_after_are_carried_from_record_to_record() -> None:
    first = record_of(a_self_assessment(level=1))
    second = record_of(a_self_assessment(level=2), first)
    confirmed = record_of(a_level(level=3), second)
    later = record_of(a_self_assessment(level=4), record_of(paid(), confirmed))

    assert [(each.level_before, each.level_after) for each in (first, second, confirmed, later)] == [
        (1, None),
        (1, None),
        (1, 3),
        (1, 3),
    ]
    assert later.edition_after == "2024"


def test_a_record_has_what_the_document_says_and_nothing_of_a_person() -> None:
    members = set(to_json(record_of(paid())))

    assert members == set(schemas.NationalRecord().fields)
    assert not {"actor", "account_id", "reason", "phone", "contact_name", "payee_account_id"} & members


@pytest.mark.parametrize("event", CONSUMES["oversight"], ids=lambda event: event.NAME)
def test_every_event_belongs_to_a_documented_part_of_a_case(event: type[Event]) -> None:
    told = submitted()
    happening = Happening(**{**vars(Happening.of(told)), "service": event.SERVICE, "name": event.NAME})

    assert stage_of(happening) in STAGES == schemas.STAGES or event.SERVICE == "registry"
