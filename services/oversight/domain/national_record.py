"""What the national platform is told of a happening: whose case, which stage, levels, contract, money; of no person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from contracts.national_feed import RECORD_SCHEMA, Place
from contracts.wire import from_json
from policy.refs import PackRef
from services.oversight.domain.happening import Happening, KnownCase

PILOT_LIST: Final = frozenset({"pilot_listed", "pilot_delisted", "platform_recognised"})
OF_AN_ASSESSMENT: Final = ("self_assessment", "assessment", "diagnosis", "level")
OF_A_PROJECT: Final = ("project_", "contract_", "progress_", "finding_")
STAGES: Final = ("declaration", "pilot_list", "project", "assessment", "acceptance", "funding")

_MONEY: Final = {"award_id": "award_id", "amount_fen": "amount_fen", "shares": "shares"}
TOLD: Final[Mapping[str, Mapping[str, str]]] = {
    "contract_filed": {
        "contract_number": "contract_number",
        "signed_on": "signed_on",
        "contract_fen": "amount_fen",
        "down_payment_fen": "down_payment_fen",
    },
    "project_completed": {"completed_on": "completed_on"},
    "acceptance_passed": {"completed_on": "completed_on", "accepted_on": "accepted_on", "audited_fen": "audited_fen"},
    "award_computed": {"award_line": "line", "award_fen": "award_fen", "shares": "shares"},
    "tranche_released": _MONEY,
    "tranche_paid": {**_MONEY, "paid_on": "paid_on"},
    "tranche_returned": _MONEY,
    "recovery_opened": _MONEY,
    "recovery_settled": _MONEY,
}
"""Event -> member of the record -> member of the event."""


@dataclass(frozen=True, kw_only=True)
class Levels:
    """What is known of a case's levels: before the transformation by assessment or diagnosis, after it as confirmed."""

    level_before: int | None = None
    edition_before: str | None = None
    level_after: int | None = None
    edition_after: str | None = None

    def told_by(self, name: str, facts: Mapping[str, Any]) -> Levels:
        """A confirmed diagnosis stands above a self-assessment; once a level is confirmed, it stays."""
        level, edition = facts.get("level"), facts.get("edition")
        if level is None:
            return self
        if name in ("level_confirmed", "acceptance_passed", "acceptance_failed"):
            return replace(self, level_after=level, edition_after=edition)
        is_first = name == "self_assessment_completed" and self.level_before is None
        if self.level_after is None and (is_first or name == "diagnosis_confirmed"):
            return replace(self, level_before=level, edition_before=edition)
        return self


@dataclass(frozen=True, kw_only=True)
class NationalRecord(Levels):
    """One happening of a case with the case's whereabouts, as known when it was heard. Amounts are whole fen.

    What an event does not tell is None. `number` counts a city's records without gaps, `previous` is the digest of
    the one before.
    """

    schema: str = RECORD_SCHEMA
    city: str
    number: int
    previous: str
    id: UUID
    event: str
    stage: str
    at: datetime
    case_id: UUID
    project_id: UUID | None
    programme_year: str | None
    pack: str | None
    division: str | None
    applicant_kind: str | None
    credit_code: str | None
    applicant_name: str | None
    filing_number: str | None
    contract_number: str | None = None
    signed_on: date | None = None
    contract_fen: int | None = None
    down_payment_fen: int | None = None
    completed_on: date | None = None
    accepted_on: date | None = None
    audited_fen: int | None = None
    award_id: UUID | None = None
    award_line: str | None = None
    award_fen: int | None = None
    amount_fen: int | None = None
    shares: Mapping[str, int] | None = None
    paid_on: date | None = None


MEMBERS: Final = (
    "number",
    *(each.name for each in fields(NationalRecord) if each.name not in ("number", "previous")),
    "previous",
)
"""In the order of a table's columns."""


@dataclass(frozen=True, kw_only=True)
class Untold:
    """A happening without a record, its case as known now, and the levels that the case's last record told."""

    position: int
    happening: Happening
    case_id: UUID
    case: KnownCase | None
    levels: Levels


def national_record(happening: Happening, case: KnownCase | None, before: Levels, place: Place) -> NationalRecord:
    """The record behind `place`. `before` are the levels that the case's last record told."""
    assert happening.case_id is not None
    facts = happening.facts
    levels = before.told_by(happening.name, facts)
    return NationalRecord(
        level_before=levels.level_before,
        edition_before=levels.edition_before,
        level_after=levels.level_after,
        edition_after=levels.edition_after,
        city=happening.city,
        number=place.number + 1,
        previous=place.digest,
        id=happening.id,
        event=happening.name,
        stage=stage_of(happening),
        at=happening.at,
        case_id=happening.case_id,
        project_id=_project(happening),
        filing_number=facts.get("filing_number"),
        **_whose(facts, case),
        **_figures(happening),
    )


def stage_of(happening: Happening) -> str:
    """Which part of a case it belongs to: one of `STAGES`."""
    if happening.name in PILOT_LIST:
        return "pilot_list"
    if happening.service == "acceptance" and happening.name.startswith(OF_AN_ASSESSMENT):
        return "assessment"
    return happening.service


def _project(happening: Happening) -> UUID | None:
    told = happening.facts.get("project_id")
    if told is None:
        return happening.aggregate_id if happening.name.startswith(OF_A_PROJECT) else None
    return UUID(told)


def _whose(facts: Mapping[str, Any], case: KnownCase | None) -> dict[str, Any]:
    """As the event says; what it leaves out, as the newest news of the case that had been heard."""
    told, known = facts.get("applicant") or {}, case.applicant if case else None
    pack = facts.get("pack") or (case.pack.text if case else None)
    return {
        "programme_year": PackRef.parse(pack, facts.get("pack_sha256") or "").programme_year if pack else None,
        "pack": pack,
        "division": facts.get("division") or (case.division if case else None),
        "applicant_kind": told.get("kind") or (known.kind if known else None),
        "credit_code": told.get("credit_code") or (known.credit_code if known else None),
        "applicant_name": told.get("name") or (known.name if known else None),
    }


def _figures(happening: Happening) -> dict[str, Any]:
    facts = happening.facts
    told = {member: facts.get(name) for member, name in TOLD.get(happening.name, {}).items()}
    if happening.name == "award_computed":
        told["award_id"] = str(happening.aggregate_id)
    return {member: _read(member, value) for member, value in told.items()}


def _read(member: str, value: Any) -> Any:
    if value is not None and member.endswith("_on"):
        return from_json(date, value)
    return UUID(value) if value is not None and member.endswith("_id") else value
