"""Who consumes what, and who publishes what: queues are declared from these lists, tests walk them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from contracts.events import acceptance, declaration, funding, project, registry
from contracts.events.base import Event

SERVICES: Final = ("registry", "declaration", "project", "acceptance", "funding", "oversight")

_COMMON: tuple[type[Event], ...] = (
    registry.OrganisationChanged,
    registry.StandingChanged,
    registry.DivisionChanged,
    registry.CalendarChanged,
)
_ACTING: tuple[type[Event], ...] = (
    registry.DelegationGranted,
    registry.DelegationRevoked,
    registry.RelationDeclared,
)
_PACKS: tuple[type[Event], ...] = (declaration.PackReleased, declaration.CaseMovedToPack)

CONSUMES: Final[dict[str, tuple[type[Event], ...]]] = {
    "registry": (
        declaration.PackReleased,
        declaration.CallOpened,
        declaration.DeclarationSubmitted,
        declaration.DeclarationAssigned,
        declaration.DeclarationReturned,
        declaration.DeclarationRejected,
        declaration.DeclarationApproved,
        declaration.DeclarationWithdrawn,
        declaration.PilotListed,
        declaration.PilotDelisted,
        declaration.PlatformRecognised,
        project.ProjectFiled,
        project.ProjectAssigned,
        project.ProjectReturned,
        project.ProjectRejected,
        project.ProjectStageApproved,
        project.ProjectEnrolled,
        project.ProjectCompleted,
        project.ContractFiled,
        project.FindingRecorded,
        project.WarningIssued,
        project.WarningLifted,
        project.BenchmarkChosen,
        acceptance.AcceptanceRequested,
        acceptance.AcceptanceAssigned,
        acceptance.AcceptanceReturned,
        acceptance.RectificationOrdered,
        acceptance.AcceptancePassed,
        acceptance.AcceptanceFailed,
        acceptance.AssessmentAssigned,
        acceptance.AssessmentSubmitted,
        acceptance.AssessmentReturned,
        acceptance.DiagnosisConfirmed,
        acceptance.DiagnosisDisputed,
        acceptance.LevelConfirmed,
        acceptance.LevelDisputed,
        funding.AwardComputed,
        funding.TrancheReleased,
        funding.TranchePaid,
        funding.TrancheReturned,
        funding.RecoveryOpened,
        funding.RecoverySettled,
        funding.HonourGranted,
        funding.AwardApplicationSubmitted,
        funding.AwardApplicationReturned,
        funding.AwardApplicationRejected,
        funding.AwardApplicationApproved,
        funding.AwardApplicationWithdrawn,
    ),
    "declaration": (
        *_COMMON,
        *_ACTING,
        project.WarningIssued,
        project.WarningLifted,
        acceptance.SelfAssessmentCompleted,
        acceptance.LevelConfirmed,
    ),
    "project": (
        *_COMMON,
        *_ACTING,
        *_PACKS,
        declaration.CallOpened,
        declaration.CallClosed,
        declaration.PilotListed,
        declaration.PilotDelisted,
        registry.ProviderEnrolled,
        registry.ProviderSuspended,
        registry.ProviderRemoved,
        registry.ProductListed,
        registry.ProductWithdrawn,
        registry.PayeeAccountChanged,
        acceptance.DiagnosisConfirmed,
        acceptance.LevelConfirmed,
        acceptance.AcceptanceRequested,
        acceptance.RectificationOrdered,
        acceptance.AcceptancePassed,
        acceptance.AcceptanceFailed,
    ),
    "acceptance": (
        *_COMMON,
        *_ACTING,
        *_PACKS,
        registry.ProviderEnrolled,
        registry.ProviderSuspended,
        registry.ProviderRemoved,
        project.ProjectStageApproved,
        project.ProjectEnrolled,
        project.ProjectCompleted,
        project.ProjectMovedToPack,
        project.ContractFiled,
        project.ProgressReported,
        project.ProjectTerminated,
        funding.HonourGranted,
    ),
    "funding": (
        *_COMMON,
        *_PACKS,
        declaration.PilotListed,
        declaration.PilotDelisted,
        declaration.PlatformRecognised,
        project.ContractFiled,
        project.ProjectStageApproved,
        project.ProjectTerminated,
        project.TrainingRecorded,
        project.BenchmarkChosen,
        registry.ProviderEnrolled,
        registry.ProviderSuspended,
        registry.ProviderRemoved,
        registry.PayeeAccountChanged,
        acceptance.AcceptancePassed,
        acceptance.AcceptanceFailed,
    ),
    "oversight": (
        registry.DivisionChanged,
        registry.OrganisationChanged,
        registry.ProductListed,
        registry.ProductWithdrawn,
        registry.ProviderEnrolled,
        registry.ProviderRemoved,
        registry.ProviderSuspended,
        declaration.CaseMovedToPack,
        declaration.DeclarationApproved,
        declaration.DeclarationRejected,
        declaration.DeclarationReturned,
        declaration.DeclarationSubmitted,
        declaration.DeclarationWithdrawn,
        declaration.PackReleased,
        declaration.PilotDelisted,
        declaration.PilotListed,
        declaration.PlatformRecognised,
        project.BenchmarkChosen,
        project.ContractFiled,
        project.FindingRecorded,
        project.ProgressReported,
        project.ProjectCompleted,
        project.ProjectEnrolled,
        project.ProjectFiled,
        project.ProjectMovedToPack,
        project.ProjectRejected,
        project.ProjectReturned,
        project.ProjectStageApproved,
        project.ProjectTerminated,
        project.TrainingRecorded,
        project.WarningIssued,
        project.WarningLifted,
        acceptance.AcceptanceFailed,
        acceptance.AcceptancePassed,
        acceptance.AcceptanceRequested,
        acceptance.AcceptanceReturned,
        acceptance.AssessmentAssigned,
        acceptance.AssessmentRequested,
        acceptance.AssessmentReturned,
        acceptance.AssessmentSubmitted,
        acceptance.DiagnosisConfirmed,
        acceptance.DiagnosisDisputed,
        acceptance.LevelConfirmed,
        acceptance.LevelDisputed,
        acceptance.RectificationOrdered,
        acceptance.SelfAssessmentCompleted,
        funding.AwardApplicationApproved,
        funding.AwardApplicationRejected,
        funding.AwardApplicationReturned,
        funding.AwardApplicationSubmitted,
        funding.AwardApplicationWithdrawn,
        funding.AwardComputed,
        funding.HonourGranted,
        funding.RecoveryOpened,
        funding.RecoverySettled,
        funding.TranchePaid,
        funding.TrancheReleased,
        funding.TrancheReturned,
    ),
}

UNCONSUMED: Final[dict[type[Event], str]] = {
    declaration.NoticeOpened: "public lists read it from its owner",
    declaration.NoticeClosed: "public lists read it from its owner",
    funding.AllocationPlanApproved: "an internal step of the bureau, shown by its owner",
    funding.AllocationPlanPublished: "public lists read it from its owner",
}
"""Events that no service consumes, with the reason: they serve `changed since` and what comes later."""


def event_types() -> Iterator[type[Event]]:
    """Every event that can be published, in the order of its module."""
    seen: set[type[Event]] = set()
    for module in (registry, declaration, project, acceptance, funding):
        for kind in vars(module).values():
            if isinstance(kind, type) and issubclass(kind, Event) and "NAME" in vars(kind) and kind not in seen:
                seen.add(kind)
                yield kind


BY_NAME: Final[dict[tuple[str, int], type[Event]]] = {(kind.NAME, kind.VERSION): kind for kind in event_types()}


def has_consumer(name: str) -> bool:
    """Whether an unroutable event of this name is a fault (it is kept and published again)."""
    return name in _CONSUMED


_CONSUMED: Final = frozenset(kind.NAME for kinds in CONSUMES.values() for kind in kinds)


def routes() -> Iterator[tuple[str, str, str]]:
    """`(publishing service, event name, consuming service)` for every queue binding."""
    for consumer, kinds in CONSUMES.items():
        for kind in kinds:
            yield kind.SERVICE, kind.NAME, consumer
