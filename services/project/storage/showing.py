"""Rows of benchmarks and typical cases: row <-> frozen dataclass, and their lists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Table, bindparam, insert, select, tuple_, update

from casework.cursors import instant, page, page_size, position
from casework.desks import absent
from casework.dossier import Attachment
from casework.uploads import download_of
from chassis.db.transaction import Reading, Row, Transaction
from contracts.actor import Actor
from contracts.events.declaration import Applicant
from contracts.wire import from_json, to_json
from services.project.domain.benchmark import Benchmark, shown_benchmark
from services.project.domain.typical_case import CaseState, Story, TypicalCase, may_read, shown_case
from services.project.storage.tables import benchmarks, typical_cases

Shown = dict[str, Any]


def _columns(table: Table) -> dict[str, Any]:
    return {column.name: bindparam(column.name) for column in table.columns}


_add_benchmark = insert(benchmarks).values(_columns(benchmarks))
_add_case = insert(typical_cases).values(_columns(typical_cases))
_save_case = (
    update(typical_cases)
    .where((typical_cases.c.id == bindparam("at_id")) & (typical_cases.c.version == bindparam("at_version")))
    .values({name: value for name, value in _columns(typical_cases).items() if name not in {"id", "city"}})
)
_OF_BENCHMARK = tuple(member.name for member in fields(Benchmark) if member.name != "applicant")
_case = select(typical_cases).where(typical_cases.c.id == bindparam("id"))


class BenchmarkRepository:
    """They are only added."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, benchmark: Benchmark) -> None:
        values = {name: getattr(benchmark, name) for name in _OF_BENCHMARK}
        self._transaction.write(_add_benchmark, **values, **_applicant_to_columns(benchmark.applicant))


class TypicalCaseRepository:
    """Within one transaction. `get` locks."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, case_id: UUID) -> TypicalCase:
        """NotFound where there is none in this city."""
        return _found(self._transaction.first(_case.with_for_update(), id=case_id), case_id)

    def add(self, case: TypicalCase) -> None:
        self._transaction.write(_add_case, **_case_to_row(case))

    def save(self, case: TypicalCase) -> None:
        values = {name: value for name, value in _case_to_row(case).items() if name not in {"id", "city"}}
        self._transaction.change_one(_save_case, at_id=case.id, at_version=case.version - 1, **values)


@dataclass(frozen=True)
class _List:
    """A list from the newest down. `begins` reads its place from a cursor."""

    table: Table
    by: str
    begins: Callable[[str], Any]

    def rows(self, reading: Reading, wanted: dict[str, Any], *, limit: int, after: str | None) -> list[Row]:
        asked = {name: value for name, value in wanted.items() if value is not None}
        begin = position(after, self.begins)
        more: dict[str, Any] = {"after_key": begin[0], "after_id": begin[1]} if begin else {}
        statement = _statement(self.table, self.by, frozenset(asked), begin is not None)
        return list(reading.read(statement, **asked, **more, limit=page_size(limit) + 1))


_BENCHMARKS = _List(benchmarks, "chosen_on", date.fromisoformat)
_CASES = _List(typical_cases, "submitted_at", instant)


def list_benchmarks(reading: Reading, wanted: dict[str, Any], *, limit: int, after: str | None) -> Shown:
    """Newest first, for everybody; `wanted` by programme year, kind, sub-industry, division."""
    rows = _BENCHMARKS.rows(reading, wanted, limit=limit, after=after)
    return page(rows, [shown_benchmark(_benchmark(row)) for row in rows], limit=limit, by="chosen_on")


def list_published_cases(reading: Reading, wanted: dict[str, Any], *, limit: int, after: str | None) -> Shown:
    """Newest first, for everybody."""
    rows = _CASES.rows(reading, wanted | {"state": CaseState.PUBLISHED.value}, limit=limit, after=after)
    shown = [shown_case(_case_from_row(row), for_everybody=True) for row in rows]
    return page(rows, shown, limit=limit, by="submitted_at")


def list_typical_cases(
    reading: Reading, actor: Actor, wanted: dict[str, Any], *, limit: int, after: str | None
) -> Shown:
    """One's own, or all of them; newest first."""
    own = {} if actor.may("project.read_city") else {"applicant_id": actor.organisation_id}
    rows = _CASES.rows(reading, wanted | own, limit=limit, after=after)
    return page(rows, [shown_case(_case_from_row(row)) for row in rows], limit=limit, by="submitted_at")


def file_of_case(reading: Reading, actor: Actor, case_id: UUID, attachment_id: UUID) -> Shown:
    """The permission to download a file; NotFound for a case that the actor may not read."""
    case = _found(reading.first(_case, id=case_id), case_id)
    if not may_read(case, actor):
        raise absent("typical_case", case_id)
    return dict(to_json(download_of(case.story.files, attachment_id)))


@cache
def _statement(table: Table, by: str, narrowed_by: frozenset[str], is_continued: bool) -> Select[Any]:
    key = (table.c[by], table.c.id)
    statement = select(table).order_by(*(column.desc() for column in key)).limit(bindparam("limit"))
    statement = statement.where(*(table.c[name] == bindparam(name) for name in sorted(narrowed_by)))
    if is_continued:
        statement = statement.where(tuple_(*key) < tuple_(bindparam("after_key"), bindparam("after_id")))
    return statement


def _found(row: Row | None, case_id: UUID) -> TypicalCase:
    if row is None:
        raise absent("typical_case", case_id)
    return _case_from_row(row)


def _applicant_to_columns(applicant: Applicant) -> dict[str, Any]:
    return {
        "applicant_kind": applicant.kind,
        "applicant_id": applicant.id,
        "credit_code": applicant.credit_code,
        "applicant_name": applicant.name,
    }


def _applicant(row: Row) -> Applicant:
    return Applicant(kind=row.applicant_kind, id=row.applicant_id, credit_code=row.credit_code, name=row.applicant_name)


def _benchmark(row: Row) -> Benchmark:
    return Benchmark(**{name: getattr(row, name) for name in _OF_BENCHMARK}, applicant=_applicant(row))


def _case_to_row(case: TypicalCase) -> dict[str, Any]:
    return {
        "id": case.id,
        "city": case.city,
        "version": case.version,
        "project_id": case.project_id,
        "programme_year": case.programme_year,
        **_applicant_to_columns(case.applicant),
        "division": case.division,
        "title": case.story.title,
        "text": case.story.text,
        "files": to_json(case.story.files),
        "submitted_at": case.submitted_at,
        "state": case.state.value,
        "opinion": case.opinion,
        "published_at": case.published_at,
    }


def _case_from_row(row: Row) -> TypicalCase:
    return TypicalCase(
        id=row.id,
        city=row.city,
        version=row.version,
        project_id=row.project_id,
        programme_year=row.programme_year,
        applicant=_applicant(row),
        division=row.division,
        story=Story(title=row.title, text=row.text, files=from_json(tuple[Attachment, ...], row.files)),
        submitted_at=row.submitted_at,
        state=CaseState(row.state),
        opinion=row.opinion,
        published_at=row.published_at,
    )
