"""What keeps a project from passing: missing papers, an audit that contradicts itself, the conditions of the pack."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from contracts.refusal import Problem
from services.acceptance.domain.checking import check
from services.acceptance.domain.errors import NotPassable
from services.acceptance.domain.known import ConfirmedLevel
from services.acceptance.domain.rulebook import Rulebook
from tests.builders_acceptance import GATEWAY_BOX, PROJECT, a_spend, an_audit, an_evaluation
from tests.builders_declaration import ASSESSOR, ENTERPRISE, NOON
from tests.desk_acceptance import Desk


def refused_to_pass(desk: Desk, acceptance_id: str) -> dict[str, Problem]:
    """Why it does not pass, by code; nothing was changed."""
    before = desk.stored(acceptance_id)
    with pytest.raises(NotPassable) as refused:
        desk.pass_it(acceptance_id)
    assert desk.stored(acceptance_id) == before
    return {problem.code: problem for problem in refused.value.problems}


def test_without_papers_it_does_not_pass_and_everything_is_named_at_once(desk: Desk) -> None:
    acceptance_id = desk.with_assessor()

    with pytest.raises(NotPassable) as refused:
        desk.pass_it(acceptance_id)

    fields = {problem.field for problem in refused.value.problems}
    assert {
        "papers.evaluation.evaluation.level_after",
        "papers.special_audit.report.report_number",
        "papers.special_audit.lines.spend",
        "reports.acceptance_report",
        "reports.special_audit_report",
        "acceptance.level",
        "audit.is_filed",
    } <= fields


def test_level_one_does_not_pass(desk: Desk) -> None:
    acceptance_id = desk.assessed(evaluation=an_evaluation(level_after=1))

    problems = refused_to_pass(desk, acceptance_id)

    assert set(problems) == {"level_reached"}
    assert problems["level_reached"].article == "指南 四、（三）2"


def test_the_papers_do_not_contradict_the_level_that_the_enterprise_confirmed(desk: Desk) -> None:
    desk.uow.projects.level = ConfirmedLevel(level=3, edition="2024", assessed_on=date(2026, 11, 1))
    acceptance_id = desk.assessed()

    problems = refused_to_pass(desk, acceptance_id)

    assert set(problems) == {"level_differs_from_assessment"}
    assert problems["level_differs_from_assessment"].field == "papers.evaluation.evaluation.level_after"
    assert problems["level_differs_from_assessment"].inputs == {"confirmed": 3, "stated": 2}


def test_where_the_papers_say_nothing_the_confirmed_level_counts(desk: Desk) -> None:
    desk.uow.projects.level = ConfirmedLevel(level=3, edition="2024", assessed_on=date(2026, 11, 1))
    acceptance_id = desk.with_assessor()

    problems = refused_to_pass(desk, acceptance_id)

    assert problems
    assert "level_reached" not in problems


def test_without_the_audit_report_it_does_not_pass(desk: Desk) -> None:
    acceptance_id = desk.assessed()
    [report] = desk.stored(acceptance_id).papers.attachments["special_audit_report"]
    desk.remove_report(acceptance_id, report.id)

    problems = refused_to_pass(desk, acceptance_id)

    assert set(problems) == {"attachment_missing", "special_audit_filed"}
    assert problems["special_audit_filed"].article == "指南 四、（三）2"


def test_more_than_was_claimed_is_never_audited(desk: Desk) -> None:
    acceptance_id = desk.assessed(audit=an_audit(a_spend(audited="100000.01")))

    problems = refused_to_pass(desk, acceptance_id)

    assert problems["audited_above_claimed"].field == "papers.special_audit.lines.spend.0.audited"
    assert problems["audited_above_claimed"].inputs == {"claimed_fen": 10_000_000, "audited_fen": 10_000_001}


@pytest.mark.parametrize("reason", [{}, {"reason": "  "}])
def test_a_cut_has_its_reason(desk: Desk, reason: dict[str, str]) -> None:
    acceptance_id = desk.assessed(audit=an_audit(a_spend(), a_spend(2, audited="99999", **reason)))

    problems = refused_to_pass(desk, acceptance_id)

    assert problems["cut_without_reason"].field == "papers.special_audit.lines.spend.1.reason"
    assert problems["cut_without_reason"].inputs == {"cut_fen": 100}


def test_an_invoice_is_not_counted_twice_for_one_product(desk: Desk) -> None:
    acceptance_id = desk.assessed(audit=an_audit(a_spend(1), a_spend(1, title="再次列支", invoice_number=" FP-1")))

    problems = refused_to_pass(desk, acceptance_id)

    assert problems["invoice_twice"].field == "papers.special_audit.lines.spend.1.invoice_number"
    assert problems["invoice_twice"].inputs == {"invoice_number": "FP-1", "first_line": 1}


def test_an_invoice_may_hold_two_products(desk: Desk) -> None:
    box = a_spend(1, product=str(GATEWAY_BOX), cost_category="data_collection_equipment")
    acceptance_id = desk.assessed(audit=an_audit(a_spend(1), box))

    assert desk.pass_it(acceptance_id)["state"] == "approved"


def test_the_total_is_the_sum_of_the_lines(desk: Desk) -> None:
    acceptance_id = desk.assessed(audit=an_audit(a_spend(), a_spend(2), total="200001"))

    problems = refused_to_pass(desk, acceptance_id)

    assert problems["audit_total_differs"].inputs == {"stated_fen": 20_000_100, "lines_fen": 20_000_000}


def test_a_product_that_was_not_contracted_does_not_pass(desk: Desk) -> None:
    acceptance_id = desk.assessed(audit=an_audit(a_spend(product=str(uuid4()))))

    problems = refused_to_pass(desk, acceptance_id)

    assert problems["product_not_contracted"].field == "papers.special_audit.lines.spend.0.product"


def test_an_unfinished_line_is_named_by_its_own_number(desk: Desk) -> None:
    unfinished = {name: answer for name, answer in a_spend(1).items() if name != "audited"}
    audit = an_audit(a_spend(2, audited="1"), total="1")
    audit["lines"]["spend"].insert(0, unfinished)
    acceptance_id = desk.assessed(audit=audit)

    problems = refused_to_pass(desk, acceptance_id)

    assert problems["required"].field == "papers.special_audit.lines.spend.0.audited"
    assert problems["cut_without_reason"].field == "papers.special_audit.lines.spend.1.reason"


def test_a_project_that_was_terminated_does_not_pass(desk: Desk) -> None:
    acceptance_id = desk.assessed()
    desk.uow.projects.change(is_terminated=True)

    assert "stage_over" in refused_to_pass(desk, acceptance_id)


def test_an_older_edition_warns_and_does_not_refuse(desk: Desk) -> None:
    acceptance_id = desk.assessed(evaluation=an_evaluation(edition="2022"))
    stored = desk.stored(acceptance_id)
    rules, around = Rulebook.of(desk.packs.get(stored.dossier.pack)), desk.uow.projects.around(PROJECT)

    checked = check(stored, rules, around, by=ASSESSOR, at=NOON)

    assert [problem.code for problem in checked.warnings] == ["edition_in_force"]
    assert checked.problems == ()
    assert check(stored, rules, around, by=ENTERPRISE, at=NOON).warnings == ()
    assert desk.pass_it(acceptance_id)["result"]["edition"] == "2022"
