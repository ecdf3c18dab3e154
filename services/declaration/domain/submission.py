"""Handing in (提交), for the first time and after a return; everything that is wrong is said at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from casework import filing
from casework.filing import Check
from casework.refusals import DossierIncomplete
from casework.states import Action, next_state
from contracts.actor import Actor
from contracts.events.declaration import DeclarationSubmitted
from contracts.refusal import Problem
from services.declaration.domain.declaration import Decision, Declaration, announced
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
    submitted = declaration.changed(
        dossier=dossier, division_path=known.division_path, assigner=rules.assigner(dossier)
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
        window = known.call.problem(rules.pack, at=at)
        if window is not None:
            yield window
    yield from problems_of(rules, declaration.dossier, known, at=at)
