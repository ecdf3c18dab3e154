"""The refusals of the declaration service; their sentences are in `gateway/errors/declaration.py`."""

from __future__ import annotations

from contracts.refusal import Refusal


class PackNotUsable(Refusal):
    """The uploaded file is no compiled pack: fact `reason`."""

    code = "pack_not_usable"


class PackOfAnotherCity(Refusal):
    """A city releases only its own packs: facts `pack`, `city`."""

    code = "pack_of_another_city"


class PackAlreadyReleased(Refusal):
    """This version was released with another content, and nothing is overwritten: facts `pack`, `sha256`."""

    code = "pack_already_released"


class CallNotOpen(Refusal):
    """No declaration can be started under this call now; `problems` cite the window or the stage."""

    code = "call_not_open"


class RoundAlreadyDeclared(Refusal):
    """The applicant has a declaration in this round: facts `declaration_id`, `state`, where they are known."""

    code = "round_already_declared"


class RoundBlocked(Refusal):
    """The applicant was rejected in this round and cannot declare again (DL4); `problems` cite the article."""

    code = "round_blocked"


class StatementOutdated(Refusal):
    """What was confirmed is not the statement of this declaration's pack: fact `text_version` is the right one."""

    code = "statement_outdated"


class StatementNotConfirmed(Refusal):
    """The statement has to be confirmed before the form opens (XA4); `problems` cite the article."""

    code = "statement_not_confirmed"


class NotProposed(Refusal):
    """Only declarations that were put on the pilot list can be published; `problems` name the others."""

    code = "not_proposed"


class ApplicantNotAdmitted(Refusal):
    """The stage is for another kind of applicant; `problems` cite the article."""

    code = "applicant_not_admitted"


class OtherPilotDeclared(Refusal):
    """The applicant is in another programme that excludes this one; it became so at the same instant (XA11)."""

    code = "other_pilot_declared"


class QuotaExhausted(Refusal):
    """No place is left; `problems` say of which quota, what is taken and by how many, with its article."""

    code = "quota_exhausted"


class OutsideWindow(Refusal):
    """The step passes nothing outside the window of its actor; `problems` cite the article."""

    code = "outside_window"


class DocumentRequired(Refusal):
    """The step passes cases by a letter over several of them, not one by one: facts `step`, `title`, `article`."""

    code = "document_required"


class NotRecommendable(Refusal):
    """A letter passes only cases that wait at its step as they were drawn up: fact `step`; `problems` name others."""

    code = "not_recommendable"


class NoListOfDeclarations(Refusal):
    """In this pack a declaration leads to no public list: fact `pack`."""

    code = "no_list_of_declarations"


class NoNoticeNeeded(Refusal):
    """The pack asks for no public notice of the list: fact `pack`."""

    code = "no_notice_needed"
