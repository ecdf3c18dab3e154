"""Money's ways back on PostgreSQL: recoveries in parts, honours, and what is published of both."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chassis.db.errors import Duplicate
from contracts.money import Money
from contracts.refusal import NotFound
from services.funding.domain.refusals import HonourExists, NettingExists
from services.funding.domain.states import TrancheState
from services.funding.storage import read_back, read_honours
from services.funding.storage.unit import FundingUnit
from tests import builders_funding as build
from tests.builders_funding import OFFICER, STRANGER
from tests.desk_funding_back import choose, claim_back, confirm, give_up, pay_back, propose
from tests.storage.funding.conftest import RealDesk


def test_a_tranche_comes_back_in_parts_and_its_budget_carries_another(desk: RealDesk) -> None:
    desk.budget(100_000)
    first, second = desk.accepted(build.an_applicant("甲")), desk.accepted(build.an_applicant("乙"))
    desk.released(first)
    desk.paid(first)
    for wan_yuan in ("5", "15"):
        pay_back(desk, claim_back(desk, first, Money.wan_yuan(wan_yuan)))

    desk.released(second)

    assert desk.tranche(first).state is TrancheState.RECOVERED
    assert desk.tranche(second).state is TrancheState.RELEASED


def test_past_every_use_case_one_recovery_of_a_tranche_is_open(desk: RealDesk) -> None:
    desk.budget()
    tranche_id = desk.accepted()
    desk.released(tranche_id)
    desk.paid(tranche_id)
    opened = desk.act(OFFICER, lambda uow: uow.recoveries.get(claim_back(desk, tranche_id, Money(7))["id"]))

    with pytest.raises(Duplicate, match="recovery_one_open"):
        desk.act(OFFICER, lambda uow: uow.recoveries.add(type(opened)(**{**vars(opened), "id": build.an_id("twin")})))


def test_an_enterprise_reads_what_is_claimed_from_it_and_nobody_elses(desk: RealDesk) -> None:
    desk.budget()
    tranche_id = desk.accepted()
    desk.released(tranche_id)
    desk.paid(tranche_id)
    recovery = claim_back(desk, tranche_id, Money.wan_yuan("1"))

    own = read_back.get_recovery(desk.reading, build.enterprise(build.an_applicant()), recovery["id"])

    assert (own["amount_fen"], own["terms"].reenters_budget) == (1_000_000, True)
    with pytest.raises(NotFound):
        read_back.get_recovery(desk.reading, STRANGER, recovery["id"])


def test_the_lists_of_honours_and_of_funded_projects_are_two_and_say_no_secrets(desk: RealDesk) -> None:
    desk.budget()
    paid = [desk.accepted(build.an_applicant(name)) for name in "甲乙丙"]
    desk.released(*paid)
    desk.paid(*paid)
    pay_back(desk, claim_back(desk, paid[0]))
    pay_back(desk, claim_back(desk, paid[1], Money.wan_yuan("8")))
    honoured = desk.tranche(desk.accepted(build.an_applicant("丁"))).project_id
    give_up(desk, honoured)
    with pytest.raises((HonourExists, Duplicate)) as refused:
        give_up(desk, honoured)

    honours = read_honours.list_honours(desk.reading, programme_year=None, limit=50, after=None)
    first = read_honours.list_funded_projects(desk.reading, programme_year=build.PROGRAMME, limit=1, after=None)
    rest = read_honours.list_funded_projects(desk.reading, programme_year=None, limit=5, after=first["next"])
    elsewhere = read_honours.list_funded_projects(desk.reading, programme_year="other", limit=5, after=None)

    if isinstance(refused.value, Duplicate):
        assert isinstance(FundingUnit.refusal_for(refused.value.constraint), HonourExists)
    assert [each["project_id"] for each in honours["items"]] == [honoured]
    funded = {each["applicant_name"]: each["paid_fen"] for each in (*first["items"], *rest["items"])}
    assert funded == {build.an_applicant("乙").name: 12_000_000, build.an_applicant("丙").name: 20_000_000}
    assert (rest["next"], elsewhere["items"]) == (None, [])
    shown = str((honours, first, rest))
    assert not any(secret in shown for secret in ("6222", build.an_applicant("乙").credit_code, "contact"))


def test_a_netting_is_booked_confirmed_and_listed_and_the_rest_is_paid(desk: RealDesk) -> None:
    desk.budget()
    first = desk.accepted()
    desk.released(first)
    desk.paid(first)
    later = desk.accepted(project="2", yuan=300_000)
    desk.released(later)
    recovery = claim_back(desk, first, Money.wan_yuan("4"))
    proposed = propose(desk, recovery, later)
    with pytest.raises((NettingExists, Duplicate)) as refused:
        propose(desk, recovery, later)
    confirm(desk, proposed)

    batch = desk.paid(later)

    if isinstance(refused.value, Duplicate):
        assert isinstance(FundingUnit.refusal_for(refused.value.constraint), NettingExists)
    (line,) = batch["instructions"]
    assert (line["gross_fen"], line["netted_fen"], line["amount_fen"]) == (15_000_000, 4_000_000, 11_000_000)
    listed = read_back.list_nettings(desk.reading, state="confirmed", recovery_id=recovery["id"], limit=50, after=None)
    assert [(each["id"], each["given"]) for each in listed["items"]] == [
        (proposed["id"], {"central": 2_000_000, "local": 2_000_000})
    ]
    assert desk.act(OFFICER, lambda uow: uow.recoveries.get(recovery["id"])).state == "settled"


def test_a_chosen_instrument_is_kept_and_the_newest_one_counts(desk: RealDesk) -> None:
    tranche_id = desk.accepted()
    award_id = desk.tranche(tranche_id).award_id
    owner = build.enterprise(build.an_applicant())
    before = read_back.get_instrument(desk.reading, desk.packs, owner, award_id)

    choose(desk, tranche_id, "bank_transfer", by=owner)
    after = choose(desk, tranche_id, "bank_transfer")

    assert (before["version"], before["instrument"], before["offered"]) == (0, "bank_transfer", ["bank_transfer"])
    assert read_back.get_instrument(desk.reading, desk.packs, OFFICER, award_id) == after | {"version": 2}
    with pytest.raises(NotFound):
        read_back.get_instrument(desk.reading, desk.packs, STRANGER, award_id)


def test_a_project_that_takes_the_honour_before_anything_is_computed_gets_no_award(desk: RealDesk) -> None:
    applicant, ref = build.an_applicant(), desk.pack.ref
    filed = replace(build.a_contract(applicant), pack=ref.text, pack_sha256=ref.sha256, division="210211")
    for event in (build.an_organisation(applicant), build.an_account(applicant), filed):
        desk.hear(event)
    give_up(desk, filed.aggregate_id, by=build.enterprise(applicant))

    desk.compute(build.an_acceptance(applicant))

    assert desk.act(OFFICER, lambda uow: uow.awards.of_project(filed.aggregate_id)) == ()
    assert desk.act(OFFICER, lambda uow: uow.honours.of_project(build.an_id("another project"))) is None
