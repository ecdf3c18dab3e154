"""Inner Mongolia pays a recognised platform 20% of each enterprise's actual cost, 20万 each, 200万 in all (NM5)."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from services.funding.domain.award import Award, tranche_id_of
from services.funding.domain.views import award_view
from tests import builders_funding as build
from tests.builders_platform_award import DECLARATION, PLATFORM, RECOGNISED_AT, inner_mongolia, recognised
from tests.desk_funding import Desk


@pytest.fixture
def desk() -> Desk:
    desk = Desk(inner_mongolia(), at=RECOGNISED_AT)
    desk.hear(build.an_organisation(PLATFORM))
    desk.hear(build.an_account(PLATFORM))
    return desk


def awards(desk: Desk, subject: UUID = DECLARATION) -> dict[str, Award]:
    return {award.part.key: award for award in desk.act(build.OFFICER, lambda u: u.awards.of_line(subject, "platform"))}


@pytest.mark.shows("NM5")
@pytest.mark.parametrize(
    ("costs_yuan", "award_yuan"),
    [
        ([1_500_000] * 8, 1_600_000),
        ([1_000_000] * 10, 2_000_000),
        ([1_500_000] * 11, 2_000_000),
        ([500_000] * 8, 800_000),
        ([1_234_567] + [100_000] * 7, 340_000),
    ],
)
def test_a_recognised_platform_is_awarded_for_its_enterprises(
    desk: Desk, costs_yuan: list[int], award_yuan: int
) -> None:
    desk.compute(recognised(costs_yuan))

    award = awards(desk)["whole"]
    assert award.amount.fen == award_yuan * 100
    assert award.subject_kind == "platform"


@pytest.mark.shows("NM5")
def test_what_exceeds_the_platform_s_cap_is_taken_from_its_rows_with_their_article(desk: Desk) -> None:
    desk.compute(recognised([1_500_000] * 11))

    outcome = awards(desk)["whole"].computation.outcome
    assert "附3" in str(outcome)
    assert outcome["award_fen"] == 200_000_000


def test_an_award_of_a_platform_goes_to_its_own_account(desk: Desk) -> None:
    desk.compute(recognised([1_500_000] * 8))

    tranche_id = tranche_id_of(awards(desk)["whole"].id, 1)
    assert desk.uow.known.accounts([tranche_id])[tranche_id].account_name == PLATFORM.name


def test_the_same_recognition_heard_twice_makes_one_award(desk: Desk) -> None:
    desk.compute(recognised([1_500_000] * 8))
    desk.compute(recognised([1_500_000] * 8))

    assert len(awards(desk)) == 1


def test_a_recognition_with_corrected_rows_computes_the_award_again(desk: Desk) -> None:
    desk.compute(recognised([1_500_000] * 8))
    desk.compute(recognised([1_500_000] * 7 + [500_000], sequence=6))

    assert awards(desk)["whole"].amount.fen == 150_000_000


@pytest.mark.shows("NM5")
def test_the_award_shows_what_each_enterprise_of_the_platform_came_to(desk: Desk) -> None:
    desk.compute(recognised([1_500_000] * 11))

    shown = award_view(awards(desk)["whole"], [])
    assert len(shown["rows"]) == 11
    assert {row["before_fen"] for row in shown["rows"]} == {20_000_000}
    assert sum(row["award_fen"] for row in shown["rows"]) == shown["award_fen"] == 200_000_000
    assert shown["rows"][0]["row"] == build.an_applicant("企1").credit_code


def test_a_platform_that_is_recognised_twice_stays_below_its_cap_in_all(desk: Desk) -> None:
    desk.compute(recognised([1_500_000] * 8))

    again = build.an_id("another declaration of the platform")
    desk.compute(replace(recognised([1_500_000] * 8, first=9), aggregate_id=again, case_id=again))

    assert awards(desk, again)["whole"].amount.fen == 40_000_000


@pytest.mark.shows("NM5")
def test_an_enterprise_that_two_platforms_served_is_awarded_for_once_and_the_second_names_the_first(desk: Desk) -> None:
    desk.compute(recognised([1_500_000, 600_000]))
    other = build.an_applicant("另一平台")
    desk.hear(build.an_organisation(other))

    again = build.an_id("the declaration of another platform")
    desk.compute(replace(recognised([1_500_000, 600_000, 500_000]), aggregate_id=again, case_id=again, applicant=other))

    first, second = awards(desk)["whole"], awards(desk, again)["whole"]
    assert [row["award_fen"] for row in first.computation.outcome["rows"]] == [20_000_000, 12_000_000]
    assert [row["award_fen"] for row in second.computation.outcome["rows"]] == [0, 8_000_000, 10_000_000]
    said = [line for line in second.computation.outcome["explanation"] if line["code"] == "row"]
    assert [line["inputs"]["awarded_in"] for line in said] == [[first.number], [first.number], []]
    assert first.number in said[0]["requirement"]
