"""What several use cases begin with: the pack in force, an enrolment that is one's own, and what surrounds it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from casework.common_facts import NotKnownHere
from casework.days import local_date
from casework.desks import must_own
from casework.divisions import DivisionPath, Place, is_below_top
from casework.versions import must_be_version
from contracts.actor import Actor
from contracts.refusal import Invalid, NotFound, Problem
from contracts.sealed import Sealer
from contracts.working_days import WorkingDays
from policy.packs import Pack, Packs
from policy.providers import ProviderRules
from services.registry.domain.accounts import is_applicant
from services.registry.domain.delegations import Delegation
from services.registry.domain.enrolling import Standpoint
from services.registry.domain.enrolment import Enrolment
from services.registry.domain.enrolment_rules import EnrolmentRules
from services.registry.domain.errors import ProviderNotEnrolled
from services.registry.domain.needs import Need
from services.registry.domain.notice_kinds import KINDS
from services.registry.domain.notices import Notice
from services.registry.domain.organisations import Kind, Organisation
from services.registry.domain.pool import PoolAction, PoolEntry, PoolState
from services.registry.domain.shown_enrolment import SERVICE
from services.registry.domain.webhooks import Webhook
from services.registry.use_cases.notify_accounts import notify_accounts
from services.registry.use_cases.ports import Clock, Work

_LONGEST_PATH = 5


def pack_in_force(uow: Work, packs: Packs, clock: Clock, programme_year: str | None = None) -> Pack:
    """The newest released version of the programme that is valid today.

    Without a programme the city's only one. Invalid where it has several, or not that one; NotKnownHere while it has
    none.
    """
    today = local_date(clock.now())
    for ref in uow.packs.all():
        packs.release(ref)
    valid = {ref.programme_year: ref for ref in packs.programmes(uow.city, today)}
    if not valid:
        raise NotKnownHere(kind="pack")
    asked = programme_year or (next(iter(valid)) if len(valid) == 1 else "")
    if asked not in valid:
        code = "not_an_option" if asked else "required"
        raise Invalid(problems=[Problem(code=code, field="programme_year", inputs={"options": [*valid]})])
    return packs.get(valid[asked])


def entry_of(uow: Work, organisation_id: UUID | None, *, for_update: bool = False) -> PoolEntry:
    """A provider's place in the pool; ProviderNotEnrolled for one that never had any."""
    entry = uow.pool.of(organisation_id, for_update=for_update) if organisation_id else None
    if entry is None:
        raise ProviderNotEnrolled(state="unknown")
    return entry


def move_in_pool(
    uow: Work, clock: Clock, actor: Actor, entry: PoolEntry, action: PoolAction, *, opinion: str
) -> PoolEntry:
    """The (locked) place in the pool after what was done about it, kept and told; ActionNotAllowed.

    A warning leaves the place as it is: nobody hears of it. Whoever is suspended acts for nobody meanwhile: what was
    delegated to him rests, and holds again once he is back.
    """
    moved = entry.decided(action, opinion=opinion, at=clock.now())
    if moved.state is entry.state:
        return entry
    organisation = uow.organisations.get(entry.organisation_id)
    uow.pool.save(moved)
    uow.outbox.add(moved.told(organisation, at=clock.now(), by=actor.account_id))
    uow.audit.record(actor, action.value, moved, organisation_id=entry.organisation_id)
    if PoolState.SUSPENDED in (entry.state, moved.state) and moved.state is not PoolState.REMOVED:
        _tell_delegations_again(uow, clock, actor, moved)
    return moved


def _tell_delegations_again(uow: Work, clock: Clock, actor: Actor, entry: PoolEntry) -> None:
    is_resting = entry.state is PoolState.SUSPENDED
    for delegation in uow.delegations.granted_to(entry.organisation_id):
        told = delegation.told_anew()
        uow.delegations.save(told)
        uow.outbox.add([told.told(at=clock.now(), by=actor.account_id, is_resting=is_resting)])
        uow.audit.record(
            actor,
            "rest_delegation" if is_resting else "resume_delegation",
            told,
            organisation_id=told.principal_id,
            agent_id=told.agent_id,
        )


