"""A case was moved to another version of its pack: its acceptances are judged by that from now on."""

from __future__ import annotations

from contracts.actor import Actor
from contracts.events.declaration import CaseMovedToPack
from policy.packs import Packs
from services.acceptance.domain.requesting import moved_to_pack
from services.acceptance.domain.rulebook import Rulebook
from services.acceptance.use_cases.ports import Unit


def follow_pack(uow: Unit, packs: Packs, event: CaseMovedToPack) -> None:
    """Those that are not over. An older news than the one that is held changes nothing."""
    uow.projects.keep_move(event)
    if event.case_id is None:
        return
    actor = Actor.system(uow.city)
    for acceptance in uow.acceptances.live_of_case(event.case_id):
        around = uow.projects.around(acceptance.project_id)
        rules = Rulebook.of(packs.get(around.project.ref))
        moved = moved_to_pack(acceptance, rules, around.calendar)
        if moved is not None:
            before, after = acceptance.dossier.pack.text, moved.dossier.pack.text
            uow.acceptances.save(moved)
            uow.audit.record(actor, "move_to_pack", moved, before=before, after=after, reason=event.reason)
