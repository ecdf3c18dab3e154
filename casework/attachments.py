"""Files of a dossier, slot by slot. Whether a file fits its slot (type, size, number) is judged by the pack before."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from uuid import UUID

from casework.dossier import Attachment, Dossier, ItemKind
from casework.states import Action, next_state
from contracts.refusal import Invalid, NotFound, Problem


def attach(
    dossier: Dossier,
    slot: str,
    attachment: Attachment,
    *,
    replaces: Collection[UUID] = (),
    also_unlocked: Collection[str] = (),
) -> Dossier:
    """The dossier with one more file in the slot, instead of those that it `replaces`.

    A scan with `stamps` replaces all scans before it. After a return `Invalid` with `attachment_locked`,
    unless the slot was returned, or what is stamped has changed since it was filed, or the slot is in
    `also_unlocked` (slots that the form asks for because of an answer that was corrected).
    """
    state = next_state(dossier.state, Action.SAVE)
    present = dossier.attachments.get(slot, ())
    if not {each.id for each in present}.issuperset(replaces):
        raise NotFound()
    is_free = slot in also_unlocked or _is_stamped_anew(dossier, slot, attachment.stamps)
    if not is_free and not dossier.is_unlocked(ItemKind.ATTACHMENT, slot):
        raise _locked(slot)
    kept = () if attachment.stamps else tuple(each for each in present if each.id not in replaces)
    return replace(dossier, state=state, attachments={**dossier.attachments, slot: (*kept, attachment)})


def remove_attachment(dossier: Dossier, slot: str, attachment_id: UUID) -> Dossier:
    """The dossier without that file. After a return a filed one goes only from a slot that was returned."""
    state = next_state(dossier.state, Action.SAVE)
    present = dossier.attachments.get(slot, ())
    removed = [each for each in present if each.id == attachment_id]
    if not removed:
        raise NotFound()
    if removed[0] in _filed(dossier, slot) and not dossier.is_unlocked(ItemKind.ATTACHMENT, slot):
        raise _locked(slot)
    kept = tuple(each for each in present if each.id != attachment_id)
    return replace(dossier, state=state, attachments={**dossier.attachments, slot: kept})


def _filed(dossier: Dossier, slot: str) -> tuple[Attachment, ...]:
    return dossier.filings[-1].attachments.get(slot, ()) if dossier.filings else ()


def _is_stamped_anew(dossier: Dossier, slot: str, stamps: Mapping[str, str]) -> bool:
    """Whether the pages say something else than those that were filed, or did when the filed scan was replaced."""
    filed = _filed(dossier, slot)
    is_replaced = dossier.attachments.get(slot, ()) != filed
    return bool(stamps) and (is_replaced or any(scan.stamps != stamps for scan in filed))


def _locked(slot: str) -> Invalid:
    return Invalid(problems=[Problem(code="attachment_locked", field=f"attachments.{slot}")])
