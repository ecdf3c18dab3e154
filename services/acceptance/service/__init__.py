"""The acceptance's Nameko class (验收). Its methods stand in the modules beside this one, by what they are about."""

from __future__ import annotations

from casework.shelf import packs_of
from chassis.service import Provided, ServiceRuntime
from services.acceptance.service.assessing import AssessmentMethods
from services.acceptance.service.assessment_reading import LevelReadingMethods
from services.acceptance.service.assessment_requests import LevelRequestMethods
from services.acceptance.service.assessments import LevelMethods
from services.acceptance.service.duplicates import DuplicateMethods
from services.acceptance.service.evidence import EvidenceMethods
from services.acceptance.service.evidence_files import EvidenceFileMethods
from services.acceptance.service.hearing import HearingMethods
from services.acceptance.service.reading import ReadingMethods
from services.acceptance.service.requesting import RequestMethods
from services.acceptance.storage.unit import AcceptanceUnit


class AcceptanceService(
    RequestMethods,
    AssessmentMethods,
    EvidenceMethods,
    EvidenceFileMethods,
    DuplicateMethods,
    ReadingMethods,
    LevelMethods,
    LevelRequestMethods,
    LevelReadingMethods,
    HearingMethods,
):
    """Requests, evidence, the assessor's papers and the verdicts, assessments of the level, reading, what it hears."""

    name = "acceptance"
    runtime = ServiceRuntime(AcceptanceUnit)
    packs = Provided(packs_of)
