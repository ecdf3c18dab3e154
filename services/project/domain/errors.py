"""The refusals of the project service; their sentences are in `gateway/errors/project.py`."""

from __future__ import annotations

from contracts.refusal import Refusal


class PilotNotListed(Refusal):
    """Only an enterprise on the pilot list files projects (DL6); `problems` cite the article: fact `reason`."""

    code = "pilot_not_listed"


class StageNotOpen(Refusal):
    """The pack's lifecycle does not have this stage open now; `problems` say why, with the article: fact `stage`."""

    code = "stage_not_open"


class StatementOutdated(Refusal):
    """What was confirmed is not the undertaking of this project's pack: fact `text_version` is the right one."""

    code = "statement_outdated"


class ContractAlreadyFiled(Refusal):
    """The same contract with the same provider stands in another project of the applicant."""

    code = "contract_already_filed"


class NumberTaken(Refusal):
    """A filing number was given twice: a pack counts in a scope that its format does not show."""

    code = "filing_number_taken"


class AmendmentNotAllowed(Refusal):
    """The pack lets nobody amend what this stage approved: fact `stage`."""

    code = "amendment_not_allowed"


class TrainingOfOthers(Refusal):
    """An institution records only what it held itself: fact `institution_id` is who held it."""

    code = "training_of_others"


class CaseIsFull(Refusal):
    """The pack allows no further project in the case: fact `at_most`."""

    code = "case_is_full"


class MovedWithItsCase(Refusal):
    """The declaration that put it on the pilot list is moved, and the project with it: fact `declaration_id`."""

    code = "moved_with_its_case"


class NothingToDraw(Refusal):
    """No running project meets what a spot check is narrowed to."""

    code = "nothing_to_draw"


class NoBenchmarks(Refusal):
    """The pack of the project picks no benchmarks: fact `pack`."""

    code = "no_benchmarks"


class AlreadyBenchmark(Refusal):
    """The project is a benchmark of this kind."""

    code = "already_benchmark"


class ResultFileUnreadable(Refusal):
    """The file of the national platform's results is no table and no lines of JSON, or too much: fact `reason`."""

    code = "national_result_file_unreadable"
