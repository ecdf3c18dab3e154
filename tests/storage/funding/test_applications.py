"""Awards that are asked for, on PostgreSQL as in the fakes: kept, listed, settled with what was granted (XB14, ZS8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from casework.refusals import DossierIncomplete
from chassis.testing import a_clock
from contracts.actor import Actor
from contracts.events.acceptance import AcceptancePassed
from contracts.events.declaration import Applicant, PilotDelisted
from contracts.events.project import ProjectStageApproved
from contracts.events.registry import ProviderEnrolled
from policy.pack import Pack
from services.funding.domain.refusals import ApplicationNotOpen
from services.funding.storage import read_applications, read_awards
from tests import builders_funding as build
from tests.builders_funding import OFFICER
from tests.desk_applications import (
    DIAGNOSIS,
    DISTRICT,
    XIAMEN_NOON,
    Counter,
    an_asker,
    somebody_of,
    to_correct,
    xiamen,
    zhongshan,
)
from tests.desk_funding import Desk, Shelf
from tests.storage.funding.conftest import RealDesk

JIA = an_asker("甲")
LEADER = an_asker("链", "provider")


def at_the_counter(desk: Desk, pack: Pack) -> Counter:
    desk.pack, desk.packs = pack, Shelf(build.dalian(), pack)
    desk.clock = a_clock(XIAMEN_NOON)
    desk.open()
    return Counter(desk)


def enrolled(leader: Applicant) -> ProviderEnrolled:
    return ProviderEnrolled(
        **build.heard(leader.id), credit_code=leader.credit_code, name=leader.name, kinds=("chain_leader",)
    )


def completed(counter: Counter, enterprise: Applicant, leader: Applicant) -> None:
    """An enterprise whose transformation by this provider was accepted."""
    counter.desk.hear(replace(build.a_contract(enterprise), provider_id=leader.id))
    counter.desk.hear(build.an_acceptance(enterprise))


@pytest.mark.shows("XB14")
def test_each_approval_settles_what_the_count_gives_now_less_what_was_granted_before(any_desk: Desk) -> None:
    counter = at_the_counter(any_desk, xiamen())
    by = counter.knows(LEADER)
    any_desk.hear(enrolled(LEADER))
    asked = {"chain": "电子", "summary": "带动改造"}
    for name in "甲乙":
        completed(counter, an_asker(name), LEADER)

    counter.asked(by, "chain_leader_application", **asked)
    completed(counter, an_asker("丙"), LEADER)
    counter.asked(by, "chain_leader_application", **asked)
    (award,) = counter.awards(LEADER.id, "chain_leader")
    assert (award.amount.fen, award.subject_kind, award.part.run) == (15_000_000, "organisation", 1)

    planned(any_desk, award)
    completed(counter, an_asker("丁"), LEADER)
    counter.asked(by, "chain_leader_application", **asked)
    first, second = counter.awards(LEADER.id, "chain_leader")
    assert (first.amount.fen, second.amount.fen) == (15_000_000, 5_000_000)
    assert (second.part.run, second.computation.outcome["granted_before_fen"]) == (2, 15_000_000)


def planned(desk: Desk, award: Any) -> None:
    """A plan holds its tranche, so that nothing computes it again."""
    (tranche,) = desk.act(OFFICER, lambda uow: uow.tranches.of_award(award.id))
    desk.recommend(tranche.id, by=DISTRICT)
    desk.draw_up(tranche.id, year=2024)


@pytest.mark.shows("XB15")
def test_what_is_given_by_the_year_is_asked_for_once_a_year(any_desk: Desk) -> None:
    counter = at_the_counter(any_desk, xiamen())
    by = counter.knows(JIA, is_pilot=True)
    asked = {"year": 2023, "investment": "200"}
    first, second = (counter.start(by, "equipment_application") for _ in range(2))
    for draft in (first, second):
        counter.fill(by, draft, **asked)
    counter.submit(by, first)

    with pytest.raises(DossierIncomplete) as refused:
        counter.submit(by, second)
    assert [(each.code, each.article) for each in refused.value.problems] == [("once_a_year", "工作方案 四、（五）5")]

    counter.withdraw(by, first)
    assert counter.submit(by, second)["state"] == "in_review"
    any_desk.clock.advance(timedelta(days=213))
    assert counter.asked(by, "equipment_application", **{**asked, "year": 2024})["state"] == "approved"


@pytest.mark.shows("XB15")
def test_the_year_before_is_that_of_the_first_hand_in_so_that_a_correction_in_january_opens_no_other_year(
    any_desk: Desk,
) -> None:
    counter = at_the_counter(any_desk, xiamen())
    by = counter.knows(JIA, is_pilot=True)
    draft = counter.start(by, "equipment_application")
    counter.fill(by, draft, year=2023, investment="200")
    counter.submit(by, draft)
    any_desk.clock.advance(timedelta(days=213))
    counter.review(DISTRICT, draft, to_correct("request.year"))
    counter.fill(by, draft, slot=None, year=2024, investment="200")

    with pytest.raises(DossierIncomplete) as refused:
        counter.submit(by, draft)
    assert [(each.code, each.article) for each in refused.value.problems] == [
        ("invested_last_year", "工作方案 四、（五）5")
    ]

    counter.fill(by, draft, slot=None, year=2023, investment="200")
    assert counter.submit(by, draft)["state"] == "in_review"


@pytest.mark.shows("XB16")
def test_the_first_use_of_a_platform_is_supported_in_one_year_and_its_cap_is_that_year_s_whenever_it_is_approved(
    any_desk: Desk,
) -> None:
    counter = at_the_counter(any_desk, xiamen())
    by = counter.knows(JIA, is_pilot=True)
    said = {"platform": "示例云", "is_registered_platform": True, "is_first_use": True, "first_used_on": "2024-05-06"}
    first, second = (counter.start(by, "cloud_application") for _ in range(2))
    for draft, fee in ((first, "800000"), (second, "500000")):
        counter.fill(by, draft, **said, fee=fee)
        counter.submit(by, draft)
    counter.approve(first, DISTRICT, OFFICER)

    any_desk.clock.advance(timedelta(days=213))
    counter.approve(second, DISTRICT, OFFICER)
    again = counter.start(by, "cloud_application")
    counter.fill(by, again, **{**said, "first_used_on": "2025-01-02"}, fee="800000")
    with pytest.raises(DossierIncomplete) as refused:
        counter.submit(by, again)

    amounts = [counter.award_of(draft, "cloud").amount.fen for draft in (first, second)]
    assert amounts == [24_000_000, 6_000_000]
    assert [(each.code, each.article) for each in refused.value.problems] == [
        ("not_supported_before", "工作方案 四、（五）6")
    ]


@pytest.mark.shows("ZS8")
def test_an_advance_is_asked_for_once_the_contract_is_approved_and_taken_off_in_the_end(any_desk: Desk) -> None:
    counter = at_the_counter(any_desk, zhongshan())
    by = counter.knows(JIA, division="442001")
    ref = zhongshan().ref
    judged = {"division": "442001", "pack": ref.text, "pack_sha256": ref.sha256}
    contract = replace(build.a_contract(JIA, amount_yuan=800_000), **judged)
    any_desk.hear(contract)
    project_id = contract.aggregate_id

    with pytest.raises(ApplicationNotOpen) as refused:
        counter.start(by, "pre_award", project_id=project_id)
    any_desk.hear(approved(contract, judged))
    draft = counter.start(by, "pre_award", project_id=project_id)
    counter.fill(by, draft, slot="contract")
    counter.submit(by, draft)
    counter.approve(draft, OFFICER)
    any_desk.compute(passed(judged))

    assert [(each.code, each.article) for each in refused.value.problems] == [("stage_not_reached", "流程图 流程8")]
    by_tranche = {each.part.key: each for each in counter.awards(project_id, "completion")}
    assert {key: each.amount.fen for key, each in by_tranche.items()} == {"advance": 8_000_000, "rest": 16_000_000}
    assert {each.subject_kind for each in by_tranche.values()} == {"project"}
    assert draft["case_id"] == str(contract.case_id)


def approved(contract: Any, judged: dict[str, Any]) -> ProjectStageApproved:
    head = build.heard(contract.aggregate_id, 2)
    return ProjectStageApproved(
        **head, **judged, case_id=contract.case_id, applicant=JIA, title="改造", state="approved", stage="contract"
    )


def passed(judged: dict[str, Any]) -> AcceptancePassed:
    acceptance = build.an_acceptance(JIA, yuan=800_000, pack=judged["pack"], pack_sha256=judged["pack_sha256"])
    return replace(acceptance, level=2)


def test_what_is_asked_for_is_paid_to_the_account_that_the_application_names(desk: RealDesk) -> None:
    counter = at_the_counter(desk, xiamen())
    by = counter.knows(JIA, is_pilot=True)
    other = replace(
        build.an_account(JIA, number="6222000077770000", sequence=9),
        aggregate_id=build.an_id("another account"),
        account_name="另一账户",
    )
    desk.hear(other)

    shown = counter.asked(by, "diagnosis_application", **DIAGNOSIS)

    award = counter.award_of(shown, "diagnosis")
    (tranche,) = desk.act(OFFICER, lambda uow: uow.tranches.of_award(award.id))
    account = desk.act(OFFICER, lambda uow: uow.known.accounts([tranche.id]))[tranche.id]
    assert account.account_name == JIA.name


@pytest.mark.shows("XB8")
def test_whoever_lost_its_place_on_the_list_is_paid_nothing_that_it_asked_for_as_a_pilot(any_desk: Desk) -> None:
    counter = at_the_counter(any_desk, xiamen())
    by = counter.knows(JIA, is_pilot=True)
    award = counter.award_of(counter.asked(by, "diagnosis_application", **DIAGNOSIS), "diagnosis")
    (tranche,) = any_desk.act(OFFICER, lambda uow: uow.tranches.of_award(award.id))

    def is_delisted() -> bool:
        standing = any_desk.act(OFFICER, lambda uow: uow.known.standings([tranche.id]))[tranche.id]
        return bool(standing.is_delisted)

    assert not is_delisted()
    place = {**vars(counter.listed(JIA)), "sequence": 2, "state": "delisted"}
    any_desk.hear(PilotDelisted(**place, reason="退出试点"))
    assert is_delisted()


def test_applications_are_listed_for_whom_they_concern_and_wait_for_whose_turn_it_is(desk: RealDesk) -> None:
    counter = at_the_counter(desk, xiamen())
    by = counter.knows(JIA, is_pilot=True)
    draft = counter.start(by, "diagnosis_application")
    other = an_asker("乙")

    def listed(actor: Actor, **wanted: Any) -> list[str]:
        found = read_applications.list_applications(desk.reading, actor, wanted, limit=10, after=None)
        return [each["id"] for each in found["items"]]

    def waiting(actor: Actor) -> list[str]:
        return [
            each["id"] for each in read_applications.list_waiting(desk.reading, actor, limit=10, after=None)["items"]
        ]

    assert (listed(by), listed(DISTRICT), waiting(by)) == ([draft["id"]], [], [draft["id"]])
    counter.fill(by, draft, **DIAGNOSIS)
    counter.submit(by, draft)
    assert (waiting(DISTRICT), waiting(OFFICER), waiting(by)) == ([draft["id"]], [], [])
    assert listed(DISTRICT, stage="diagnosis_application", state="in_review") == [draft["id"]]
    assert (listed(OFFICER, division=DISTRICT.division), listed(OFFICER, division="210299")) == ([draft["id"]], [])
    assert listed(DISTRICT, stage="cloud_application") == listed(somebody_of(other)) == []

    counter.approve(draft, DISTRICT, OFFICER)
    found = UUID(draft["id"])
    history = read_applications.history_of(desk.reading, by, found, after=0, limit=50)["items"]
    assert [each["action"] for each in history if each["kind"] == "awardapplication"] == [
        "start", "save", "attach", "submit", "review", "review",
    ]  # fmt: skip
    (award,) = read_applications.awards_of(desk.reading, by, found)["items"]
    assert (award["award_fen"], award["subject_kind"]) == (6_000_000, "award_application")
    assert read_awards.awards_of_case(desk.reading, by, found)["items"] == [award]
