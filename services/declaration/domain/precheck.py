"""Before anything is filled in: what would keep an applicant from declaring, and what it would need (资格自查).

Judged by what the platform knows of the applicant. A condition that depends on an answer is no refusal yet: it is told
as a need, with its article.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from casework.days import local_date
from casework.filing import Check
from casework.states import State
from contracts.refusal import Problem
from services.declaration.domain.declaration import Declaration
from services.declaration.domain.eligibility import applicant_facts
from services.declaration.domain.rulebook import Rulebook
from services.declaration.domain.submission import exclusion_problems
from services.declaration.domain.surroundings import Surroundings

_FREE_AGAIN = frozenset({State.WITHDRAWN, State.VOIDED})


def precheck(rules: Rulebook, known: Surroundings, earlier: Sequence[Declaration], *, at: datetime) -> Check:
    """`earlier` are the applicant's declarations in this round."""
    facts = {**applicant_facts(known), "declared_on": local_date(at)}
    gate = rules.gate
    return Check(
        problems=(*_problems(rules, known, earlier, at=at), *(gate.refuted(facts) if gate else ())),
        warnings=tuple(gate.warnings(facts)) if gate else (),
        needs=tuple(gate.undecided(facts)) if gate else (),
    )


def _problems(
    rules: Rulebook, known: Surroundings, earlier: Sequence[Declaration], *, at: datetime
) -> Iterator[Problem]:
    found = (
        rules.stage.applicant_problem(known.applicant.kind),
        rules.pack.validity_problem(local_date(at)),
        known.call.problem(rules.pack, at=at),
    )
    yield from (problem for problem in found if problem is not None)
    for declaration in earlier:
        if declaration.state is State.REJECTED:
            yield Problem(code="stage_over", article=rules.stage.basis.article, inputs={"stage": rules.stage.name})
        elif declaration.state not in _FREE_AGAIN:
            inputs = {"state": declaration.state.value, "declaration_id": str(declaration.id)}
            yield Problem(code="round_already_declared", article=rules.stage.basis.article, inputs=inputs)
    yield from exclusion_problems(rules, known)
