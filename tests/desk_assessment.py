"""The people around assessments and what they do there, in short; on fakes, or with `act` overridden on rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from contracts.actor import Actor
from policy.assessment_answers import Answers
from policy.packs import Packs
from services.acceptance.domain.assessment import Assessment, Diagnosis, Reason, Stage
from services.acceptance.domain.assessment_request import AssessmentRequest, Purpose
from services.acceptance.domain.assessment_starting import KnownValues
from services.acceptance.use_cases.assign_assessment import assign_assessment
from services.acceptance.use_cases.assign_assessments import Assignment, assign_assessments
from services.acceptance.use_cases.attach_evidence import attach_evidence
from services.acceptance.use_cases.confirm_assessment import confirm_assessment
from services.acceptance.use_cases.decide_dispute import decide_dispute
from services.acceptance.use_cases.discard_assessment import discard_assessment
from services.acceptance.use_cases.dispute_assessment import dispute_assessment
from services.acceptance.use_cases.import_assessments import import_assessments
from services.acceptance.use_cases.remove_evidence import remove_evidence
from services.acceptance.use_cases.request_assessment import request_assessment
from services.acceptance.use_cases.save_assessment_answers import save_assessment_answers
from services.acceptance.use_cases.save_diagnosis import save_diagnosis
from services.acceptance.use_cases.start_assessment import start_assessment
from services.acceptance.use_cases.submit_assessment import submit_assessment
from services.acceptance.use_cases.submit_assessment_request import submit_assessment_request
from services.acceptance.use_cases.withdraw_assessment_request import withdraw_assessment_request
from tests.builders_acceptance import PROJECT
from tests.builders_assessment import a_report, some_answers
from tests.builders_declaration import ASSESSOR, ENTERPRISE, OFFICER, PROGRAMME, an_institution
from tests.desk_acceptance import Desk

Shown = dict[str, Any]
ANY: dict[str, Any] = {"expected_version": None}
REASONS = (Reason(text="设备数量有误", item="f2"),)


class LevelDesk:
    """Each method is one act of one person; ids are the texts that an answer gave. Runs on a `Desk`."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @property
    def packs(self) -> Packs:
        return self.desk.packs

    def act(self, actor: Actor, act: Callable[[Any], Any]) -> Any:
        return self.desk.act(actor, act)

    def stored(self, assessment_id: str) -> Assessment:
        found: Assessment = self.act(OFFICER, lambda uow: uow.assessments.get(UUID(assessment_id)))
        return found

    def stored_request(self, request_id: str) -> AssessmentRequest:
        found: AssessmentRequest = self.act(OFFICER, lambda uow: uow.assessment_requests.get(UUID(request_id)))
        return found

    def start(self, actor: Actor = ENTERPRISE, **given: Any) -> str:
        """Begin; of the known project unless said otherwise. Gives the id."""
        given = given or {"project_id": PROJECT}
        clock = self.desk.clock
        shown = self.act(actor, lambda uow: start_assessment(uow, self.packs, clock, actor, **given))
        return str(shown["id"])

    def answer(self, assessment_id: str, actor: Actor = ENTERPRISE, answers: Answers | None = None) -> Shown:
        given = {"answers": answers or some_answers(), **ANY}
        return self._one(
            actor, lambda uow: save_assessment_answers(uow, self.packs, actor, UUID(assessment_id), **given)
        )

    def diagnose(self, assessment_id: str, diagnosis: Diagnosis, actor: Actor = ASSESSOR) -> Shown:
        given = {"diagnosis": diagnosis, **ANY}
        return self._one(actor, lambda uow: save_diagnosis(uow, self.packs, actor, UUID(assessment_id), **given))

    def attach(self, assessment_id: str, slot: str = "report", actor: Actor = ASSESSOR) -> Shown:
        given = {"slot": slot, "file": a_report(), **ANY}
        clock = self.desk.clock
        return self._one(
            actor, lambda uow: attach_evidence(uow, self.packs, clock, actor, UUID(assessment_id), **given)
        )

    def remove(self, assessment_id: str, attachment_id: UUID, actor: Actor = ASSESSOR) -> Shown:
        given = {"attachment_id": attachment_id, **ANY}
        return self._one(actor, lambda uow: remove_evidence(uow, self.packs, actor, UUID(assessment_id), **given))

    def submit(self, assessment_id: str, actor: Actor = ENTERPRISE) -> Shown:
        return self._of(submit_assessment, assessment_id, actor)

    def confirm(self, assessment_id: str, actor: Actor = ENTERPRISE) -> Shown:
        return self._of(confirm_assessment, assessment_id, actor)

    def discard(self, assessment_id: str, actor: Actor = ENTERPRISE) -> Shown:
        return self._of(discard_assessment, assessment_id, actor)

    def dispute(self, assessment_id: str, actor: Actor = ENTERPRISE) -> Shown:
        return self._of(dispute_assessment, assessment_id, actor, reasons=REASONS)

    def decide(self, assessment_id: str, *, is_upheld: bool, actor: Actor = OFFICER) -> Shown:
        return self._of(decide_dispute, assessment_id, actor, is_upheld=is_upheld, opinion="经核实")

    def bring_in(self, *rows: KnownValues, actor: Actor = OFFICER) -> list[Shown]:
        """Import. Gives the results."""
        given: dict[str, Any] = {"programme_year": PROGRAMME, "rows": rows}
        clock = self.desk.clock
        told = self.act(actor, lambda uow: import_assessments(uow, self.packs, clock, actor, **given))
        return list(told["items"])

    def request(
        self, purpose: Purpose = Purpose.EVALUATION, actor: Actor = ENTERPRISE, project_id: UUID = PROJECT
    ) -> str:
        given: dict[str, Any] = {"project_id": project_id, "purpose": purpose, "wish": ""}
        clock = self.desk.clock
        return str(self.act(actor, lambda uow: request_assessment(uow, self.packs, clock, actor, **given))["id"])

    def ask_again(self, request_id: str, actor: Actor = ENTERPRISE) -> Shown:
        given: dict[str, Any] = {"wish": "已补充改造", **ANY}
        clock = self.desk.clock
        return self._one(actor, lambda uow: submit_assessment_request(uow, clock, actor, UUID(request_id), **given))

    def withdraw(self, request_id: str, actor: Actor = ENTERPRISE) -> Shown:
        clock = self.desk.clock
        return self._one(actor, lambda uow: withdraw_assessment_request(uow, clock, actor, UUID(request_id), **ANY))

    def assign(self, request_id: str, institution_id: UUID | None = None, actor: Actor = OFFICER) -> Shown:
        given = {"institution_id": institution_id or an_institution().id, **ANY}
        clock = self.desk.clock
        return self._one(actor, lambda uow: assign_assessment(uow, self.packs, clock, actor, UUID(request_id), **given))

    def assign_all(self, *pairs: tuple[str, UUID], actor: Actor = OFFICER) -> list[Shown]:
        items = [Assignment(request_id=UUID(request), institution_id=institution) for request, institution in pairs]
        clock = self.desk.clock
        told = self.act(actor, lambda uow: assign_assessments(uow, self.packs, clock, actor, items))
        return list(told["items"])

    def assigned(self, purpose: Purpose = Purpose.EVALUATION) -> str:
        """A request that the institution has."""
        request_id = self.request(purpose)
        self.assign(request_id)
        return request_id

    def reported(self, request_id: str, answers: Answers | None = None, actor: Actor = ASSESSOR) -> str:
        """The institution's report, waiting for the enterprise. Gives the id of the assessment."""
        assessment_id = self.start(actor, request_id=UUID(request_id))
        self.answer(assessment_id, actor, answers)
        self.attach(assessment_id, actor=actor)
        self.submit(assessment_id, actor)
        return assessment_id

    def self_assessed(self, answers: Answers | None = None, **given: Any) -> str:
        """Complete at once."""
        assessment_id = self.start(**given)
        self.answer(assessment_id, answers=answers)
        self.submit(assessment_id)
        return assessment_id

    def _of(self, use_case: Callable[..., Shown], assessment_id: str, actor: Actor, **given: Any) -> Shown:
        clock, told = self.desk.clock, {**given, **ANY}
        return self._one(actor, lambda uow: use_case(uow, self.packs, clock, actor, UUID(assessment_id), **told))

    def _one(self, actor: Actor, act: Callable[[Any], Any]) -> Shown:
        shown: Shown = self.act(actor, act)
        return shown


def six_values(**given: Any) -> KnownValues:
    """What Nanjing and others keep of an assessment: level, three scores, two counts."""
    values: dict[str, Any] = {
        "credit_code": "",
        "assessed_on": date(2025, 3, 1),
        "stage": Stage.BEFORE,
        "level": 1,
        "dimensions": {"foundation": "15.5", "management": "9", "effect": "6.125"},
        "binding": 4,
        "guiding": 2,
    }
    return KnownValues(**values | given)
