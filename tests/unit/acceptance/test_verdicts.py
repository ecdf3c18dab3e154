"""What a verdict leads to: the award's base, the rectification loop, and the end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from casework.refusals import SelfReview, VerdictNotAllowed
from casework.reviews import Judgement
from contracts.events.acceptance import AcceptanceFailed, AcceptancePassed, LevelConfirmed, RectificationOrdered
from contracts.refusal import ActionNotAllowed, Invalid
from contracts.wire import from_json, to_json
from services.acceptance.domain.errors import AcceptanceUnderWay
from tests.builders_acceptance import (
    COMPLETE,
    GATEWAY_BOX,
    PASSED,
    SOFTWARE,
    a_failure,
    a_request,
    a_return,
    a_spend,
    an_audit,
    an_evaluation,
)
from tests.builders_declaration import ASSESSOR, DISTRICT, ENTERPRISE, OFFICER, a_pack
from tests.desk_acceptance import Desk


def told(desk: Desk, kind: type[Any]) -> Any:
    """The last event of a kind."""
    return [event for event in desk.uow.outbox.events if isinstance(event, kind)][-1]


def test_a_passed_acceptance_tells_the_lines_of_the_award_with_their_ceilings(desk: Desk) -> None:
    box = a_spend(
        2,
        product=str(GATEWAY_BOX),
        cost_category="data_collection_equipment",
        claimed="120000",
        audited="110000",
        reason="运输费不计入",
    )
    training = a_spend(3, product=None, cost_category="other", link="other", claimed="5000.5", audited="5000.5")
    acceptance_id = desk.assessed(audit=an_audit(a_spend(), box, training))

    desk.pass_it(acceptance_id)

    event: AcceptancePassed = told(desk, AcceptancePassed)
    assert [(line.line, line.product_id, line.audited_fen, line.ceiling_fen) for line in event.lines] == [
        (1, SOFTWARE, 10_000_000, 10_000_000),
        (2, GATEWAY_BOX, 11_000_000, 10_000_000),
        (3, None, 500_050, None),
    ]
    assert (event.lines[1].claimed_fen, event.lines[1].reason) == (12_000_000, "运输费不计入")
    assert (event.lines[1].cost_category, event.lines[1].link) == ("data_collection_equipment", "production_control")
    assert event.lines[0].invoiced_on == date(2026, 10, 20)
    assert (event.audited_fen, event.level, event.edition) == (21_500_050, 2, "2024")
    assert (event.completed_on, event.accepted_on) == (date(2026, 10, 31), date(2026, 11, 20))


def without_links(compiled: dict[str, Any]) -> None:
    """A programme whose audit need not say in which link something is used."""
    [lines] = [page for page in compiled["forms"]["special_audit"]["pages"] if page["key"] == "lines"]
    [link] = [column for column in lines["fields"][0]["fields"] if column["key"] == "link"]
    link["required"] = False


def test_a_line_that_names_no_link_is_told_with_none(desk: Desk) -> None:
    acceptance_id = desk.draft()
    desk.move_case(a_pack(without_links))
    desk.submit(acceptance_id)
    desk.review(acceptance_id, COMPLETE)
    desk.assign(acceptance_id)
    desk.assess(acceptance_id, audit=an_audit(a_spend(link=None)))

    desk.pass_it(acceptance_id)

    event: AcceptancePassed = told(desk, AcceptancePassed)
    assert [line.link for line in from_json(AcceptancePassed, to_json(event)).lines] == [""]


def test_level_and_verdict_are_one_change_with_one_version(desk: Desk) -> None:
    acceptance_id = desk.assessed()

    desk.pass_it(acceptance_id)

    level, passed = told(desk, LevelConfirmed), told(desk, AcceptancePassed)
    stored = desk.stored(acceptance_id)
    assert (level.sequence, passed.sequence) == (stored.version, stored.version)
    assert (level.aggregate_id, level.level) == (stored.id, 2)
    assert passed.assessor_id == ASSESSOR.organisation_id is not None
    assert stored.result is not None
    assert (stored.result.level, stored.result.audited_fen) == (2, 10_000_000)


def test_a_product_without_a_ceiling_has_none_in_its_line(desk: Desk) -> None:
    contract = desk.uow.projects.around(desk.stored(desk.start()).project_id).project.contract
    assert contract is not None
    free = tuple(replace(line, ceiling_fen=0) for line in contract.lines)
    desk.uow.projects.change(contract=replace(contract, lines=free))
    desk.uow.acceptances.kept.clear()
    acceptance_id = desk.assessed()

    desk.pass_it(acceptance_id)

    assert [line.ceiling_fen for line in told(desk, AcceptancePassed).lines] == [None]


def test_what_failed_is_improved_asked_for_again_and_passes(desk: Desk) -> None:
    acceptance_id = desk.assessed(evaluation=an_evaluation(level_after=1))
    failed = desk.review(acceptance_id, a_failure("request.results", "acceptance_materials"), ASSESSOR)
    desk.save(acceptance_id, **a_request(results="新增设备联网"))
    again = desk.submit(acceptance_id)
    desk.review(acceptance_id, COMPLETE)
    desk.write(acceptance_id, "evaluation", "evaluation", an_evaluation())

    passed = desk.pass_it(acceptance_id)

    assert (failed["state"], failed["papers"]["evaluation"]["evaluation"]["level_after"]) == ("returned", 1)
    assert told(desk, RectificationOrdered).reason == "level_not_reached"
    assert (again["step"]["name"], again["papers"]) == ("completeness_check", {})
    assert passed["state"] == "approved"
    assert [event.NAME for event in desk.uow.outbox.events] == [
        "acceptance_requested",
        "acceptance_requested",
        "acceptance_assigned",
        "rectification_ordered",
        "acceptance_requested",
        "acceptance_requested",
        "level_confirmed",
        "acceptance_passed",
    ]


def test_after_the_rectification_it_lies_with_the_same_institution(desk: Desk) -> None:
    acceptance_id = desk.assessed()
    desk.review(acceptance_id, a_failure("request.results"), ASSESSOR)
    desk.submit(acceptance_id)

    shown = desk.review(acceptance_id, COMPLETE)

    assert shown["next"]["institution_id"] == str(ASSESSOR.organisation_id)


def test_a_failure_says_what_to_improve(desk: Desk) -> None:
    acceptance_id = desk.assessed()

    with pytest.raises(Invalid) as refused:
        desk.review(acceptance_id, a_failure(), ASSESSOR)

    assert [problem.field for problem in refused.value.problems] == ["items"]


def test_a_return_names_what_the_district_wants(desk: Desk) -> None:
    acceptance_id = desk.submitted()

    shown = desk.review(acceptance_id, a_return("request.results", "acceptance_materials"))

    event = desk.uow.outbox.events[-1]
    assert event.NAME == "acceptance_returned"
    assert event.items_to_correct == ("answers.request.results", "attachments.acceptance_materials")  # type: ignore[attr-defined]
    assert [item["name"] for item in shown["items_to_correct"]] == ["request.results", "acceptance_materials"]


@pytest.mark.parametrize(("judgement", "actor"), [(PASSED, DISTRICT), (a_failure("request.results"), DISTRICT)])
def test_a_step_knows_only_its_own_verdicts(desk: Desk, judgement: Judgement, actor: Any) -> None:
    acceptance_id = desk.submitted()

    with pytest.raises(VerdictNotAllowed):
        desk.review(acceptance_id, judgement, actor)


def test_an_assessor_of_the_enterprise_itself_does_not_judge(desk: Desk) -> None:
    acceptance_id = desk.assessed()
    insider = replace(ASSESSOR, account_id=ENTERPRISE.account_id)

    with pytest.raises(SelfReview):
        desk.review(acceptance_id, PASSED, insider)


def test_what_passed_is_not_judged_again_and_blocks_another_request(desk: Desk) -> None:
    acceptance_id = desk.assessed()
    desk.pass_it(acceptance_id)

    with pytest.raises(ActionNotAllowed):
        desk.pass_it(acceptance_id)
    with pytest.raises(AcceptanceUnderWay):
        desk.start()


def test_what_failed_for_good_is_ended_by_the_officer_and_may_be_asked_for_again(desk: Desk) -> None:
    acceptance_id = desk.assessed()
    desk.review(acceptance_id, a_failure("request.results"), ASSESSOR)

    shown = desk.void(acceptance_id)

    assert (shown["state"], shown["ending"]["reason_code"]) == ("voided", "not_rectified")
    failed = told(desk, AcceptanceFailed)
    assert (failed.reason, failed.level, failed.edition, failed.final) == ("not_rectified", 2, "2024", True)
    assert failed.assessor_id == ASSESSOR.organisation_id
    assert desk.stored(desk.start()).state == "draft"


def test_what_passed_is_not_voided_because_an_award_rests_on_it(desk: Desk) -> None:
    acceptance_id = desk.assessed()
    desk.pass_it(acceptance_id)

    with pytest.raises(ActionNotAllowed):
        desk.void(acceptance_id)

    assert desk.seen(acceptance_id, OFFICER)["actions"] == []


def test_every_change_has_one_row_in_the_history(desk: Desk) -> None:
    acceptance_id = desk.assessed()
    desk.pass_it(acceptance_id)

    versions = [row.aggregate.version for row in desk.uow.audit.rows]

    assert versions == [*range(1, desk.stored(acceptance_id).version + 1)]
