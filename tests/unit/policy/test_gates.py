"""Gates: every failed rule at once, each with its article, its sentence and what it judged."""

from __future__ import annotations

from datetime import date
from typing import Any

from contracts.money import Money
from contracts.refusal import Problem
from policy.conditions import Situation
from policy.facts import to_wire
from policy.gates import Need, read_rule
from policy.pack import Pack

GOOD: dict[str, Any] = {
    "declaration.basic.revenue": Money.wan_yuan("100"),
    "declaration.basic.site": "example.org",
    "standing.lists": frozenset(),
    "declared_on": date(2024, 6, 30),
}


def test_a_gate_opens_when_every_rule_holds(pack: Pack) -> None:
    gate = pack.gate("declaration")

    assert gate.failed(GOOD) == []
    assert gate.warnings(GOOD) == []
    assert gate.needs(GOOD) == []


def test_every_failed_rule_is_reported_with_its_article(pack: Pack) -> None:
    facts = {**GOOD, "declared_on": date(2024, 7, 1), "standing.lists": frozenset({"blacklist"})}

    problems = pack.gate("declaration").failed(facts)

    assert problems == [
        Problem(
            code="big_enough",
            field="declaration.basic.revenue",
            article="办法 第二条",
            requirement="“收入”应不低于200万元",
            inputs={"declaration.basic.revenue": 100_000_000},
        ),
        Problem(
            code="not_listed",
            field="standing.lists",
            article="办法 第二条",
            requirement="“企业被列入的名单”不得包括黑名单",
            inputs={"standing.lists": ["blacklist"]},
        ),
    ]


def test_a_rule_fails_when_its_fact_is_unknown(pack: Pack) -> None:
    facts = {name: value for name, value in GOOD.items() if name != "standing.lists"}

    problems = pack.gate("declaration").failed(facts)

    assert [(problem.code, problem.inputs) for problem in problems] == [("not_listed", {"standing.lists": None})]


def test_a_warning_refuses_nothing(pack: Pack) -> None:
    facts = {**GOOD, "declaration.basic.site": ""}

    gate = pack.gate("declaration")

    assert gate.failed(facts) == []
    assert [problem.code for problem in gate.warnings(facts)] == ["has_site"]
    assert gate.warnings(facts)[0].article is None
    assert (gate.warnings(facts)[0].requirement or "").endswith("（假定：便于核实）")


def test_a_gate_says_what_you_would_need(pack: Pack) -> None:
    facts = {**GOOD, "standing.lists": frozenset({"blacklist"})}

    needs = pack.gate("declaration").needs(facts)

    assert needs == [
        Need(
            code="not_listed",
            article="办法 第二条",
            sentences=("“企业被列入的名单”不得包括黑名单",),
            is_choice=False,
        )
    ]


def test_a_rule_with_a_choice_says_that_one_way_is_enough(pack: Pack) -> None:
    spec = {
        "code": "sector",
        "title": "行业",
        "source": {"ref": "rules", "article": "第二条"},
        "condition": {
            "any": [
                {"field": "acceptance.level", "at_least": "2"},
                {"field": "audit.is_filed", "is_true": True},
            ]
        },
    }
    both = {**spec, "condition": {"all": spec["condition"]["any"]}}  # type: ignore[index]
    situation = Situation({"acceptance.level": 1, "audit.is_filed": False})

    choice = read_rule(spec, pack.catalogue, {}, pack.sources).need(situation)
    duty = read_rule(both, pack.catalogue, {}, pack.sources).need(situation)

    assert choice.sentences == duty.sentences == ("“改造后数字化水平等级”应不低于2", "应满足：已提供专项审计报告")
    assert (choice.is_choice, duty.is_choice) == (True, False)


def test_the_facts_of_several_rows_are_told_apart(pack: Pack) -> None:
    spec = {
        "code": "ceiling",
        "title": "限价",
        "source": {"ref": "rules", "article": "第五条"},
        "condition": {
            "every": "contract.lines",
            "satisfies": {"field": "unit_price", "at_most": {"field": "ceiling"}},
        },
    }
    lines = tuple({"unit_price": Money(price), "ceiling": Money(1)} for price in (2, 1, 3))

    problem = read_rule(spec, pack.catalogue, {}, pack.sources).failed(Situation({"contract.lines": lines}))

    assert problem is not None
    assert problem.field == "contract.lines.0.unit_price"
    assert problem.inputs == {
        "contract.lines.0.unit_price": 2,
        "contract.lines.0.ceiling": 1,
        "contract.lines.2.unit_price": 3,
        "contract.lines.2.ceiling": 1,
    }


def test_a_gate_names_the_facts_that_it_judges_by(pack: Pack) -> None:
    assert pack.gate("declaration").fact_names == {
        "declaration.basic.revenue",
        "declaration.basic.site",
        "declared_on",
        "standing.lists",
    }


def test_facts_survive_being_kept_as_json(pack: Pack) -> None:
    facts = {
        **GOOD,
        "acceptance.level": 2,
        "contract.lines": ({"product": "p", "is_listed": True, "unit_price": Money(5)},),
        "applicant.size_class": None,
    }

    assert pack.facts_from_wire(to_wire(facts)) == facts
