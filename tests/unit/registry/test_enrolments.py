"""The way into the pool: a provider applies on the form of the pack, along its route (XB3, DL6)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from casework.common_facts import NotKnownHere
from casework.dossier import CorrectionItem, ItemKind, Verdict
from casework.refusals import DossierIncomplete
from chassis.testing import a_clock
from contracts.actor import Actor
from contracts.refusal import ActionNotAllowed, Invalid, NotAllowed, NotFound
from services.registry.domain.errors import (
    EnrolmentNotOpen,
    EnrolmentUnderWay,
    NothingToChange,
)
from services.registry.domain.measures import MeasureKind
from services.registry.domain.organisations import Kind
from services.registry.use_cases.remove_enrolment_attachment import remove_enrolment_attachment
from services.registry.use_cases.start_enrolment import start_enrolment
from services.registry.use_cases.submit_enrolment import submit_enrolment
from services.registry.use_cases.withdraw_enrolment import withdraw_enrolment
from tests.builders_pool import (
    CLOCK,
    a_pool,
    enrolled,
    filled_in,
    handed_in,
    measured,
    packs_with,
    pool_pack,
    reviewed,
    started,
)
from tests.builders_registry import NOON, OTHER_CODE, SEALER, an_officer
from tests.fakes_registry import FakeWork
from tests.unit.registry.test_pool import told


def a_provider(work: FakeWork, **given: object) -> Actor:
    _, _, actor = work.with_enterprise(**{"kind": Kind.PROVIDER, **given})
    return actor


def an_item(name: str) -> CorrectionItem:
    return CorrectionItem(kind=ItemKind.FIELD, name=name, reason_code="unclear", text="请补充")


def test_a_provider_is_announced_when_it_enters_the_pool_and_not_before() -> None:
    work, packs = a_pool()
    actor = a_provider(work)

    enrolment_id = handed_in(work, packs, actor)
    before = told(work)
    shown = reviewed(work, packs, an_officer(), enrolment_id, opinion="同意")

    entry = work.pool.only()
    assert before == []
    assert told(work) == [("provider_enrolled", 1)]
    assert (shown["state"], entry.kinds, entry.opinion) == ("approved", ("sector",), "同意")


def test_what_the_registry_knows_is_filled_in_and_stays() -> None:
    work, packs = a_pool()
    actor = a_provider(work)

    shown = started(work, packs, actor)

    basic = shown["answers"]["basic"]
    assert (basic["provider_name"], basic["contact"]) == ("大连示例电子有限公司", "甲某")
    assert basic["contact_phone"] == {"last4": "5678"}
    with pytest.raises(Invalid) as refusal:
        filled_in(work, packs, actor, {**shown, "answers": {"basic": {"provider_name": "别名"}}}, "provider_licence")
    assert [problem.code for problem in refusal.value.problems] == ["fixed_by_registry"]


def test_an_incomplete_application_is_refused_with_everything_that_it_lacks() -> None:
    work, packs = a_pool()
    actor = a_provider(work)
    enrolment_id = UUID(started(work, packs, actor)["id"])

    with pytest.raises(DossierIncomplete) as refusal:
        submit_enrolment(work, packs, CLOCK, actor, enrolment_id, expected_version=None)

    assert {problem.field for problem in refusal.value.problems} == {
        "answers.basic.description",
        "answers.basic.subsectors",
        "answers.basic.scenarios",
        "attachments.provider_licence",
    }


def test_a_returned_application_is_corrected_and_a_rejected_one_made_anew() -> None:
    work, packs = a_pool()
    actor = a_provider(work)
    enrolment_id = handed_in(work, packs, actor)

    returned = reviewed(
        work, packs, an_officer(), enrolment_id, Verdict.RETURNED, items=(an_item("basic.description"),)
    )
    again = submit_enrolment(work, packs, CLOCK, actor, enrolment_id, expected_version=None)
    rejected = reviewed(
        work, packs, an_officer(), enrolment_id, Verdict.REJECTED, reason_code="no_cases", opinion="无案例"
    )
    anew = handed_in(work, packs, actor)

    assert (returned["state"], again["state"], rejected["state"]) == ("returned", "in_review", "rejected")
    assert anew != enrolment_id
    assert told(work) == []


def test_one_application_per_kind_at_a_time() -> None:
    work, packs = a_pool()
    actor = a_provider(work)
    first = started(work, packs, actor)

    with pytest.raises(EnrolmentUnderWay):
        started(work, packs, actor)
    started(work, packs, actor, "lead_integrator")
    withdraw_enrolment(work, packs, CLOCK, actor, UUID(first["id"]), text="", expected_version=None)
    started(work, packs, actor)


def test_a_kind_that_a_provider_has_is_not_asked_for_again() -> None:
    work, packs = a_pool()
    actor = enrolled(work, packs, a_provider(work), "sector")

    with pytest.raises(NothingToChange):
        started(work, packs, actor)
    shown = reviewed(work, packs, an_officer(), handed_in(work, packs, actor, "lead_integrator"))

    assert (shown["state"], work.pool.only().kinds) == ("approved", ("sector", "lead_integrator"))


@pytest.mark.parametrize("kind", ["diagnostic", "recommended", "chain_leader"])
def test_nobody_applies_as_what_is_recognised_recommended_or_unknown(kind: str) -> None:
    work, packs = a_pool()

    with pytest.raises(Invalid) as refusal:
        started(work, packs, a_provider(work), kind)

    assert [problem.field for problem in refusal.value.problems] == ["kind"]


@pytest.mark.parametrize("kind", [MeasureKind.SUSPENSION, MeasureKind.REMOVAL])
def test_whoever_was_suspended_or_removed_does_not_apply(kind: MeasureKind) -> None:
    work, packs = a_pool()
    actor = enrolled(work, packs, a_provider(work))
    measured(work, packs, actor, kind)

    with pytest.raises(ActionNotAllowed):
        started(work, packs, actor, "lead_integrator")


def test_a_call_of_its_own_sets_the_window_of_an_application() -> None:
    work, packs = a_pool(pool_pack(with_window=True))
    actor = a_provider(work)
    late = a_clock(NOON + timedelta(days=11))

    draft = filled_in(work, packs, actor, started(work, packs, actor), "provider_licence")

    with pytest.raises(EnrolmentNotOpen) as refusal:
        start_enrolment(work, packs, SEALER, late, actor, kind="lead_integrator", programme_year=None)
    assert [problem.code for problem in refusal.value.problems] == ["window_over"]
    with pytest.raises(DossierIncomplete):
        submit_enrolment(work, packs, late, actor, draft, expected_version=None)


def test_nobody_applies_before_a_pack_was_released_here() -> None:
    work = FakeWork()

    with pytest.raises(NotKnownHere):
        started(work, packs_with(), a_provider(work))


def test_a_stranger_sees_no_application_and_a_reviewer_only_what_was_handed_in() -> None:
    work, packs = a_pool()
    actor, stranger = a_provider(work), a_provider(work, credit_code=OTHER_CODE)
    enrolment_id = UUID(started(work, packs, actor)["id"])

    with pytest.raises(NotFound):
        remove_enrolment_attachment(work, packs, stranger, enrolment_id, attachment_id=uuid4(), expected_version=None)
    with pytest.raises(NotFound):
        reviewed(work, packs, an_officer(), enrolment_id)


def test_the_step_is_the_packs_and_taken_by_its_role() -> None:
    work, packs = a_pool()
    enrolment_id = handed_in(work, packs, a_provider(work))

    with pytest.raises(NotAllowed):
        reviewed(work, packs, an_officer(roles=frozenset({"administrator"})), enrolment_id)
