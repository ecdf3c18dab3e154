"""A provider appeals against a warning or a suspension (申诉), within the term of the pack."""

from __future__ import annotations

from uuid import UUID

from contracts.actor import Actor
from contracts.refusal import ActionNotAllowed, NotFound
from services.registry.domain.files import FileReference
from services.registry.domain.measures import MeasureAction
from services.registry.domain.pool import PoolState
from services.registry.domain.shown_measure import Shown, measure_shown
from services.registry.domain.versions import must_match
from services.registry.use_cases.load import calendar_of, entry_of
from services.registry.use_cases.ports import Clock, Work


def appeal_measure(
    uow: Work,
    clock: Clock,
    actor: Actor,
    measure_id: UUID,
    *,
    text: str,
    files: tuple[FileReference, ...],
    expected_version: int | None,
) -> Shown:
    """NotFound for another provider's; ActionNotAllowed once it was decided, or the provider removed; AppealTooLate."""
    measure = uow.measures.get(measure_id, for_update=True)
    if measure.provider_id != actor.organisation_id:
        raise NotFound(kind="measure", id=str(measure_id))
    must_match(measure.version, expected_version)
    entry = entry_of(uow, measure.provider_id)
    if entry.state is PoolState.REMOVED:
        raise ActionNotAllowed(state=entry.state.value, action=MeasureAction.APPEAL.value)
    calendar = calendar_of(uow)
    appealed = measure.appealed(text, files, calendar, at=clock.now())
    uow.measures.save(appealed)
    uow.audit.record(actor, "appeal", appealed, organisation_id=appealed.provider_id)
    return measure_shown(appealed, calendar, today=clock.today())
