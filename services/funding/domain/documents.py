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


def document(number: str, issued_on: date, file: FileReference | None, *, today: date) -> Document:
    """`Invalid` without a number, or with a date that is still to come."""
    problems = []
    if not number.strip():
        problems.append(Problem(code="required", field="document_number"))
    if issued_on > today:
        problems.append(Problem(code="date_in_future", field="document_on", inputs={"on": issued_on.isoformat()}))
    if problems:
        raise Invalid(problems=problems)
    return Document(number=number.strip(), issued_on=issued_on, file=file)
