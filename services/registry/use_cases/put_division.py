"""The administrator adds or changes one division."""

from __future__ import annotations

from contracts.actor import Actor
from contracts.refusal import Invalid
from services.registry.domain.divisions import Division, DivisionSpec, spec_problems
from services.registry.domain.views import Shown, division_shown
from services.registry.use_cases.ports import Clock, Work


def put_division(uow: Work, clock: Clock, actor: Actor, spec: DivisionSpec) -> Shown:
    """Invalid for a code that is none or a parent that does not exist; NothingToChange when it is so already."""
    known = {division.code: division for division in uow.divisions.all()}
    problems = spec_problems(spec, known.keys(), field="division")
    if problems:
        raise Invalid(problems=problems)
    before = known.get(spec.code)
    if before is None:
        division = Division.first(uow.city, spec)
        uow.divisions.add(division)
    else:
        division = before.changed(spec)
        uow.divisions.save(division)
    uow.outbox.add([division.told(at=clock.now(), by=actor.account_id)])
    uow.audit.record(actor, "put_division", division, code=division.code)
    return division_shown(division)
