"""The words of the funding service that requests and answers may hold; a test compares them with the service's own."""

from __future__ import annotations

from typing import Final

TRANCHE_STATES: Final = (
    "computed",
    "recommended",
    "planned",
    "approved",
    "released",
    "in_payment",
    "paid",
    "returned",
    "revoked",
    "recalled",
    "in_recovery",
    "recovered",
)
INSTRUCTION_STATES: Final = (
    "made",
    "checked",
    "paid",
    "returned",
    "cancelled",
)
BATCH_STATES: Final = (
    "made",
    "checked",
    "settled",
    "rejected",
)
BUDGET_LINE_STATES: Final = (
    "entered",
    "confirmed",
    "withdrawn",
)
RECOVERY_STATES: Final = (
    "opened",
    "settled",
)
PLAN_STATES: Final = (
    "drawn_up",
    "approved",
    "published",
    "withdrawn",
)
BANK_VERDICTS: Final = (
    "paid",
    "returned",
)
EXPORT_FORMATS: Final = (
    "json",
    "csv",
    "xlsx",
)
BUDGET_STATUSES: Final = ("served", "cut", "queued", "stopped")
LEDGER_ACCOUNTS: Final = (
    "budget_received",
    "budget_quota",
    "committed",
    "payable",
    "in_transit",
    "paid",
    "returned",
    "receivable",
    "recovered",
)
ENTRY_KINDS: Final = (
    "budget_confirmed",
    "plan_approved",
    "commitment_cancelled",
    "tranche_released",
    "release_recalled",
    "payment_checked",
    "payment_made",
    "payment_returned",
    "payment_returned_late",
    "return_corrected",
    "return_recalled",
    "recovery_opened",
    "recovery_settled",
    "recovery_netted",
    "recovery_reentered",
    "payment_netted",
)
PLAN_LINE_STATES: Final = (
    "included",
    "removed",
)
MEETING_VERDICTS: Final = (
    "approved",
    "returned",
    "rejected",
)
NETTING_STATES: Final = (
    "proposed",
    "confirmed",
    "withdrawn",
)
INSTRUMENTS: Final = (
    "bank_transfer",
    "digital_rmb",
    "voucher",
)
SUPPORT_STATES: Final = (
    "recorded",
    "returned",
    "withdrawn",
)
GRANTED_BY: Final = (
    "national",
    "province",
    "city",
    "district",
)
TRACE_FIGURES: Final = (
    "entered",
    "confirmed",
    "committed",
    "given_back",
    "released",
    "instructed",
    "paid",
    "netted",
    "returned",
    "corrected",
    "claimed",
    "recovered",
    "reentered",
)
TRACED_KINDS: Final = ("entered", *ENTRY_KINDS)
TRANCHE_OUTCOMES: Final = (
    "payment",
    "recovery",
    "nothing",
)
