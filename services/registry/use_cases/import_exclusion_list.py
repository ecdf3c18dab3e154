"""An officer imports an edition of an exclusion list; only the standings that it changes are announced."""

from __future__ import annotations

from datetime import date

from contracts.actor import Actor
from services.registry.domain.exclusion import Edition, next_edition, standings_changed
from services.registry.domain.files import FileReference
from services.registry.domain.views import Shown, exclusion_list_shown
from services.registry.use_cases.ports import Clock, Work

BATCH = 200
"""So many changes leave together: a first edition may hold twenty thousand, and others want to work meanwhile."""


def import_exclusion_list(
    uow: Work, clock: Clock, actor: Actor, edition: Edition, *, code: str, edition_on: date, file: FileReference
) -> Shown:
    """One act: the list's entries, the standings that change, and a report with every row that was not taken.

    The file was read before. EditionOutdated keeps an older edition from undoing a newer one.
    """
    uow.lists.hold()
    before = uow.lists.by_code(code)
    imported = next_edition(before, edition, city=uow.city, code=code, edition_on=edition_on, file=file, at=clock.now())
    was = uow.lists.codes_on(code)
    known = uow.standings.of(was ^ edition.entries.keys())
    changed = standings_changed(uow.city, code, before=was, now=edition.entries, known=known)
    if before is None:
        uow.lists.add(imported)
    else:
        uow.lists.save(imported)
    uow.lists.replace_entries(code, edition.entries)
    uow.audit.record(
        actor, "import_exclusion_list", imported, edition_on=edition_on, entries=imported.entries, changed=len(changed)
    )
    for number, standing in enumerate(changed, start=1):
        uow.standings.put(standing)
        uow.outbox.add([standing.told(at=clock.now(), by=actor.account_id)])
        uow.audit.record(actor, "change_standing", standing, list=code)
        if number % BATCH == 0:
            uow.standings.send()
    return exclusion_list_shown(imported) | {"changed": len(changed)}
