"""What the national platform answers about a project becomes a finding of it, once for each line (XB1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from typing import Any, Final, get_type_hints
from uuid import UUID, uuid5

from contracts.refusal import Problem
from contracts.wire import Malformed, reader
from services.project.domain.findings import Found
from services.project.domain.project import Project

PLACE: Final = "国家平台"
LONGEST: Final[Mapping[str, int]] = {"line_id": 100, "text": 2_000}
_RESULTS: Final = UUID("5f0d3c62-1d5f-5c1e-9a38-0d6f2f9f7c11")


@dataclass(frozen=True, kw_only=True)
class NationalResult:
    """`line_id` is the national platform's own name for the line: with the same one it is the same result, always."""

    line_id: str
    project_id: UUID
    found_on: date
    text: str
    concerns: str = "applicant"
    severity: str = "note"

    @property
    def found(self) -> Found:
        """As a finding, under an id that follows from the line."""
        return Found(
            finding_id=uuid5(_RESULTS, f"{self.project_id}:{self.line_id}"),
            found_on=self.found_on,
            place=PLACE,
            text=self.text,
            concerns=self.concerns,
            severity=self.severity,
        )


def read_result(told: Mapping[str, Any]) -> tuple[NationalResult | None, tuple[Problem, ...]]:
    """The result that a line tells, or all that is wrong with it. Members that nobody asked for are left aside."""
    hints = get_type_hints(NationalResult)
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    for member in fields(NationalResult):
        if member.name in told:
            try:
                values[member.name] = reader(hints[member.name])(told[member.name])
            except Malformed as error:
                problems.append(Problem(code="malformed", field=member.name, requirement=error.expected))
        elif member.default is MISSING:
            problems.append(Problem(code="required", field=member.name))
    problems += _too_long(values)
    return (None, tuple(problems)) if problems else (NationalResult(**values), ())


def is_known(project: Project, found: Found) -> bool | None:
    """Whether it was recorded before; None where something else was, under the same line."""
    known = next((finding for finding in project.findings if finding.id == found.finding_id), None)
    if known is None:
        return False
    same = ("found_on", "text", "concerns", "severity")
    return True if all(getattr(known, name) == getattr(found, name) for name in same) else None


def _too_long(values: Mapping[str, Any]) -> Iterator[Problem]:
    for name, longest in LONGEST.items():
        text = values.get(name)
        if text is not None and not text.strip():
            yield Problem(code="required", field=name)
        elif text is not None and len(text) > longest:
            yield Problem(code="too_long", field=name, inputs={"max": longest})
