"""Several stages on PostgreSQL: a row for every time, a desk for every stage, the public list, the room in a case."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest

from chassis.db.errors import Duplicate
from chassis.units import Units
from contracts.events.acceptance import DiagnosisConfirmed, LevelConfirmed
from contracts.events.declaration import CallClosed, CallOpened, PackReleased
from contracts.refusal import NotFound, Refusal
from gateway.schemas.base import page_of
from gateway.schemas.project import projects as schemas
from gateway.schemas.project import stages as stage_schemas
from services.project.domain.errors import CaseIsFull
from services.project.storage import read_project as one
from services.project.storage.list_filed import list_filed
from services.project.storage.list_projects import Wanted, list_projects, list_waiting
from services.project.storage.unit import ProjectUnit
from tests.builders_declaration import OTHER_DISTRICT, STRANGER
from tests.builders_project import ASSESSOR, DISTRICT, ENTERPRISE, NOON, OFFICER, an_applicant, packs_with
from tests.builders_staged import BATCH, CALL, CASE, PAGES, STAGED, StagedActs, a_call, priced_at, staged
from tests.desk_project import Shown
from tests.storage.project.conftest import RealDesk, as_answer, heard


def call_opened(sequence: int = 1, kind: type[CallOpened] | type[CallClosed] = CallOpened) -> CallOpened | CallClosed:
    known = a_call()
    about = {"pack": known.pack, "batch": BATCH, "opens_at": known.opens_at, "closes_at": known.closes_at}
    return kind(**heard(CALL, sequence), **about)


class StagedRealDesk(RealDesk, StagedActs):
    """A city whose programme begins with projects."""

    def open(self) -> None:
        super().open()
        self.packs = packs_with(staged())
        self.hear("facts.keep_pack", PackReleased(**heard(), pack=staged().ref.text, sha256=staged().ref.sha256))
        self.hear("known.keep_call", call_opened())

    def under_contract(self) -> Shown:
        started = self.start_under_call()
        self.go_through(started, "filing")
        diagnosed = DiagnosisConfirmed(
            **heard(),
            applicant=an_applicant(),
            project_id=None,
            institution_id=None,
            method="self",
            level=1,
            edition="2024",
        )
        self.hear("known.keep_milestone", diagnosed, CASE)
        self.go_through(started, "provider_choice", "contract")
        return started


@pytest.fixture
def staged_desk(units: Units[ProjectUnit]) -> StagedRealDesk:
    return StagedRealDesk(units)


def waiting(desk: StagedRealDesk, actor: Any) -> list[tuple[str, str]]:
    answer = list_waiting(desk.reading, actor, step=None, limit=50, after=None)
    items = as_answer(page_of(schemas.ProjectSummary), answer)["items"]
    return [(item["id"], item["stage"]) for item in items]


def read_stage(desk: StagedRealDesk, actor: Any, shown: Shown, stage: str) -> Shown:
    found = one.get_stage(desk.reading, desk.packs, actor, UUID(shown["id"]), stage, at=NOON)
    return as_answer(stage_schemas.ProjectStage, found)


def test_every_time_of_every_stage_comes_back_as_it_was(staged_desk: StagedRealDesk) -> None:
    started = staged_desk.under_contract()
    staged_desk.begin(started, "contract", reason="增购")
    page = PAGES["contract"]["contract"] | {"amount": "95000", "list_price": "105000"}
    staged_desk.fill_in(started, "contract", contract=page, solutions=priced_at("95000"))
    amendment = staged_desk.hand_in(started, "contract")

    stored = staged_desk.project(started)

    assert (stored.state, sorted(stored.yielded)) == ("enrolled", ["contract", "enrolment", "filing_number"])
    assert [(time.name, time.number, time.dossier.state.value) for time in stored.times] == [
        ("contract", 1, "approved"),
        ("filing", 1, "approved"),
        ("provider_choice", 1, "approved"),
        ("contract", 2, "in_review"),
    ]
    assert stored.contract is not None
    assert (stored.contract.amount.fen, amendment["contract"]["amount_fen"]) == (9_000_000, 9_500_000)
    seen = read_stage(staged_desk, OFFICER, started, "contract")
    assert (seen["number"], [time["contract"]["amount_fen"] for time in seen["earlier"]]) == (2, [9_000_000])
    approved = as_answer(stage_schemas.ProjectStage, staged_desk.judge(started, "contract", OFFICER))
    assert read_stage(staged_desk, OFFICER, started, "contract") == approved


def test_what_waits_is_a_stage_and_two_of_one_project_wait_for_two_desks(staged_desk: StagedRealDesk) -> None:
    started = staged_desk.under_contract()
    staged_desk.begin(started, "contract", reason="增购")
    staged_desk.fill_in(started, "contract")
    staged_desk.begin(started, "internal_acceptance")

    assert sorted(waiting(staged_desk, ENTERPRISE)) == [
        (started["id"], "contract"),
        (started["id"], "internal_acceptance"),
    ]
    staged_desk.hand_in(started, "contract")
    staged_desk.fill_in(started, "internal_acceptance")
    staged_desk.hand_in(started, "internal_acceptance")

    assert waiting(staged_desk, OFFICER) == [(started["id"], "contract")]
    assert waiting(staged_desk, DISTRICT) == [(started["id"], "internal_acceptance")]
    assert (waiting(staged_desk, ENTERPRISE), waiting(staged_desk, OTHER_DISTRICT)) == ([], [])


def test_a_list_is_narrowed_by_the_stage_that_a_project_is_in(staged_desk: StagedRealDesk) -> None:
    started = staged_desk.under_contract()

    def listed(**wanted: Any) -> list[str]:
        items = list_projects(staged_desk.reading, OFFICER, Wanted(**wanted), limit=50, after=None)["items"]
        return [item["id"] for item in items]

    assert listed(stage="contract") == [started["id"]]
    assert listed(stage="filing") == []
    assert listed(step="town_review") == []


def test_the_public_list_names_filed_projects_and_nothing_else_of_them(staged_desk: StagedRealDesk) -> None:
    started = staged_desk.start_under_call()
    assert list_filed(staged_desk.reading, {}, limit=1, after=None)["items"] == []
    staged_desk.go_through(started, "filing")

    listed = as_answer(
        page_of(schemas.FiledProject), list_filed(staged_desk.reading, {"batch": BATCH}, limit=1, after=None)
    )

    assert listed["items"] == [
        {
            "id": started["id"],
            "title": "产线数字化改造",
            "filing_number": "HZ2026001",
            "programme_year": STAGED,
            "batch": BATCH,
            "applicant_name": started["applicant"]["name"],
            "division": started["division"],
            "published_on": "2026-11-20",
        }
    ]
    assert list_filed(staged_desk.reading, {"batch": "2026-9"}, limit=1, after=None)["items"] == []
    staged_desk.terminate(started)
    assert list_filed(staged_desk.reading, {}, limit=1, after=None)["items"] == []


def test_the_public_list_is_read_page_by_page(staged_desk: StagedRealDesk) -> None:
    staged_desk.packs = packs_with(staged(), staged(without_limit))
    ref = staged(without_limit).ref
    staged_desk.hear("facts.keep_pack", PackReleased(**heard(sequence=2), pack=ref.text, sha256=ref.sha256))
    for _ in range(3):
        staged_desk.go_through(staged_desk.start_under_call(), "filing")

    numbers, after = [], None
    while after or not numbers:
        page = list_filed(staged_desk.reading, {}, limit=2, after=after)
        numbers += [item["filing_number"] for item in page["items"]]
        after = page["next"]

    assert sorted(numbers) == ["HZ2026001", "HZ2026002", "HZ2026003"]


def without_limit(compiled: dict[str, Any]) -> None:
    compiled["pack"]["version"] = "2"
    compiled["lifecycle"][0]["projects_per_case"]["at_most"] = None


def test_of_several_starts_at_once_a_case_takes_as_many_as_it_has_room_for(staged_desk: StagedRealDesk) -> None:
    def start(_: int) -> str:
        try:
            staged_desk.start_under_call()
        except (CaseIsFull, Duplicate) as full:
            return type(full).__name__
        return "started"

    with ThreadPoolExecutor(4) as threads:
        results = sorted(threads.map(start, range(6)))

    assert results == ["CaseIsFull"] * 5 + ["started"]


def test_a_closed_call_starts_nothing_and_opens_again(staged_desk: StagedRealDesk) -> None:
    staged_desk.hear("known.keep_call", call_opened(3, CallClosed))
    staged_desk.hear("known.keep_call", call_opened(2))

    with pytest.raises(Refusal, match="stage_not_open"):
        staged_desk.start_under_call()

    staged_desk.hear("known.keep_call", call_opened(4))
    assert staged_desk.start_under_call()["state"] == "draft"


def test_an_institution_sees_only_what_it_was_assigned_to(staged_desk: StagedRealDesk) -> None:
    started = staged_desk.under_contract()

    for actor in (ASSESSOR, STRANGER, OTHER_DISTRICT):
        with pytest.raises(NotFound):
            read_stage(staged_desk, actor, started, "contract")
    with pytest.raises(NotFound):
        read_stage(staged_desk, ENTERPRISE, started, "internal_acceptance")
    assert read_stage(staged_desk, DISTRICT, started, "filing")["state"] == "approved"


def test_what_a_project_was_diagnosed_by_and_is_recommended_for_is_known(staged_desk: StagedRealDesk) -> None:
    started = staged_desk.under_contract()
    project_id = UUID(started["id"])
    evaluation = {"applicant": an_applicant(), "project_id": project_id, "level": 2, "edition": "2024"}
    for kind in (None, "digital_workshop", "digital_workshop"):
        told = LevelConfirmed(**heard(), **evaluation, recommended_for=kind)
        staged_desk.hear("known.keep_milestone", told, project_id)

    project = staged_desk.project(started)
    known = staged_desk.act(OFFICER, lambda uow: uow.known.around(project))

    assert (known.diagnosed_by, known.recommended_for) == ({"self"}, {"digital_workshop"})
    assert {"diagnosis_confirmed", "level_confirmed"} <= known.milestones
