"""The refusals of the acceptance service; their sentences are in `gateway/errors/acceptance.py`."""

from __future__ import annotations

from contracts.refusal import Refusal


class AcceptanceNotOpen(Refusal):
    """Acceptance cannot be asked for now; `problems` cite the window, the stage, or what the project lacks."""

    code = "acceptance_not_open"


class AcceptanceUnderWay(Refusal):
    """The project has an acceptance that is not over: facts `acceptance_id`, `state`, where they are known."""

    code = "acceptance_under_way"


class NotWithAssessor(Refusal):
    """The assessor's papers can only be written while the effect acceptance is open: fact `state`."""

    code = "not_with_assessor"


class NotPassable(Refusal):
    """It cannot pass: `problems` name every missing paper and every condition that fails, with its article."""

    code = "not_passable"


class EvidenceClosed(Refusal):
    """Evidence is entered while the request is with the enterprise: fact `state`."""

    code = "evidence_closed"


class ReadFromFile(Refusal):
    """The figures were read from an invoice file: only what they belong to may be said. Fact `number`."""

    code = "read_from_file"


class FlagDecided(Refusal):
    """The flag stands so already: fact `state`."""

    code = "flag_decided"


class InvoiceFileUnreadable(Refusal):
    """No invoice can be read from the file: fact `reason`, and `name` of the file where there are several."""

    code = "invoice_file_unreadable"


class EvidenceFileUnreadable(Refusal):
    """The Excel file is no table of evidence (fact `reason`), or `problems` name sheet, row, column and rule."""

    code = "evidence_file_unreadable"


class AuditBegun(Refusal):
    """The audit has lines already: they are replaced only on demand. Fact `lines`."""

    code = "audit_begun"


class AssessmentNotOpen(Refusal):
    """A diagnosis or an evaluation cannot be asked for now: `problems` cite the stage and what it waits for."""

    code = "assessment_not_open"


class AssessmentIncomplete(Refusal):
    """The answers cannot be handed in: `problems` name every item and every rule; the draft stays as it is."""

    code = "assessment_incomplete"


class NoAssessmentEdition(Refusal):
    """The pack names no edition of the indicators for that day: facts `pack`, `on`."""

    code = "no_assessment_edition"


class NotRecognised(Refusal):
    """The organisation may not diagnose or evaluate by the pack: facts `institution_id`, `purpose`."""

    code = "not_recognised"


class RequestUnderWay(Refusal):
    """The project has a request for the same that is not over."""

    code = "assessment_request_under_way"


class AssessmentUnderWay(Refusal):
    """The request has an assessment that is not over: it is gone on with, or discarded."""

    code = "assessment_under_way"
