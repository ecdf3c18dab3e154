"""The bureau enters a unit that it recognised (认定) into the pool, by the document that says so (ZS2, ZS3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from contracts.actor import Actor
from contracts.refusal import Invalid, Problem
from contracts.sealed import Sealer
from policy.packs import Packs
from policy.providers import ProviderRules
from services.registry.domain.notice_kinds import KINDS
from services.registry.domain.notices import Notice
from services.registry.domain.organisations import Kind, Organisation
from services.registry.domain.pool import enrol
from services.registry.domain.views import Shown, pool_entry_shown
from services.registry.use_cases.load import pack_in_force
from services.registry.use_cases.notify_accounts import notify_accounts
from services.registry.use_cases.ports import Clock, Work

_POOLED = (Kind.PROVIDER, Kind.INSTITUTION)


def recognise_provider(
    uow: Work,
    packs: Packs,
    sealer: Sealer,
    clock: Clock,
    actor: Actor,
    *,
    organisation_id: UUID,
    kinds: Sequence[str],
    document_number: str,
    document_on: date,
    programme_year: str | None,
    now: datetime,
) -> Shown:
    """A provider or an institution, as kinds of the pack. Whoever is in the pool has these kinds, too, from then on."""
    organisation = uow.organisations.get(organisation_id)
    pack = pack_in_force(uow, packs, clock, programme_year)
    problems = [*_problems(organisation, kinds, pack.providers)]
    if problems:
        raise Invalid(problems=problems)
    before = uow.pool.of(organisation_id, for_update=True)
    programme = pack.programme_year
    entry = enrol(before, organisation, kinds, programme_year=programme, opinion=document_number, at=clock.now())
    (uow.pool.add if before is None else uow.pool.save)(entry)
    uow.outbox.add(entry.told(organisation, at=clock.now(), by=actor.account_id))
    uow.audit.record(
        actor,
        "recognise_provider",
        entry,
        organisation_id=organisation_id,
        kinds=entry.kinds,
        document_number=document_number,
        document_on=document_on,
    )
    notice = Notice(kind=KINDS["provider_approved"], subject_id=entry.id, at=clock.now())
    notify_accounts(uow, sealer, (notice, uow.accounts.of_organisation(organisation_id)), now=now)
    return pool_entry_shown(entry)


def _problems(organisation: Organisation, kinds: Sequence[str], rules: ProviderRules) -> list[Problem]:
    problems = []
    if organisation.kind not in _POOLED:
        problems.append(Problem(code="not_an_option", field="organisation_id"))
    if not kinds or len(set(kinds)) != len(kinds):
        problems.append(Problem(code="out_of_range", field="kinds"))
    for index, kind in enumerate(kinds):
        if kind not in rules.kinds:
            problems.append(Problem(code="not_an_option", field=f"kinds.{index}", inputs={"value": kind}))
    return problems
