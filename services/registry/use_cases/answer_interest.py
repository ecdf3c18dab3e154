"""The other side accepts an interest, which makes a match, or declines it (XB6)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from contracts.actor import Actor
from contracts.refusal import NotFound
from contracts.sealed import Sealer
from services.registry.domain.interests import InterestAction
from services.registry.domain.notice_kinds import KINDS
from services.registry.domain.notices import Notice
from services.registry.domain.shown_matching import Shown, interest_shown
from services.registry.domain.versions import must_match
from services.registry.use_cases.load import entry_of
from services.registry.use_cases.notify_accounts import notify_accounts
from services.registry.use_cases.ports import Clock, Work


def answer_interest(
    uow: Work,
    sealer: Sealer,
    clock: Clock,
    actor: Actor,
    interest_id: UUID,
    *,
    action: InterestAction,
    text: str,
    expected_version: int | None,
    now: datetime,
) -> Shown:
    """NotFound for anybody but whom it was expressed to. No match with a provider that has left the pool."""
    interest = uow.interests.get(interest_id, for_update=True)
    if actor.organisation_id != interest.to_id:
        raise NotFound(kind="interest", id=str(interest_id))
    must_match(interest.version, expected_version)
    if action is InterestAction.ACCEPT:
        entry_of(uow, interest.provider_id).must_be_enrolled()
    answered = interest.answered(action, text, at=clock.now())
    uow.interests.save(answered)
    uow.audit.record(actor, f"{action}_interest", answered, organisation_id=answered.to_id, from_id=answered.from_id)
    notice = Notice(kind=KINDS[f"interest_{answered.state}"], subject_id=answered.id, at=clock.now())
    notify_accounts(uow, sealer, (notice, uow.accounts.of_organisation(answered.from_id)), now=now)
    return interest_shown(answered)
