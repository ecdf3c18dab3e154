"""What passing a step asks beside the verdict: the window of its actor, and the letter that passes several cases."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from casework.dossier import Verdict
from policy.routes import Step
from services.declaration.domain.calls import Call
from services.declaration.domain.errors import DocumentRequired, OutsideWindow
from services.declaration.domain.rulebook import Rulebook

PASSING: Final = frozenset({Verdict.APPROVED, Verdict.PASSED})


def must_pass_here(step: Step, call: Call, rules: Rulebook, *, at: datetime) -> None:
    """One case by a verdict. DocumentRequired where it is a letter that passes cases; OutsideWindow."""
    if step.document is not None:
        raise DocumentRequired(step=step.step, title=step.document.title, article=step.document.basis.article)
    must_be_in_time(step, call, rules, at=at)


def must_be_in_time(step: Step, call: Call, rules: Rulebook, *, at: datetime) -> None:
    """OutsideWindow, with the article, after the last second that the call sets for the step's actor (NM2)."""
    problem = call.problem_of_step(step, rules.pack, at=at)
    if problem is not None:
        raise OutsideWindow(step=step.step, problems=[problem])
