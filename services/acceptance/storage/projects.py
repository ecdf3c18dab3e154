"""The copies of projects: written by the handlers of the project service's events, guarded by their sequence."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import bindparam, case, func, select
from sqlalchemy.dialects.postgresql import insert

from casework.calendars import calendar_column, working_days_of
from casework.common_facts import (
    NotKnownHere,
    Organisation,
    known_organisation,
    known_standing,
)
from casework.division_paths import path_column, path_of
from chassis.db.latest import keep_latest
from chassis.db.transaction import Reading, Row, Transaction
from contracts.events.declaration import Applicant, CaseMovedToPack
from contracts.events.project import (
    ContractFiled,
    ContractLine,
    ProgressReported,
    ProjectChanged,
    ProjectStageApproved,
    ProjectTerminated,
)
from contracts.wire import from_json, to_json
from policy.lifecycle import approved
from services.acceptance.domain.assessment import AssessmentState, Method, Stage
from services.acceptance.domain.known import ConfirmedLevel, KnownContract, KnownProject, Seller, Surroundings
from services.acceptance.storage.assessment_tables import assessments
from services.acceptance.storage.tables import (
    known_contracts,
    known_milestones,
    known_moves,
    known_progress,
    known_projects,
    known_terminations,
)

_made = assessments.c
_OF_PROJECT = ["city", "project_id"]
_keep_project = keep_latest(known_projects, ["city", "id"], first=["enrolled_at"])
_keep_milestone = (
    insert(known_milestones)
    .values({column.name: bindparam(column.name) for column in known_milestones.columns})
    .on_conflict_do_nothing()
)
_level = (
    select(func.jsonb_build_object("level", _made.level, "edition", _made.edition, "assessed_on", _made.assessed_on))
    .where(
        _made.project_id == known_projects.c.id,
        _made.method == Method.THIRD_PARTY.value,
        _made.stage == Stage.AFTER.value,
        _made.state == AssessmentState.CONFIRMED.value,
    )
    .order_by(_made.settled_at.desc())
    .limit(1)
    .correlate(known_projects)
    .scalar_subquery()
    .label("confirmed_level")
)
_reached = (
    select(func.array_agg(known_milestones.c.name))
    .where(known_milestones.c.project_id == known_projects.c.id)
    .correlate(known_projects)
    .scalar_subquery()
    .label("reached")
)
_keep_move = keep_latest(known_moves, ["city", "case_id"], order="at")
_keep_contract = keep_latest(known_contracts, _OF_PROJECT)
_keep_progress = keep_latest(known_progress, _OF_PROJECT)
_keep_termination = keep_latest(known_terminations, _OF_PROJECT)
_is_moved = known_moves.c.at > known_projects.c.enrolled_at
_project = (
    select(
        *(column for column in known_projects.columns if column.name not in ("pack", "pack_sha256")),
        case((_is_moved, known_moves.c.pack), else_=known_projects.c.pack).label("pack"),
        case((_is_moved, known_moves.c.pack_sha256), else_=known_projects.c.pack_sha256).label("pack_sha256"),
        _reached,
        _level,
        known_progress.c.percent,
        known_terminations.c.reason,
        known_contracts.c.provider_id,
        known_contracts.c.contract_number,
        known_contracts.c.signed_on,
        known_contracts.c.amount_fen,
        known_contracts.c.lines,
        *(column.label(f"known_{column.name}") for column in known_organisation.columns),
        known_standing.c.lists.label("known_lists"),
        path_column("known_path", known_organisation.c.division),
        calendar_column("calendar", since=known_projects.c.enrolled_at),
    )
    .outerjoin(known_moves, known_moves.c.case_id == known_projects.c.case_id)
    .outerjoin(known_progress, known_progress.c.project_id == known_projects.c.id)
    .outerjoin(known_terminations, known_terminations.c.project_id == known_projects.c.id)
    .outerjoin(known_contracts, known_contracts.c.project_id == known_projects.c.id)
    .outerjoin(known_organisation, known_organisation.c.id == known_projects.c.applicant_id)
    .outerjoin(known_standing, known_standing.c.credit_code == known_organisation.c.credit_code)
    .where(known_projects.c.id == bindparam("id"))
)
_sellers = (
    select(known_contracts.c.provider_id, known_organisation.c.credit_code)
    .distinct()
    .outerjoin(known_organisation, known_organisation.c.id == known_contracts.c.provider_id)
    .where(known_contracts.c.applicant_id == bindparam("applicant_id"))
)


class KnownProjects:
    """Projects as this service knows them."""

    def __init__(self, transaction: Transaction | Reading) -> None:
        self._transaction = transaction

    def around(self, project_id: UUID) -> Surroundings:
        """The project, its applicant and the calendar, in one round trip.

        NotKnownHere while no news of it has arrived.
        """
        row = self._transaction.first(_project, id=project_id)
        if row is None:
            raise NotKnownHere(kind="project")
        return Surroundings(
            project=_project_of(row),
            applicant=_applicant_of(row),
            calendar=working_days_of(row.calendar),
            division_path=path_of(row.known_path),
            level=from_json(ConfirmedLevel | None, row.confirmed_level),
        )

    def sellers_to(self, applicant_id: UUID) -> Sequence[Seller]:
        """Who sold to the applicant, in any of its enrolled projects."""
        rows = self._transaction.read(_sellers, applicant_id=applicant_id)
        return [Seller(id=row.provider_id, credit_code=row.credit_code) for row in rows]


class KeptProjects(KnownProjects):
    """The same within a transaction, where they are also kept."""

    def __init__(self, transaction: Transaction) -> None:
        super().__init__(transaction)
        self._writing = transaction

    def keep_project(self, event: ProjectChanged) -> None:
        """Remember a project, and what it has reached."""
        name = approved(event.stage) if isinstance(event, ProjectStageApproved) else event.NAME
        self._writing.write(_keep_milestone, project_id=event.aggregate_id, name=name, city=event.city)
        self._writing.write(
            _keep_project,
            id=event.aggregate_id,
            city=event.city,
            sequence=event.sequence,
            case_id=event.case_id,
            applicant_kind=event.applicant.kind,
            applicant_id=event.applicant.id,
            credit_code=event.applicant.credit_code,
            applicant_name=event.applicant.name,
            division=event.division,
            pack=event.pack,
            pack_sha256=event.pack_sha256,
            title=event.title,
            filing_number=event.filing_number,
            enrolled_at=event.at,
        )

    def keep_reached(self, project_id: UUID, milestone: str, *, city: str) -> None:
        """Remember what this service itself told of a project: a pack's stages may wait for it."""
        self._writing.write(_keep_milestone, project_id=project_id, name=milestone, city=city)

    def keep_move(self, event: CaseMovedToPack) -> None:
        """Remember the pack version that a case is judged by from now on."""
        self._writing.write(
            _keep_move,
            case_id=event.case_id,
            city=event.city,
            at=event.at,
            pack=event.pack,
            pack_sha256=event.pack_sha256,
        )

    def keep_contract(self, event: ContractFiled) -> None:
        """Remember its contract with the ceilings of the day it was filed."""
        self._writing.write(
            _keep_contract,
            project_id=event.aggregate_id,
            city=event.city,
            sequence=event.sequence,
            applicant_id=event.applicant.id,
            provider_id=event.provider_id,
            contract_number=event.contract_number,
            signed_on=event.signed_on,
            amount_fen=event.amount_fen,
            lines=to_json(event.lines),
        )

    def keep_progress(self, event: ProgressReported) -> None:
        """Remember how far it is."""
        self._writing.write(
            _keep_progress,
            project_id=event.aggregate_id,
            city=event.city,
            sequence=event.sequence,
            percent=event.percent,
        )

    def keep_termination(self, event: ProjectTerminated) -> None:
        """Remember that it ended without completion."""
        self._writing.write(
            _keep_termination,
            project_id=event.aggregate_id,
            city=event.city,
            sequence=event.sequence,
            reason=event.reason,
        )


def _project_of(row: Row) -> KnownProject:
    contract = None
    if row.provider_id is not None:
        contract = KnownContract(
            provider_id=row.provider_id,
            contract_number=row.contract_number,
            signed_on=row.signed_on,
            amount_fen=row.amount_fen,
            lines=from_json(tuple[ContractLine, ...], row.lines),
        )
    return KnownProject(
        id=row.id,
        case_id=row.case_id,
        applicant=Applicant(
            kind=row.applicant_kind, id=row.applicant_id, credit_code=row.credit_code, name=row.applicant_name
        ),
        division=row.division,
        pack=row.pack,
        pack_sha256=row.pack_sha256,
        title=row.title,
        filing_number=row.filing_number,
        percent=row.percent,
        is_terminated=row.reason is not None,
        reached=frozenset(row.reached or ()),
        contract=contract,
    )


def _applicant_of(row: Row) -> Organisation | None:
    if row.known_id is None:
        return None
    return Organisation(
        id=row.known_id,
        kind=row.known_kind,
        credit_code=row.known_credit_code,
        name=row.known_name,
        division=row.known_division,
        size_class=row.known_size_class,
        lists=tuple(row.known_lists or ()),
    )
