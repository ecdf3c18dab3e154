"""A platform has no contract: its award is paid to its own account, on PostgreSQL as in the fakes (NM5)."""

from __future__ import annotations

import pytest

from services.funding.domain.award import tranche_id_of
from tests import builders_funding as build
from tests.builders_platform_award import DECLARATION, PLATFORM, inner_mongolia, recognised
from tests.desk_funding import Desk, Shelf


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


def test_without_an_account_nothing_is_guessed(platforms: Desk) -> None:
    desk = platforms
    desk.hear(build.an_account(build.an_applicant("乙")))
    desk.compute(recognised([1_500_000] * 8))

    (award,) = desk.act(build.OFFICER, lambda uow: uow.awards.of_line(DECLARATION, "platform"))
    assert desk.act(build.OFFICER, lambda uow: uow.known.accounts([tranche_id_of(award.id, 1)])) == {}