def end_delegation(
    uow: Work, sealer: Sealer, clock: Clock, actor: Actor, delegation: Delegation, *, reason: str, now: datetime
) -> Delegation:
    """The (locked) delegation is over, kept and told to the services and to both sides; ActionNotAllowed."""
    revoked = delegation.revoked(reason=reason, at=clock.now())
    uow.delegations.save(revoked)
    uow.outbox.add([revoked.told(at=clock.now(), by=actor.account_id)])
    uow.audit.record(
        actor, "revoke_delegation", revoked, organisation_id=revoked.principal_id, agent_id=revoked.agent_id
    )
    notice = Notice(kind=KINDS["delegation_revoked"], subject_id=revoked.id, at=clock.now())
    told = [(notice, uow.accounts.of_organisation(each)) for each in (revoked.principal_id, revoked.agent_id)]
    notify_accounts(uow, sealer, *told, now=now)
    return revoked


def rules_for(uow: Work, packs: Packs, clock: Clock, entry: PoolEntry) -> ProviderRules:
    """What the pack in force says to a provider of the pool."""
    return pack_in_force(uow, packs, clock, entry.programme_year or None).providers


def rules_of(packs: Packs, enrolment: Enrolment) -> EnrolmentRules:
    """The stage of its pinned pack."""
    return EnrolmentRules.of(packs.get(enrolment.dossier.pack), enrolment.stage)


def own_enrolment(uow: Work, actor: Actor, enrolment_id: UUID, expected_version: int | None) -> Enrolment:
    """For what the applicant does. NotFound for anybody else, StaleVersion when it was changed meanwhile."""
    enrolment = uow.enrolments.get(enrolment_id)
    must_own(actor, enrolment, service=SERVICE)
    must_be_version(enrolment, expected_version)
    return enrolment


def own_need(uow: Work, actor: Actor, need_id: UUID, expected_version: int | None) -> Need:
    """Locked. NotFound for anybody but its enterprise, StaleVersion when it was changed meanwhile."""
    need = uow.needs.find(need_id, for_update=True)
    if need is None or need.enterprise_id != actor.organisation_id:
        raise NotFound(kind="need", id=str(need_id))
    must_be_version(need, expected_version)
    return need


def standpoint_of(uow: Work, organisation_id: UUID) -> Standpoint:
    """What is known of whoever hands in."""
    organisation = uow.organisations.get(organisation_id)
    standing = uow.standings.of([organisation.credit_code]).get(organisation.credit_code)
    return Standpoint(
        organisation=organisation,
        division_path=path_of(uow, organisation.division),
        lists=frozenset(standing.lists) if standing else frozenset(),
        calendar=calendar_of(uow),
    )


def calendar_of(uow: Work) -> WorkingDays:
    """The city's working days."""
    return WorkingDays.of_years(
        (year.year, year.is_confirmed, {day.isoformat(): worked for day, worked in year.exceptions.items()})
        for year in uow.calendar.all()
    )


def path_of(uow: Work, code: str) -> DivisionPath:
    """The divisions from this one upwards, without the top of the tenant."""
    known = {division.code: division for division in uow.divisions.all()}
    path: list[Place] = []
    division = known.get(code)
    while division is not None and is_below_top(division.level.value) and len(path) < _LONGEST_PATH:
        path.append(Place(code=division.code, level=division.level.value))
        division = known.get(division.parent or "")
    return tuple(path)


def organisation_of(uow: Work, actor: Actor) -> Organisation:
    """The organisation of whoever acts; NotFound for a person without one."""
    if actor.organisation_id is None:
        raise NotFound(kind="organisation")
    return uow.organisations.get(actor.organisation_id)


def webhook_holder(uow: Work, actor: Actor) -> UUID:
    """An enterprise or provider by its owner (OwnerOnly), an authority by its staff; NotFound for anybody else."""
    account = uow.accounts.get(actor.account_id)
    if is_applicant(account.roles):
        return account.owned()
    organisation = None if account.organisation_id is None else uow.organisations.find(account.organisation_id)
    if organisation is None or organisation.kind is not Kind.AUTHORITY:
        raise NotFound(kind="organisation")
    return organisation.id


def held_webhook(uow: Work, actor: Actor, webhook_id: UUID) -> Webhook:
    """Locked; NotFound for somebody else's, and for one that was removed."""
    holder = webhook_holder(uow, actor)
    webhook = uow.webhooks.get(webhook_id, for_update=True)
    if webhook.organisation_id != holder or webhook.is_removed:
        raise NotFound(kind="webhook", id=str(webhook_id))
    return webhook
