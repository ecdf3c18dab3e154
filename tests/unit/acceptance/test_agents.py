"""A provider asks for acceptance, with evidence, and for an evaluation, where the enterprise lets it (ZS4, ZS6)."""

from __future__ import annotations

import pytest

from casework.desks import ConflictOfInterest
from contracts.refusal import NotFound
from services.acceptance.domain.assessment_request import Purpose
from tests.builders_acceptance import COMPLETE
from tests.builders_declaration import ENTERPRISE, an_agent, an_institution
from tests.desk_acceptance import Desk
from tests.desk_assessment import LevelDesk

AGENT = an_agent("acceptance")


@pytest.mark.shows("ZS4")
def test_an_agent_asks_for_acceptance_from_beginning_to_submission(desk: Desk) -> None:
    acceptance_id = desk.draft(AGENT)

    shown = desk.submit(acceptance_id, AGENT)

    assert shown["applicant"]["id"] == str(ENTERPRISE.organisation_id)
    assert (shown["state"], shown["actions"]) == ("in_review", [])
    rows = [row for row in desk.uow.audit.rows if row.details.get("agent_id") == AGENT.organisation_id]
    assert {row.action for row in rows} == {"start", "save", "attach", "submit"}
    assert {row.details["principal_id"] for row in rows} == {ENTERPRISE.organisation_id}


def test_a_mandate_for_another_stage_is_none(desk: Desk) -> None:
    acceptance_id = desk.draft()
    agent = an_agent("evaluation", "progress")

    for act in (
        lambda: desk.start(agent),
        lambda: desk.submit(acceptance_id, agent),
        lambda: desk.save(acceptance_id, agent),
    ):
        with pytest.raises(NotFound):
            act()


def test_an_agent_takes_nothing_back_and_reads_the_papers_no_sooner_than_the_enterprise(desk: Desk) -> None:
    acceptance_id = desk.with_assessor()

    with pytest.raises(NotFound):
        desk.withdraw(acceptance_id, AGENT)
    assert desk.seen(acceptance_id, AGENT)["papers"] == desk.seen(acceptance_id, ENTERPRISE)["papers"] == {}


@pytest.mark.shows("ZS6")
def test_an_agent_asks_for_an_evaluation(desk: Desk) -> None:
    levels, agent = LevelDesk(desk), an_agent("evaluation")

    request_id = levels.request(Purpose.EVALUATION, agent)

    assert levels.stored_request(request_id).applicant.id == ENTERPRISE.organisation_id
    with pytest.raises(NotFound):
        levels.request(Purpose.DIAGNOSIS, agent)
    with pytest.raises(NotFound):
        levels.withdraw(request_id, agent)


@pytest.mark.shows("ZS6")
def test_an_institution_that_was_declared_to_belong_with_a_seller_is_not_assigned(desk: Desk) -> None:
    acceptance_id = desk.submitted()
    desk.review(acceptance_id, COMPLETE)
    desk.uow.facts.stakes[an_institution().id] = ["affiliated_with_seller"]

    with pytest.raises(ConflictOfInterest) as refused:
        desk.assign(acceptance_id)

    assert refused.value.facts["reasons"] == ["affiliated_with_seller"]


@pytest.mark.shows("ZS6")
def test_nor_is_it_assigned_to_an_evaluation(desk: Desk) -> None:
    levels = LevelDesk(desk)
    request_id = levels.request(Purpose.EVALUATION)
    desk.uow.facts.stakes[an_institution().id] = ["declared_advised"]

    with pytest.raises(ConflictOfInterest) as refused:
        levels.assign(request_id)

    assert refused.value.facts["reasons"] == ["declared_advised"]
