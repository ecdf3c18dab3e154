"""Recommendations on PostgreSQL: the rows, who reads them, and the code of the summary."""

from __future__ import annotations

from uuid import UUID

import pytest

from chassis.units import Units
from contracts.refusal import NotFound
from services.declaration.storage import read_recommendations as reads
from services.declaration.storage.read_prints import check_print
from services.declaration.storage.unit import DeclarationUnit
from tests.builders_declaration import DISTRICT, OFFICER, SEALER, a_return
from tests.builders_platforms import LEAGUE_REVIEWER, a_platform, people_of
from tests.storage.declaration.platforms import RealPlatformDesk


@pytest.fixture
def desk(units: Units[DeclarationUnit]) -> RealPlatformDesk:
    return RealPlatformDesk(units, letters=True)


def test_a_recommendation_comes_back_as_it_was_and_is_read_by_who_has_to_do_with_it(desk: RealPlatformDesk) -> None:
    ids = [desk.a_passed_by_county(a_platform(number), "pumps") for number in (1, 2)]
    drawn_up = desk.draw_up(*ids)

    def listed(actor: object) -> list[str]:
        page = reads.list_recommendations(desk.reading, actor, programme_year=None, batch=None, limit=5, after=None)  # type: ignore[arg-type]
        return [each["state"] for each in page["items"]]

    before = [listed(LEAGUE_REVIEWER), listed(OFFICER), listed(DISTRICT)]
    submitted = desk.recommend(drawn_up["id"])

    assert before == [["draft"], [], []]
    assert [listed(LEAGUE_REVIEWER), listed(OFFICER), listed(DISTRICT)] == [["submitted"], ["submitted"], []]
    assert reads.get_recommendation(desk.reading, OFFICER, UUID(drawn_up["id"])) == submitted
    with pytest.raises(NotFound):
        reads.get_recommendation(desk.reading, DISTRICT, UUID(drawn_up["id"]))
    scan = submitted["attachments"]["joint_document"][0]
    file = reads.file_of_recommendation(desk.reading, OFFICER, UUID(drawn_up["id"]), UUID(scan["id"]))
    assert file["name"] == "joint_document.pdf"


def test_the_sealed_summary_stays_what_it_was_when_a_platform_corrects_later(desk: RealPlatformDesk) -> None:
    platform = a_platform()
    declaration_id = desk.a_passed_by_county(platform, "pumps")
    recommendation_id = desk.draw_up(declaration_id)["id"]
    printed = reads.print_of_summary(desk.reading, desk.packs, SEALER, LEAGUE_REVIEWER, UUID(recommendation_id))
    desk.recommend(recommendation_id)
    desk.review(declaration_id, a_return("platform.subsector"), OFFICER)
    desk.correct(declaration_id, people_of(platform), "meters")

    later = reads.print_of_summary(desk.reading, desk.packs, SEALER, OFFICER, UUID(recommendation_id))

    assert (later["code"], later["pages"]) == (printed["code"], printed["pages"])
    assert check_print(desk.reading, desk.packs, SEALER, printed["code"])["status"] == "current"
    assert printed["applicant"] == "219100"  # the registry told no other name of the league
