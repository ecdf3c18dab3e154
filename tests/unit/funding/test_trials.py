"""Trial calculations, replays, and the split."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.actor import Actor
from contracts.money import Money
from contracts.refusal import Invalid, Refusal
from policy.claims import Claim
from policy.facts import FACTS
from policy.pack import Pack
from policy.packs import load_folder
from policy.split import SplitRule, split
from services.funding.domain.award import compute
from services.funding.domain.shares import from_fen, must_add_up
from services.funding.domain.trial import Trial, TrialLine, line_view, replay, trial_calculation
from services.funding.use_cases.create_trial_calculation import create_trial_calculation
from tests import builders_funding as build
from tests.desk_funding import Desk

VISITOR = Actor.anonymous(build.CITY)
HEFEI = build.ROOT / "packs" / "hefei" / "sme-digital-2024"
FOLDERS = sorted(path.parent for path in (build.ROOT / "packs").glob("*/*/pack.yaml"))


def test_a_trial_gives_what_the_award_would_be() -> None:
    lines = (
        TrialLine(
            category="software", link="production_control", amount_fen=Money.wan_yuan("40"), invoice_on=date(2024, 9, 1)
        ),
    )

    shown = trial_calculation(build.dalian(), Trial(spend=lines, contract_on=date(2024, 5, 6), level=2), on=build.TODAY)

    assert (shown["award_fen"], shown["shares"]) == (20_000_000, {"central": 10_000_000, "local": 10_000_000})


def test_a_replay_says_what_another_rate_would_have_given() -> None:
    desk = Desk()
    award = desk.award(desk.accepted())
    lines = [dict(line) for line in build.dalian().compiled["subsidy"]["lines"]]
    tier = dict(lines[0]["tiers"][0])
    tier["rate"] = {**tier["rate"], "values": [{**tier["rate"]["values"][0], "value": "0.40"}]}
    lines[0]["tiers"] = [tier]
    other = build.with_changes(build.dalian(), {"subsidy.lines": lines})

    shown = replay(award, other, on=build.TODAY)

    assert (shown["replayed"]["award_fen"], shown["difference_fen"]) == (16_000_000, -4_000_000)


def test_the_split_is_that_of_the_day_on_which_the_plan_is_drawn_up() -> None:
    compiled = build.dalian().compiled["split"]
    earlier, later = dict(compiled["values"][0]), dict(compiled["values"][0])
    earlier["until"] = "2025-06-30"
    later |= {"from": "2025-07-01", "value": {"shares": {"central": "0.3", "local": "0.7"}, "remainder": "local"}}
    desk = Desk(build.with_changes(build.dalian(), {"split.values": [earlier, later]}))
    ref = desk.pack.ref
    acceptance = build.an_acceptance(build.an_applicant(), pack=ref.text, pack_sha256=ref.sha256)
    desk.accept(acceptance)
    tranche_id = desk.tranche_of(acceptance.project_id)
    desk.recommend(tranche_id)
    desk.wait_until(build.NOON.replace(month=7, day=2))

    desk.draw_up(tranche_id)

    shares = {"central": Money.wan_yuan("6"), "local": Money.wan_yuan("14")}
    assert desk.tranche(tranche_id).shares == desk.award(tranche_id).shares == shares


@given(
    st.integers(min_value=0, max_value=10**13),
    st.lists(st.integers(min_value=1, max_value=1_000), min_size=1, max_size=5),
)
def test_the_parts_of_any_amount_add_up_to_it(award_fen: int, weights: list[int]) -> None:
    whole = sum(weights)
    shares = {f"source{number}": Decimal(weight) / whole for number, weight in enumerate(weights)}

    parts = split(award_fen, SplitRule(shares, "source0", build.dalian().split_on(build.TODAY).basis))

    must_add_up(from_fen(parts), Money(award_fen))


def test_a_computation_is_the_same_however_often_it_is_made() -> None:
    desk = Desk()
    award = desk.award(desk.accepted(yuan=1_300_000))

    again = compute(desk.pack, Claim.from_wire(desk.pack, award.claim), on=build.TODAY)

    assert again == award.computation


def a_strict_pack() -> Pack:
    """One that looks at the lists before it computes, and not only before it releases."""
    gates = build.dalian().compiled["conditions"]["gates"]
    return build.with_changes(
        build.dalian(),
        {"conditions.gates": {**gates, "award": [*gates["award"], "not_dishonest", "not_abnormal"]}},
    )


def ask(desk: Desk, programme: str = build.PROGRAMME, *, by: Actor = VISITOR, **members: Any) -> Any:
    """A trial by somebody, of 40万 of software."""
    spend = (
        TrialLine(
            category="software", link="production_control", amount_fen=Money.wan_yuan("40"), invoice_on=date(2024, 9, 1)
        ),
    )
    asked = Trial(**{"spend": spend, "contract_on": date(2024, 5, 6), "level": 2} | members)
    return desk.act(by, lambda uow: create_trial_calculation(uow, desk.packs, desk.clock, by, programme, asked))


def test_anybody_may_ask_before_anything_is_declared_and_is_told_why_with_articles() -> None:
    shown = ask(Desk())

    assert (shown["award_fen"], shown["problems"]) == (20_000_000, [])
    assert [line["article"] for line in shown["explanation"] if line["code"] in ("rate", "cap")] == [
        "指南 二、支持标准",
        "指南 二、支持标准",
    ]
    assert [(each["outcome"], each["amount_fen"]) for each in shown["tranches"]] == [("payment", 20_000_000)]


def test_an_enterprise_that_signed_in_is_asked_for_its_own_standing() -> None:
    desk = Desk(a_strict_pack())
    applicant = build.an_applicant()
    desk.uow.known.keep_organisation(build.an_organisation(applicant), lists=["dishonest"])

    own, visitor = ask(desk, by=build.enterprise(applicant)), ask(desk)

    assert (own["award_fen"], [each["code"] for each in own["problems"]]) == (0, ["not_dishonest"])
    assert visitor["award_fen"] == 20_000_000


def test_an_unknown_programme_or_line_is_refused_with_those_that_there_are() -> None:
    desk = Desk()

    with pytest.raises(Invalid) as programme:
        ask(desk, "sme-digital-1999")
    with pytest.raises(Invalid) as line:
        ask(desk, line="cloud")

    assert [(each.field, each.inputs["options"]) for each in (*programme.value.problems, *line.value.problems)] == [
        ("programme_year", [build.PROGRAMME]),
        ("line", ["transformation"]),
    ]


def test_every_unknown_category_link_and_fact_is_named_at_once() -> None:
    strange = TrialLine(category="travel", link="moon", amount_fen=Money(1), invoice_on=date(2024, 9, 1))
    facts = {"mood": 1, "audit.is_filed": "yes", "contract.amount": -1, "standing.lists": "dishonest"}

    with pytest.raises(Invalid) as refused:
        ask(Desk(), spend=(strange,), facts=facts)

    assert [(each.code, each.field) for each in refused.value.problems] == [
        ("not_an_option", "spend.0.category"),
        ("not_an_option", "spend.0.link"),
        ("not_an_option", "facts.mood"),
        ("malformed", "facts.audit.is_filed"),
        ("malformed", "facts.contract.amount"),
        ("malformed", "facts.standing.lists"),
    ]
    assert "software" in refused.value.problems[0].inputs["options"]


def test_a_fact_that_is_given_stands_instead_of_what_a_trial_assumes() -> None:
    shown = ask(Desk(a_strict_pack()), facts={"standing.lists": ["abnormal_operation"]})

    assert (shown["award_fen"], [each["code"] for each in shown["problems"]]) == (0, ["not_abnormal"])


def test_a_line_is_told_with_its_rules_their_articles_and_what_it_can_be_asked_by() -> None:
    pack = build.dalian()

    shown = line_view(pack, pack.lines[0])

    assert (shown["line"], shown["article"]) == ("transformation", "指南 二、支持标准")
    assert all(rule["article"] or rule["assumed"] for rule in shown["rules"])
    assert shown["facts"]["acceptance.level"] == "改造后数字化水平等级"
    assert (shown["instruments"], list(shown["tranches"].values())) == (["bank_transfer"], ["数字化改造补贴"])


def test_a_line_is_told_with_what_its_base_and_its_tiers_are_computed_from() -> None:
    pack = shipped(HEFEI)

    facts = line_view(pack, pack.line("leading"))["facts"]

    growth = {"this_year": "当年经济指标", "last_year": "上年经济指标", "average_percent": "全市平均增幅（%）"}
    assert {f"leader_application.growth.{name}": title for name, title in growth.items()}.items() <= facts.items()
    assert facts["leader_application.request.kind"] == "新增称号"


def test_an_average_below_zero_may_be_assumed_and_a_year_below_zero_may_not() -> None:
    pack, growth = shipped(HEFEI), "leader_application.growth"
    facts = {f"{growth}.this_year": 1_000, f"{growth}.last_year": 1_000, f"{growth}.average_percent": "-5"}
    asked = Trial(spend=(), contract_on=date(2024, 5, 6), level=2, line="leading", facts=facts)

    shown = trial_calculation(pack, asked, on=date(2025, 3, 1))
    below = replace(asked, facts={**facts, f"{growth}.last_year": -1})
    with pytest.raises(Invalid) as refused:
        trial_calculation(pack, below, on=date(2025, 3, 1))

    assert shown["base_fen"] == 50
    [problem] = refused.value.problems
    assert (problem.field, problem.requirement) == (f"facts.{growth}.last_year", "以分为单位的整数，不得为负")


def test_a_pack_that_lists_no_links_is_tried_without_one() -> None:
    line = TrialLine(category="software", amount_fen=Money.wan_yuan("50"), invoice_on=date(2024, 6, 1))
    asked = Trial(spend=(line,), contract_on=date(2024, 5, 6), level=2, line="transformation")

    shown = trial_calculation(shipped(HEFEI), asked, on=date(2024, 12, 31))

    assert (Money(shown["award_fen"]), shown["problems"]) == (Money.wan_yuan("25"), [])


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.sampled_from(["2024-05-06", "1.5"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
@given(chosen=st.data(), facts=st.dictionaries(st.sampled_from([*FACTS, "nothing"]), _VALUES, max_size=6))
def test_whatever_is_assumed_a_trial_of_any_pack_answers_or_says_what_is_wrong(
    folder: Path, chosen: st.DataObject, facts: dict[str, Any]
) -> None:
    pack = shipped(folder)
    line = chosen.draw(st.sampled_from([line.key for line in pack.lines]))
    asked = Trial(spend=(), contract_on=date(2024, 5, 6), level=2, line=line, facts=facts)

    with suppress(Refusal):
        trial_calculation(pack, asked, on=date(2024, 6, 1))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_every_line_of_every_pack_can_be_told_and_tried(folder: Path) -> None:
    pack = shipped(folder)

    for line in pack.lines:
        told = line_view(pack, line)
        asked = Trial(spend=(), contract_on=date(2024, 5, 6), level=2, line=line.key)
        shown = trial_calculation(pack, asked, on=date(2024, 6, 1))

        assert told["article"] or told["assumed"], line.key
        assert set(told["facts"]) <= set(pack.catalogue)
        assert shown["award_fen"] == 0 or shown["explanation"], line.key


@cache
def shipped(folder: Path) -> Pack:
    return load_folder(folder)
