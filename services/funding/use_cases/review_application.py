"""A reviewer decides the step of an award application; the last approval computes the awards of its lines."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from uuid import UUID

from casework.desks import must_see, must_take
from casework.reviews import Judgement
from casework.states import State
from casework.versions import must_be_version
from contracts.actor import Actor
from contracts.refusal import ActionNotAllowed
from policy.subsidy import OF_ORGANISATION, OF_PROJECT, SubsidyLine
from services.funding.domain.application_rules import ApplicationRules
from services.funding.domain.application_shown import application_shown
from services.funding.domain.applying import Decision, review
from services.funding.domain.award_application import SERVICE, AwardApplication
from services.funding.domain.occasion import Ground, Occasion
from services.funding.use_cases.compute_award import compute_occasion
from services.funding.use_cases.load import heard_of_application, rules_of
from services.funding.use_cases.ports import Clock, Packs, Unit


def review_application(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    actor: Actor,
    application_id: UUID,
    *,
    judgement: Judgement,
    expected_version: int | None,
) -> dict[str, Any]:
    """The application knows its step, the pack who may take it and what may come out.

    NotKnownHere, and nothing is decided, while what the award is computed by is still to come.
    """
    application = uow.applications.get(application_id)
    must_see(actor, application, service=SERVICE)
    must_be_version(application, expected_version)
    rules = rules_of(packs, application)
    step = rules.step(application.dossier)
    if step is None:
        raise ActionNotAllowed(state=application.state.value, action="review")
    must_take(actor, application, step, service=SERVICE)
    decision = review(application, rules, uow.facts.calendar(), judgement, by=actor, at=clock.now())
    uow.applications.save(decision.application)
    uow.outbox.add([decision.event])
    uow.audit.record(actor, "review", decision.application, step=step.step, verdict=judgement.verdict)
    if decision.application.state is State.APPROVED:
        _compute(uow, packs, clock, decision, rules)
    return application_shown(decision.application, rules, actor)


def _compute(uow: Unit, packs: Packs, clock: Clock, decision: Decision, rules: ApplicationRules) -> None:
    application = decision.application
    facts = {
        **rules.form.facts(dict(application.dossier.answers)),
        **heard_of_application(uow, application, at=clock.now()),
    }

    def subject(line: SubsidyLine) -> str:
        return line.subject

    for kind, lines in groupby(sorted(rules.lines, key=subject), key=subject):
        occasion = Occasion(
            ground=Ground(event=decision.event.NAME, aggregate_id=application.id, sequence=application.version),
            city=application.city,
            case_id=application.case_id,
            project_id=_subject_id(application, kind),
            subject_kind=kind,
            applicant=application.applicant,
            division=application.division,
            pack=application.dossier.pack,
            facts=facts,
            lines=frozenset(line.key for line in lines),
        )
        compute_occasion(uow, packs, clock, occasion)


def _subject_id(application: AwardApplication, kind: str) -> UUID:
    if kind == OF_PROJECT:
        assert application.project_id is not None
        return application.project_id
    return application.applicant.id if kind == OF_ORGANISATION else application.id
