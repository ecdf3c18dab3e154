"""What decides whether somebody can ask for an award: what its project reached, its place on the list, its accounts."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects.postgresql import insert

from casework.states import State
from contracts.events.acceptance import AcceptanceFailed, AcceptancePassed
from contracts.events.project import ContractFiled, ProjectStageApproved, ProjectTerminated
from policy.lifecycle import approved
from services.funding.domain.award_application import AwardApplication
from services.funding.storage.known_records import KnownRecords
from services.funding.storage.tables import applications, known_milestones, known_payee_accounts, known_pilots

OfProject = ContractFiled | ProjectStageApproved | ProjectTerminated | AcceptancePassed | AcceptanceFailed

_keep_milestone = (
    insert(known_milestones)
    .values({column.name: bindparam(column.name) for column in known_milestones.columns})
    .on_conflict_do_nothing()
)
_milestones = select(known_milestones.c.name).where(known_milestones.c.project_id == bindparam("project_id"))
_places = select(known_pilots.c.case_id).where(
    known_pilots.c.applicant_id == bindparam("organisation_id"), known_pilots.c.is_listed
)
_own_accounts = select(known_payee_accounts.c.id).where(
    known_payee_accounts.c.organisation_id == bindparam("organisation_id")
)

_ALWAYS = datetime.fromtimestamp(0, UTC)
"""Before anything was handed in."""

_beside = (
    select(func.count().label("found"))
    .select_from(applications)
    .where(
        applications.c.applicant_id == bindparam("organisation_id"),
        applications.c.programme_year == bindparam("programme_year"),
        applications.c.stage == bindparam("stage"),
        applications.c.id != bindparam("id"),
        applications.c.filed_at >= bindparam("since"),
        applications.c.filed_at < bindparam("until"),
        applications.c.state.not_in([State.REJECTED, State.WITHDRAWN, State.VOIDED]),
    )
)


class KnownReached(KnownRecords):
    """Milestones are kept by name and stay, in whatever order they were heard."""

    def milestones(self, project_id: UUID) -> frozenset[str]:
        """What the project has reached: names of events, and `<stage>_approved`."""
        return frozenset(row.name for row in self._transaction.read(_milestones, project_id=project_id))

    def is_pilot(self, organisation_id: UUID) -> bool:
        """Whether it is on the list of pilot enterprises now, by any of its cases."""
        return self._transaction.first(_places, organisation_id=organisation_id) is not None

    def accounts_of(self, organisation_id: UUID) -> frozenset[UUID]:
        """The accounts for payment that are registered for it."""
        rows = self._transaction.read(_own_accounts, organisation_id=organisation_id)
        return frozenset(row.id for row in rows)

    def applications_beside(self, application: AwardApplication, *, until: datetime, since: datetime = _ALWAYS) -> int:
        """How many others of the stage the applicant handed in within that time and nobody refused or took back."""
        row = self._transaction.first(
            _beside,
            organisation_id=application.applicant.id,
            programme_year=application.dossier.pack.programme_year,
            stage=application.stage,
            id=application.id,
            since=since,
            until=until,
        )
        assert row is not None
        return int(row.found)

    def keep_reached(self, event: OfProject) -> None:
        """Remember what a project has reached; a failure that is not final is no end."""
        if isinstance(event, AcceptanceFailed) and not event.final:
            return
        project_id = event.project_id if isinstance(event, AcceptancePassed | AcceptanceFailed) else event.aggregate_id
        name = approved(event.stage) if isinstance(event, ProjectStageApproved) else event.NAME
        self._transaction.write(_keep_milestone, project_id=project_id, name=name, city=event.city)
