"""What computing an award takes: what an event says of its project, what was heard of it before, its other tranches."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework.days import local_date
from contracts.events.acceptance import AcceptanceFailed, AcceptancePassed
from contracts.events.declaration import PlatformRecognised
from contracts.events.project import ContractFiled
from contracts.money import ZERO, Money
from policy.claims import SpendLine
from policy.refs import PackRef
from services.funding.domain.claims import contract_facts, failed_facts, passed_facts, platform_facts, spend_of
from services.funding.domain.occasion import Ground, Occasion
from services.funding.domain.shares import total_of
from services.funding.domain.supports import as_facts
from services.funding.domain.tranche import Tranche
from services.funding.use_cases.ports import Clock, Unit

Due = AcceptancePassed | AcceptanceFailed | ContractFiled | PlatformRecognised
"""The events that can make money due."""


def occasion_of(uow: Unit, clock: Clock, event: Due) -> Occasion | None:
    """None for an event that makes nothing due: a failure that is not final, a contract told without its pack."""
    if not event.pack or (isinstance(event, AcceptanceFailed) and not event.final):
        return None
    if isinstance(event, PlatformRecognised):
        return _occasion(event, event.aggregate_id, platform_facts(event, on=local_date(event.at)))
    project_id = event.aggregate_id if isinstance(event, ContractFiled) else event.project_id
    contract = uow.known.contract(project_id)
    facts: dict[str, Any] = {
        **contract_facts(contract),
        "pilot.is_listed": event.case_id is not None and uow.known.is_listed(event.case_id),
        "supports.elsewhere": as_facts(uow.supports.of(event.applicant.credit_code)),
    }
    if isinstance(event, AcceptancePassed):
        return _occasion(event, project_id, facts | passed_facts(event), tuple(spend_of(event.lines, contract)))
    if isinstance(event, AcceptanceFailed):
        facts |= failed_facts(event, on=clock.today())
    return _occasion(event, project_id, facts)


def _occasion(event: Due, subject_id: UUID, facts: dict[str, Any], spend: tuple[SpendLine, ...] = ()) -> Occasion:
    assert event.case_id is not None
    return Occasion(
        ground=Ground(event=event.NAME, aggregate_id=event.aggregate_id, sequence=event.sequence),
        city=event.city,
        case_id=event.case_id,
        project_id=subject_id,
        applicant=event.applicant,
        division=event.division,
        pack=PackRef.parse(event.pack, event.pack_sha256),
        facts=facts,
        spend=spend,
    )


def other_parts(uow: Unit, project_id: UUID, line: str, key: str) -> dict[str, Tranche]:
    """The tranches of the line's other awards, by the pack's key."""
    awards = [award for award in uow.awards.of_line(project_id, line) if award.part.key != key]
    return {award.part.key: tranche for award in awards for tranche in uow.tranches.of_award(award.id)}


def held_by(parts: dict[str, Tranche]) -> Money:
    """What they take of the cap together."""
    return sum((tranche.held for tranche in parts.values()), ZERO)


def granted_by(parts: dict[str, Tranche]) -> dict[str, Money]:
    """What each brought and did not lose again."""
    return {key: tranche.held - total_of(tranche.recovered) for key, tranche in parts.items()}
