"""Trial calculations (试算): open to everybody, before anything is declared."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from chassis.db.transaction import Reading
from chassis.runtime import Runtime
from chassis.service import command, query
from contracts.actor import Actor
from contracts.money import ZERO, Money
from contracts.permissions import PUBLIC
from policy.packs import Packs
from services.funding.domain.trial import Trial, TrialLine
from services.funding.storage import read_lines
from services.funding.storage.unit import FundingUnit
from services.funding.use_cases.create_trial_calculation import create_trial_calculation

Shown = dict[str, Any]


class TrialMethods:
    """The same function as the award's, and no promise."""

    runtime: Runtime[FundingUnit]
    packs: Packs

    @query(PUBLIC)
    def list_lines(self, reading: Reading, actor: Actor) -> Shown:
        """What there is support for today: every line with its rules, their articles, and what it can be asked by."""
        return read_lines.list_lines(reading, self.packs, on=self.runtime.clock.today())

    @command(PUBLIC)
    def create_trial_calculation(
        self,
        uow: FundingUnit,
        actor: Actor,
        *,
        programme_year: str,
        contract_on: date,
        level: int,
        spend: tuple[TrialLine, ...],
        line: str | None = None,
        awarded_before_fen: Money = ZERO,
        facts: Mapping[str, Any] | None = None,
    ) -> Shown:
        """What would come out. Nothing is kept but the answer under its key."""
        asked = Trial(
            spend=spend,
            contract_on=contract_on,
            level=level,
            line=line,
            awarded_before_fen=awarded_before_fen,
            facts=facts or {},
        )
        return create_trial_calculation(uow, self.packs, self.runtime.clock, actor, programme_year, asked)
