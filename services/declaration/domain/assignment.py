"""Assigning an institution (第三方机构) to the step that asks for one. Whoever has a stake does not judge."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from contracts.refusal import ActionNotAllowed, Invalid, Problem
from policy.routes import Step
from services.declaration.domain.declaration import Declaration
from services.declaration.domain.eligibility import KnownOrganisation
from services.declaration.domain.errors import ConflictOfInterest, NotToBeAssigned
from services.declaration.domain.rulebook import Rulebook

INSTITUTION = "institution"


def step_to_assign(declaration: Declaration, rules: Rulebook) -> Step:
    """The step that it is in, if an institution is assigned to it; ActionNotAllowed or NotToBeAssigned otherwise."""
    step = rules.step(declaration.dossier)
    if step is None:
        raise ActionNotAllowed(state=declaration.state.value, action="assign")
    if step.assigned_by is None:
        raise NotToBeAssigned(step=step.step)
    return step


def assign(
    declaration: Declaration, institution_id: UUID, institution: KnownOrganisation, *, stakes: Sequence[str]
) -> Declaration:
    """With the institution that takes the step, instead of one that was assigned before.

    `stakes` are the reasons for which it may not judge this applicant (it sold to it, it diagnosed it).
    """
    if institution.kind != INSTITUTION:
        problem = Problem(code="not_an_institution", field="institution_id", inputs={"kind": institution.kind})
        raise Invalid(problems=[problem])
    is_applicant = institution.credit_code == declaration.applicant.credit_code
    reasons = [*stakes, *(["is_applicant"] if is_applicant else [])]
    if reasons:
        raise ConflictOfInterest(institution_id=str(institution_id), reasons=reasons)
    return declaration.changed(assignee_id=institution_id)
