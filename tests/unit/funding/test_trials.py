"""Trial calculations, replays, and the split."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from contracts.money import Money
from policy.claims import Claim
from policy.split import SplitRule, split
from services.funding.domain.award import compute
from services.funding.domain.shares import from_fen, must_add_up
from services.funding.domain.trial import Trial, TrialLine, replay, trial_calculation
from tests import builders_funding as build
from tests.desk_funding import Desk


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
