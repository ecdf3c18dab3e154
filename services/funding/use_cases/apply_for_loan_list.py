"""An enterprise applies for its project to get on the project whitelist of the technology-innovation fund (XB23)."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from contracts.actor import Actor
from contracts.money import Money
from contracts.refusal import NotFound
from policy.loans import loans_of
from services.funding.domain.loans import ListingState, LoanListing, listing_view, must_be_sound
from services.funding.domain.refusals import LoansNotOffered, NotLoanEligible
from services.funding.use_cases.load import facts_of_project, project_of
from services.funding.use_cases.ports import Clock, LoanUnit, Packs


def apply_for_loan_list(
    uow: LoanUnit, packs: Packs, clock: Clock, actor: Actor, project_id: UUID, *, amount: Money, purpose: str
) -> dict[str, Any]:
    """NotFound for a project without a contract, and for a stranger's; LoansNotOffered where the pack has no lists.

    NotLoanEligible with the rules of the pack that do not hold; LoanListingExists (from the database) for a second
    application while one is under way or listed.
    """
    project = project_of(uow, project_id, uow.awards.of_project(project_id))
    if project is None or actor.organisation_id != project.applicant.id:
        raise NotFound(kind="project", id=str(project_id))
    pack = packs.get(project.pack)
    rules = loans_of(pack)
    if rules is None:
        raise LoansNotOffered(pack=project.pack.text)
    must_be_sound(amount, purpose)
    problems = rules.projects.problems(pack, facts_of_project(uow, project_id, project))
    if problems:
        raise NotLoanEligible(problems=problems)
    listing = LoanListing(
        id=uuid4(),
        city=uow.city,
        version=1,
        case_id=project.case_id,
        project_id=project_id,
        applicant=project.applicant,
        division=project.division,
        programme_year=project.pack.programme_year,
        amount=amount,
        purpose=purpose.strip(),
        state=ListingState.APPLIED,
        applied_at=clock.now(),
    )
    uow.loan_listings.add(listing)
    uow.audit.record(actor, "apply_for_loan_list", listing, project_id=project_id)
    return listing_view(listing)
