"""How several use cases load: declarations that were named, recommendations of one's own, the rules of each case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from contracts.actor import Actor
from contracts.refusal import Invalid, NotFound, Problem
from policy.packs import Packs
from services.declaration.domain.declaration import Declaration
from services.declaration.domain.recommendation import Recommendation
from services.declaration.domain.rulebook import Rulebook
from services.declaration.use_cases.ports import Unit


def rules_of(packs: Packs) -> Callable[[Declaration], Rulebook]:
    """From a declaration to its rules, by the version of the pack that it is judged by."""
    return lambda declaration: Rulebook.of(packs.get(declaration.dossier.pack))


def all_of(uow: Unit, declaration_ids: Sequence[UUID]) -> Sequence[Declaration]:
    """Locked, each once, in the order in which they were named; `Invalid` names those that there are not."""
    named = list(dict.fromkeys(declaration_ids))
    found = {each.id: each for each in uow.declarations.get_all(named)}
    problems = [
        Problem(code="not_found", field=f"declaration_ids.{index}")
        for index, each in enumerate(named)
        if each not in found
    ]
    if not named:
        problems.append(Problem(code="required", field="declaration_ids"))
    if problems:
        raise Invalid(problems=problems)
    return [found[each] for each in named]


def recommendation_of(uow: Unit, actor: Actor, recommendation_id: UUID) -> Recommendation:
    """Locked; NotFound for that of another division."""
    found = uow.recommendations.get(recommendation_id)
    if found.division != (actor.division or ""):
        raise NotFound(kind="recommendation", id=str(recommendation_id))
    return found
