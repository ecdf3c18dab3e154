"""A city officer decides what an organisation asked for, and an approved request takes effect at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from contracts.actor import Actor
from contracts.sealed import Sealer
from services.registry.domain.changes import ChangeAction, ChangeKind, ChangeRequest
from services.registry.domain.notice_kinds import KINDS
from services.registry.domain.notices import Notice
from services.registry.domain.organisations import Organisation
from services.registry.domain.payees import PayeeDetails, must_be_sound
from services.registry.domain.views import Shown, change_shown
from services.registry.use_cases.move_enrolments import move_enrolments
from services.registry.use_cases.notify_accounts import notify_accounts
from services.registry.use_cases.ports import Clock, Work


def decide_change(
    uow: Work,
    sealer: Sealer,
    clock: Clock,
    actor: Actor,
    request_id: UUID,
    *,
    is_approved: bool,
    opinion: str,
    now: datetime,
) -> Shown:
    """ActionNotAllowed once it was decided. A new division moves the open cases of the organisation with it."""
    change = uow.changes.get(request_id, for_update=True)
    action = ChangeAction.APPROVE if is_approved else ChangeAction.REJECT
    change = change.decided(action, opinion=opinion, at=clock.now())
    uow.changes.save(change)
    uow.audit.record(actor, f"{action}_change", change, organisation_id=change.organisation_id)
    if is_approved:
        _EFFECTS[change.kind](uow, clock, actor, change)
    kind = KINDS["change_approved" if is_approved else "change_rejected"]
    notice = Notice(kind=kind, subject_id=change.id, at=clock.now())
    notify_accounts(uow, sealer, (notice, uow.accounts.of_organisation(change.organisation_id)), now=now)
    return change_shown(change)


def _move(uow: Work, clock: Clock, actor: Actor, change: ChangeRequest) -> None:
    organisation = uow.organisations.get(change.organisation_id, for_update=True)
    moved = organisation.moved_to(change.content["division"])
    _announce(uow, clock, actor, moved, "change_division")
    move_enrolments(uow, moved.id, moved.division, at=clock.now())


def _rename(uow: Work, clock: Clock, actor: Actor, change: ChangeRequest) -> None:
    before = uow.organisations.get(change.organisation_id, for_update=True)
    uow.organisations.keep_former_name(before, clock.now())
    _announce(uow, clock, actor, before.renamed(change.content["name"]), "change_name")


def _change_payee(uow: Work, clock: Clock, actor: Actor, change: ChangeRequest) -> None:
    payee = uow.payees.get(change.subject_id, for_update=True)
    details = PayeeDetails.from_content(change.content)
    must_be_sound(details, uow.organisations.get(change.organisation_id).name)
    payee = payee.changed(details)
    uow.payees.save(payee)
    uow.outbox.add([payee.told(at=clock.now(), by=actor.account_id)])
    uow.audit.record(actor, "change_payee_account", payee, organisation_id=payee.organisation_id)


def _announce(uow: Work, clock: Clock, actor: Actor, organisation: Organisation, action: str) -> None:
    uow.organisations.save(organisation)
    uow.outbox.add([organisation.told(at=clock.now(), by=actor.account_id)])
    uow.audit.record(actor, action, organisation)


_EFFECTS: dict[ChangeKind, Callable[[Work, Clock, Actor, ChangeRequest], None]] = {
    ChangeKind.DIVISION: _move,
    ChangeKind.NAME: _rename,
    ChangeKind.PAYEE_ACCOUNT: _change_payee,
}
