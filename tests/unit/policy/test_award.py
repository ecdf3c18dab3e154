"""Awards: computed once, explained line by line, never above a cap."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.money import ZERO, Money
from policy.award import AwardLine, compute_award
from policy.canonical import canonical_json
from policy.claims import Claim, SpendLine
from policy.pack import Pack
from tests.unit.policy.builders import CONSTRUCTS, a_claim, a_line, a_pack, edited

YUAN = 100
WAN_YUAN = 1_000_000


def by_code(lines: tuple[AwardLine, ...]) -> dict[str, AwardLine]:
    return {line.code: line for line in lines}


def test_an_award_explains_every_line(pack: Pack) -> None:
    award = compute_award(pack, a_claim(a_line("10000")))

    assert award.award_fen == 3000 * YUAN
    assert award.explanation == [
        {
            "code": "spend",
            "title": "投入明细 1",
            "requirement": "合规成本",
            "inputs": {"line": "1", "category": "software", "amount_fen": 1_000_000},
            "result_fen": 1_000_000,
            "article": "办法 第五条",
        },
        {
            "code": "base",
            "title": "合规成本",
            "requirement": "合规成本",
            "inputs": {"claimed_fen": 1_000_000, "lines": 1},
            "result_fen": 1_000_000,
            "article": "办法 第五条",
        },
        {
            "code": "rate",
            "title": "比例",
            "requirement": "比例30%",
            "inputs": {"base_fen": 1_000_000, "contract_on": "2024-02-01"},
            "rate": "0.30",
            "result_fen": 300_000,
            "article": "办法 第五条（一）",
        },
        {
            "code": "cap",
            "title": "上限",
            "requirement": "上限25万元",
            "inputs": {"amount_fen": 300_000, "awarded_before_fen": 0, "contract_on": "2024-02-01"},
            "cap_fen": 25 * WAN_YUAN,
            "result_fen": 300_000,
            "article": "办法 第五条（一）",
        },
    ]


@pytest.mark.parametrize(
    ("level", "contract_on", "yuan"),
    [
        (2, date(2024, 12, 31), 3000),
        (2, date(2025, 1, 1), 2000),
        (3, date(2025, 1, 1), 4000),
        (4, date(2024, 1, 1), 4000),
    ],
)
def test_rate_follows_level_and_date(pack: Pack, level: int, contract_on: date, yuan: int) -> None:
    assert compute_award(pack, a_claim(a_line("10000"), level=level, contract_on=contract_on)).award_fen == yuan * YUAN


def test_a_failed_gate_awards_nothing_and_still_shows_the_calculation(pack: Pack) -> None:
    claim = a_claim(a_line("10000"), level=1)

    award = compute_award(pack, claim)

    assert award.award_fen == 0
    assert [(problem.code, problem.article) for problem in award.problems] == [
        ("level_reached", "办法 第六条"),
        ("no_tier", "办法 第五条"),
    ]


def test_a_date_before_the_first_period_awards_nothing_and_says_so(pack: Pack) -> None:
    award = compute_award(pack, a_claim(a_line("10000"), contract_on=date(2023, 12, 31)))

    assert award.award_fen == 0
    assert [problem.code for problem in award.problems] == ["no_value_on", "no_value_on"]
    assert award.problems[0].inputs == {"contract_on": "2023-12-31"}


def test_a_missing_date_awards_nothing_and_names_it(pack: Pack) -> None:
    award = compute_award(pack, Claim(line="main", facts={"acceptance.level": 2}, spend=(a_line("10000"),)))

    assert [(problem.code, problem.field) for problem in award.problems] == [("date_unknown", "contract_on")] * 2


def test_spend_that_is_not_eligible_counts_nothing_and_says_why(pack: Pack) -> None:
    award = compute_award(pack, a_claim(a_line("10000"), a_line("500", code="2", category="travel")))

    spend = award.lines[1]
    assert (spend.result_fen, award.base_fen) == (0, 10000 * YUAN)
    assert [cut.as_wire() for cut in spend.cuts] == [
        {
            "reason": "not_eligible",
            "sentence": "费用类别：“费用类别”应为软件",
            "cut_fen": 500 * YUAN,
            "article": "办法 第五条",
        }
    ]


def test_a_price_above_the_ceiling_is_cut_to_it(pack: Pack) -> None:
    line = a_line("300", ceiling=Money.yuan("100"), quantity=Decimal("2.5"))

    award = compute_award(pack, a_claim(line))

    (cut,) = award.lines[0].cuts
    assert (cut.reason, cut.cut_fen, award.base_fen) == ("over_price_ceiling", 50 * YUAN, 250 * YUAN)
    assert cut.basis.article == "办法 第五条"


def test_tax_is_left_out_where_the_pack_says_so(pack: Pack) -> None:
    award = compute_award(pack, a_claim(a_line("113", tax=Money.yuan("13"), ceiling=Money.yuan("100"))))

    assert award.base_fen == 100 * YUAN
    assert [cut.reason for cut in award.lines[0].cuts] == ["tax_not_counted"]


def test_a_cap_runs_over_everything_awarded_before(pack: Pack) -> None:
    award = compute_award(pack, a_claim(a_line("100000"), awarded_before=Money.wan_yuan("24")))

    cap = by_code(award.lines)["cap"]
    assert (award.award_fen, award.calculated_fen) == (WAN_YUAN, WAN_YUAN)
    assert [(cut.reason, cut.cut_fen) for cut in cap.cuts] == [("over_cap", 2 * WAN_YUAN)]
    assert cap.requirement == "上限25万元，此前已核定24万元"


def test_amounts_are_rounded_down_to_the_unit_of_the_pack(pack: Pack) -> None:
    assert compute_award(pack, a_claim(a_line("11.00"))).award_fen == 3 * YUAN  # 3.30 yuan


def test_what_was_assumed_is_shown_as_assumed(pack: Pack) -> None:
    assert compute_award(pack, a_claim(a_line("1"))).assumptions == ("办法未规定取整",)


@pytest.mark.parametrize(
    ("cited", "reason"),
    [
        ("until: 2025-06-30, source: {ref: rules, article: 第五条（三）}", "截止日为假定"),
        ("value: [software, gateway], source: {ref: rules, article: 第五条（一）}", "类别为假定"),
    ],
)
def test_a_window_or_a_list_that_was_assumed_is_shown_though_it_cuts_nothing(
    tmp_path: Path, cited: str, reason: str
) -> None:
    assumed = cited.partition(", source")[0] + f", assumed: {reason}"
    pack = a_pack(tmp_path, edited("subsidy.yaml", cited, assumed, of=CONSTRUCTS), of=CONSTRUCTS)
    claim = Claim(line="transformation", facts={"contract_on": date(2024, 5, 1)}, spend=(a_line("1"),))

    assert reason in compute_award(pack, claim).assumptions


def test_an_award_names_the_pack_that_it_was_computed_by(pack: Pack) -> None:
    wire = compute_award(pack, a_claim(a_line("1"))).as_wire()

    assert (wire["pack"], wire["pack_sha256"]) == ("haizhou/trial-2024@1", pack.ref.sha256)


@pytest.mark.parametrize(
    "members",
    [{"amount": Money(-1)}, {"amount": Money(1), "tax": Money(2)}, {"amount": Money(1), "quantity": Decimal(0)}],
)
def test_a_line_that_cannot_be_is_no_line_of_spend(members: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="not a line of spend"):
        SpendLine(code="1", category="software", **members)


amounts = st.integers(min_value=0, max_value=10**11).map(Money)
spend_lines = st.builds(
    SpendLine,
    code=st.sampled_from(["1", "2", "3"]),
    category=st.sampled_from(["software", "travel"]),
    amount=amounts,
    ceiling=st.none() | amounts,
    quantity=st.integers(1, 999).map(Decimal),
    link=st.none() | st.just("production"),
    dates=st.dictionaries(st.just("invoice_on"), st.dates(date(2020, 1, 1), date(2030, 1, 1))),
)
claims = st.builds(
    a_claim,
    spend_lines,
    spend_lines,
    level=st.integers(0, 4),
    contract_on=st.dates(date(2023, 6, 1), date(2026, 6, 1)),
    awarded_before=amounts,
)


@given(claims)
def test_an_award_never_passes_its_caps(pack: Pack, claim: Claim) -> None:
    award = compute_award(pack, claim)

    cap = 35 * WAN_YUAN if claim.facts["acceptance.level"] >= 3 else 25 * WAN_YUAN
    rate = Decimal("0.4") if claim.facts["acceptance.level"] >= 3 else Decimal("0.3")
    assert 0 <= award.award_fen <= award.calculated_fen
    assert award.calculated_fen <= max(cap - claim.awarded_before.fen, 0)
    assert award.calculated_fen <= award.base_fen * rate
    assert award.base_fen <= sum(line.amount.fen for line in claim.spend)


@given(claims)
def test_cuts_account_for_every_fen(pack: Pack, claim: Claim) -> None:
    award = compute_award(pack, claim)

    for line in award.lines:
        if line.code == "spend":
            assert line.inputs["amount_fen"] - sum(cut.cut_fen for cut in line.cuts) == line.result_fen
        if line.code == "cap":
            assert line.inputs["amount_fen"] - sum(cut.cut_fen for cut in line.cuts) == line.result_fen


@given(claims)
def test_a_replay_from_the_kept_claim_gives_the_same_award(pack: Pack, claim: Claim) -> None:
    again = Claim.from_wire(pack, claim.as_wire())

    assert canonical_json(compute_award(pack, again).as_wire()) == canonical_json(compute_award(pack, claim).as_wire())


@given(claims, claims)
def test_the_order_of_spend_does_not_change_the_award(pack: Pack, claim: Claim, other: Claim) -> None:
    spend = claim.spend + other.spend

    forwards = compute_award(pack, a_claim(*spend, awarded_before=ZERO))
    backwards = compute_award(pack, a_claim(*reversed(spend), awarded_before=ZERO))

    assert forwards.award_fen == backwards.award_fen
