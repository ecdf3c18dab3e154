"""Exclusion lists (排除名单) as they are imported, and the standing of a credit code that follows from them (DL5).

Which lists there are, and which of them exclude from what, is the pack's; the registry keeps who is
on which. An edition replaces the one before it as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from contracts.codes import credit_code
from contracts.events.registry import StandingChanged
from contracts.refusal import Invalid, Problem
from services.registry.domain.errors import EditionOutdated, ListFileUnreadable
from services.registry.domain.files import FileReference
from services.registry.domain.ids import exclusion_list_id, standing_id

MOST_ROWS = 20_000
_LIST_CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")
_CODE_HEADINGS = ("统一社会信用代码", "社会信用代码", "信用代码", "credit_code")
_NAME_HEADINGS = ("企业名称", "单位名称", "名称", "name")

Table = Sequence[Sequence[str]]
"""The cells of a file as text, row by row; row 1 is the first line of the file."""


@dataclass(frozen=True, kw_only=True)
class RowProblem:
    """A row that could not be taken. `row` counts as the file does, from 1; `found` is what stood there."""

    row: int
    code: str
    found: str


@dataclass(frozen=True, kw_only=True)
class Edition:
    """What a file says: who is on the list (code to name), and every row that says nothing usable."""

    rows: int
    entries: Mapping[str, str]
    problems: tuple[RowProblem, ...]


def read_edition(table: Table) -> Edition:
    """The edition in a table with a heading row; ListFileUnreadable without a column of credit codes.

    A table whose rows are all unusable is refused as well: it would empty the list by mistake.

    Nothing is dropped silently: a code that is none, an empty cell in a filled row and a code that came
    before are reported with their row. Rows that are empty altogether are not rows.
    """
    heading, code_at, name_at = _heading(table)
    rows = [
        (number, row) for number, row in enumerate(table[heading + 1 :], start=heading + 2) if any(map(str.strip, row))
    ]
    if len(rows) > MOST_ROWS:
        raise ListFileUnreadable(reason="too_many_rows", most=MOST_ROWS)
    entries: dict[str, str] = {}
    problems = []
    for number, row in rows:
        found = _cell(row, code_at)
        try:
            code = credit_code(found)
        except ValueError as error:
            problems.append(
                RowProblem(row=number, code=str(error) if found else "credit_code_missing", found=found[:40])
            )
            continue
        if code in entries:
            problems.append(RowProblem(row=number, code="credit_code_repeated", found=code))
            continue
        entries[code] = _cell(row, name_at)[:200]
    if rows and not entries:
        raise ListFileUnreadable(reason="no_usable_row")
    return Edition(rows=len(rows), entries=entries, problems=tuple(problems))


def _heading(table: Table) -> tuple[int, int, int | None]:
    """Where the heading row is (titles may stand above it), and the columns of code and name."""
    for index, row in enumerate(table[:20]):
        cells = [cell.strip().casefold() for cell in row]
        code_at = next((cells.index(heading) for heading in _CODE_HEADINGS if heading in cells), None)
        if code_at is not None:
            return index, code_at, next((cells.index(name) for name in _NAME_HEADINGS if name in cells), None)
    raise ListFileUnreadable(reason="no_credit_code_column", expected=_CODE_HEADINGS[0])


def _cell(row: Sequence[str], at: int | None) -> str:
    return row[at].strip() if at is not None and at < len(row) else ""


@dataclass(frozen=True, kw_only=True)
class ExclusionList:
    """A list in its newest edition; `code` is the pack's (abnormal_operation, dishonest, …)."""

    id: UUID
    city: str
    version: int
    code: str
    edition_on: date
    imported_at: datetime
    file: FileReference
    rows: int
    entries: int
    problems: tuple[RowProblem, ...]


def next_edition(
    before: ExclusionList | None,
    edition: Edition,
    *,
    city: str,
    code: str,
    edition_on: date,
    file: FileReference,
    at: datetime,
) -> ExclusionList:
    """The list with its new edition; EditionOutdated for an earlier day. The same day again is a correction."""
    if not _LIST_CODE.fullmatch(code):
        raise Invalid(problems=[Problem(code="malformed", field="list_code")])
    if before is not None and edition_on < before.edition_on:
        raise EditionOutdated(edition_on=edition_on.isoformat(), current=before.edition_on.isoformat())
    return ExclusionList(
        id=exclusion_list_id(city, code),
        city=city,
        version=before.version + 1 if before else 1,
        code=code,
        edition_on=edition_on,
        imported_at=at,
        file=file,
        rows=edition.rows,
        entries=len(edition.entries),
        problems=edition.problems,
    )


@dataclass(frozen=True, kw_only=True)
class Standing:
    """On which lists a credit code stands now. It may be on one before it registers."""

    id: UUID
    city: str
    version: int
    credit_code: str
    lists: tuple[str, ...]

    def told(self, *, at: datetime, by: UUID) -> StandingChanged:
        """The standing as it is now."""
        return StandingChanged(
            city=self.city,
            aggregate_id=self.id,
            sequence=self.version,
            at=at,
            actor=by,
            credit_code=self.credit_code,
            lists=self.lists,
        )


def standings_changed(
    city: str, code: str, *, before: Iterable[str], now: Iterable[str], known: Mapping[str, Standing]
) -> tuple[Standing, ...]:
    """The standings that an edition changes: of codes that came onto the list or left it, and of no others.

    `known` holds the standings of those codes that have one.
    """
    was, is_now = set(before), set(now)
    changed = []
    for credit in sorted(was ^ is_now):
        standing = known.get(credit) or Standing(
            id=standing_id(city, credit), city=city, version=0, credit_code=credit, lists=()
        )
        lists = set(standing.lists) | {code} if credit in is_now else set(standing.lists) - {code}
        changed.append(replace(standing, version=standing.version + 1, lists=tuple(sorted(lists))))
    return tuple(changed)
