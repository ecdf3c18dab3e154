"""Warnings, suspensions and removals of providers, and their appeals (XB3, XB8)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.testing import a_clock
from contracts.actor import Actor
from contracts.refusal import ActionNotAllowed, Invalid, NotFound, StaleVersion
from policy.packs import Packs
from services.registry.domain.calendar import CalendarYear
from services.registry.domain.errors import AppealTooLate, AppealUndecided
from services.registry.domain.measures import MeasureKind
from services.registry.domain.organisations import Kind
from services.registry.use_cases.appeal_measure import appeal_measure
from services.registry.use_cases.decide_appeal import decide_appeal
from services.registry.use_cases.lift_measure import lift_measure
from services.registry.use_cases.ports import Clock
from tests.builders_pool import CLOCK, a_pool, enrolled, handed_in, measured, reviewed
from tests.builders_registry import CITY, NOON, OTHER_CODE, SEALER, an_officer
from tests.fakes_registry import FakeWork
from tests.unit.registry.test_pool import a_provider, told

FRIDAY, LAST_DAY = datetime(2026, 11, 27, 15, 59, tzinfo=UTC), datetime(2026, 11, 27, 16, tzinfo=UTC)
"""The measure is taken on Friday, 20 November: five working days end with the Friday after, at midnight in China."""


@pytest.fixture
def pool() -> tuple[FakeWork, Packs, Actor]:
    work, packs = a_pool()
    work.calendar.add(CalendarYear.first(CITY, 2026, is_confirmed=True, exceptions={}))
    return work, packs, enrolled(work, packs, a_provider(work))


def appealed(work: FakeWork, provider: Actor, measure: dict[str, Any], clock: Clock = CLOCK) -> dict[str, Any]:
    return appeal_measure(work, clock, provider, UUID(measure["id"]), text="改造属实", files=(), expected_version=None)


def decided(work: FakeWork, measure: dict[str, Any], *, is_upheld: bool, opinion: str = "经核实") -> dict[str, Any]:
    return decide_appeal(
        work,
        SEALER,
        CLOCK,
        an_officer(),
        UUID(measure["id"]),
        is_upheld=is_upheld,
        opinion=opinion,
        expected_version=None,
        now=NOON,
    )


def lifted(work: FakeWork, measure: dict[str, Any]) -> dict[str, Any]:
    return lift_measure(
        work, SEALER, CLOCK, an_officer(), UUID(measure["id"]), reason="已整改", expected_version=None, now=NOON
    )


def test_a_suspended_provider_is_reinstated_when_its_appeal_is_upheld(pool: tuple[FakeWork, Packs, Actor]) -> None:
    work, packs, provider = pool
    finding = uuid4()

    suspended = measured(work, packs, provider, MeasureKind.SUSPENSION, finding_ids=(finding,))
    appealed(work, provider, suspended)
    after = decided(work, suspended, is_upheld=True)

    assert told(work) == [("provider_enrolled", 1), ("provider_suspended", 2), ("provider_enrolled", 3)]
    assert (suspended["state"], suspended["finding_ids"]) == ("in_force", [str(finding)])
    assert (suspended["appeal_until"], suspended["may_appeal"]) == ("2026-11-27", True)
    assert (after["state"], after["appeal"]["is_upheld"], after["may_appeal"]) == ("overturned", True, False)
    assert [row.action for row in work.audit.rows if row.aggregate.id == UUID(suspended["id"])] == [
        "take_measure",
        "appeal",
        "decide_appeal",
    ]


def test_a_dismissed_appeal_leaves_the_suspension_until_the_bureau_lifts_it(
    pool: tuple[FakeWork, Packs, Actor],
) -> None:
    work, packs, provider = pool
    suspended = measured(work, packs, provider, MeasureKind.SUSPENSION)
    appealed(work, provider, suspended)

    stays = decided(work, suspended, is_upheld=False)
    before = told(work)
    ended = lifted(work, suspended)

    assert (stays["state"], before[-1]) == ("confirmed", ("provider_suspended", 2))
    assert (ended["state"], told(work)[-1]) == ("lifted", ("provider_enrolled", 3))
    with pytest.raises(ActionNotAllowed):
        appealed(work, provider, suspended)


def test_a_warning_changes_no_place_in_the_pool_and_is_appealed_all_the_same(
    pool: tuple[FakeWork, Packs, Actor],
) -> None:
    work, packs, provider = pool

    warned = measured(work, packs, provider, MeasureKind.WARNING)
    appealed(work, provider, warned)
    after = decided(work, warned, is_upheld=True)

    assert told(work) == [("provider_enrolled", 1)]
    assert after["state"] == "overturned"


def test_a_removal_is_for_good(pool: tuple[FakeWork, Packs, Actor]) -> None:
    work, packs, provider = pool
    suspended = measured(work, packs, provider, MeasureKind.SUSPENSION)

    removed = measured(work, packs, provider, MeasureKind.REMOVAL)

    assert (removed["state"], removed["may_appeal"], told(work)[-1]) == ("final", False, ("provider_removed", 3))
    for act in (
        lambda: appealed(work, provider, removed),
        lambda: appealed(work, provider, suspended),
        lambda: lifted(work, removed),
        lambda: lifted(work, suspended),
        lambda: measured(work, packs, provider, MeasureKind.WARNING),
        lambda: enrolled(work, packs, provider),
    ):
        with pytest.raises(ActionNotAllowed):
            act()


def test_nobody_is_removed_while_an_appeal_waits(pool: tuple[FakeWork, Packs, Actor]) -> None:
    work, packs, provider = pool
    suspended = measured(work, packs, provider, MeasureKind.SUSPENSION)
    appealed(work, provider, suspended)

    with pytest.raises(AppealUndecided):
        measured(work, packs, provider, MeasureKind.REMOVAL)
    decided(work, suspended, is_upheld=False)
    measured(work, packs, provider, MeasureKind.REMOVAL)


def test_a_suspended_provider_is_not_suspended_twice(pool: tuple[FakeWork, Packs, Actor]) -> None:
    work, packs, provider = pool
    measured(work, packs, provider, MeasureKind.SUSPENSION)

    with pytest.raises(ActionNotAllowed):
        measured(work, packs, provider, MeasureKind.SUSPENSION)


def test_an_appeal_comes_within_the_working_days_of_the_pack(pool: tuple[FakeWork, Packs, Actor]) -> None:
    work, packs, provider = pool
    suspended = measured(work, packs, provider, MeasureKind.SUSPENSION)

    with pytest.raises(AppealTooLate) as refusal:
        appealed(work, provider, suspended, a_clock(LAST_DAY))
    after = appealed(work, provider, suspended, a_clock(FRIDAY))

    assert refusal.value.facts == {"until": "2026-11-27", "working_days": 5}
    assert after["state"] == "appealed"


def test_a_holiday_that_is_entered_later_lengthens_the_term(pool: tuple[FakeWork, Packs, Actor]) -> None:
    work, packs, provider = pool
    suspended = measured(work, packs, provider, MeasureKind.SUSPENSION)
    year = work.calendar.only()

    work.calendar.save(year.changed(is_confirmed=True, exceptions={NOON.date().replace(day=23): False}))
    after = appealed(work, provider, suspended, a_clock(LAST_DAY))

    assert after["appeal_until"] == "2026-11-30"


def test_nobody_appeals_for_another_provider(pool: tuple[FakeWork, Packs, Actor]) -> None:
    work, packs, provider = pool
    suspended = measured(work, packs, provider, MeasureKind.SUSPENSION)

    with pytest.raises(NotFound):
        appealed(work, a_provider(work, credit_code=OTHER_CODE), suspended)


@pytest.mark.parametrize("missing", ["reason", "article"])
def test_a_measure_has_a_reason_and_an_article(pool: tuple[FakeWork, Packs, Actor], missing: str) -> None:
    work, packs, provider = pool

    with pytest.raises(Invalid) as refusal:
        measured(work, packs, provider, MeasureKind.WARNING, **{missing: " "})

    assert [problem.field for problem in refusal.value.problems] == [missing]


def test_an_appeal_is_decided_with_an_opinion(pool: tuple[FakeWork, Packs, Actor]) -> None:
    work, packs, provider = pool
    suspended = measured(work, packs, provider, MeasureKind.SUSPENSION)

    with pytest.raises(ActionNotAllowed):
        decided(work, suspended, is_upheld=True)
    appealed(work, provider, suspended)
    with pytest.raises(Invalid):
        decided(work, suspended, is_upheld=True, opinion=" ")


def test_a_measure_is_taken_on_what_was_read(pool: tuple[FakeWork, Packs, Actor]) -> None:
    work, packs, provider = pool

    with pytest.raises(StaleVersion):
        measured(work, packs, provider, MeasureKind.SUSPENSION, expected_version=7)
    with pytest.raises(NotFound):
        measured(work, packs, a_provider(work, credit_code=OTHER_CODE), MeasureKind.SUSPENSION)


def test_the_provider_is_told_why_and_what_became_of_its_appeal(pool: tuple[FakeWork, Packs, Actor]) -> None:
    work, packs, provider = pool
    suspended = measured(work, packs, provider, MeasureKind.SUSPENSION)
    appealed(work, provider, suspended)
    decided(work, suspended, is_upheld=True)

    told_of_it = [message for message in work.messages.kept if message.subject_id == UUID(suspended["id"])]
    assert [message.kind for message in told_of_it] == ["provider_suspended", "appeal_upheld"]
    assert told_of_it[0].facts == {"reason": "虚假改造"}


def test_an_enrolment_that_waits_is_not_approved_for_a_suspended_provider(
    pool: tuple[FakeWork, Packs, Actor],
) -> None:
    work, packs, provider = pool
    enrolment_id = handed_in(work, packs, provider, "lead_integrator")
    measured(work, packs, provider, MeasureKind.SUSPENSION)

    with pytest.raises(ActionNotAllowed):
        reviewed(work, packs, an_officer(), enrolment_id)


def test_an_institution_of_the_pool_is_measured_like_a_provider() -> None:
    work, packs = a_pool()
    institution = enrolled(work, packs, a_provider(work, kind=Kind.INSTITUTION), "diagnostic")

    assert measured(work, packs, institution, MeasureKind.SUSPENSION)["kind"] == "suspension"
