"""An enterprise lets a provider save and hand in for it, in stages that it names (协助/代为提交, ZS4)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from contracts.actor import Actor
from contracts.refusal import Invalid, Problem
from contracts.sealed import Sealer
from policy.packs import Packs
from policy.providers import ACT_FOR_ENTERPRISES
from services.registry.domain.delegations import grant, must_be_delegable
from services.registry.domain.notice_kinds import KINDS
from services.registry.domain.notices import Notice
from services.registry.domain.organisations import Kind
from services.registry.domain.shown_delegation import Shown, delegation_shown
from services.registry.use_cases.load import entry_of, pack_in_force
from services.registry.use_cases.notify_accounts import notify_accounts
from services.registry.use_cases.ports import Clock, Work


def grant_delegation(
    uow: Work,
    packs: Packs,
    sealer: Sealer,
    clock: Clock,
    actor: Actor,
    *,
    agent_id: UUID,
    stages: tuple[str, ...],
    text_version: str,
    programme_year: str | None,
    now: datetime,
) -> Shown:
    """By the owner of the account (OwnerOnly), who confirms the pack's text of consent where it has one.

    Granted again it holds for the new stages, and for no others. Invalid for a stage that is not delegable,
    ProviderNotEnrolled and NotEntitled for a provider that may not act, ConsentOutdated for another wording.
    """
    principal_id = uow.accounts.get(actor.account_id).owned()
    pack = pack_in_force(uow, packs, clock, programme_year)
    must_be_delegable(pack, stages, text_version)
    if uow.organisations.get(agent_id).kind is not Kind.PROVIDER:
        raise Invalid(problems=[Problem(code="not_an_option", field="agent_id")])
    entry_of(uow, agent_id).must_be_entitled(ACT_FOR_ENTERPRISES, pack.providers)
    first = grant(
        uow.city, principal_id, agent_id, pack, stages, text_version=text_version, by=actor.account_id, at=clock.now()
    )
    before = uow.delegations.find(first.id, for_update=True)
    if before is None:
        delegation = first
        uow.delegations.add(delegation)
    else:
        delegation = before.granted_again(stages, text_version=text_version, by=actor.account_id, at=clock.now())
        uow.delegations.save(delegation)
    uow.outbox.add([delegation.told(at=clock.now(), by=actor.account_id)])
    uow.audit.record(
        actor, "grant_delegation", delegation, organisation_id=principal_id, agent_id=agent_id, stages=stages,
        text_version=text_version,
    )  # fmt: skip
    notice = Notice(kind=KINDS["delegation_granted"], subject_id=delegation.id, at=clock.now())
    notify_accounts(uow, sealer, (notice, uow.accounts.of_organisation(agent_id)), now=now)
    return delegation_shown(delegation)
