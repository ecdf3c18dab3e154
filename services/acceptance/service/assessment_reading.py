"""Reading assessments, the requests for them, and the needs that diagnoses found."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chassis.db.transaction import Reading
from chassis.runtime import Runtime
from chassis.service import query
from contracts.actor import Actor
from contracts.permissions import PUBLIC
from policy.packs import Packs
from services.acceptance.storage import read_assessment as one
from services.acceptance.storage.list_assessments import list_assessments, list_requests
from services.acceptance.storage.list_needs import list_needs
from services.acceptance.storage.read_reports import check_report, report_of
from services.acceptance.storage.unit import AcceptanceUnit

Shown = dict[str, Any]


class LevelReadingMethods:
    """One's own, those that one wrote, or those that one serves; a foreign one looks absent."""

    runtime: Runtime[AcceptanceUnit]
    packs: Packs

    @query("acceptance.read")
    def list_assessments(
        self,
        reading: Reading,
        actor: Actor,
        *,
        state: str | None = None,
        stage: str | None = None,
        method: str | None = None,
        project_id: UUID | None = None,
        applicant_id: UUID | None = None,
        request_id: UUID | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> Shown:
        """Newest first."""
        wanted = {
            "state": state,
            "stage": stage,
            "method": method,
            "project_id": project_id,
            "applicant_id": applicant_id,
            "request_id": request_id,
        }
        return list_assessments(reading, actor, wanted, limit=limit, after=after)

    @query("acceptance.read")
    def get_assessment(self, reading: Reading, actor: Actor, assessment_id: UUID) -> Shown:
        """One assessment, with what may be done now."""
        return one.get_assessment(reading, self.packs, actor, assessment_id)

    @query("acceptance.read")
    def form_of_assessment(self, reading: Reading, actor: Actor, assessment_id: UUID) -> Shown:
        """The questionnaire of its pinned edition."""
        return one.form_of(reading, self.packs, actor, assessment_id)

    @query("acceptance.read")
    def check_assessment(self, reading: Reading, actor: Actor, assessment_id: UUID) -> Shown:
        """What handing in would refuse, what the answers are worth, and what would raise the level fastest."""
        return one.check_assessment(reading, self.packs, actor, assessment_id)

    @query("acceptance.read")
    def compare_assessment(self, reading: Reading, actor: Actor, assessment_id: UUID) -> Shown:
        """Before and after."""
        return one.compare_assessment(reading, self.packs, actor, assessment_id)

    @query("acceptance.read")
    def history_of_assessment(
        self, reading: Reading, actor: Actor, assessment_id: UUID, after: int = 0, limit: int = 50
    ) -> Shown:
        """What was done with it (审计日志)."""
        return one.history_of(reading, actor, assessment_id, after=after, limit=limit)

    @query("acceptance.read")
    def file_of_assessment(self, reading: Reading, actor: Actor, assessment_id: UUID, file_id: UUID) -> Shown:
        """The permission to download a file."""
        return one.file_of(reading, actor, assessment_id, file_id)

    @query("acceptance.read")
    def report_of_assessment(self, reading: Reading, actor: Actor, assessment_id: UUID) -> Shown:
        """The report as it is printed."""
        return report_of(reading, self.packs, self.runtime.sealer, actor, assessment_id)

    @query(PUBLIC)
    def check_report(self, reading: Reading, actor: Actor, code: str) -> Shown:
        """What a verification code says."""
        return check_report(reading, self.runtime.sealer, code)

    @query("acceptance.read")
    def list_assessment_requests(
        self,
        reading: Reading,
        actor: Actor,
        *,
        state: str | None = None,
        purpose: str | None = None,
        project_id: UUID | None = None,
        applicant_id: UUID | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> Shown:
        """Newest first."""
        wanted = {"state": state, "purpose": purpose, "project_id": project_id, "applicant_id": applicant_id}
        return list_requests(reading, actor, wanted, limit=limit, after=after)

    @query("acceptance.read")
    def get_assessment_request(self, reading: Reading, actor: Actor, request_id: UUID) -> Shown:
        """One request."""
        return one.get_request(reading, actor, request_id)

    @query("acceptance.read")
    def list_diagnosis_needs(
        self,
        reading: Reading,
        actor: Actor,
        *,
        scope: str | None = None,
        link: str | None = None,
        aim: str | None = None,
        subsector: str | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> Shown:
        """Needs that diagnoses found, by link and aim."""
        wanted = {"scope": scope, "link": link, "aim": aim, "subsector": subsector}
        return list_needs(reading, actor, wanted, limit=limit, after=after)
