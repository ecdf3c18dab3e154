"""Targets with the things behind each figure, what officers report, and quarters that stay (XB24)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from casework.uploads import Download
from chassis.db.transaction import Reading
from chassis.runtime import Runtime
from chassis.service import command, query
from chassis.work import in_thread
from contracts.actor import Actor
from contracts.permissions import Permission
from policy.packs import Packs
from services.oversight.adapters.quarter_file import XLSX, quarter_file
from services.oversight.domain.figures import days_of, narrowing, shown_targets
from services.oversight.domain.quarter import Quarter
from services.oversight.storage import read_figures as figures
from services.oversight.storage import read_quarters as quarters
from services.oversight.storage.read_targets import pack_with_targets, period_of, row_of, targets_of
from services.oversight.storage.unit import OversightUnit
from services.oversight.use_cases.freeze_quarter import freeze_quarter
from services.oversight.use_cases.report_figure import Report, report_figure

Shown = dict[str, Any]
READ: Permission = "oversight.read_targets"


class FigureMethods:
    """A figure and the list behind it are read from the same entries."""

    runtime: Runtime[OversightUnit]
    packs: Packs

    @query(READ)
    def targets(self, reading: Reading, actor: Actor, programme_year: str, division: str | None = None) -> Shown:
        """Every row: what was promised and what is reached, for the city or for a division and all below it."""
        pack = pack_with_targets(reading, self.packs, programme_year)
        divisions = figures.divisions_of(reading, division, actor.division)
        sums = figures.sums_of(reading, programme_year, {"divisions": divisions})
        rows = shown_targets(targets_of(pack), sums)
        return {"programme_year": programme_year, "pack": pack.ref.text, "division": division, "items": rows}

    @query(READ)
    def things_behind(
        self,
        reading: Reading,
        actor: Actor,
        programme_year: str,
        target: str,
        *,
        period: str | None = None,
        division: str | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> Shown:
        """What adds up to one figure."""
        targets = targets_of(pack_with_targets(reading, self.packs, programme_year))
        row = row_of(targets, target)
        days = days_of(targets, row, period_of(targets, period))
        wanted = {**narrowing(row), "divisions": figures.divisions_of(reading, division, actor.division)}
        return figures.things_behind(reading, programme_year, wanted, days, limit=limit, after=after)

    @command("oversight.report_figure")
    def report_figure(
        self,
        uow: OversightUnit,
        actor: Actor,
        programme_year: str,
        target: str,
        *,
        amount: Decimal,
        on: date,
        source: str,
    ) -> Shown:
        """Add to a row that nobody can count, with where it comes from."""
        targets = targets_of(pack_with_targets(uow.transaction, self.packs, programme_year))
        report = Report(amount=amount, on=on, source=source)
        row = row_of(targets, target)
        return report_figure(uow, self.runtime.clock, actor, programme_year=programme_year, row=row, report=report)

    @query("oversight.read_quarters")
    def list_quarters(self, reading: Reading, actor: Actor, programme_year: str) -> Shown:
        """Those that are frozen, the newest first."""
        return quarters.list_quarters(reading, programme_year)

    @query("oversight.read_quarters")
    def quarter(self, reading: Reading, actor: Actor, programme_year: str, quarter: str) -> Shown:
        """The self-evaluation of a quarter by its five aspects: as frozen, or as it stands now."""
        return quarters.get_quarter(reading, self.packs, programme_year, Quarter.parse(quarter))

    @query("oversight.read_quarters")
    def things_of_quarter(
        self,
        reading: Reading,
        actor: Actor,
        programme_year: str,
        quarter: str,
        target: str,
        *,
        part: str = "added",
        limit: int = 50,
        after: str | None = None,
    ) -> Shown:
        """What adds up to a figure of the quarter: what it adds, or what corrects quarters that were frozen before."""
        asked = quarters.Asked(programme_year=programme_year, quarter=Quarter.parse(quarter), target=target, part=part)
        return quarters.things_of_quarter(reading, self.packs, asked, limit=limit, after=after)

    @query("oversight.read_quarters")
    def sheet_of_quarter(self, reading: Reading, actor: Actor, programme_year: str, quarter: str) -> Download:
        """The self-evaluation with all that stands behind it; the file is collected with what nobody attached."""
        wanted = Quarter.parse(quarter)
        shown = quarters.get_quarter(reading, self.packs, programme_year, wanted)
        things = list(quarters.everything_of_quarter(reading, self.packs, programme_year, wanted))
        content = in_thread(quarter_file, shown, things)
        stored = self.runtime.blobs.receive(actor.city, [content], limit=len(content))
        return Download(sha256=stored.sha256, media_type=XLSX, name=f"{wanted.code}.xlsx", size=stored.size)

    @command("oversight.freeze_quarter")
    def freeze_quarter(self, uow: OversightUnit, actor: Actor, programme_year: str, quarter: str) -> Shown:
        """From now on nothing that is heard moves its figures and lists."""
        pack = pack_with_targets(uow.transaction, self.packs, programme_year)
        wanted = Quarter.parse(quarter)
        frozen = freeze_quarter(
            uow, self.runtime.clock, actor, programme_year=programme_year, quarter=wanted, pack=pack
        )
        return quarters.shown_head(frozen)
