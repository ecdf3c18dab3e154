"""An event of a case, told to the people whom it concerns (ALL5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from contracts.events.base import Event
from contracts.sealed import Sealer
from services.registry.domain.accounts import Account
from services.registry.domain.notice_kinds import NoticeKind
from services.registry.domain.notices import Notice, facts_of, kind_for_applicant, kind_for_reviewer
from services.registry.use_cases.notify_accounts import notify_accounts
from services.registry.use_cases.ports import Work


def notify_people(
    uow: Work, sealer: Sealer, event: Event, *, applicant_id: UUID, now: datetime, stage_title: str | None = None
) -> None:
    """The members of the applicant's organisation; and those who have the step from now on, by role
    and division or as the institution that it is assigned to.

    An organisation that nobody can sign in for is told nothing. `stage_title` is the pack's, where it has a stage.
    """
    kinds = [(kind_for_applicant(event), uow.accounts.of_organisation(applicant_id))]
    to_do = kind_for_reviewer(event)
    if to_do is not None:
        kinds.append((to_do, _on_desk(uow, event)))
    told = [(_notice(kind, event, stage_title), people) for kind, people in kinds]
    notify_accounts(uow, sealer, *told, now=now)


def _on_desk(uow: Work, event: Event) -> Sequence[Account]:
    """Nobody, where the event comes from a time at which events did not say who has it."""
    institution_id: UUID | None = getattr(event, "acting_institution_id", None)
    if institution_id is not None:
        return uow.accounts.of_organisation(institution_id)
    role: str | None = getattr(event, "acting_role", None)
    return [] if role is None else uow.accounts.of_roles([role], getattr(event, "acting_division", None))


def _notice(kind: NoticeKind, event: Event, stage_title: str | None) -> Notice:
    facts = facts_of(event, kind, stage_title=stage_title)
    return Notice(kind=kind, case_id=event.case_id, subject_id=event.aggregate_id, facts=facts, at=event.at)
