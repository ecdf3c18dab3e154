"""The 2024 edition of the assessment indicators: answers, scores, the level rule, and what would raise the level."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.assessment import Edition, Item
from policy.assessment_answers import Answers, problems_of
from policy.assessment_gains import Advice, advise
from policy.assessment_scores import Known, Scored, known_problems, level_checks, score
from policy.pack import Pack

SCENARIOS = 16
Levels = st.lists(st.integers(0, 4), min_size=SCENARIOS, max_size=SCENARIOS)
Thousandths = st.integers(0, 100_000)


@pytest.fixture(scope="session")
def edition(pack: Pack) -> Edition:
    return pack.assessments["2024"]


def scored_as(edition: Edition, thousandths: int, levels: list[int]) -> Scored:
    """The two parts as they are, whichever answers made them."""
    total = Decimal(thousandths).scaleb(-3)
    by_scenario = dict(zip((each.code for each in edition.scenarios), levels, strict=True))
    return Scored(items={}, dimensions={}, total=total, checks=level_checks(edition, total, by_scenario))


def a_choice(item: Item, picks: int) -> tuple[str, ...]:
    """One option of a single item, any set of options of a multi item; `picks` says which."""
    if item.kind == "single":
        return (item.options[picks % len(item.options)].code,)
    open_options = [option.code for option in item.options if not option.is_none]
    chosen = tuple(code for place, code in enumerate(open_options) if picks >> place & 1)
    return chosen or tuple(option.code for option in item.options if option.is_none)


@st.composite
def answers_to(draw: Any, edition: Edition) -> Answers:
    """Complete answers without a problem."""
    raw = {name: str(draw(st.integers(1, 99))) for name in edition.raw}
    for item in edition.items:
        if item.figure is not None:
            above, below = item.figure.names
            raw[below] = "99"
            raw[above] = str(draw(st.integers(0, 99)))
    return Answers(
        chosen={item.code: a_choice(item, draw(st.integers(0, 2**14 - 1))) for item in edition.items if item.options},
        raw=raw,
        scenarios={each.code: draw(st.integers(0, 4)) for each in edition.scenarios},
    )


@given(thousandths=Thousandths, levels=Levels)
def test_the_level_is_the_lower_of_what_the_two_parts_reach(
    edition: Edition, thousandths: int, levels: list[int]
) -> None:
    scored = scored_as(edition, thousandths, levels)

    assert scored.level == min(scored.score_level, scored.scenario_level)


@given(thousandths=Thousandths, levels=Levels, more=Thousandths, lifted=st.integers(0, SCENARIOS - 1))
def test_a_higher_score_and_a_lifted_scenario_never_lower_the_level(
    edition: Edition, thousandths: int, levels: list[int], more: int, lifted: int
) -> None:
    better = [min(level + 1, 4) if place == lifted else level for place, level in enumerate(levels)]

    before = scored_as(edition, thousandths, levels)
    after = scored_as(edition, min(thousandths + more, 100_000), better)

    assert before.level <= after.level


@given(drawn=st.data())
def test_no_item_dimension_or_total_passes_its_maximum(edition: Edition, drawn: st.DataObject) -> None:
    answers = drawn.draw(answers_to(edition))

    scored = score(edition, answers, stage="after")

    assert problems_of(edition, answers, stage="after") == []
    assert all(0 <= scored.items[item.code] <= item.full for item in edition.items)
    assert all(scored.dimensions[code] <= edition.full_of(code) for code in edition.dimensions)
    assert scored.total == sum(scored.items.values()) <= edition.full


@given(drawn=st.data())
def test_one_more_option_never_lowers_a_score(edition: Edition, drawn: st.DataObject) -> None:
    answers = drawn.draw(answers_to(edition))
    item = drawn.draw(st.sampled_from([each for each in edition.items if each.kind == "multi"]))
    added = drawn.draw(st.sampled_from([option.code for option in item.options if not option.is_none]))

    chosen = {*answers.chosen[item.code], added} - {option.code for option in item.options if option.is_none}
    richer = replace(answers, chosen={**answers.chosen, item.code: tuple(chosen)})

    assert score(edition, richer, stage="after").total >= score(edition, answers, stage="after").total


@given(drawn=st.data())
def test_following_the_advice_reaches_the_next_level(edition: Edition, drawn: st.DataObject) -> None:
    answers = drawn.draw(answers_to(edition))
    scored = score(edition, answers, stage="after")

    advice = advise(edition, answers, scored, stage="after")

    assert (advice is None) == (scored.level == edition.highest)
    if advice is not None:
        total = scored.total + sum(each.gain for each in advice.items)
        levels = {**answers.scenarios, **{each.scenario.code: each.target for each in advice.scenarios}}
        checks = level_checks(edition, total, levels)
        assert Scored(items={}, dimensions={}, total=total, checks=checks).level >= advice.check.rule.level
        assert advise(edition, answers, scored, stage="after") == advice
        assert _fewer_items_would_not_do(edition, advice, scored)


def _fewer_items_would_not_do(edition: Edition, advice: Advice, scored: Scored) -> bool:
    room = [item.full - scored.items[item.code] for item in edition.items]
    fewer = len(advice.items) - 1
    return fewer < 0 or max(sum(picked) for picked in combinations(room, fewer)) < advice.missing_score


@given(levels=Levels)
def test_the_advice_lifts_scenarios_by_as_few_levels_as_can_be(edition: Edition, levels: list[int]) -> None:
    scored = scored_as(edition, 80_000, levels)
    by_scenario = dict(zip((each.code for each in edition.scenarios), levels, strict=True))
    scored = replace(scored, items={item.code: item.full for item in edition.items})
    advice = advise(edition, Answers(scenarios=by_scenario), scored, stage="after")
    if advice is None:
        return
    target = advice.check.rule.level
    lifts = {each.code: max(target - by_scenario[each.code], 0) for each in edition.scenarios}
    binding = sorted(lifts[each.code] for each in edition.scenarios if each.is_binding)
    others = sorted(lifts[each.code] for each in edition.scenarios if not each.is_binding)

    cheapest = min(
        sum(binding[:many]) + sum(others[: max(advice.check.rule.scenarios - many, 0)])
        for many in range(advice.check.rule.binding, len(binding) + 1)
        if many + len(others) >= advice.check.rule.scenarios
    )

    assert sum(each.target - each.level for each in advice.scenarios) == cheapest


def test_an_item_that_does_not_apply_at_this_stage_is_not_advised(edition: Edition) -> None:
    answers = Answers(
        chosen={item.code: (item.options[-1].code,) for item in edition.items if item.options},
        raw=dict.fromkeys(edition.raw, "1"),
        scenarios=dict.fromkeys(edition.scenario_by_code, 0),
        not_applicable=("r1", "r2"),
    )

    advice = advise(edition, answers, score(edition, answers, stage="before"), stage="before")

    assert problems_of(edition, answers, stage="before") == []
    assert advice is not None
    assert {"r1", "r2"}.isdisjoint(each.item.code for each in advice.room)


def test_a_draft_may_be_incomplete_but_not_wrong(edition: Edition) -> None:
    answers = Answers(chosen={"f1": ("none", "industrial_5g")}, scenarios={"product_design": 5})

    problems = problems_of(edition, answers, stage="after", complete=False)

    assert [(each.code, each.field) for each in problems] == [
        ("none_with_others", "answers.chosen.f1"),
        ("level_out_of_range", "answers.scenarios.product_design"),
    ]
    assert problems[0].requirement == "F1 网络建设：选“未建设”时不能再选其他选项"
    assert problems[0].inputs["item"] == "f1"


def test_what_the_edition_does_not_ask_is_named(edition: Edition) -> None:
    answers = Answers(
        chosen={"f9": ("x",)}, raw={"mood": "1"}, scenarios={"play": 1}, not_applicable=("z1",), total="50"
    )

    problems = problems_of(edition, answers, stage="after", complete=False)

    assert [(each.code, each.field) for each in problems] == [
        ("unknown_field", "answers.chosen.f9"),
        ("unknown_field", "answers.raw.mood"),
        ("unknown_field", "answers.scenarios.play"),
        ("unknown_field", "answers.not_applicable.z1"),
        ("unknown_field", "answers.total"),
    ]


SIX = {"foundation": "22.500", "management": "12", "effect": "10"}


@pytest.mark.parametrize(
    ("known", "found"),
    [
        (Known(level=2, dimensions=SIX, binding=4, guiding=2), []),
        (Known(level=2, dimensions=SIX, binding=2, guiding=3), ["level", "level"]),
        (Known(level=3, dimensions=SIX, binding=5, guiding=3), ["level"]),
        (Known(level=0, dimensions=dict.fromkeys(SIX, "0"), binding=0, guiding=0), []),
        (Known(level=5, dimensions=SIX, binding=11, guiding=7), ["binding", "guiding", "level"]),
        (Known(level=1, dimensions={**SIX, "effect": "20.001"}, binding=3, guiding=3), ["dimensions.effect"]),
    ],
)
def test_six_values_from_elsewhere_are_held_against_the_edition(
    edition: Edition, known: Known, found: list[str]
) -> None:
    assert [problem.field for problem in known_problems(edition, known)] == found
