"""The city officer moves a project that was begun under a call to another version of its pack."""

from __future__ import annotations

from chassis.clock import Clock
from contracts.refusal import Invalid, Problem
from policy.packs import Packs
from policy.refs import PackRef
from services.project.domain.moving import move_to_pack
from services.project.domain.rulebook import Rulebook
from services.project.domain.shown_project import Shown, shown_project
from services.project.use_cases.load import Asked, seen
from services.project.use_cases.ports import Unit


def move_project_to_pack(uow: Unit, packs: Packs, clock: Clock, asked: Asked, *, pack: str, reason: str) -> Shown:
    """Only to a released version of the same programme; acceptance and funding hear of it and follow."""
    loaded, at = seen(uow, packs, asked), clock.now()
    before = loaded.project.pack
    book = Rulebook(packs.get(_released(uow, pack, before.programme_year)))
    decision = move_to_pack(loaded.project, book, loaded.known.calendar, by=asked.actor, at=at, reason=reason)
    uow.projects.save(decision.project)
    uow.outbox.add(decision.events)
    uow.audit.record(
        asked.actor, "move_to_pack", decision.project, before=before.text, after=book.pack.ref.text, reason=reason
    )
    return shown_project(decision.project, book, loaded.known, asked.actor, at=at)


def _released(uow: Unit, pack: str, programme_year: str) -> PackRef:
    for known in uow.facts.packs():
        ref = PackRef.parse(known.pack, known.sha256)
        if (ref.text, ref.programme_year) == (pack, programme_year):
            return ref
    raise Invalid(problems=[Problem(code="unknown_pack", field="pack", inputs={"pack": pack})])
