"""What happens with an assessment, told to the enterprise and to the institution that makes it (ALL5)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chassis.runtime import Runtime
from chassis.subscriptions import subscribe
from contracts.events.acceptance import (
    AssessmentAssigned,
    AssessmentReturned,
    AssessmentSubmitted,
    DiagnosisConfirmed,
    DiagnosisDisputed,
    LevelConfirmed,
    LevelDisputed,
)
from services.registry.service.real_time import real_now
from services.registry.storage.unit import RegistryUnit
from services.registry.use_cases.notify_institution import notify_institution
from services.registry.use_cases.notify_people import notify_people


class AssessmentNoticeHandlers:
    """Each side is told of what the other did, and of what it has to do itself."""

    runtime: Runtime[RegistryUnit]

    def _tell_enterprise(self, uow: RegistryUnit, event: Any) -> None:
        applicant_id = event.applicant.id
        uow.deliveries.queue(event, real_now())
        notify_people(uow, self.runtime.sealer, event, applicant_id=applicant_id, now=real_now())

    def _tell_institution(self, uow: RegistryUnit, event: Any, institution_id: UUID | None) -> None:
        if institution_id is not None:
            notify_institution(uow, self.runtime.sealer, event, institution_id=institution_id, now=real_now())

    @subscribe(AssessmentAssigned)
    def on_assessment_assigned(self, uow, event: AssessmentAssigned) -> None:
        self._tell_enterprise(uow, event)
        self._tell_institution(uow, event, event.institution_id)

    @subscribe(AssessmentSubmitted)
    def on_assessment_submitted(self, uow, event: AssessmentSubmitted) -> None:
        self._tell_enterprise(uow, event)

    @subscribe(AssessmentReturned)
    def on_assessment_returned(self, uow, event: AssessmentReturned) -> None:
        uow.deliveries.queue(event, real_now())
        self._tell_institution(uow, event, event.assessor_id)

    @subscribe(DiagnosisConfirmed)
    def on_diagnosis_confirmed(self, uow, event: DiagnosisConfirmed) -> None:
        self._tell_enterprise(uow, event)

    @subscribe(DiagnosisDisputed)
    def on_diagnosis_disputed(self, uow, event: DiagnosisDisputed) -> None:
        self._tell_enterprise(uow, event)
        self._tell_institution(uow, event, event.institution_id)

    @subscribe(LevelConfirmed)
    def on_level_confirmed(self, uow, event: LevelConfirmed) -> None:
        self._tell_enterprise(uow, event)

    @subscribe(LevelDisputed)
    def on_level_disputed(self, uow, event: LevelDisputed) -> None:
        self._tell_enterprise(uow, event)
        self._tell_institution(uow, event, event.assessor_id)
