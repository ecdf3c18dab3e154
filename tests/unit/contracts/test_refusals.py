"""A refusal crosses the bus with its code, its facts and every problem."""

from __future__ import annotations

import json

from contracts.refusal import Invalid, Problem, Refusal, StaleVersion, refusal_from_wire


def test_a_refusal_arrives_as_it_was_raised() -> None:
    revenue = Problem(
        code="above_maximum", field="answers.basic.revenue", article="指南 一（一）", inputs={"revenue": "40000"}
    )
    raised = Invalid(problems=[revenue, Problem(code="required", field="answers.basic.name")], form="declaration")

    arrived = refusal_from_wire(json.loads(json.dumps(raised.as_wire())))

    assert (arrived.code, arrived.facts, arrived.problems) == ("invalid", {"form": "declaration"}, raised.problems)


def test_a_problem_says_only_what_it_knows() -> None:
    assert Problem(code="required").as_wire() == {"code": "required"}


def test_the_code_of_one_refusal_that_arrived_is_not_the_code_of_the_next() -> None:
    refusal_from_wire(StaleVersion(expected=1, found=2).as_wire())

    assert Refusal().code == "refused"


def test_a_refusal_can_be_read_in_a_log() -> None:
    refusal = StaleVersion(problems=[Problem(code="changed")], expected=1, found=2)

    assert str(refusal) == "stale_version(expected=1, found=2) [changed]"
