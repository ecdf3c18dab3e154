"""What is checked again where money leaves (architecture 8): standing, the pilot list, the project, the payee."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from contracts.refusal import Problem
from services.funding.domain.claims import release_facts
from services.funding.domain.known import Standing
from services.funding.domain.payee import PayeeSnapshot, is_same_name
from services.funding.domain.refusals import NotPayable
from services.funding.domain.tranche import Tranche

if TYPE_CHECKING:
    from policy.pack import Pack

GATE = "release"


def must_still_be_payable(
    pack: Pack, tranche: Tranche, standing: Standing, snapshot: PayeeSnapshot, *, on: date
) -> None:
    """NotPayable with everything that speaks against it at once, each with its article where the pack has one."""
    facts = release_facts(standing.organisation, kind=tranche.applicant.kind, division=tranche.division, on=on)
    problems = list(pack.gate(GATE).failed(facts)) if GATE in pack.gates else []
    if standing.is_delisted:
        problems.append(Problem(code="pilot_delisted", requirement="企业须在试点企业名单内"))
    if standing.is_terminated:
        problems.append(Problem(code="project_terminated", requirement="项目未终止"))
    if not is_same_name(snapshot.payee.account_name, standing.organisation.name):
        inputs = {"account_name": snapshot.payee.account_name, "registered_name": standing.organisation.name}
        problems.append(Problem(code="payee_name_differs", requirement="账户名称须与注册名称一致", inputs=inputs))
    if problems:
        raise NotPayable(problems=problems, tranche_id=str(tranche.id))
