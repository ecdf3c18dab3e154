"""An officer declares that two organisations have to do with each other, one pair or a list of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from contracts.actor import Actor
from contracts.refusal import Invalid, Problem, Refusal
from services.registry.domain.organisations import Organisation, read_credit_code
from services.registry.domain.relations import Relation, RelationKind, declare
from services.registry.domain.shown_delegation import Shown, relation_shown
from services.registry.use_cases.ports import Clock, Work

LARGEST_BULK: Final = 500


@dataclass(frozen=True, kw_only=True)
class DeclaredRelation:
    """`from_code` did it for `to_code`: credit codes of registered organisations."""

    kind: RelationKind
    from_code: str
    to_code: str


def declare_relation(
    uow: Work, clock: Clock, actor: Actor, *, relations: Sequence[DeclaredRelation], source: str
) -> Shown:
    """Each for itself: what is in order is kept and told, for the others it is said what is wrong."""
    if not 1 <= len(relations) <= LARGEST_BULK:
        inputs = {"at_least": 1, "at_most": LARGEST_BULK}
        raise Invalid(problems=[Problem(code="out_of_range", field="relations", inputs=inputs)])
    results = []
    for index, declared in enumerate(relations):
        try:
            kept = _kept(uow, clock, actor, declared, source)
        except Refusal as refusal:
            problems = [problem.as_wire() for problem in refusal.problems]
            results.append({"index": index, "code": refusal.code, "problems": problems, "relation": None})
        else:
            results.append({"index": index, "code": None, "problems": [], "relation": relation_shown(kept)})
    return {"items": results}


def _kept(uow: Work, clock: Clock, actor: Actor, declared: DeclaredRelation, source: str) -> Relation:
    who, whom = _known(uow, declared.from_code, "from_code"), _known(uow, declared.to_code, "to_code")
    first = declare(uow.city, declared.kind, who.id, whom.id, source=source, at=clock.now())
    before = uow.relations.find(first.id, for_update=True)
    relation = first if before is None else before.again(source, at=clock.now())
    (uow.relations.add if before is None else uow.relations.save)(relation)
    uow.outbox.add([relation.told(at=clock.now(), by=actor.account_id)])
    uow.audit.record(actor, "declare_relation", relation, kind=relation.kind, from_id=who.id, to_id=whom.id)
    return relation


def _known(uow: Work, code: str, field: str) -> Organisation:
    organisation = uow.organisations.by_credit_code(read_credit_code(code, field=field))
    if organisation is None:
        raise Invalid(problems=[Problem(code="organisation_unknown", field=field)])
    return organisation
