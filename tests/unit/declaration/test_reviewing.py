"""初审 and 复核: the pack's route decides who may do what; returned and rejected are different ends."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from casework.desks import ConflictOfInterest, NotAssigned, NotToBeAssigned
from casework.dossier import Verdict
from casework.refusals import SelfReview, StepMovedOn
from casework.reviews import Judgement
from contracts.actor import Actor
from contracts.refusal import ActionNotAllowed, Invalid, NotAllowed, NotFound
from services.declaration.domain.allowed_actions import allowed_actions
from services.declaration.domain.reviewing import recomputed
from services.declaration.domain.rulebook import Rulebook
from services.declaration.use_cases.record_finding import record_finding
from tests.builders_declaration import (
    ASSESSOR,
    CALENDAR,
    DISTRICT,
    ENTERPRISE,
    OFFICER,
    OTHER_ASSESSOR,
    OTHER_DISTRICT,
    a_code,
    a_pack,
    a_rejection,
    an_id,
    an_institution,
    an_organisation,
    approval,
    somebody,
)
from tests.desk_declaration import Desk


def actions(desk: Desk, declaration_id: str, actor: Actor) -> list[str]:
    return allowed_actions(desk.stored(declaration_id), Rulebook.of(desk.pack), actor)


def test_what_the_district_approves_waits_for_the_officer_to_assign_an_institution() -> None:
    desk = Desk()
    declaration_id = desk.a_submitted()

    shown = desk.review(declaration_id, approval())

    assert (shown["state"], shown["step"]["name"]) == ("in_review", "recheck")
    assert (shown["next"]["party"], shown["next"]["role"]) == ("assigner", "city_officer")
    assert desk.uow.told[-1] == "declaration_submitted"


def test_the_last_step_approves_the_declaration() -> None:
    desk = Desk()

    declaration_id = desk.an_approved()

    assert desk.stored(declaration_id).state == "approved"
    assert desk.uow.told[-1] == "declaration_approved"


def test_a_district_sees_and_judges_only_its_own_cases() -> None:
    desk = Desk()
    declaration_id = desk.a_submitted()

    with pytest.raises(NotFound):
        desk.review(declaration_id, approval(), OTHER_DISTRICT)


def test_a_role_that_the_step_does_not_name_may_not_judge_it() -> None:
    desk = Desk()
    declaration_id = desk.a_submitted()

    with pytest.raises(NotAllowed) as refusal:
        desk.review(declaration_id, approval(), OFFICER)

    assert refusal.value.facts == {"role": "district_reviewer"}


def test_a_draft_is_nobody_elses_business() -> None:
    desk = Desk()
    declaration_id = desk.a_complete_draft()

    with pytest.raises(NotFound):
        desk.review(declaration_id, approval(), DISTRICT)


def test_nobody_judges_a_case_that_he_took_part_in() -> None:
    desk = Desk()
    declaration_id = desk.a_submitted()
    moonlighter = Actor(
        account_id=ENTERPRISE.account_id, city="dalian", roles=frozenset({"district_reviewer"}), division="210202"
    )

    with pytest.raises(SelfReview):
        desk.review(declaration_id, approval(), moonlighter)

    assert actions(desk, declaration_id, moonlighter) == []


def test_a_rejection_is_final_and_gives_its_reason() -> None:
    desk = Desk()
    declaration_id = desk.a_submitted()
    with pytest.raises(Invalid):
        desk.review(declaration_id, Judgement(verdict=Verdict.REJECTED))

    shown = desk.review(declaration_id, a_rejection())

    assert (shown["state"], shown["ending"]["reason_code"]) == ("rejected", "not_eligible")
    assert shown["reviews"][-1]["opinion"] == "不符合条件"
    with pytest.raises(ActionNotAllowed):
        desk.submit(declaration_id)


def test_a_verdict_on_a_step_that_moved_on_is_refused() -> None:
    desk = Desk()
    declaration_id = desk.a_submitted()

    with pytest.raises(StepMovedOn):
        desk.review(declaration_id, approval(step="recheck"))


def test_an_assigned_step_is_taken_by_that_institution_alone() -> None:
    desk = Desk()
    declaration_id = desk.a_submitted()
    desk.review(declaration_id, approval())
    with pytest.raises(NotFound):
        desk.review(declaration_id, approval(), ASSESSOR)
    with pytest.raises(NotAssigned):
        desk.review(declaration_id, approval(), both_roles())

    desk.assign(declaration_id)

    for other in (OTHER_ASSESSOR, both_roles()):
        with pytest.raises(NotFound):
            desk.review(declaration_id, approval(), other)
    assert desk.review(declaration_id, approval(), ASSESSOR)["state"] == "approved"


def test_a_route_may_begin_with_an_institution() -> None:
    def recheck_only(compiled: dict[str, Any]) -> None:
        del compiled["routes"]["declaration"]["steps"][0]

    desk = Desk(a_pack(recheck_only))

    shown = desk.submit(desk.a_complete_draft())

    assert (shown["next"]["party"], shown["next"]["role"]) == ("assigner", "city_officer")


def test_an_institution_with_a_stake_in_the_applicant_is_not_assigned() -> None:
    desk = Desk()
    assert ASSESSOR.organisation_id is not None
    desk.uow.facts.stakes[ASSESSOR.organisation_id] = ["declared_sold_to"]
    declaration_id = desk.a_submitted()
    desk.review(declaration_id, approval())

    with pytest.raises(ConflictOfInterest) as refusal:
        desk.assign(declaration_id)

    assert refusal.value.facts["reasons"] == ["declared_sold_to"]


def test_the_applicant_is_not_assigned_to_itself_under_another_account() -> None:
    desk = Desk()
    desk.uow.facts.keep(an_institution("twin", credit_code=a_code()))
    declaration_id = desk.a_submitted()
    desk.review(declaration_id, approval())

    with pytest.raises(ConflictOfInterest):
        desk.assign(declaration_id, somebody("third_party_assessor", organisation=an_institution("twin")))


def test_only_an_institution_is_assigned_and_only_to_a_step_that_asks_for_one() -> None:
    desk = Desk()
    desk.uow.facts.keep(an_organisation("other enterprise", credit_code=a_code(3)))
    declaration_id = desk.a_submitted()
    with pytest.raises(NotToBeAssigned):
        desk.assign(declaration_id)
    desk.review(declaration_id, approval())

    with pytest.raises(Invalid) as refusal:
        desk.assign(declaration_id, somebody("enterprise", organisation=an_organisation("other enterprise")))

    assert [problem.code for problem in refusal.value.problems] == ["not_an_institution"]


def test_a_finding_is_kept_for_the_authorities_and_not_shown_to_the_applicant() -> None:
    desk = Desk()
    declaration_id = desk.a_submitted()

    shown = record_finding(
        desk.uow,
        desk.packs,
        desk.clock,
        DISTRICT,
        UUID(declaration_id),
        found_on=date(2026, 11, 19),
        place="企业现场",
        text="设备在用",
        expected_version=None,
    )

    assert [each["text"] for each in shown["findings"]] == ["设备在用"]
    assert desk.seen(declaration_id, ENTERPRISE)["findings"] == []
    assert "设备在用" not in str(desk.uow.audit.rows[-1].details)


def test_everybody_is_told_what_he_can_do_now() -> None:
    desk = Desk()
    declaration_id = desk.a_complete_draft()
    draft = actions(desk, declaration_id, ENTERPRISE)
    desk.submit(declaration_id)

    assert draft == ["save_answers", "confirm_statement", "attach", "remove_attachment", "submit", "withdraw"]
    assert actions(desk, declaration_id, ENTERPRISE) == ["withdraw"]
    assert actions(desk, declaration_id, DISTRICT) == ["review", "record_finding"]
    assert actions(desk, declaration_id, OTHER_DISTRICT) == []
    assert actions(desk, declaration_id, OFFICER) == ["void", "move_to_pack"]
    desk.review(declaration_id, approval())
    assert actions(desk, declaration_id, OFFICER) == ["assign", "void", "move_to_pack"]


def test_a_deadline_is_counted_anew_when_the_calendar_changes() -> None:
    desk = Desk(at=datetime(2026, 12, 30, 2, tzinfo=UTC))
    declaration = desk.stored(desk.a_submitted())
    free_day = {date(2027, 1, 4): False}
    confirmed = type(CALENDAR)(exceptions=free_day, confirmed_years=frozenset({2026, 2027}))

    changed = recomputed(declaration, confirmed)

    assert changed is not None
    assert (changed.dossier.due_on, changed.dossier.is_provisional) == (date(2027, 1, 5), False)
    assert recomputed(changed, confirmed) is None


def both_roles() -> Actor:
    """An officer of the city who could take the step by role."""
    roles: Any = frozenset({"city_officer", "third_party_assessor"})
    return Actor(account_id=an_id("both"), city="dalian", roles=roles)
