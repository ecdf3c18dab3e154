"""What a pack says about assessments: the edition in force, the minimum level, who may diagnose and evaluate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from casework.common_facts import Organisation
from casework.desks import INSTITUTION, ConflictOfInterest
from contracts.events.declaration import Applicant
from contracts.refusal import Invalid, Problem
from policy.assessment import Edition
from policy.dated import NoValueOn
from policy.lifecycle import stage_problems
from policy.pack import Pack
from services.acceptance.domain.assessment import Assessment, Assessor
from services.acceptance.domain.assessment_request import Purpose
from services.acceptance.domain.errors import AssessmentNotOpen, NoAssessmentEdition, NotRecognised
from services.acceptance.domain.known import KnownProject, Seller

EDITION: Final = "assessment_edition"
MINIMUM: Final = "minimum_level"
ENTERPRISE: Final = "enterprise"
SOLD, ADVISED = "sold_to_applicant", "advised_applicant"


@dataclass(frozen=True, kw_only=True)
class Pooled:
    """An organisation's place in the provider pool; no kinds while it is not enrolled."""

    kinds: tuple[str, ...] = ()
    is_enrolled: bool = False


def edition_in_force(pack: Pack, on: date) -> Edition:
    """The edition that the pack assesses by on that day; NoAssessmentEdition where it names none."""
    try:
        return pack.assessments[pack.value_on(EDITION, on)]
    except (KeyError, NoValueOn):
        raise NoAssessmentEdition(pack=pack.ref.text, on=on.isoformat()) from None


def edition_of(pack: Pack, assessment: Assessment) -> Edition:
    """The one that it was made under, as its own pack has it; never another."""
    return pack.assessments[assessment.edition]


def minimum_level(pack: Pack, on: date) -> int:
    """The level that an evaluation has to reach; none (0) where the pack asks for none."""
    try:
        return int(pack.value_on(MINIMUM, on))
    except (KeyError, NoValueOn):
        return 0


def must_be_open(pack: Pack, purpose: Purpose, project: KnownProject, *, at: datetime) -> None:
    """AssessmentNotOpen before the pack's stage of that name, or after it; a pack without one sets no time."""
    if purpose.value in {stage.name for stage in pack.stages}:
        problems = stage_problems(pack, purpose.value, project.milestones, at, call=next(iter(pack.calls), None))
        if problems:
            raise AssessmentNotOpen(problems=problems)


def must_be_recognised(pack: Pack, organisation: Organisation, pooled: Pooled, purpose: Purpose) -> None:
    """NotRecognised unless it may: by a kind of the pack that has the right, else as an institution of the city."""
    rules = pack.providers
    is_of_pool = any(kind.may(purpose.right) for kind in rules.kinds.values())
    may = (
        pooled.is_enrolled and rules.may(pooled.kinds, purpose.right)
        if is_of_pool
        else organisation.kind == INSTITUTION
    )
    if not may:
        raise NotRecognised(institution_id=str(organisation.id), purpose=purpose.value)


def must_be_unbiased(
    institution: Organisation,
    applicant: Applicant,
    purpose: Purpose,
    *,
    sellers: Sequence[Seller],
    advisers: Iterable[Assessor],
    declared: Sequence[str] = (),
) -> None:
    """Whoever diagnosed, sold to or advised an enterprise does not evaluate it, nor does it judge itself.

    `declared` are what officers declared that it has to do with it.

    ConflictOfInterest. It is the same one by its credit code, whatever it is registered as.
    """
    reasons = ["is_applicant"] if institution.credit_code == applicant.credit_code else []
    if purpose is Purpose.EVALUATION:
        reasons += [*stakes_of(institution, sellers=sellers, advisers=advisers), *declared]
    if reasons:
        raise ConflictOfInterest(institution_id=str(institution.id), reasons=reasons)


def stakes_of(institution: Organisation, *, sellers: Sequence[Seller], advisers: Iterable[Assessor]) -> list[str]:
    """What an organisation has to do with an enterprise: it sold to it, it diagnosed or pre-checked it."""
    sold = any(each.id == institution.id or each.credit_code == institution.credit_code for each in sellers)
    advised = any(each.id == institution.id or each.credit_code == institution.credit_code for each in advisers)
    return [reason for reason, holds in ((SOLD, sold), (ADVISED, advised)) if holds]


def must_be_between(assessed_on: date, first: date, last: date) -> None:
    """Invalid for a day outside, both ends included: the day decides the edition, so nobody may choose it freely."""
    for is_out, code, name, limit in (
        (assessed_on < first, "below_minimum", "at_least", first),
        (assessed_on > last, "above_maximum", "at_most", last),
    ):
        if is_out:
            raise Invalid(problems=[Problem(code=code, field="assessed_on", inputs={name: limit.isoformat()})])


def must_be_enterprise(organisation: Organisation) -> None:
    """Invalid for a provider or an institution: it is enterprises that are assessed."""
    if organisation.kind != ENTERPRISE:
        inputs = {"kind": organisation.kind}
        raise Invalid(problems=[Problem(code="not_an_enterprise", field="programme_year", inputs=inputs)])


def assessor_of(organisation: Organisation) -> Assessor:
    """Who assesses."""
    return Assessor(id=organisation.id, credit_code=organisation.credit_code, name=organisation.name)


def applicant_of(organisation: Organisation) -> Applicant:
    """Who is assessed."""
    return Applicant(
        kind=organisation.kind, id=organisation.id, credit_code=organisation.credit_code, name=organisation.name
    )
