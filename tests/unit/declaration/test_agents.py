"""A provider saves and hands a declaration in for the enterprise, where the enterprise lets it (协助/代为提交)."""

from __future__ import annotations

import pytest

from casework.reviews import took_part_in_filing
from contracts.actor import Actor
from contracts.refusal import NotFound
from tests.builders_declaration import ENTERPRISE, an_agent, an_organisation
from tests.desk_declaration import SLOTS, Desk

AGENT = an_agent("declaration")


def test_an_agent_saves_and_attaches_and_every_act_names_both() -> None:
    desk = Desk()
    draft = desk.start()

    desk.save(draft["id"], "basic", draft["answers"]["basic"], AGENT)
    desk.attach(draft["id"], SLOTS[0], actor=AGENT)

    rows = [row for row in desk.uow.audit.rows if "agent_id" in row.details]
    assert [row.action for row in rows] == ["save_answers", "attach"]
    assert {(row.details["agent_id"], row.details["principal_id"]) for row in rows} == {
        (AGENT.organisation_id, an_organisation().id)
    }


@pytest.mark.shows("ZS4")
def test_what_an_agent_handed_in_is_the_enterprises_own_and_the_agent_may_not_judge_it() -> None:
    desk = Desk()
    declaration_id = desk.a_complete_draft()

    shown = desk.submit(declaration_id, AGENT)

    stored = desk.stored(declaration_id)
    assert (shown["state"], stored.applicant.id) == ("in_review", ENTERPRISE.organisation_id)
    assert stored.dossier.filings[-1].organisation_id == AGENT.organisation_id
    assert took_part_in_filing(stored.dossier, AGENT)
    assert desk.uow.audit.rows[-1].details["principal_id"] == ENTERPRISE.organisation_id


@pytest.mark.parametrize("agent", [an_agent("filing"), an_agent("declaration", programme="other"), an_agent()])
def test_a_mandate_holds_for_its_stage_and_its_programme_only(agent: Actor) -> None:
    desk = Desk()
    declaration_id = desk.a_complete_draft()

    with pytest.raises(NotFound):
        desk.submit(declaration_id, agent)


def test_nobody_confirms_the_statement_or_takes_the_declaration_back_for_the_enterprise() -> None:
    desk = Desk()
    declaration_id = desk.a_complete_draft()

    with pytest.raises(NotFound):
        desk.confirm(declaration_id, actor=AGENT)
    with pytest.raises(NotFound):
        desk.withdraw(declaration_id, AGENT)
    assert desk.seen(declaration_id, AGENT)["actions"] == ["save_answers", "attach", "remove_attachment", "submit"]
