"""A provider goes through stages of a project for the enterprise, where the enterprise lets it (ZS4)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from casework.desks import ConflictOfInterest
from contracts.actor import Actor
from contracts.refusal import NotAllowed, NotFound
from services.project.domain.rulebook import Rulebook
from services.project.domain.shown_project import shown_project
from services.project.use_cases.confirm_undertaking import confirm_undertaking
from services.project.use_cases.report_progress import report_progress
from services.project.use_cases.save_answers import save_answers
from services.project.use_cases.submit_project import submit_project, submit_projects
from services.project.use_cases.withdraw_project import withdraw_project
from tests.builders_declaration import an_agent, an_institution
from tests.builders_project import DISTRICT, ENTERPRISE, NOON, SEALER, a_report, asked, dalian, good_pages
from tests.desk_project import Desk, Shown

AGENT = an_agent("filing")


def submitted(desk: Desk, shown: Shown, actor: Actor) -> Shown:
    return submit_project(desk.uow, desk.packs, desk.clock, asked(actor, shown["id"]))


def actions(desk: Desk, shown: Shown, actor: Actor) -> list[str]:
    project = desk.project(shown)
    known = desk.uow.known.around(project)
    return list(shown_project(project, Rulebook(dalian()), known, actor, at=NOON)["actions"])


@pytest.mark.shows("ZS4")
def test_an_agent_saves_and_hands_a_stage_in_and_every_act_names_both(desk: Desk) -> None:
    shown = desk.draft()
    who = asked(AGENT, shown["id"])
    page = next(iter(shown["answers"]))
    answers: dict[str, Any] = {"page": page, "answers": {}}
    saved = save_answers(desk.uow, desk.packs, desk.clock, SEALER, who, **answers)

    again = save_answers(desk.uow, desk.packs, desk.clock, SEALER, who, page=page, answers=good_pages()[page])
    filed = submitted(desk, again, AGENT)

    assert (saved["state"], filed["state"]) == ("draft", "in_review")
    assert filed["applicant"]["id"] == str(ENTERPRISE.organisation_id)
    rows = [row for row in desk.uow.audit.rows if row.details.get("agent_id") == AGENT.organisation_id]
    assert [row.action for row in rows] == ["save_answers", "save_answers", "submit"]
    assert {row.details["principal_id"] for row in rows} == {ENTERPRISE.organisation_id}


def test_several_ticked_projects_are_handed_in_by_whoever_has_the_mandate(desk: Desk) -> None:
    shown = desk.draft()
    ids = [UUID(shown["id"])]

    (refused,) = submit_projects(desk.uow, desk.packs, desk.clock, an_agent("progress"), ids)["items"]
    (taken,) = submit_projects(desk.uow, desk.packs, desk.clock, AGENT, ids)["items"]

    assert (refused["code"], taken["is_submitted"]) == ("not_found", True)


def test_undertaking_withdrawal_and_end_are_the_enterprises_own_business(desk: Desk) -> None:
    shown = desk.draft()
    who = asked(AGENT, shown["id"])

    with pytest.raises(NotFound):
        confirm_undertaking(desk.uow, desk.packs, desk.clock, who, text_version="")
    with pytest.raises(NotFound):
        withdraw_project(desk.uow, desk.packs, desk.clock, who, text="")
    assert actions(desk, shown, AGENT) == ["save_answers", "attach", "remove_attachment", "submit"]
    enrolled = desk.enrolled(shown)
    with pytest.raises(NotAllowed):
        desk.terminate(enrolled, AGENT)
    assert actions(desk, enrolled, AGENT) == []


@pytest.mark.shows("ZS4")
def test_progress_is_reported_by_a_mandate_for_progress(desk: Desk) -> None:
    shown, agent = desk.enrolled(), an_agent("progress")

    def report(actor: Actor) -> Shown:
        who = asked(actor, shown["id"])
        return report_progress(desk.uow, desk.packs, desk.clock, SEALER, who, report=a_report(30))

    with pytest.raises(NotFound):
        report(AGENT)
    assert report(agent)["progress"]["percent"] == 30
    assert actions(desk, shown, agent) == ["report_progress"]


def test_a_draft_is_not_seen_by_whoever_acts_in_another_stage(desk: Desk) -> None:
    shown = desk.draft()

    with pytest.raises(NotFound):
        desk.terminate(shown, an_agent("progress"))
    with pytest.raises(NotAllowed):
        desk.terminate(desk.submit(shown), an_agent("progress"))


def test_an_institution_that_was_declared_related_is_not_assigned(desk: Desk) -> None:
    shown = desk.review(desk.submit(desk.draft()), DISTRICT)
    desk.uow.facts.stakes[an_institution().id] = ["declared_affiliated"]

    with pytest.raises(ConflictOfInterest) as refused:
        desk.assign(shown)

    assert refused.value.facts["reasons"] == ["declared_affiliated"]
