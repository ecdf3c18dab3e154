"""The numbers of awards, plans and payments: two programmes of a city may print them alike."""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle

from chassis.units import Units
from services.funding.storage.unit import FundingUnit
from services.funding.use_cases.compute_award import compute_award
from tests import builders_funding as build
from tests.desk_funding import Shelf
from tests.storage.funding.conftest import RealDesk
from tests.storage.funding.test_side_by_side import in_parallel, twenty_acceptances

NEXT_YEAR = build.with_changes(build.dalian(), {"pack.programme_year": "sme-digital-2026"})
"""The programme of another year that kept every format of the one before."""


def test_what_a_programme_of_another_year_took_is_passed_over(units: Units[FundingUnit]) -> None:
    this_year, next_year = RealDesk(units), RealDesk(units, pack=NEXT_YEAR)
    this_year.packs = next_year.packs = Shelf(this_year.pack, NEXT_YEAR)
    this_year.budget()
    found = []

    for name, desk in (("甲", this_year), ("乙", next_year)):
        tranche_id = desk.accepted(build.an_applicant(name), project=name)
        plan = desk.released(tranche_id)
        (instruction,) = desk.instruct(tranche_id)["instructions"]
        found.append((desk.award(tranche_id).number, plan["number"], instruction["number"]))

    assert found == [
        ("DLJB202500001", "DLFA2025001", "DLBF2025000001"),
        ("DLJB202500002", "DLFA2025002", "DLBF2025000002"),
    ]


def test_awards_of_two_programmes_computed_at_once_wait_for_each_other(units: Units[FundingUnit]) -> None:
    desk = RealDesk(units)
    desk.packs = Shelf(desk.pack, NEXT_YEAR)
    acceptances = [
        replace(each, pack=pack.ref.text, pack_sha256=pack.ref.sha256)
        for each, pack in zip(
            twenty_acceptances(desk, build.an_applicant()), cycle((desk.pack, NEXT_YEAR)), strict=False
        )
    ]

    in_parallel(desk, [lambda uow, each=each: compute_award(uow, desk.packs, desk.clock, each) for each in acceptances])

    numbers = [desk.award(desk.tranche_of(each.project_id)).number for each in acceptances]
    assert sorted(numbers) == [f"DLJB2025{number:05}" for number in range(1, 21)]
