"""Hefei, a city that nothing but its pack says anything about: from the selection to the award (若干政策一)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from contracts.money import Money
from tests.flow.stories import Case, Story, award_of, begun, paid
from tests.flow.walking import accepted, desks_of, filed, folder_of, listed, script_of, supplied

HEFEI = script_of("hefei")
WHOLE, ARTICLE = "whole", "若干政策 一"
GROWTH = {
    "leader_application.request.kind": "little_giant",
    "leader_application.request.recognised_on": "2024-10-15",
    "leader_application.growth.year": 2024,
    "leader_application.growth.this_year": 1_200_000_000,
    "leader_application.growth.last_year": 1_000_000_000,
    "leader_application.growth.average_percent": "6.5",
}
SPEND = {"category": "software", "amount_fen": 50_000_000, "invoice_on": "2025-01-10"}


@pytest.fixture(scope="module", params=["embedded", "real"])
def story(request: pytest.FixtureRequest) -> Iterator[Story]:
    """Two enterprises alike but for the day on which their work was completed; one of them is paid."""
    with begun(request.param, folder_of(HEFEI), desks_of(HEFEI), at=HEFEI["begins_at"]) as told:
        supplied(told, HEFEI)
        cases = [listed(told, HEFEI, number, f"合肥示例电气{number}有限公司") for number in (1, 2)]
        told.town.until(HEFEI["filed_at"])
        for case in cases:
            filed(told, HEFEI, case)
        told.town.until(HEFEI["accepted_at"])
        for case, completed_on in zip(cases, ("2024-12-31", "2025-01-01"), strict=True):
            accepted(told, HEFEI, case, completed_on=completed_on)
            told.seen[completed_on] = _award(case)
        paid(told, WHOLE, cases[0], category="transformation")
        told.seen["trial of growth"] = _trial(told, "leading", facts=GROWTH)
        told.seen["trial of spend"] = _trial(told, "transformation", spend=[SPEND])
        told.sees_invariants()
        yield told


@pytest.mark.shows("ALL1", "ALL2", "ALL4")
@pytest.mark.parametrize(
    ("completed_on", "yuan", "rate"), [("2024-12-31", "250000", "0.50"), ("2025-01-01", "200000", "0.40")]
)
def test_the_same_work_is_awarded_by_the_year_in_which_it_was_completed(
    story: Story, completed_on: str, yuan: str, rate: str
) -> None:
    award = story.seen[completed_on]

    assert Money(award["award_fen"]) == Money.yuan(yuan)
    assert award["shares"] == {"central": award["award_fen"] // 2, "city": award["award_fen"] // 2}
    [line] = [line for line in award["explanation"] if line["code"] == "rate"]
    assert (line["rate"], line["article"]) == (rate, ARTICLE)


def test_what_the_published_text_leaves_open_is_told_with_the_award(story: Story) -> None:
    told = story.seen["2024-12-31"]["assumptions"]

    assert any("含税" in reason for reason in told)


def test_it_is_paid_once_and_whole(story: Story) -> None:
    award = story.seen[f"case1: {WHOLE} paid"]

    assert [tranche["state"] for tranche in award["tranches"]] == ["paid"]
    assert award["paid_fen"] == award["award_fen"]


@pytest.mark.shows("ALL4")
def test_a_trial_says_what_growth_above_the_citys_average_would_bring(story: Story) -> None:
    trial = story.seen["trial of growth"]

    assert (Money(trial["base_fen"]), Money(trial["award_fen"])) == (Money.yuan("1350000"), Money.yuan("675000"))
    assert trial["shares"] == {"city": trial["award_fen"]}
    [base] = [line for line in trial["explanation"] if line["code"] == "base"]
    assert (base["requirement"], base["article"]) == (
        "当年经济指标增幅超过全市平均增幅的部分（平均增幅6.5%）",
        "若干政策 三",
    )


def test_a_trial_of_what_is_to_be_bought_needs_no_link_where_the_pack_lists_none(story: Story) -> None:
    trial = story.seen["trial of spend"]

    assert (Money(trial["award_fen"]), trial["problems"]) == (Money.yuan("200000"), [])


def test_every_invariant_holds_at_the_end(story: Story) -> None:
    assert story.seen["broken invariants"] == []


def _award(case: Case) -> dict[str, Any]:
    return award_of(case, WHOLE)


def _trial(story: Story, line: str, **assumed: Any) -> dict[str, Any]:
    asked = {"programme_year": story.town.pack.programme_year, "line": line, "contract_on": "2024-08-30", "level": 2}
    return dict(story.town.visitor.post("/trial-calculations", {**asked, "spend": [], **assumed}))
