"""The city officer publishes proposed pilot enterprises (公示), for as long as the pack says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from chassis.clock import Clock
from contracts.actor import Actor
from policy.packs import Packs
from services.declaration.domain import pilot_notice
from services.declaration.domain.listing import published
from services.declaration.domain.rulebook import Rulebook
from services.declaration.domain.shown_notice import shown_notice
from services.declaration.use_cases.load import all_of
from services.declaration.use_cases.ports import Unit


def open_notice(
    uow: Unit, packs: Packs, clock: Clock, actor: Actor, *, title: str, declaration_ids: Sequence[UUID]
) -> dict[str, Any]:
    """All of them or none: NotProposed names those that are not ready."""
    declarations = all_of(uow, declaration_ids)
    newest = max((each.dossier.pack for each in declarations), key=lambda pack: pack.order)
    rules = Rulebook.of(packs.get(newest))
    decision = pilot_notice.open_notice(
        uuid4(), rules, uow.facts.calendar(), declarations, title=title, by=actor, at=clock.now()
    )
    uow.notices.add(decision.notice)
    uow.outbox.add(decision.events)
    uow.audit.record(actor, "open_notice", decision.notice, lines=len(declarations))
    for declaration in declarations:
        line = published(declaration, decision.notice.id)
        uow.declarations.save(line)
        uow.audit.record(actor, "publish", line, notice_id=decision.notice.id)
    return shown_notice(decision.notice)
