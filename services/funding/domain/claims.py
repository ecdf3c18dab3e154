"""From what other services told to what policy computes by: the claim of a project."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from contracts.events.acceptance import AcceptanceFailed, AcceptancePassed, EligibleLine
from contracts.events.project import ContractLine
from contracts.money import ZERO, Money
from policy.claims import Claim, SpendLine
from services.funding.domain.known import Contract, KnownOrganisation
from services.funding.domain.occasion import Occasion


def claim_of(line: str, occasion: Occasion, organisation: KnownOrganisation, *, on: date) -> Claim:
    """The claim of a project for one subsidy line, computed on that day, as if nothing was awarded beside it."""
    return Claim(
        line=line,
        facts={
            **applicant_facts(organisation, kind=occasion.applicant.kind, division=occasion.division, on=on),
            **occasion.facts,
            **_computed_on(on),
        },
        spend=occasion.spend,
    )


def contract_facts(contract: Contract) -> dict[str, Any]:
    """What the contract in force tells."""
    facts = {
        "project.is_enrolled": True,
        "contract_on": contract.signed_on,
        "contract.amount": contract.amount,
        "contract.down_payment": contract.down_payment,
        "contract.list_price": contract.list_price,
        "contract.concession": contract.concession,
    }
    return {name: fact for name, fact in facts.items() if fact is not None}


def passed_facts(acceptance: AcceptancePassed) -> dict[str, Any]:
    """What a passed acceptance tells."""
    return {
        "acceptance.is_passed": True,
        "acceptance.is_confirmed": True,
        "acceptance.level": acceptance.level,
        "acceptance.edition": acceptance.edition,
        "audit.is_filed": bool(acceptance.lines),
        "completed_on": acceptance.completed_on,
        "accepted_on": acceptance.accepted_on,
    }


def failed_facts(acceptance: AcceptanceFailed, *, on: date) -> dict[str, Any]:
    """What a failed acceptance tells; a level that nobody found is none at all."""
    return {
        "acceptance.is_passed": False,
        "acceptance.level": acceptance.level if acceptance.level is not None else 0,
        "acceptance.edition": acceptance.edition,
        "audit.is_filed": False,
        "accepted_on": on,
    }


def refreshed(claim: Claim, organisation: KnownOrganisation, known: Mapping[str, Any], *, on: date) -> Claim:
    """The same claim by what is known today: standing, size class, and what else was heard (`known`)."""
    return replace(claim, facts={**claim.facts, **known, **_about_applicant(organisation), **_computed_on(on)})


def ended_facts(*, on: date) -> dict[str, Any]:
    """What a project that ended without completion tells: nobody accepted it, and no level was found."""
    return {
        "acceptance.is_passed": False,
        "acceptance.level": 0,
        "audit.is_filed": False,
        "terminated_on": on,
    }


def applicant_facts(organisation: KnownOrganisation, *, kind: str, division: str, on: date) -> dict[str, Any]:
    """Who asks, as it is known on that day."""
    return {
        **_about_applicant(organisation),
        "applicant.kind": kind,
        "applicant.division": division,
        **_computed_on(on),
    }


def release_facts(organisation: KnownOrganisation, *, kind: str, division: str, on: date) -> dict[str, Any]:
    """What the pack's `release` gate judges by where money leaves."""
    return {
        **applicant_facts(organisation, kind=kind, division=division, on=on),
        "project.is_enrolled": True,
        "acceptance.is_passed": True,
    }


def ceilings_of(lines: Iterable[ContractLine]) -> dict[UUID, Money]:
    """Product -> the most that all its units together may cost, as filed; a product without a ceiling is left out."""
    ceilings: dict[UUID, Money] = {}
    for line in lines:
        if line.ceiling_fen:
            whole = Money(line.ceiling_fen).at_rate(Decimal(line.quantity))
            ceilings[line.product_id] = ceilings.get(line.product_id, ZERO) + whole
    return ceilings


def _about_applicant(organisation: KnownOrganisation) -> dict[str, Any]:
    return {
        "applicant.credit_code": organisation.credit_code,
        "applicant.size_class": organisation.size_class,
        "standing.lists": frozenset(organisation.lists),
    }


def _computed_on(on: date) -> dict[str, date]:
    return {"applied_on": on, "planned_on": on}


def spend_of(lines: Iterable[EligibleLine], contract: Contract) -> Iterator[SpendLine]:
    """The audited lines. A product's ceiling is used up by its lines in turn: two invoices do not get it twice."""
    left = dict(contract.ceilings)
    for line in lines:
        amount = Money(line.audited_fen)
        ceiling = _lower(line.ceiling_fen, left.get(line.product_id) if line.product_id else None)
        if line.product_id in left:
            left[line.product_id] = max(left[line.product_id] - amount, ZERO)
        yield SpendLine(
            code=str(line.line),
            category=line.cost_category,
            amount=amount,
            link=line.link,
            product=str(line.product_id) if line.product_id is not None else None,
            ceiling=ceiling,
            dates={"invoice_on": line.invoiced_on, "contract_on": contract.signed_on},
        )


def _lower(told_fen: int | None, filed: Money | None) -> Money | None:
    """The lower of the ceiling that the audit was made with and what is left of the filed one."""
    known = [each for each in (Money(told_fen) if told_fen is not None else None, filed) if each is not None]
    return min(known, default=None)
