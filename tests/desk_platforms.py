"""What the people of a round for platforms do, in short: on fakes, and with `RealDesk` in real transactions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework.common_facts import Organisation
from contracts.actor import Actor
from tests.builders_declaration import DISTRICT, OFFICER, OTHER_DISTRICT, ZHONGSHAN_DISTRICT, approval
from tests.builders_platforms import (
    LEAGUE_REVIEWER,
    PATHS,
    SUBSECTORS,
    a_platform,
    people_of,
    platform_answers,
    platforms_pack,
)
from tests.desk_declaration import Desk


class PlatformActs(Desk):
    """Acts of platforms, counties, leagues and the region."""

    def know(self, platform: Organisation) -> None:
        """The registry told of it."""
        self.uow.facts.keep(platform)

    def a_declared(self, platform: Organisation, subsector: str = SUBSECTORS[0], enterprises: int = 6) -> str:
        """A platform's declaration, handed in. Gives its id."""
        self.know(platform)
        people = people_of(platform)
        declaration_id: str = self.start(people)["id"]
        for page, answers in platform_answers(platform, subsector, enterprises).items():
            self.save(declaration_id, page, answers, people)
        self.attach(declaration_id, "stamped_form", actor=people)
        self.confirm(declaration_id, actor=people)
        self.submit(declaration_id, people)
        return declaration_id

    def a_passed_by_county(self, platform: Organisation, subsector: str = SUBSECTORS[0]) -> str:
        """With the league. Gives its id."""
        declaration_id = self.a_declared(platform, subsector)
        county = DISTRICT if platform.division == ZHONGSHAN_DISTRICT else OTHER_DISTRICT
        self.review(declaration_id, approval(), county)
        return declaration_id

    def correct(self, declaration_id: str, people: Actor, subsector: str) -> None:
        """The platform names another sub-industry and hands in again; the county passes it as before."""
        stored = self.stored(declaration_id)
        page = {**stored.dossier.answers["platform"], "subsector": subsector}
        self.save(declaration_id, "platform", page, people)
        self.attach(declaration_id, "stamped_form", 2, actor=people, replaces=[self.scan_of(declaration_id)])
        self.submit(declaration_id, people)
        self.review(declaration_id, approval(), DISTRICT)

    def scan_of(self, declaration_id: str) -> UUID:
        """The stamped form that it has."""
        return self.stored(declaration_id).dossier.attachments["stamped_form"][0].id

    def an_approved_platform(self, number: int = 1) -> str:
        """Passed by county, league and region, one by one."""
        declaration_id = self.a_passed_by_county(a_platform(number))
        self.review(declaration_id, approval(), LEAGUE_REVIEWER)
        self.review(declaration_id, approval(), OFFICER)
        return declaration_id


class PlatformDesk(PlatformActs):
    """The same on fakes. `letters=True` for a league that passes by a joint letter."""

    def __init__(self, *, letters: bool = False, **given: Any) -> None:
        super().__init__(platforms_pack(letters=letters), **given)
        self.uow.facts.paths = dict(PATHS)
