"""Events as oversight hears them, with what a test does not speak of already in place."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from contracts.actor import Actor
from contracts.codes import case_id_of
from contracts.events.acceptance import LevelConfirmed, SelfAssessmentCompleted
from contracts.events.declaration import Applicant, DeclarationSubmitted, PackReleased, PilotDelisted, PilotListed
from contracts.events.funding import AwardComputed, TranchePaid
from contracts.events.project import ContractFiled
from contracts.events.registry import ProductListed
from contracts.roles import Role
from policy.packs import Pack, load_folder
from tests.builders_declaration import (
    CITY,
    DISTRICT,
    ENTERPRISE,
    NOON,
    PROGRAMME,
    a_code,
    an_id,
    an_organisation,
    dalian,
)

__all__ = ["CASE", "CITY", "DISTRICT", "DIVISION", "ENTERPRISE", "NATIONAL", "NOON", "OFFICER", "STRANGER"]

CASE = case_id_of(CITY, PROGRAMME, "2024-1", a_code())
DIVISION = "210202"
STRANGER = Actor(
    account_id=an_id("a stranger"),
    city=CITY,
    roles=frozenset({Role.ENTERPRISE}),
    organisation_id=an_id("a strange company"),
)
NATIONAL = Actor(account_id=an_id("the nation"), city=CITY, roles=frozenset({Role.NATIONAL_PLATFORM}))
OFFICER = Actor(account_id=an_id("the officer"), city=CITY, roles=frozenset({Role.CITY_OFFICER}))


def told(aggregate_id: UUID | None = None, sequence: int = 1, **given: Any) -> dict[str, Any]:
    """What every event begins with."""
    head = {"city": CITY, "aggregate_id": aggregate_id or uuid4(), "sequence": sequence, "at": NOON}
    return head | {"actor": an_id("somebody"), "case_id": CASE} | given


def an_applicant() -> Applicant:
    own = an_organisation()
    return Applicant(kind="enterprise", id=own.id, credit_code=own.credit_code, name=own.name)


def of_case(aggregate_id: UUID | None = None, sequence: int = 1, **given: Any) -> dict[str, Any]:
    """What an event of a declaration or of a place on the list begins with."""
    head = {"applicant": an_applicant(), "division": DIVISION, "batch": "2024-1"}
    return told(aggregate_id, sequence) | head | {"pack": dalian().ref.text, "pack_sha256": dalian().ref.sha256} | given


def submitted(sequence: int = 1, **given: Any) -> DeclarationSubmitted:
    return DeclarationSubmitted(**of_case(an_id("declaration"), sequence, state="in_review", step=0, **given))


def listed(sequence: int = 3, **given: Any) -> PilotListed:
    return PilotListed(**of_case(an_id("declaration"), sequence, state="listed", **given))


def delisted(sequence: int = 4, **given: Any) -> PilotDelisted:
    return PilotDelisted(**of_case(an_id("declaration"), sequence, state="delisted", reason="虚假改造", **given))


def paid(amount_fen: int = 20_000_000, **given: Any) -> TranchePaid:
    shares = {"central": amount_fen // 2, "local": amount_fen - amount_fen // 2}
    facts: dict[str, Any] = {"award_id": an_id("award"), "project_id": an_id("project"), "applicant": an_applicant()}
    return TranchePaid(
        **told(an_id("tranche"), **given), **facts, amount_fen=amount_fen, shares=shares, paid_on=NOON.date()
    )


def a_contract(**given: Any) -> ContractFiled:
    return ContractFiled(
        **told(an_id("project"), **given),
        applicant=an_applicant(),
        provider_id=an_id("provider"),
        contract_number="HT-2025-001",
        signed_on=NOON.date(),
        amount_fen=80_000_000,
        down_payment_fen=20_000_000,
        payee_account_id=an_id("payee"),
        lines=(),
    )


def an_award(**given: Any) -> AwardComputed:
    facts: dict[str, Any] = {"project_id": an_id("project"), "applicant": an_applicant(), "line": "transformation"}
    return AwardComputed(**told(an_id("award"), **given), **facts, award_fen=40_000_000, shares={"central": 40_000_000})


def a_self_assessment(level: int, **given: Any) -> SelfAssessmentCompleted:
    facts: dict[str, Any] = {"applicant": an_applicant(), "assessment_id": an_id("assessment")}
    return SelfAssessmentCompleted(
        **told(an_id("assessment"), **given), **facts, level=level, edition="2024", completed_on=NOON.date()
    )


def a_level(level: int, **given: Any) -> LevelConfirmed:
    facts: dict[str, Any] = {"project_id": an_id("project"), "applicant": an_applicant()}
    return LevelConfirmed(**told(an_id("acceptance"), **given), **facts, level=level, edition="2024")


def level_confirmed(level: int, sequence: int = 1, *, at: datetime = NOON, case_id: UUID = CASE) -> LevelConfirmed:
    """Confirmed on the day of `at`."""
    head = told(an_id("acceptance"), sequence, at=at, case_id=case_id)
    facts: dict[str, Any] = {"applicant": an_applicant(), "project_id": an_id("project"), "edition": "2024"}
    return LevelConfirmed(**head, **facts, level=level, confirmed_on=at.date())


def product_listed(key: str = "product", **given: Any) -> ProductListed:
    facts: dict[str, Any] = {
        "provider_id": an_id("provider"),
        "name": "轻量级MES",
        "category": "N-01",
        "ceiling_fen": 1,
    }
    return ProductListed(**told(an_id(key), case_id=None, **given), **facts)


@cache
def xiamen() -> Pack:
    """A pack with targets."""
    return load_folder(Path(__file__).parents[1] / "packs" / "xiamen" / "sme-digital-2023")


def xiamen_released() -> PackReleased:
    return PackReleased(**told(case_id=None), pack=xiamen().ref.text, sha256=xiamen().ref.sha256)


def pilot_of_xiamen(
    number: int, *, is_listed: bool = True, sequence: int = 1, **given: Any
) -> PilotListed | PilotDelisted:
    """One of many enterprises on the list of a programme with targets."""
    case_id = an_id(f"case {number}")
    applicant = Applicant(
        kind="enterprise", id=an_id(f"enterprise {number}"), credit_code=a_code(number), name=f"企业{number}"
    )
    about: dict[str, Any] = {"pack": xiamen().ref.text, "pack_sha256": xiamen().ref.sha256, "case_id": case_id}
    about |= {"applicant": applicant, "scale": "above_scale"} | given
    facts = of_case(case_id, sequence, **about)
    return PilotListed(**facts, state="listed") if is_listed else PilotDelisted(**facts, state="delisted")
