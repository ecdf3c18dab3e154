"""A programme of several stages (ZS1, ZS3 to ZS5): each opens by what came before, and yields what its pack says."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from casework.common_facts import ReleasedPack
from casework.refusals import DossierIncomplete
from contracts.actor import Actor
from contracts.events.project import ContractFiled, ProjectCompleted, ProjectEnrolled, ProjectStageApproved
from contracts.refusal import ActionNotAllowed, Invalid, NotFound
from services.project.domain.errors import AmendmentNotAllowed, CaseIsFull, PilotNotListed, StageNotOpen
from services.project.domain.known import ProviderState
from services.project.use_cases.start_project import start_project
from services.project.use_cases.submit_project import submit_projects
from tests.builders_project import (
    DISTRICT,
    ENTERPRISE,
    OFFICER,
    PAYEE,
    PROVIDER,
    REJECTION,
    SOFTWARE,
    a_product,
    a_provider,
    a_return,
    packs_with,
)
from tests.builders_staged import CALL, CASE, PAGES, StagedActs, a_call, staged
from tests.desk_project import Desk, Shown


class StagedDesk(Desk, StagedActs):
    """The fakes, with a call under which projects are started."""

    def open(self) -> None:
        super().open()
        self.use(staged())
        self.uow.known.calls[CALL] = a_call()

    def use(self, pack: Any) -> None:
        """The pack that is valid today."""
        self.packs = packs_with(pack)
        self.uow.facts.released = [ReleasedPack(pack=pack.ref.text, sha256=pack.ref.sha256)]

    def diagnosed(self, shown: Shown) -> Shown:
        """The acceptance service told of a confirmed diagnosis."""
        self.uow.known.heard.setdefault(UUID(shown["id"]), set()).add("diagnosis_confirmed")
        return shown

    def under_contract(self) -> Shown:
        """Filed, diagnosed, with a provider and a contract."""
        started = self.start_under_call()
        self.go_through(started, "filing")
        self.go_through(self.diagnosed(started), "provider_choice", "contract")
        return started


@pytest.fixture
def staged_desk() -> StagedDesk:
    return StagedDesk()


def told(desk: Desk, kind: type) -> Any:
    """The newest event of a kind."""
    return next(event for event in reversed(desk.uow.outbox.events) if isinstance(event, kind))


def test_an_enterprise_starts_a_project_under_an_open_call_without_any_list(staged_desk: StagedDesk) -> None:
    staged_desk.uow.known.pilots.clear()

    shown = staged_desk.start_under_call()

    assert (shown["state"], shown["case_id"], shown["batch"]) == ("draft", str(CASE), "2025-1")
    assert shown["answers"]["basic"]["enterprise_name"] == shown["applicant"]["name"]
    assert [(each["stage"], each["state"], each["waits_for"]) for each in shown["stages"]][:2] == [
        ("filing", "draft", []),
        ("provider_choice", None, ["diagnosis_confirmed", "filing_approved"]),
    ]


@pytest.mark.parametrize(
    ("call", "code"),
    [({"is_open": False}, "window_over"), ({"opens_at": a_call().opens_at + timedelta(days=40)}, "window_not_open")],
)
def test_outside_the_call_nothing_is_started_and_the_article_is_cited(
    staged_desk: StagedDesk, call: dict[str, Any], code: str
) -> None:
    staged_desk.uow.known.calls[CALL] = a_call(**call)

    with pytest.raises(StageNotOpen) as refusal:
        staged_desk.start_under_call()

    assert [(each.code, each.article) for each in refusal.value.problems] == [(code, "流程 第1阶段")]


def test_after_the_window_a_draft_is_not_handed_in_but_a_correction_is(staged_desk: StagedDesk) -> None:
    started = staged_desk.start_under_call()
    staged_desk.fill_in(started, "filing")
    staged_desk.hand_in(started, "filing")
    staged_desk.judge(started, "filing", DISTRICT, a_return("basic.diagnosis"))
    staged_desk.clock.advance(timedelta(days=60))

    again = staged_desk.hand_in(started, "filing")

    assert again["state"] == "in_review"
    staged_desk.take_back(started, "filing")
    with pytest.raises(StageNotOpen) as refusal:
        staged_desk.start_under_call()
    assert [each.code for each in refusal.value.problems] == ["window_over"]


def test_who_names_neither_case_nor_call_or_both_is_refused(staged_desk: StagedDesk) -> None:
    for given in ({}, {"case_id": CASE, "call_id": CALL}):
        with pytest.raises(Invalid) as refusal:
            start_project(staged_desk.uow, staged_desk.packs, staged_desk.clock, ENTERPRISE, **given)
        assert [each.code for each in refusal.value.problems] == ["one_of_both"]


def test_a_programme_that_begins_with_a_declaration_starts_no_project_by_its_call(desk: Desk) -> None:
    desk.uow.known.calls[CALL] = a_call(pack="dalian/sme-digital-2024@1", batch="2024-1")

    with pytest.raises(PilotNotListed):
        start_project(desk.uow, desk.packs, desk.clock, ENTERPRISE, call_id=CALL)


def test_a_case_holds_as_many_projects_as_the_pack_allows(staged_desk: StagedDesk) -> None:
    first = staged_desk.start_under_call()

    with pytest.raises(CaseIsFull) as refusal:
        staged_desk.start_under_call()

    assert refusal.value.facts == {"at_most": 1}
    staged_desk.take_back(first, "filing")
    assert staged_desk.start_under_call()["state"] == "draft"


def test_the_approved_filing_gives_the_number_and_stands_on_the_public_list(staged_desk: StagedDesk) -> None:
    started = staged_desk.start_under_call()

    staged_desk.go_through(started, "filing")

    project = staged_desk.project(started)
    assert (project.state, project.filing_number, project.published_on) == ("filed", "HZ2026001", date(2026, 11, 20))
    assert staged_desk.uow.announced == ["project_filed", "project_filed", "project_stage_approved"]
    event = told(staged_desk, ProjectStageApproved)
    assert (event.stage, event.yields, event.state) == ("filing", ("filing_number",), "filed")


def test_a_later_stage_waits_for_its_milestones_with_the_article(staged_desk: StagedDesk) -> None:
    started = staged_desk.start_under_call()
    staged_desk.go_through(started, "filing")

    with pytest.raises(StageNotOpen) as refusal:
        staged_desk.begin(started, "provider_choice")

    [problem] = refusal.value.problems
    assert (problem.code, problem.article) == ("stage_not_reached", "流程 第3阶段")
    assert problem.inputs["waits_for"] == ["diagnosis_confirmed"]
    assert staged_desk.begin(staged_desk.diagnosed(started), "provider_choice")["state"] == "draft"


def test_the_choice_of_a_provider_brings_the_project_under_pilot_management(staged_desk: StagedDesk) -> None:
    started = staged_desk.start_under_call()
    staged_desk.go_through(started, "filing")

    staged_desk.go_through(staged_desk.diagnosed(started), "provider_choice")

    event = told(staged_desk, ProjectEnrolled)
    assert (event.state, event.provider_id, event.filing_number) == ("enrolled", PROVIDER, "HZ2026001")
    assert "contract_filed" not in staged_desk.uow.announced
    assert staged_desk.project(started).contract is None


@pytest.mark.parametrize("state", [ProviderState.SUSPENDED, ProviderState.REMOVED])
def test_a_provider_or_product_outside_the_pool_is_not_chosen(staged_desk: StagedDesk, state: ProviderState) -> None:
    started = staged_desk.start_under_call()
    staged_desk.go_through(started, "filing")
    staged_desk.begin(staged_desk.diagnosed(started), "provider_choice")
    staged_desk.fill_in(started, "provider_choice")
    staged_desk.uow.known.providers[PROVIDER] = a_provider(state=state)
    staged_desk.uow.known.products[SOFTWARE] = a_product("software", is_listed=False)

    with pytest.raises(DossierIncomplete) as refusal:
        staged_desk.hand_in(started, "provider_choice")

    assert {(each.code, each.article) for each in refusal.value.problems} == {
        ("provider_in_pool", "流程 第3阶段"),
        ("products_in_pool", "流程 第3阶段"),
    }


def test_the_contract_takes_its_provider_from_the_stage_before_and_keeps_the_three_shares(
    staged_desk: StagedDesk,
) -> None:
    started = staged_desk.under_contract()

    event = told(staged_desk, ContractFiled)
    assert (event.provider_id, event.payee_account_id, event.contract_number) == (PROVIDER, PAYEE, "QY-001")
    assert (event.list_price_fen, event.concession_fen, event.amount_fen) == (10_000_000, 1_000_000, 9_000_000)
    assert [line.ceiling_fen for line in event.lines] == [10_000_000]
    assert event.group_lead_id is None
    contract = staged_desk.project(started).contract
    assert contract is not None
    assert contract.down_payment.fen == 3_000_000


def test_shares_that_do_not_add_up_are_refused(staged_desk: StagedDesk) -> None:
    started = staged_desk.start_under_call()
    staged_desk.go_through(started, "filing")
    staged_desk.go_through(staged_desk.diagnosed(started), "provider_choice")
    staged_desk.begin(started, "contract")
    staged_desk.fill_in(started, "contract", contract=PAGES["contract"]["contract"] | {"concession": "9999.99"})

    with pytest.raises(DossierIncomplete) as refusal:
        staged_desk.hand_in(started, "contract")

    assert [(each.code, each.field) for each in refusal.value.problems] == [
        ("shares_do_not_add_up", "answers.contract.list_price")
    ]


def test_a_group_purchase_is_marked_by_who_leads_it(staged_desk: StagedDesk) -> None:
    started = staged_desk.start_under_call()
    staged_desk.go_through(started, "filing")
    staged_desk.go_through(staged_desk.diagnosed(started), "provider_choice")
    staged_desk.begin(started, "contract")
    lead = {"payee_account": str(PAYEE), "group_purchase_lead": str(PROVIDER)}
    staged_desk.fill_in(started, "contract", basic=lead)

    staged_desk.hand_in(started, "contract")
    staged_desk.judge(started, "contract", DISTRICT)

    assert told(staged_desk, ContractFiled).group_lead_id == PROVIDER


def test_the_internal_acceptance_completes_the_project_on_the_day_that_it_names(staged_desk: StagedDesk) -> None:
    started = staged_desk.under_contract()

    staged_desk.go_through(started, "internal_acceptance")

    event = told(staged_desk, ProjectCompleted)
    assert (event.state, event.completed_on) == ("completed", date(2026, 11, 20))
    assert staged_desk.project(started).milestones >= {"internal_acceptance_approved", "project_completed"}


def test_a_day_of_completion_that_has_not_come_is_refused(staged_desk: StagedDesk) -> None:
    started = staged_desk.under_contract()
    staged_desk.begin(started, "internal_acceptance")
    staged_desk.fill_in(started, "internal_acceptance", report={"completed_on": "2026-11-21", "conclusion": "好"})

    with pytest.raises(DossierIncomplete) as refusal:
        staged_desk.hand_in(started, "internal_acceptance")

    assert [each.code for each in refusal.value.problems] == ["in_the_future"]


def test_a_stage_that_is_gone_through_or_over_is_not_begun_twice(staged_desk: StagedDesk) -> None:
    started = staged_desk.start_under_call()
    staged_desk.go_through(started, "filing")
    staged_desk.begin(staged_desk.diagnosed(started), "provider_choice")

    with pytest.raises(ActionNotAllowed):
        staged_desk.begin(started, "provider_choice")
    with pytest.raises(AmendmentNotAllowed):
        staged_desk.begin(started, "filing", reason="想改名称")
    with pytest.raises(NotFound):
        staged_desk.begin(started, "nothing")


def test_a_later_stage_that_was_taken_back_is_begun_again_and_one_rejected_is_over(staged_desk: StagedDesk) -> None:
    started = staged_desk.start_under_call()
    staged_desk.go_through(started, "filing")
    staged_desk.go_through(staged_desk.diagnosed(started), "provider_choice")
    staged_desk.begin(started, "contract")
    staged_desk.take_back(started, "contract")

    again = staged_desk.begin(started, "contract")

    assert (again["number"], again["state"], [each["state"] for each in again["earlier"]]) == (
        2,
        "draft",
        ["withdrawn"],
    )
    staged_desk.fill_in(started, "contract")
    staged_desk.hand_in(started, "contract")
    staged_desk.judge(started, "contract", DISTRICT, REJECTION)
    assert staged_desk.project(started).contract is None
    with pytest.raises(ActionNotAllowed):
        staged_desk.begin(started, "contract")


def amended(desk: StagedDesk, started: Shown, **contract: str) -> Shown:
    desk.begin(started, "contract", reason="增购一项服务")
    page = PAGES["contract"]["contract"] | contract
    desk.fill_in(started, "contract", contract=page)
    return desk.hand_in(started, "contract")


def test_an_amended_contract_is_reviewed_and_told_anew_with_its_history(staged_desk: StagedDesk) -> None:
    started = staged_desk.under_contract()
    before = told(staged_desk, ContractFiled)

    in_review = amended(staged_desk, started, amount="95000", list_price="105000")
    in_force = staged_desk.project(started).contract
    shown = staged_desk.judge(started, "contract", OFFICER)

    after = told(staged_desk, ContractFiled)
    assert in_force is not None
    assert (in_review["is_amendment"], in_review["contract"]["amount_fen"]) == (True, 9_500_000)
    assert in_force.amount.fen == before.amount_fen == 9_000_000  # until the amendment is approved
    assert (after.amount_fen, after.sequence > before.sequence) == (9_500_000, True)
    assert [(each["number"], each["contract"]["amount_fen"]) for each in shown["earlier"]] == [(1, 9_000_000)]
    assert shown["reason"] == "增购一项服务"
    assert staged_desk.uow.announced.count("project_enrolled") == 1


def test_an_amendment_that_is_refused_leaves_the_contract_as_it_was(staged_desk: StagedDesk) -> None:
    started = staged_desk.under_contract()
    amended(staged_desk, started, amount="95000", list_price="105000")

    staged_desk.judge(started, "contract", OFFICER, REJECTION)

    contract = staged_desk.project(started).contract
    assert contract is not None
    assert contract.amount.fen == 9_000_000
    assert amended(staged_desk, started, amount="96000", list_price="106000")["number"] == 3


def test_an_amendment_keeps_the_ceilings_of_what_was_contracted(staged_desk: StagedDesk) -> None:
    started = staged_desk.under_contract()
    staged_desk.uow.known.products[SOFTWARE] = a_product("software", ceiling_fen=1)

    amended(staged_desk, started, amount="95000", list_price="105000")
    staged_desk.judge(started, "contract", OFFICER)

    assert [line.ceiling_fen for line in told(staged_desk, ContractFiled).lines] == [10_000_000]


def test_an_amendment_needs_a_reason(staged_desk: StagedDesk) -> None:
    with pytest.raises(Invalid) as refusal:
        staged_desk.begin(staged_desk.under_contract(), "contract", reason=" ")

    assert [each.field for each in refusal.value.problems] == ["reason"]


def test_once_the_acceptance_is_passed_nothing_is_amended(staged_desk: StagedDesk) -> None:
    started = staged_desk.under_contract()
    amended(staged_desk, started, amount="95000", list_price="105000")
    staged_desk.uow.known.heard[UUID(started["id"])].add("acceptance_passed")

    with pytest.raises(StageNotOpen):
        staged_desk.judge(started, "contract", OFFICER)
    staged_desk.judge(started, "contract", OFFICER, REJECTION)
    with pytest.raises(StageNotOpen):
        staged_desk.begin(started, "contract", reason="再次变更")


def test_the_districts_see_nothing_of_a_draft_and_of_an_approved_stage_what_was_approved(
    staged_desk: StagedDesk,
) -> None:
    started = staged_desk.under_contract()
    staged_desk.begin(started, "contract", reason="增购")
    staged_desk.fill_in(started, "contract", plan={"aims": "尚未提交的想法"})

    seen = staged_desk.find(started, actor=DISTRICT)

    by_name = {each["stage"]: each for each in seen["stages"]}
    assert (by_name["contract"]["state"], by_name["contract"]["number"]) == ("approved", 1)
    assert by_name["internal_acceptance"]["state"] is None
    assert "尚未提交的想法" not in str(seen)


def test_a_project_that_is_ended_takes_its_open_stages_with_it(staged_desk: StagedDesk) -> None:
    started = staged_desk.under_contract()
    amended(staged_desk, started, amount="95000", list_price="105000")

    ended = staged_desk.terminate(started)

    assert ended["state"] == "terminated"
    assert next(each for each in ended["stages"] if each["stage"] == "contract")["state"] == "withdrawn"
    contract = staged_desk.project(started).contract_in_force
    assert contract is not None
    assert contract.amount.fen == 9_000_000


def test_several_are_handed_in_at_once_in_a_stage(staged_desk: StagedDesk) -> None:
    staged_desk.use(staged(without_limit))
    first, second = staged_desk.start_under_call(), staged_desk.start_under_call()
    for started in (first, second):
        staged_desk.go_through(started, "filing")
    staged_desk.begin(staged_desk.diagnosed(first), "provider_choice")
    staged_desk.fill_in(first, "provider_choice")
    ids = [UUID(first["id"]), UUID(second["id"])]

    results = submit_projects(
        staged_desk.uow, staged_desk.packs, staged_desk.clock, ENTERPRISE, ids, stage="provider_choice"
    )["items"]

    assert [(each["stage"], each["is_submitted"], each["code"]) for each in results] == [
        ("provider_choice", True, None),
        (None, False, "not_found"),
    ]


def without_limit(compiled: dict[str, Any]) -> None:
    compiled["lifecycle"][0]["projects_per_case"]["at_most"] = None


@pytest.mark.parametrize("actor", [OFFICER, ENTERPRISE])
def test_each_stage_has_the_reviewers_of_its_own_route(staged_desk: StagedDesk, actor: Actor) -> None:
    started = staged_desk.start_under_call()
    staged_desk.fill_in(started, "filing")
    staged_desk.hand_in(started, "filing")

    with pytest.raises(Exception, match="not_allowed"):
        staged_desk.judge(started, "filing", actor)
