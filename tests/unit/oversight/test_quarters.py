"""Figures against what was promised, and the days of a quarter."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from contracts.refusal import NotFound
from services.oversight.domain.figures import Sum, shown_targets
from services.oversight.domain.quarter import Quarter
from services.oversight.storage.read_targets import targets_of
from tests.builders_oversight import xiamen


def pilots(on: date, amount: int) -> Sum:
    return Sum(measure="pilots_listed", target=None, level=0, scale="above_scale", on=on, amount=Decimal(amount))


def test_a_share_has_its_numerator_and_denominator_by_period_and_in_all() -> None:
    sums = [pilots(date(2024, 12, 31), 185), pilots(date(2025, 1, 1), 212)]

    shown = {row["code"]: row for row in shown_targets(targets_of(xiamen()), sums)}

    share = shown["pilots_above_scale_share"]
    assert [(each["value"], each["rate"]) for each in share["periods"]] == [("44.36", "100"), ("50.84", "100")]
    assert (share["total"]["value"], share["total"]["numerator"], share["total"]["denominator"]) == (
        "95.2",
        "397",
        "417",
    )
    assert shown["pilots"]["total"] == {
        "target": "600",
        "value": "397",
        "numerator": "397",
        "denominator": None,
        "rate": "66.16",
    }
    assert shown["pilots_below_scale"]["total"]["value"] == "0"


def test_what_came_after_the_last_period_is_no_part_of_the_whole() -> None:
    shown = {row["code"]: row for row in shown_targets(targets_of(xiamen()), [pilots(date(2026, 1, 1), 5)])}

    assert shown["pilots"]["total"]["value"] == "0"


def test_a_quarter_has_three_months() -> None:
    days = {code: (Quarter.parse(code).begins_on, Quarter.parse(code).ends_on) for code in ("2024-q1", "2024-q4")}

    assert days == {
        "2024-q1": (date(2024, 1, 1), date(2024, 3, 31)),
        "2024-q4": (date(2024, 10, 1), date(2024, 12, 31)),
    }


@pytest.mark.parametrize("code", ["2024-q5", "2024-Q1", "24-q1", ""])
def test_anything_else_is_no_quarter(code: str) -> None:
    with pytest.raises(NotFound):
        Quarter.parse(code)
