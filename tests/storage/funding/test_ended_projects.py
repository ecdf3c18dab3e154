"""A project that ends, on PostgreSQL: its advance is called off with its part of every cap, and stays so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from chassis.units import Units
from contracts.events.declaration import PilotListed
from contracts.events.project import ProjectTerminated
from contracts.money import ZERO
from policy.packs import load_folder
from services.funding.domain.states import TrancheState
from services.funding.storage.unit import FundingUnit
from tests import builders_funding as build
from tests.builders_funding import OFFICER
from tests.storage.funding.conftest import RealDesk


def test_the_advance_of_a_project_that_ends_is_called_off_once(units: Units[FundingUnit]) -> None:
    desk = RealDesk(units, pack=load_folder(build.ROOT / "packs" / "xiamen" / "sme-digital-2023"))
    applicant, ref = build.an_applicant(), desk.pack.ref
    filed = replace(
        build.a_contract(applicant, signed_on=date(2024, 3, 1)),
        down_payment_fen=20_000_000,
        pack=ref.text,
        pack_sha256=ref.sha256,
        division="350211",
    )
    listed = PilotListed(
        **build.heard(build.an_id("pilot")),
        case_id=build.a_case_id(applicant),
        applicant=applicant,
        division="350211",
        pack=ref.text,
        pack_sha256=ref.sha256,
        batch="2023-1",
    )
    for event in (build.an_organisation(applicant), build.an_account(applicant), listed, filed):
        desk.hear(event)
    desk.compute(filed)
    ended = ProjectTerminated(**build.heard(filed.aggregate_id, 9), reason="企业停产")
    desk.hear(ended)

    for _ in range(2):
        desk.compute(ended)

    awards = desk.act(OFFICER, lambda uow: uow.awards.of_project(filed.aggregate_id))
    first, rest = sorted(awards, key=lambda award: award.part.key)
    (tranche,) = desk.act(OFFICER, lambda uow: uow.tranches.of_award(first.id))
    allowances = desk.act(OFFICER, lambda uow: uow.allowances.locked(tranche.allowance_keys))
    assert (first.claim["facts"]["pilot.is_listed"], first.computation.calculated.fen) == (True, 8_000_000)
    assert (tranche.state, first.amount, rest.amount) == (TrancheState.REVOKED, ZERO, ZERO)
    assert rest.computation.outcome["recoverable_fen"] == 0
    assert [allowance.held for allowance in allowances.values()] == [ZERO]
