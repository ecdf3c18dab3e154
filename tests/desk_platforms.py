"""What the people of a round for platforms do, in short: on fakes, and with `RealDesk` in real transactions."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from casework.common_facts import Organisation
from casework.days import local_date
from casework.dossier import Attachment
from contracts.actor import Actor
from services.declaration.domain.recommendation import JointDocument
from services.declaration.domain.summary import shown_summary_print
from services.declaration.use_cases.draw_up_recommendation import draw_up_recommendation
from services.declaration.use_cases.submit_recommendation import submit_recommendation
from services.declaration.use_cases.withdraw_recommendation import withdraw_recommendation
from tests.builders_declaration import (
    DISTRICT,
    NOON,
    OFFICER,
    OTHER_DISTRICT,
    PDF,
    SEALER,
    ZHONGSHAN_DISTRICT,
    approval,
)
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

Shown = dict[str, Any]
DEPARTMENTS = ("industry_bureau", "finance_bureau")


def a_scan(name: str) -> Attachment:
    """A scan of a sealed paper."""
    return Attachment(
        id=uuid4(),
        sha256=f"{7:064x}",
        size=2048,
        media_type=PDF,
        name=f"{name}.pdf",
        uploaded_at=NOON,
        uploaded_by=LEAGUE_REVIEWER.account_id,
    )


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

    def draw_up(self, *declaration_ids: str, actor: Actor = LEAGUE_REVIEWER, opinion: str = "同意推荐") -> Shown:
        """The league draws up a recommendation."""
        ids = [UUID(each) for each in declaration_ids]
        return self._shown(
            actor,
            lambda uow: draw_up_recommendation(
                uow, self.packs, self.clock, actor, declaration_ids=ids, opinion=opinion
            ),
        )

    def summary_of(self, recommendation_id: str) -> Shown:
        """The summary as it is printed."""
        found = self.act(OFFICER, lambda uow: uow.recommendations.get(UUID(recommendation_id)))
        cases = [self.stored(str(each)) for each in found.declaration_ids]
        return shown_summary_print(found, cases, self.rules, SEALER, recommender="示例盟")

    def recommend(self, recommendation_id: str, actor: Actor = LEAGUE_REVIEWER, **given: Any) -> Shown:
        """Submit it with everything that the letter needs; `given` replaces parts of it."""
        letter = {
            "number": "示工信发〔2026〕1号",
            "issued_on": local_date(self.clock.now()),
            "departments": DEPARTMENTS,
        }
        document = JointDocument(**letter | given.pop("document", {}))
        code = given.pop("print_code", None) or self.summary_of(recommendation_id)["code"]
        files = given.pop("files", {slot: [a_scan(slot)] for slot in ("joint_document", "summary")})
        return self._shown(
            actor,
            lambda uow: submit_recommendation(
                uow,
                self.packs,
                self.clock,
                SEALER,
                actor,
                UUID(recommendation_id),
                document=document,
                files=files,
                print_code=code,
                expected_version=None,
            ),
        )

    def call_off(self, recommendation_id: str, actor: Actor = LEAGUE_REVIEWER) -> Shown:
        """Withdraw it."""
        return self._shown(
            actor,
            lambda uow: withdraw_recommendation(uow, actor, UUID(recommendation_id), expected_version=None),
        )

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
        super().__init__(given.pop("pack", None) or platforms_pack(letters=letters), **given)
        self.uow.facts.paths = dict(PATHS)
