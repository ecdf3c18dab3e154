"""A case was moved to another version of its pack: its projects are judged by that from now on."""

from __future__ import annotations

from contracts.actor import Actor
from contracts.events.declaration import CaseMovedToPack
from policy.packs import Packs
from policy.refs import PackRef
from services.project.domain.endings import moved_to_pack
from services.project.domain.rulebook import Rulebook
from services.project.use_cases.ports import Unit


def follow_pack(uow: Unit, packs: Packs, event: CaseMovedToPack) -> None:
    """Those that have not ended. An older news than the one that is held changes nothing."""
    uow.known.keep_move(event)
    if event.case_id is None:
        return
    pilot = uow.known.pilot_of_case(event.case_id)
    if pilot is None or pilot.pack_sha256 != event.pack_sha256:
        return
    book = Rulebook(packs.get(PackRef.parse(event.pack, event.pack_sha256)))
    actor, calendar = Actor.system(uow.city), uow.facts.calendar()
    for project in uow.projects.active_of_pilot(event.case_id, event.aggregate_id):
        moved = moved_to_pack(project, book, calendar)
        if moved is not None:
            uow.projects.save(moved)
            uow.audit.record(
                actor, "move_to_pack", moved, before=project.pack.text, after=event.pack, reason=event.reason
            )
