"""Handing in (提交), for the first time and after a return; everything that is wrong is said at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from casework import filing
from casework.filing import Check
from casework.refusals import DossierIncomplete
from casework.states import Action, next_state
from contracts.actor import Actor
from contracts.events.declaration import DeclarationSubmitted
from contracts.refusal import Problem
from policy.ranking import points_of
from services.declaration.domain.declaration import Decision, Declaration, Ranking, announced
from services.declaration.domain.eligibility import facts_of, problems_of
from services.declaration.domain.rulebook import Rulebook
from services.declaration.domain.surroundings import Surroundings


def submit(declaration: Declaration, rules: Rulebook, known: Surroundings, *, by: Actor, at: datetime) -> Decision:
    """In review at a step of the pack's route, or DossierIncomplete with everything at once.

    The call's window counts for the first time only: a correction goes on with what came in time.
    """
    next_state(declaration.state, Action.SUBMIT)
    dossier = filing.submit(
        declaration.dossier,
        rules.route,
        known.calendar,
        by=by,
        at=at,
        problems=_problems(declaration, rules, known, at=at),
        statement_version=rules.statement_version,
        seal=rules.seal(declaration.dossier),
    )
    exclusive = rules.pack.round.exclusive
    submitted = declaration.changed(
        dossier=dossier,
        division_path=known.division_path,
        assigner=rules.assigner(dossier),
        exclusive_key=exclusive.key if exclusive else None,
        ranking=_ranking(rules, facts_of(rules, declaration.dossier, known, at=at)),
    )
    return Decision(declaration=submitted, events=(announced(DeclarationSubmitted, submitted, at=at, by=by),))


def check(declaration: Declaration, rules: Rulebook, known: Surroundings, *, by: Actor, at: datetime) -> Check:
    """A trial: what would be refused now, and what is needed to be eligible. Nothing is changed."""
    facts = facts_of(rules, declaration.dossier, known, at=at)
    return Check(
        problems=_refused(declaration, rules, known, by=by, at=at),
        warnings=tuple(rules.gate.warnings(facts)) if rules.gate else (),
        needs=tuple(rules.gate.needs(facts)) if rules.gate else (),
    )


def _refused(
    declaration: Declaration, rules: Rulebook, known: Surroundings, *, by: Actor, at: datetime
) -> tuple[Problem, ...]:
    try:
        submit(declaration, rules, known, by=by, at=at)
    except DossierIncomplete as refusal:
        return refusal.problems
    return ()


def _problems(declaration: Declaration, rules: Rulebook, known: Surroundings, *, at: datetime) -> Iterator[Problem]:
    if not declaration.is_filed:
        window = known.call.problem(rules.pack, at=at, started_at=declaration.dossier.started_at)
        if window is not None:
            yield window
    yield from problems_of(rules, declaration.dossier, known, at=at)
    yield from exclusion_problems(rules, known, but=declaration.id)


def exclusion_problems(rules: Rulebook, known: Surroundings, *, but: UUID | None = None) -> Iterator[Problem]:
    """Every other programme that the applicant is in, and that this one excludes, with the article (XA11)."""
    exclusive = rules.pack.round.exclusive
    for other in known.other_pilots:
        if exclusive is not None and other.exclusive_key == exclusive.key and other.id != but:
            inputs = {"programme_year": other.programme_year, "batch": other.batch}
            yield Problem(
                code="other_pilot_declared",
                article=exclusive.basis.article,
                requirement=f"{exclusive.title}{exclusive.basis.remark}",
                inputs=inputs,
            )


def _ranking(rules: Rulebook, facts: dict[str, Any]) -> Ranking:
    met = points_of(rules.pack.round.ranking, facts, rules.pack.values)
    return Ranking(points=sum(line.points for line in met), codes=tuple(line.code for line in met))
