"""An assessment on each boundary of the level rule, over HTTP: the score, the scenarios, and the binding ones."""

from __future__ import annotations

from typing import Any

import pytest

from console.demo import cast
from console.demo.client import Refused
from tests.api.stage import SETTING_SECONDS, Stage
from tests.builders_assessment import answers_worth, as_body, levels_for, some_answers

pytestmark = pytest.mark.timeout(SETTING_SECONDS)

RULE = {1: (20, 6, 3), 2: (40, 6, 3), 3: (60, 8, 5), 4: (80, 10, 6)}


def level_of(stage: Stage, score: str, scenarios: dict[str, int]) -> tuple[str, int]:
    """(total, level) of a self-assessment with these."""
    begun = stage.enterprise.post("/assessments", {"programme_year": cast.PROGRAMME}, key=f"{score} {scenarios}")
    where = f"/assessments/{begun['id']}"
    stage.enterprise.put(f"{where}/answers", as_body(answers_worth(score, scenarios=scenarios)))
    found = stage.enterprise.post(f"{where}/submission")["outcome"]
    return found["total"], found["level"]


@pytest.mark.shows("ZS6", "XB9", "DL8")
@pytest.mark.parametrize("level", RULE)
def test_a_level_is_reached_exactly_on_its_boundary_and_not_one_step_below_it(stage: Stage, level: int) -> None:
    score, scenarios, binding = RULE[level]
    exact = levels_for(binding, scenarios - binding, level, rest=level - 1)
    one_scenario_less = levels_for(binding, scenarios - binding - 1, level, rest=level - 1)
    one_binding_less = levels_for(binding - 1, scenarios - binding + 1, level, rest=level - 1)

    reached = level_of(stage, str(score), exact)
    below = [
        level_of(stage, f"{score - 2}.5", exact)[1],
        level_of(stage, str(score), one_scenario_less)[1],
        level_of(stage, str(score), one_binding_less)[1],
    ]

    assert reached == (f"{score}.000", level)
    assert below == [level - 1] * 3


def test_every_problem_of_the_answers_is_said_at_once_in_both_languages(stage: Stage) -> None:
    begun = stage.enterprise.post("/assessments", {"programme_year": cast.PROGRAMME}, key="wrong answers")
    body = as_body(some_answers())
    body["chosen"] |= {"f1": ["none", "industrial_5g"], "f5": ["half"]}
    body["raw"]["production_devices"] = "10"
    body["scenarios"]["product_design"] = 5

    with pytest.raises(Refused) as refused:
        stage.enterprise.put(f"/assessments/{begun['id']}/answers", body)

    problems: list[dict[str, Any]] = refused.value.problem["problems"]
    assert [(each["code"], each["field"]) for each in problems] == [
        ("none_with_others", "answers.chosen.f1"),
        ("above_denominator", "answers.raw.digital_devices"),
        ("above_denominator", "answers.raw.networked_devices"),
        ("not_an_option", "answers.chosen.f5"),
        ("level_out_of_range", "answers.scenarios.product_design"),
    ]
    assert problems[0]["requirement"] == "F1 网络建设：选“未建设”时不能再选其他选项"
    assert all(each["message_zh"] and each["message_en"] for each in problems)


def test_what_would_raise_the_level_fastest_is_told_before_handing_in(stage: Stage) -> None:
    begun = stage.enterprise.post("/assessments", {"programme_year": cast.PROGRAMME}, key="a trial")
    where = f"/assessments/{begun['id']}"
    stage.enterprise.put(f"{where}/answers", as_body(some_answers()))

    trial = stage.enterprise.get(f"{where}/check")

    assert (trial["problems"], trial["outcome"]["level"], trial["advice"]["level"]) == ([], 2, 3)
    assert [each["holds"] for each in trial["advice"]["conditions"]] == [False, False, False]
    assert [each["code"] for each in trial["advice"]["items"]] == ["f4", "m4", "f5"]
    assert len(trial["advice"]["scenarios"]) == 8
