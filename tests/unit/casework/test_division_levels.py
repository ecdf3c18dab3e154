"""Which division takes a step: the one of the step's level above the applicant's."""

from __future__ import annotations

import pytest

from casework.divisions import Place, division_of_step, serves

TOWN, COUNTY = Place(code="150102001", level="town"), Place(code="150102", level="county")
LEAGUE = Place(code="150100", level="league")


@pytest.mark.parametrize(
    ("level", "path", "taken_by"),
    [
        ("county", (COUNTY, LEAGUE), "150102"),
        ("league", (COUNTY, LEAGUE), "150100"),
        ("county", (TOWN, COUNTY, LEAGUE), "150102"),
        ("league", (TOWN, COUNTY, LEAGUE), "150100"),
        ("town", (COUNTY, LEAGUE), "150102"),  # no town: the first that ranks higher
        ("district", (COUNTY, LEAGUE), "150102"),  # 区县 are one level under two names
        ("league", (COUNTY,), "150102"),  # 自治区直管: no league above, so it acts as its own
        ("league", (), "150102"),  # submitted before paths were kept
    ],
)
def test_a_step_is_taken_by_the_division_of_its_level(level: str, path: tuple[Place, ...], taken_by: str) -> None:
    own = path[0].code if path else "150102"

    assert division_of_step(level, own, path) == taken_by


@pytest.mark.parametrize(
    ("division", "does"), [("150102", True), ("150100", True), (None, True), ("150200", False), ("150103", False)]
)
def test_a_league_has_to_do_with_what_lies_below_it_and_with_nothing_else(division: str | None, does: bool) -> None:
    assert serves(division, "150102", (COUNTY, LEAGUE)) is does
