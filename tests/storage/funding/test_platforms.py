"""A platform has no contract: its award is paid to its own account, on PostgreSQL as in the fakes (NM5)."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from chassis.units import Units
from services.funding.domain.award import tranche_id_of
from services.funding.storage import read_awards
from services.funding.storage.unit import FundingUnit
from services.funding.use_cases.call_off_tranche import call_off_tranche
from services.funding.use_cases.ports import Unit
from tests import builders_funding as build
from tests.builders_platform_award import DECLARATION, PLATFORM, inner_mongolia, recognised
from tests.desk_funding import Desk, Shelf
from tests.storage.funding.conftest import RealDesk


@pytest.fixture
def platforms(any_desk: Desk) -> Desk:
    any_desk.packs = Shelf(inner_mongolia())
    any_desk.hear(build.an_organisation(PLATFORM))
    return any_desk


def test_the_award_goes_to_the_newest_word_of_the_platform_s_own_account(platforms: Desk) -> None:
    desk = platforms
    desk.hear(build.an_account(PLATFORM))
    desk.hear(build.an_account(PLATFORM, number="6222000099990000", sequence=2))
    desk.compute(recognised([1_500_000] * 8))

    (award,) = desk.act(build.OFFICER, lambda uow: uow.awards.of_line(DECLARATION, "platform"))
    tranche_id = tranche_id_of(award.id, 1)
    accounts = desk.act(build.OFFICER, lambda uow: uow.known.accounts([tranche_id]))
    assert award.amount.fen == 160_000_000
    assert award.subject_kind == "platform"
    assert (accounts[tranche_id].account_name, accounts[tranche_id].sequence) == (PLATFORM.name, 2)


@pytest.mark.shows("NM5")
def test_the_award_of_a_platform_is_listed_with_the_others_row_by_row(units: Units[FundingUnit]) -> None:
    desk = RealDesk(units, pack=inner_mongolia())
    desk.hear(build.an_organisation(PLATFORM))
    desk.compute(recognised([1_500_000] * 11))

    of_case = read_awards.awards_of_case(desk.reading, build.OFFICER, DECLARATION)["items"]
    of_subject = read_awards.awards_of_project(desk.reading, build.enterprise(PLATFORM), DECLARATION)["items"]

    assert of_case == of_subject
    assert [(each["subject_kind"], len(each["rows"])) for each in of_case] == [("platform", 11)]


def test_without_an_account_nothing_is_guessed(platforms: Desk) -> None:
    desk = platforms
    desk.hear(build.an_account(build.an_applicant("乙")))
    desk.compute(recognised([1_500_000] * 8))

    (award,) = desk.act(build.OFFICER, lambda uow: uow.awards.of_line(DECLARATION, "platform"))
    assert desk.act(build.OFFICER, lambda uow: uow.known.accounts([tranche_id_of(award.id, 1)])) == {}


def _rows(desk: Desk, subject: UUID) -> list[int]:
    (award,) = desk.act(build.OFFICER, lambda uow: uow.awards.of_line(subject, "platform"))
    return [row["award_fen"] for row in award.computation.outcome["rows"]]


def _call_off(desk: Desk, uow: Unit) -> None:
    (award,) = uow.awards.of_line(DECLARATION, "platform")
    call_off_tranche(uow, desk.packs, desk.clock, build.OFFICER, tranche_id_of(award.id, 1), reason="平台撤回")


@pytest.mark.shows("NM5")
def test_an_enterprise_is_awarded_for_once_and_again_when_the_first_award_is_called_off(platforms: Desk) -> None:
    desk, again = platforms, build.an_id("the declaration of another platform")
    second = replace(recognised([1_500_000, 500_000]), aggregate_id=again, case_id=again)
    desk.compute(recognised([1_500_000]))
    desk.compute(second)
    assert _rows(desk, again) == [0, 10_000_000]

    desk.act(build.OFFICER, lambda uow: _call_off(desk, uow))
    desk.compute(replace(second, sequence=6))
    assert _rows(desk, again) == [20_000_000, 10_000_000]
