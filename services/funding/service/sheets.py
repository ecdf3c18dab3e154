"""Sheets for the finance side as Excel: given out, and checked when they come back."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from casework.uploads import Download, UploadedFile
from chassis.db.transaction import Reading
from chassis.runtime import Runtime
from chassis.service import command, query
from chassis.work import in_thread
from contracts.actor import Actor
from contracts.permissions import PUBLIC
from policy.packs import Packs
from services.funding.adapters.sheet_files import XLSX, check_sheet, sheet_file
from services.funding.adapters.uploads import kept_with_content
from services.funding.domain.refusals import SheetUnreadable
from services.funding.domain.sheets import Sheet
from services.funding.storage import read_sheets
from services.funding.storage.unit import FundingUnit

Shown = dict[str, Any]
LARGEST = 50 * 1024 * 1024


class SheetMethods:
    """Each with count, sums and digest in its last row."""

    runtime: Runtime[FundingUnit]
    packs: Packs

    @query("funding.read_plans")
    def sheet_of_plan(self, reading: Reading, actor: Actor, plan_id: UUID) -> Download:
        """The lines of a plan by enterprise and source."""
        return given_out(self.runtime, actor, read_sheets.sheet_of_plan(reading, self.packs, plan_id))

    @query(PUBLIC)
    def sheet_of_notice(self, reading: Reading, actor: Actor, notice_id: UUID) -> Download:
        """The published list."""
        return given_out(self.runtime, actor, read_sheets.sheet_of_notice(reading, notice_id))

    @query("funding.read_books")
    def sheet_of_journal(
        self,
        reading: Reading,
        actor: Actor,
        *,
        fund_source: str | None = None,
        fund_year: int | None = None,
        booked_from: date | None = None,
        booked_until: date | None = None,
    ) -> Download:
        """The journal of a source, a year, a period."""
        sheet = read_sheets.sheet_of_journal(
            reading,
            self.packs,
            fund_source=fund_source,
            fund_year=fund_year,
            booked_from=booked_from,
            booked_until=booked_until,
        )
        return given_out(self.runtime, actor, sheet)

    @command("funding.check_sheet")
    def check_sheet(self, uow: FundingUnit, actor: Actor, file: UploadedFile) -> Shown:
        """Whether a sheet is still the one that was given out. Nothing is changed, so nothing is recorded."""
        reference, content = kept_with_content(self.runtime.blobs, actor.city, file, SheetUnreadable)
        checked = in_thread(check_sheet, content)
        return {
            "name": reference.name,
            "lines": checked.lines,
            "totals": checked.totals,
            "digest": checked.digest,
            "is_whole": not checked.problems,
            "problems": [problem.as_wire() for problem in checked.problems],
        }


def given_out(runtime: Runtime[FundingUnit], actor: Actor, sheet: Sheet) -> Download:
    """The file waits in the blob store, and is collected with what nobody attached."""
    file = in_thread(sheet_file, sheet)
    stored = runtime.blobs.receive(actor.city, [file.content], limit=LARGEST)
    return Download(sha256=stored.sha256, media_type=XLSX, name=file.name, size=stored.size)
