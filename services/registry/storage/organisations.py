"""Rows of organisations, requested changes, divisions and calendar years."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import ARRAY, Integer, Text, bindparam, cast, func, insert, select

from services.registry.domain.calendar import CalendarYear
from services.registry.domain.changes import ChangeKind, ChangeRequest, ChangeState
from services.registry.domain.divisions import Division, Level
from services.registry.domain.organisations import Kind, Organisation, SizeClass
from services.registry.storage.mapped import Mapped, Repository
from services.registry.storage.tables import organisations as tables

_organisation, _former = tables.organisation, tables.former_name

_by_credit_code = select(_organisation).where(_organisation.c.credit_code == bindparam("credit_code"))
_keep_name = insert(_former).values({column.name: bindparam(column.name) for column in _former.columns})


class OrganisationRepository(Repository[Organisation]):
    """Organisations of the city."""

    mapped = Mapped(
        _organisation, Organisation, {"kind": Kind, "declared_size_class": SizeClass, "size_class": SizeClass}
    )
    kind = "organisation"

    def by_credit_code(self, credit_code: str) -> Organisation | None:
        """The organisation with this (normal) code."""
        return self._one(_by_credit_code, credit_code=credit_code)

    def keep_former_name(self, before: Organisation, until: datetime) -> None:
        """The name history: what it was called, and until when."""
        self._transaction.write(
            _keep_name,
            city=before.city,
            organisation_id=before.id,
            version=before.version,
            name=before.name,
            until=until,
        )


class ChangeRepository(Repository[ChangeRequest]):
    """Requested changes of the city."""

    mapped = Mapped(tables.change_request, ChangeRequest, {"kind": ChangeKind, "state": ChangeState})
    kind = "change_request"


_division = tables.division
_by_codes = (
    select(_division)
    .where(_division.c.code == func.any(cast(bindparam("codes"), ARRAY(Text))))
    .order_by(_division.c.code)
)
_all_divisions = select(_division).order_by(_division.c.code)


class DivisionRepository(Repository[Division]):
    """Divisions of the city: some dozens."""

    mapped = Mapped(_division, Division, {"level": Level})
    kind = "division"

    def by_code(self, code: str) -> Division | None:
        """The division with this code."""
        return self._one(_by_codes, codes=[code])

    def all(self) -> Sequence[Division]:
        """Every division of the city."""
        return self._all(_all_divisions)


_year = tables.calendar_year
_by_years = (
    select(_year).where(_year.c.year == func.any(cast(bindparam("years"), ARRAY(Integer)))).order_by(_year.c.year)
)


_all_years = select(_year).order_by(_year.c.year)


class CalendarRepository(Repository[CalendarYear]):
    """Years of the city's calendar."""

    mapped = Mapped(
        _year,
        CalendarYear,
        {"exceptions": lambda kept: {date.fromisoformat(day): is_worked for day, is_worked in kept.items()}},
    )
    kind = "calendar_year"

    def all(self) -> Sequence[CalendarYear]:
        """Every year that has a row."""
        return self._all(_all_years)

    def by_year(self, year: int) -> CalendarYear | None:
        """One year."""
        return self._one(_by_years, years=[year])

    def by_years(self, years: Collection[int]) -> Mapping[int, CalendarYear]:
        """Those of the years that have a row."""
        return {found.year: found for found in self._all(_by_years, years=sorted(years))}
