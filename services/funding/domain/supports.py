"""Supports granted elsewhere (XB11): what another policy gave an enterprise, for which purpose, in which year.

Where a pack says "the higher one, not both" (就高不重复), an award is held against them: `as_facts` are the rows of
the fact `supports.elsewhere` that `policy.overlap` judges.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from casework.states import move
from contracts.codes import credit_code
from contracts.money import ZERO, Money
from contracts.refusal import Problem
from services.funding.domain.documents import FileReference

GRANTED_BY: Final[Mapping[str, str]] = {
    "national": "国家",
    "province": "省级",
    "city": "市级",
    "district": "区县级",
}
"""At which level of government the other policy is; packs compare the code."""
YEARS: Final = range(2000, 2101)
LONGEST: Final = 200


class SupportState(StrEnum):
    RECORDED = "recorded"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


class SupportAction(StrEnum):
    RETURN = "return"
    WITHDRAW = "withdraw"


SUPPORT_TRANSITIONS: Final[Mapping[tuple[SupportState, SupportAction], SupportState]] = {
    (SupportState.RECORDED, SupportAction.RETURN): SupportState.RETURNED,  # the enterprise paid it back
    (SupportState.RECORDED, SupportAction.WITHDRAW): SupportState.WITHDRAWN,  # entered by mistake
}

SupportKey = tuple[str, str, int, str]
"""(credit code, purpose, year, policy): of these there is one."""


@dataclass(frozen=True, kw_only=True)
class GrantedSupport:
    """A support as somebody writes it: `purpose` is a subsidy line of the city, `granted_by` a level of government,
    each by its code or by its title. `checked_support` gives it by its codes."""

    credit_code: str
    purpose: str
    year: int
    amount: Money
    policy: str
    granted_by: str
    enterprise_name: str = ""
    granted_on: date | None = None

    @property
    def key(self) -> SupportKey:
        return self.credit_code, self.purpose, self.year, self.policy


@dataclass(frozen=True, kw_only=True)
class Support:
    """A support as it is recorded; `import_id` is the file it came with, `reason` says why it counts no more."""

    id: UUID
    city: str
    version: int
    credit_code: str
    enterprise_name: str
    purpose: str
    year: int
    amount: Money
    policy: str
    granted_by: str
    granted_on: date | None
    recorded_by: UUID
    recorded_at: datetime
    import_id: UUID | None = None
    state: SupportState = SupportState.RECORDED
    reason: str = ""

    @property
    def key(self) -> SupportKey:
        return self.credit_code, self.purpose, self.year, self.policy

    def is_the_same(self, told: GrantedSupport) -> bool:
        """Whether somebody tells what is recorded already."""
        return (self.key, self.amount, self.granted_by) == (told.key, told.amount, told.granted_by)

    def after(self, action: SupportAction, *, reason: str) -> Support:
        """ActionNotAllowed where the state does not know it."""
        state = move(SUPPORT_TRANSITIONS, self.state, action)
        return replace(self, state=state, version=self.version + 1, reason=reason)


@dataclass(frozen=True, kw_only=True)
class RefusedRow:
    """A row of a file that was not taken, and why."""

    row: int
    problems: tuple[dict[str, Any], ...]


@dataclass(frozen=True, kw_only=True)
class SupportImport:
    """A file that was taken: how many rows were recorded, known before, or refused. The same bytes change nothing."""

    id: UUID
    city: str
    version: int
    file: FileReference
    sha256: str
    recorded: int
    known: int
    refused: tuple[RefusedRow, ...]
    total: Money
    imported_by: UUID
    imported_at: datetime


def checked_support(
    asked: GrantedSupport, purposes: Mapping[str, str], *, today: date
) -> tuple[GrantedSupport | None, list[Problem]]:
    """The support by its codes, or everything that is wrong with it. `purposes`: subsidy line -> its title."""
    problems: list[Problem] = []
    code = _credit_code(asked.credit_code, problems)
    purpose = _coded("purpose", asked.purpose, purposes, problems)
    level = _coded("granted_by", asked.granted_by, GRANTED_BY, problems)
    problems += _wrong(asked, today)
    if problems or purpose is None or level is None:
        return None, problems
    found = replace(
        asked,
        credit_code=code,
        purpose=purpose,
        granted_by=level,
        policy=asked.policy.strip(),
        enterprise_name=asked.enterprise_name.strip(),
    )
    return found, []


def _wrong(asked: GrantedSupport, today: date) -> Iterator[Problem]:
    if not asked.policy.strip():
        yield Problem(code="required", field="policy")
    for name, text in (("policy", asked.policy), ("enterprise_name", asked.enterprise_name)):
        if len(text.strip()) > LONGEST:
            yield Problem(code="too_long", field=name, inputs={"at_most": LONGEST})
    if asked.year not in YEARS:
        yield Problem(code="out_of_range", field="year", inputs={"at_least": YEARS[0], "at_most": YEARS[-1]})
    if asked.amount <= ZERO:
        yield Problem(code="below_minimum", field="amount_fen", inputs={"at_least": 1})
    if asked.granted_on is not None and asked.granted_on > today:
        yield Problem(code="date_in_future", field="granted_on", inputs={"on": asked.granted_on.isoformat()})


def as_facts(supports: Iterable[Support]) -> tuple[dict[str, Any], ...]:
    """The rows of the fact `supports.elsewhere` of an enterprise. What was entered by mistake is no support.

    Whoever builds a claim puts them there: `{"supports.elsewhere": as_facts(uow.supports.of(credit_code))}`. An
    enterprise without any has an empty tuple, which is known; a claim without the fact is unknown, and nothing passes.
    """
    return tuple(
        {
            "purpose": support.purpose,
            "policy": support.policy,
            "granted_by": support.granted_by,
            "year": support.year,
            "granted_on": support.granted_on,
            "amount": support.amount,
            "is_returned": support.state is SupportState.RETURNED,
        }
        for support in supports
        if support.state is not SupportState.WITHDRAWN
    )


def _credit_code(text: str, problems: list[Problem]) -> str:
    try:
        return credit_code(text)
    except ValueError as error:
        problems.append(Problem(code=str(error), field="credit_code"))
        return ""


def _coded(name: str, text: str, options: Mapping[str, str], problems: list[Problem]) -> str | None:
    """The code, by itself or by its title."""
    found = next((code for code, title in options.items() if text.strip() in (code, title)), None)
    if found is None:
        problems.append(Problem(code="not_an_option", field=name, inputs={"options": sorted(options)}))
    return found


@dataclass(frozen=True, kw_only=True)
class SupportRow:
    """A row of a file; `support` is None where it could not be read, and `problems` say why."""

    row: int
    support: GrantedSupport | None
    problems: tuple[Problem, ...] = ()


def problems_of_row(row: int, problems: Iterable[Problem]) -> RefusedRow:
    """The problems of a row that is not taken, each with its place in the file."""
    placed = (replace(problem, field=f"row.{row}.{problem.field}") for problem in problems)
    return RefusedRow(row=row, problems=tuple(problem.as_wire() for problem in placed))
