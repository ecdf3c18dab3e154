"""What was heard of providers, trainings, passed projects and benchmarks, summed up where an award asks for it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, func, or_, select

from chassis.db.latest import keep_latest
from chassis.db.transaction import Transaction
from contracts.events.acceptance import AcceptanceFailed, AcceptancePassed
from contracts.events.declaration import Applicant
from contracts.events.project import BenchmarkChosen, TrainingRecorded
from contracts.events.registry import ProviderChanged, ProviderEnrolled
from contracts.wire import from_json
from policy.refs import PackRef
from services.funding.domain.known import AboutOrganisation, AboutProject, KnownProject
from services.funding.storage.tables import (
    known_assessed,
    known_benchmarks,
    known_contracts,
    known_passes,
    known_project_ends,
    known_providers,
    known_trainings,
)

_keep_provider = keep_latest(known_providers, ["city", "organisation_id"])
_keep_training = keep_latest(known_trainings, ["city", "id"])
_keep_pass = keep_latest(known_passes, ["city", "project_id"])
_keep_assessed = keep_latest(known_assessed, ["city", "project_id"])
_keep_benchmark = keep_latest(known_benchmarks, ["city", "id"])

_project_id: Any = bindparam("project_id")
_organisation_id: Any = bindparam("organisation_id")
_contract = known_contracts.alias("its_contract")
_other = known_contracts.alias("other_contract")

_project = select(known_contracts).where(
    known_contracts.c.project_id == _project_id, known_contracts.c.pack.is_not(None)
)


def _person_days(*where: Any) -> Any:
    return select(func.coalesce(func.sum(known_trainings.c.person_days), 0)).where(*where).scalar_subquery()


def _provider(column: Any, organisation_id: Any) -> Any:
    return select(column).where(known_providers.c.organisation_id == organisation_id).scalar_subquery()


def _ended(project_id: Any) -> Any:
    return select(known_project_ends.c.project_id).where(known_project_ends.c.project_id == project_id).exists()


_provider_of_project = select(_contract.c.provider_id).where(_contract.c.project_id == _project_id).scalar_subquery()
_benchmark = (
    select(known_benchmarks.c.kind)
    .where(known_benchmarks.c.project_id == _project_id)
    .order_by(known_benchmarks.c.chosen_on.desc(), known_benchmarks.c.id)
    .limit(1)
    .scalar_subquery()
)
_other_projects = (
    select(func.count())
    .select_from(_other)
    .where(_other.c.applicant_id == _organisation_id, _other.c.project_id != _project_id, ~_ended(_other.c.project_id))
    .scalar_subquery()
)
_about_project: Select[Any] = select(
    _ended(_project_id).label("is_ended"),
    _provider(known_providers.c.kinds, _provider_of_project).label("kinds"),
    _provider(known_providers.c.is_enrolled, _provider_of_project).label("is_enrolled"),
    _person_days(known_trainings.c.project_id == _project_id).label("person_days"),
    _other_projects.label("other_projects"),
    _benchmark.label("benchmark_kind"),
)
_completed = (
    select(func.count(known_passes.c.applicant_id.distinct()))
    .select_from(known_passes.join(_contract, _contract.c.project_id == known_passes.c.project_id))
    .where(
        or_(
            _contract.c.group_lead_id == _organisation_id,
            _contract.c.group_lead_id.is_(None) & (_contract.c.provider_id == _organisation_id),
        )
    )
    .scalar_subquery()
)
"""A project counts for one of those who led it: the lead of the group that bought together, else the provider."""
_assessed = select(known_assessed.c.credit_code).where(known_assessed.c.assessor_id == _organisation_id).distinct()
_trained = or_(
    known_trainings.c.institution_id == _organisation_id,
    (known_trainings.c.institution_id.is_(None)) & (known_trainings.c.applicant_id == _organisation_id),
)
_about_organisation: Select[Any] = select(
    _provider(known_providers.c.kinds, _organisation_id).label("kinds"),
    _provider(known_providers.c.is_enrolled, _organisation_id).label("is_enrolled"),
    _person_days(_trained).label("person_days"),
    _completed.label("completed_enterprises"),
)


class KnownRecords:
    """Each event is kept by its own aggregate, so that one that is heard twice counts once."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def project(self, project_id: UUID) -> KnownProject | None:
        """Whose project it is, as its contract told; None while there is none."""
        row = self._transaction.first(_project, project_id=project_id)
        if row is None:
            return None
        return KnownProject(
            case_id=row.case_id,
            applicant=from_json(Applicant, row.applicant),
            division=row.division,
            pack=PackRef.parse(row.pack, row.pack_sha256),
        )

    def about_project(self, project_id: UUID, applicant_id: UUID) -> AboutProject:
        """What was heard of a project and of the other ones of the same applicant."""
        row = self._transaction.first(_about_project, project_id=project_id, organisation_id=applicant_id)
        assert row is not None
        return AboutProject(
            is_ended=row.is_ended,
            provider_kinds=_kinds(row),
            provider_is_enrolled=row.is_enrolled,
            person_days=Decimal(row.person_days),
            other_projects=row.other_projects,
            benchmark_kind=row.benchmark_kind,
        )

    def about_organisation(self, organisation_id: UUID) -> AboutOrganisation:
        """What was heard of an organisation: its place in the pool, and what it did for enterprises.

        A training counts for the certified institution that held it, where it names one, else for the enterprise.
        """
        row = self._transaction.first(_about_organisation, organisation_id=organisation_id)
        assert row is not None
        return AboutOrganisation(
            kinds=_kinds(row),
            is_enrolled=row.is_enrolled,
            person_days=Decimal(row.person_days),
            completed_enterprises=row.completed_enterprises,
        )

    def assessed_by(self, institution_id: UUID) -> frozenset[str]:
        """The credit codes of the enterprises whose acceptance rests on what this institution found."""
        rows = self._transaction.read(_assessed, organisation_id=institution_id)
        return frozenset(row.credit_code for row in rows)

    def keep_provider(self, event: ProviderChanged) -> None:
        self._keep(
            _keep_provider,
            event,
            organisation_id=event.aggregate_id,
            is_enrolled=isinstance(event, ProviderEnrolled),
            kinds=list(event.kinds),
        )

    def keep_training(self, event: TrainingRecorded) -> None:
        self._keep(
            _keep_training,
            event,
            id=event.aggregate_id,
            project_id=event.project_id,
            applicant_id=event.applicant.id,
            institution_id=event.institution_id,
            person_days=Decimal(event.person_days),
        )

    def keep_pass(self, event: AcceptancePassed) -> None:
        self._keep(_keep_pass, event, project_id=event.project_id, applicant_id=event.applicant.id)
        self.keep_assessed(event)

    def keep_assessed(self, event: AcceptancePassed | AcceptanceFailed) -> None:
        if event.assessor_id is None:
            return
        about = {"project_id": event.project_id, "credit_code": event.applicant.credit_code}
        self._keep(_keep_assessed, event, **about, assessor_id=event.assessor_id)

    def keep_benchmark(self, event: BenchmarkChosen) -> None:
        self._keep(
            _keep_benchmark,
            event,
            id=event.aggregate_id,
            project_id=event.project_id,
            kind=event.kind,
            chosen_on=event.chosen_on,
        )

    def _keep(self, statement: Any, event: Any, **values: Any) -> None:
        self._transaction.write(statement, city=event.city, sequence=event.sequence, **values)


def _kinds(row: Any) -> frozenset[str] | None:
    return None if row.kinds is None else frozenset(row.kinds)
