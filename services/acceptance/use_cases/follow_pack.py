"""A case, or a project of its own, was moved to another version of its pack: its acceptances are judged by that."""

from __future__ import annotations

from collections.abc import Iterable

from contracts.actor import Actor
from contracts.events.declaration import CaseMovedToPack
from contracts.events.project import ProjectMovedToPack
from policy.packs import Packs
from services.acceptance.domain.acceptance import Acceptance
from services.acceptance.domain.requesting import moved_to_pack
from services.acceptance.domain.rulebook import Rulebook
from services.acceptance.use_cases.ports import Unit


def follow_pack(uow: Unit, packs: Packs, event: CaseMovedToPack) -> None:
    """Those of the case that are not over. An older news than the one that is held changes nothing."""
    uow.projects.keep_move(event)
    if event.case_id is not None:
        _follow(uow, packs, uow.acceptances.live_of_case(event.case_id), reason=event.reason)


def follow_pack_of_project(uow: Unit, packs: Packs, event: ProjectMovedToPack) -> None:
    """The one of the project, unless it is over. An older news than the one that is held changes nothing."""
    uow.projects.keep_project(event)
    if event.case_id is not None:
        of_case = uow.acceptances.live_of_case(event.case_id)
        _follow(uow, packs, [each for each in of_case if each.project_id == event.aggregate_id], reason=event.reason)


def _follow(uow: Unit, packs: Packs, acceptances: Iterable[Acceptance], *, reason: str) -> None:
    actor = Actor.system(uow.city)
    for acceptance in acceptances:
        around = uow.projects.around(acceptance.project_id)
        rules = Rulebook.of(packs.get(around.project.ref))
        moved = moved_to_pack(acceptance, rules, around.calendar)
        if moved is not None:
            before, after = acceptance.dossier.pack.text, moved.dossier.pack.text
            uow.acceptances.save(moved)
            uow.audit.record(actor, "move_to_pack", moved, before=before, after=after, reason=reason)
