"""The gateway repeats a few closed lists of words, because it may not import a service: they are the same."""

from __future__ import annotations

from enum import StrEnum

import pytest

from gateway.schemas.funding import words
from policy.subsidy import INSTRUMENTS
from services.funding.domain import (
    allocation_plan,
    bank_files,
    instrument,
    ledger,
    netting,
    payment,
    states,
    supports,
    tracing,
)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (words.TRANCHE_STATES, states.TrancheState),
        (words.INSTRUCTION_STATES, states.InstructionState),
        (words.BATCH_STATES, states.BatchState),
        (words.BUDGET_LINE_STATES, states.BudgetLineState),
        (words.RECOVERY_STATES, states.RecoveryState),
        (words.PLAN_STATES, states.PlanState),
        (words.BANK_VERDICTS, payment.BankVerdict),
        (words.EXPORT_FORMATS, bank_files.ExportFormat),
        (words.LEDGER_ACCOUNTS, ledger.Account),
        (words.ENTRY_KINDS, ledger.EntryKind),
        (words.PLAN_LINE_STATES, allocation_plan.PlanLineState),
        (words.MEETING_VERDICTS, allocation_plan.MeetingVerdict),
        (words.NETTING_STATES, netting.NettingState),
        (words.INSTRUMENTS, instrument.Instrument),
        (words.SUPPORT_STATES, supports.SupportState),
    ],
)
def test_the_gateway_knows_the_words_of_funding(said: tuple[str, ...], meant: type[StrEnum]) -> None:
    assert said == tuple(member.value for member in meant)


def test_the_gateway_knows_which_levels_grant_supports_and_funding_which_instruments_packs_name() -> None:
    assert tuple(supports.GRANTED_BY) == words.GRANTED_BY
    assert words.INSTRUMENTS == INSTRUMENTS


def test_the_gateway_knows_what_a_tranche_may_bring_and_the_figures_of_a_trace() -> None:
    assert (tracing.ENTERED, *tracing.FIGURES) == words.TRACE_FIGURES
