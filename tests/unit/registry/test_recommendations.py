"""A recognised unit recommends a product, and its provider, for an enterprise that chose it (ZS3)."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from contracts.actor import Actor
from contracts.money import Money
from contracts.refusal import ActionNotAllowed, Invalid, NotFound
from policy.packs import Packs
from services.registry.domain.errors import NotEntitled, ProviderNotEnrolled
from services.registry.domain.measures import MeasureKind
from services.registry.use_cases.decide_change import decide_change
from services.registry.use_cases.put_calendar_year import put_calendar_year
from services.registry.use_cases.request_division_change import request_division_change
from services.registry.use_cases.submit_enrolment import submit_enrolment
from tests.builders_pool import CLOCK, a_pool, enrolled, filled_in, measured, recommended, reviewed
from tests.builders_registry import NOON, OTHER_CODE, SEALER, XIGANG_DISTRICT, ZHONGSHAN_DISTRICT, a_code, an_officer
from tests.fakes_registry import FakeWork
from tests.unit.registry.test_enrolments import a_provider
from tests.unit.registry.test_pool import told


def a_district(division: str) -> Actor:
    return an_officer(roles=frozenset({"district_reviewer"}), division=division)


def a_recommendation(work: FakeWork, packs: Packs) -> tuple[Actor, UUID]:
    """Handed in by a lead integrator for an enterprise, of another provider's product."""
    work.with_enterprise()
    a_provider(work, credit_code=OTHER_CODE, name="大连示例软件有限公司")
    unit = enrolled(work, packs, a_provider(work, credit_code=a_code(7)), "lead_integrator")
    enrolment_id = filled_in(work, packs, unit, recommended(work, packs, unit), "recommendation_letter")
    submit_enrolment(work, packs, CLOCK, unit, enrolment_id, expected_version=None)
    return unit, enrolment_id


def test_a_recommended_product_is_listed_and_its_provider_enrolled_when_the_last_step_approves() -> None:
    work, packs = a_pool()
    _, enrolment_id = a_recommendation(work, packs)
    provider = work.organisations.by_credit_code(OTHER_CODE)
    assert provider is not None

    first = reviewed(work, packs, a_district(ZHONGSHAN_DISTRICT), enrolment_id)
    before = told(work)
    shown = reviewed(work, packs, an_officer(), enrolment_id, ceiling=Money.wan_yuan("9"))

    product, entry = work.products.only(), work.pool.of(provider.id)
    assert (first["state"], first["step"]["name"]) == ("in_review", "pool_review")
    assert before == [("provider_enrolled", 1)]
    assert told(work)[1:] == [("provider_enrolled", 1), ("product_listed", 2)]
    assert entry is not None
    assert (entry.kinds, product.provider_id, product.ceiling_fen) == (("recommended",), provider.id, 9_000_000)
    assert shown["recommended"]["product_id"] == str(product.id)
    assert work.products.ceilings == [(product.id, 2, 9_000_000)]


def test_a_listed_recommendation_is_recorded_from_its_first_version() -> None:
    work, packs = a_pool()
    _, enrolment_id = a_recommendation(work, packs)
    reviewed(work, packs, a_district(ZHONGSHAN_DISTRICT), enrolment_id)

    reviewed(work, packs, an_officer(), enrolment_id)

    product = work.products.only()
    assert [row.aggregate.version for row in work.audit.rows if row.aggregate.id == product.id] == [1, 2]


def test_without_a_ceiling_of_the_bureau_the_offer_is_the_ceiling() -> None:
    work, packs = a_pool()
    _, enrolment_id = a_recommendation(work, packs)

    reviewed(work, packs, a_district(ZHONGSHAN_DISTRICT), enrolment_id)
    reviewed(work, packs, an_officer(), enrolment_id)

    assert work.products.only().ceiling_fen == Money.wan_yuan("12").fen


def test_a_ceiling_is_set_by_the_last_approval_only() -> None:
    work, packs = a_pool()
    _, enrolment_id = a_recommendation(work, packs)

    with pytest.raises(Invalid):
        reviewed(work, packs, a_district(ZHONGSHAN_DISTRICT), enrolment_id, ceiling=Money.wan_yuan("9"))


