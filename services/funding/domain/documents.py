"""Formal documents (正式文件): what the acts of officers rest on, with number, date and file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.refusal import Invalid, Problem


@dataclass(frozen=True, kw_only=True)
class FileReference:
    """An uploaded file."""

    sha256: str
    size: int
    media_type: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Document:
    """`number` as it is printed (大工信发 2025 第 1 号), `issued_on` its date, `file` its scan where there is one."""

    number: str
    issued_on: date
    file: FileReference | None = None


def must_have_reason(reason: str) -> str:
    """The reason without blanks around it; `Invalid` without one."""
    if not reason.strip():
        raise Invalid(problems=[Problem(code="required", field="reason")])
    return reason.strip()


def document(number: str, issued_on: date, file: FileReference | None, *, today: date) -> Document:
    """`Invalid` without a number, or with a date that is still to come."""
    problems = [] if number.strip() else [Problem(code="required", field="document_number")]
    if issued_on > today:
        problems.append(_in_future("document_on", issued_on))
    if problems:
        raise Invalid(problems=problems)
    return Document(number=number.strip(), issued_on=issued_on, file=file)


def must_not_be_in_future(field: str, day: date, *, today: date) -> None:
    """`Invalid` for a day that is still to come."""
    if day > today:
        raise Invalid(problems=[_in_future(field, day)])


def _in_future(field: str, day: date) -> Problem:
    return Problem(code="date_in_future", field=field, inputs={"on": day.isoformat()})
