"""What funding refuses. Their sentences are in the gateway's catalogue."""

from __future__ import annotations

from contracts.refusal import Refusal


class NothingToAward(Refusal):
    """The award is zero: its `problems` say which rules fail, or the cap is used up. Facts `award_id`."""

    code = "nothing_to_award"


class NoneDone(Refusal):
    """A bulk act in which every item was refused; `problems` holds the refusal of each (`field` names the item)."""

    code = "none_done"


class CapExceeded(Refusal):
    """More than the cap per enterprise would be approved: facts `cap_fen`, `approved_fen`, `amount_fen`."""

    code = "cap_exceeded"


class BudgetWaits(Refusal):
    """The budget cannot carry it yet, by the order of the pack: one problem with the place in it, and the article."""

    code = "budget_waits"


class BudgetExceeded(Refusal):
    """The budget does not cover the plan: one problem per source with `needed_fen` and `available_fen`."""

    code = "budget_exceeded"


class BudgetStillNeeded(Refusal):
    """Only what nothing depends on can be withdrawn."""

    code = "budget_still_needed"


class FourEyes(Refusal):
    """The same person may not do both: facts `act`, `forbidden_by`."""

    code = "four_eyes"


class PayeeUnknown(Refusal):
    """The project names no account for payment, or the account belongs to somebody else: fact `tranche_id`."""

    code = "payee_unknown"


class PayeeNameDiffers(Refusal):
    """The account is not in the registered name: facts `account_name`, `registered_name`."""

    code = "payee_name_differs"


class PayeeUnchanged(Refusal):
    """The registry's account is the one that was approved already: there is nothing to adopt."""

    code = "payee_unchanged"


class NotPayable(Refusal):
    """What was checked again where money leaves speaks against it: `problems` with code, article and inputs."""

    code = "not_payable"


class PlanNotPublished(Refusal):
    """There is no public notice yet: facts `plan_id`, `state`."""

    code = "plan_not_published"


class AlreadyInPlan(Refusal):
    """The tranche stands in another plan."""

    code = "already_in_plan"


class DocumentUsed(Refusal):
    """This document was entered before: fact `document_number`."""

    code = "document_used"


class InstructionExists(Refusal):
    """There is a live payment instruction for this tranche: it is never paid twice."""

    code = "instruction_exists"


class MixedPlan(Refusal):
    """One plan takes awards of one programme, source year and fund category: facts `found`."""

    code = "mixed_plan"


class ResultFileUnreadable(Refusal):
    """Not a result file: fact `reason`, problems by row."""

    code = "result_file_unreadable"


class ResultSumDiffers(Refusal):
    """The file does not add up, nothing of it was taken: facts `stated_fen`, `counted_fen`, `difference_fen`."""

    code = "result_sum_differs"


class ResultAmountDiffers(Refusal):
    """A line's amount is not what was instructed, nothing of the file was taken: problems by line, `difference_fen`."""

    code = "result_amount_differs"


class ResultContradicts(Refusal):
    """The file says something else than what is known of a payment; nothing of it was taken. Problems by line."""

    code = "result_contradicts"


class ExportExpired(Refusal):
    """The permission to download has ended, or was somebody else's: make a new export."""

    code = "export_expired"


class HonourTooLate(Refusal):
    """A plan holds something of the project already, or it is paid: `problems` names each tranche and its state."""

    code = "honour_too_late"


class HonourNotDue(Refusal):
    """The pack gives the honour under conditions: `problems` are those that do not hold, with their articles."""

    code = "honour_not_due"


class HonourOnly(Refusal):
    """The project has the honour only, and no money: one problem with the article. Fact `project_id`."""

    code = "honour_only"


class HonourExists(Refusal):
    """The project has the honour already."""

    code = "honour_exists"


class NettingPayeeDiffers(Refusal):
    """What is claimed from one payee is not kept from another: facts `recovery_id`, `tranche_id`."""

    code = "netting_payee_differs"


class NettingExists(Refusal):
    """A netting of this tranche is proposed already: it is confirmed or withdrawn first."""

    code = "netting_exists"


class NettingPending(Refusal):
    """A proposed netting says how much of the tranche goes to the bank: fact `netting_id`."""

    code = "netting_pending"


class NettingStands(Refusal):
    """A part of the tranche settled a recovery, so it is not undone: facts `tranche_id`, `netted_fen`."""

    code = "netting_stands"


class MixedBatch(Refusal):
    """A batch is of one instrument: fact `found`."""

    code = "mixed_batch"


class SheetTooLarge(Refusal):
    """More lines than a sheet holds: facts `most`, `found`. A shorter period has fewer."""

    code = "sheet_too_large"


class SheetUnreadable(Refusal):
    """Not a sheet that the platform gave out: fact `reason`."""

    code = "sheet_unreadable"


class SupportFileUnreadable(Refusal):
    """Not a list of supports granted elsewhere: fact `reason`, problems by column."""

    code = "support_file_unreadable"


class SupportExists(Refusal):
    """A support of this enterprise, purpose, year and policy is recorded already."""

    code = "support_exists"


class ApplicationNotOpen(Refusal):
    """Nothing can be asked for by this stage now, or not by this applicant: `problems` with the articles; `stage`."""

    code = "application_not_open"


class LoansNotOffered(Refusal):
    """The pack of the project has no loan whitelists: fact `pack`."""

    code = "loans_not_offered"


class NotLoanEligible(Refusal):
    """The pack lets projects on the whitelist under conditions: `problems` are those that do not hold."""

    code = "not_loan_eligible"


class LoanListingExists(Refusal):
    """The project is on the whitelist, or an application for it is under way."""

    code = "loan_listing_exists"


class NotOnLoanList(Refusal):
    """Only who is on one of the whitelists is referred: fact `enterprise_id`."""

    code = "not_on_loan_list"