def test_another_district_does_not_see_the_recommendation() -> None:
    work, packs = a_pool()
    _, enrolment_id = a_recommendation(work, packs)

    with pytest.raises(NotFound):
        reviewed(work, packs, a_district(XIGANG_DISTRICT), enrolment_id)


def test_a_kind_without_the_right_recommends_nothing_and_nobody_itself() -> None:
    work, packs = a_pool()
    work.with_enterprise()
    itself = enrolled(work, packs, a_provider(work, credit_code=OTHER_CODE), "lead_integrator")
    sector = enrolled(work, packs, a_provider(work, credit_code=a_code(7)), "sector")

    with pytest.raises(NotEntitled):
        recommended(work, packs, sector)
    with pytest.raises(ProviderNotEnrolled):
        recommended(work, packs, a_provider(work, credit_code=a_code(8)))
    with pytest.raises(Invalid) as refusal:
        recommended(work, packs, itself)
    assert [problem.code for problem in refusal.value.problems] == ["recommends_itself"]


def test_provider_and_enterprise_of_a_recommendation_are_registered() -> None:
    work, packs = a_pool()
    unit = enrolled(work, packs, a_provider(work, credit_code=a_code(7)), "lead_integrator")

    with pytest.raises(Invalid) as refusal:
        recommended(work, packs, unit)

    (problem,) = refusal.value.problems
    assert (problem.code, problem.field) == ("not_registered_as", "provider_code")


def test_the_people_concerned_are_told_of_a_recommendation() -> None:
    work, packs = a_pool()
    unit, enrolment_id = a_recommendation(work, packs)

    reviewed(work, packs, a_district(ZHONGSHAN_DISTRICT), enrolment_id)
    reviewed(work, packs, an_officer(), enrolment_id)

    kinds = sorted(message.kind for message in work.messages.kept if message.subject_id == enrolment_id)
    assert kinds == ["product_recommended", "product_recommended", "recommendation_approved"]
    assert unit.organisation_id is not None


def test_a_removed_provider_is_not_brought_back_by_a_recommendation() -> None:
    work, packs = a_pool()
    _, enrolment_id = a_recommendation(work, packs)
    provider = work.organisations.by_credit_code(OTHER_CODE)
    assert provider is not None
    actor = replace(an_officer(), organisation_id=provider.id)
    enrolled(work, packs, actor)
    measured(work, packs, actor, MeasureKind.REMOVAL)

    reviewed(work, packs, a_district(ZHONGSHAN_DISTRICT), enrolment_id)
    with pytest.raises(ActionNotAllowed):
        reviewed(work, packs, an_officer(), enrolment_id)


def test_a_changed_calendar_moves_the_deadline_of_a_step_and_its_reminder() -> None:
    work, packs = a_pool()
    _, enrolment_id = a_recommendation(work, packs)
    before = work.enrolments.get(enrolment_id).dossier.due_on
    assert before is not None

    put_calendar_year(
        work, CLOCK, an_officer(), 2026, is_confirmed=True, exceptions={before: False}, expected_version=None
    )

    after, due = work.enrolments.get(enrolment_id).dossier.due_on, work.due_steps.find(enrolment_id)
    assert after is not None
    assert after > before
    assert due is not None
    assert due.step is not None
    assert due.step.due_on == after
    assert work.audit.rows[-1].action == "recompute_deadline"


def test_a_recommendation_under_way_follows_the_unit_to_its_new_division() -> None:
    work, packs = a_pool()
    unit, enrolment_id = a_recommendation(work, packs)

    change = request_division_change(work, CLOCK, unit, division=XIGANG_DISTRICT, reason="搬迁")
    decide_change(work, SEALER, CLOCK, an_officer(), UUID(change["id"]), is_approved=True, opinion="", now=NOON)

    due = work.due_steps.find(enrolment_id)
    assert due is not None
    assert due.step is not None
    assert due.step.division == XIGANG_DISTRICT
    assert reviewed(work, packs, a_district(XIGANG_DISTRICT), enrolment_id)["state"] == "in_review"
