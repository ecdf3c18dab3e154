"""The tables of funding as SQLAlchemy sees them. The migrations build them; a test compares the two."""

from __future__ import annotations

from services.funding.storage.tables.applications import applications, known_milestones
from services.funding.storage.tables.awards import allowances, awards, number_series, recommendations, tranches
from services.funding.storage.tables.back import honours, instrument_choices, nettings, recoveries
from services.funding.storage.tables.base import metadata
from services.funding.storage.tables.known import (
    known_assessed,
    known_benchmarks,
    known_case_packs,
    known_contracts,
    known_passes,
    known_payee_accounts,
    known_pilots,
    known_project_ends,
    known_providers,
    known_trainings,
)
from services.funding.storage.tables.ledger import ledger_accounts, ledger_entries, ledger_postings
from services.funding.storage.tables.loans import loan_listings, loan_referrals
from services.funding.storage.tables.payments import (
    bank_result_files,
    payment_batches,
    payment_exports,
    payment_instructions,
)
from services.funding.storage.tables.plans import (
    allocation_plans,
    budget_lines,
    budget_pools,
    payee_snapshots,
    plan_lines,
    plan_notices,
    releases,
)
from services.funding.storage.tables.supports import support_imports, supports

__all__ = [
    "allocation_plans", "allowances", "applications", "awards", "bank_result_files", "budget_lines", "budget_pools",
    "honours", "instrument_choices", "known_assessed", "known_benchmarks", "known_case_packs", "known_contracts",
    "known_milestones", "known_passes", "known_payee_accounts", "known_pilots", "known_project_ends",
    "known_providers", "known_trainings",
    "ledger_accounts", "ledger_entries", "ledger_postings", "loan_listings", "loan_referrals", "metadata", "nettings",
    "number_series", "payee_snapshots", "payment_batches", "payment_exports", "payment_instructions", "plan_lines",
    "plan_notices", "recommendations", "recoveries", "releases", "support_imports", "supports", "tranches",
]  # fmt: skip
