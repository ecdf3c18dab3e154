"""What is kept of an event, and how a case's history reads."""

from __future__ import annotations

from typing import Any

from contracts.events.declaration import PackReleased
from contracts.events.project import ProjectReturned
from contracts.events.registry import RegistryEvent
from contracts.events.subscriptions import CONSUMES
from contracts.wire import to_json
from services.oversight.domain.happening import Happening, case_told_by
from services.oversight.domain.sentences import TOLD, sentence
from tests.builders_oversight import CASE, DIVISION, delisted, listed, of_case, paid, submitted

TITLES = {"filing": "项目立项"}


def test_the_same_event_is_the_same_happening_and_another_one_is_not() -> None:
    assert Happening.of(listed()) == Happening.of(listed())
    assert len({Happening.of(event).id for event in (listed(), listed(sequence=5), delisted(), submitted())}) == 4


def test_a_happening_has_what_the_event_says_beyond_its_head() -> None:
    happening = Happening.of(paid())

    assert (happening.service, happening.name, happening.case_id) == ("funding", "tranche_paid", CASE)
    assert happening.facts["amount_fen"] == 20_000_000
    assert not {"city", "actor", "case_id"} & set(happening.facts)


def test_an_event_with_applicant_division_and_pack_tells_of_its_case() -> None:
    case = case_told_by(listed())

    assert case is not None
    assert (case.id, case.division) == (CASE, DIVISION)
    assert case_told_by(paid()) is None


def test_every_event_of_a_case_has_its_sentence() -> None:
    of_no_case = {PackReleased.NAME} | {kind.NAME for kind in CONSUMES["oversight"] if issubclass(kind, RegistryEvent)}

    assert set(TOLD) == {kind.NAME for kind in CONSUMES["oversight"]} - of_no_case


def test_sentences_name_the_stage_the_amount_and_the_reason() -> None:
    facts: dict[str, Any] = {
        "title": "改造",
        "state": "returned",
        "stage": "filing",
        "items_to_correct": ("contract", "amount"),
    }
    about = {name: value for name, value in of_case().items() if name != "batch"}
    returned = ProjectReturned(**about, **facts)

    told = [sentence(event.NAME, to_json(event), TITLES) for event in (returned, delisted(), paid())]

    assert told == [
        "“项目立项”材料退回补正，共 2 项须补正",
        "移出试点名单，原因：虚假改造",
        f"{paid().paid_on} 拨付到账 200,000.00 元",
    ]
