"""What funding's tests are about: people, a pack, what other services told. Everything not under test has a default."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from casework.days import CHINA
from contracts.actor import Actor
from contracts.codes import case_id_of, with_check_character
from contracts.events.acceptance import AcceptancePassed, EligibleLine
from contracts.events.declaration import Applicant
from contracts.events.project import ContractFiled, ContractLine
from contracts.events.registry import OrganisationChanged, PayeeAccountChanged
from contracts.sealed import Sealer
from policy.canonical import canonical_json
from policy.pack import Pack
from policy.packs import load_folder
from services.funding.domain.documents import FileReference
from services.funding.domain.payee import NUMBER_PURPOSE

ROOT = Path(__file__).parents[1]
CITY = "dalian"
PROGRAMME = "sme-digital-2024"
CATEGORY = "enterprise_transformation"
NOON = datetime(2025, 6, 4, 12, 0, tzinfo=CHINA).astimezone(UTC)
TODAY = NOON.date()
IDS = UUID("0f7d5f0e-6f2e-5c0e-9c5e-6d4d1a3d0a11")
SEALER = Sealer({"test": b"\1" * 32}, "test")
PDF = FileReference(sha256="a" * 64, size=4_096, media_type="application/pdf", name="文件.pdf")
TABLE = FileReference(sha256="b" * 64, size=512, media_type="text/csv", name="回执.csv")


def an_id(name: str) -> UUID:
    """The same id for the same name."""
    return uuid5(IDS, name)


def an_actor(name: str, *roles: str, division: str | None = None, organisation_id: UUID | None = None) -> Actor:
    return Actor(
        account_id=an_id(name),
        city=CITY,
        roles=frozenset(roles),
        division=division,
        organisation_id=organisation_id,
    )


DISTRICT = an_actor("district", "district_reviewer", division="210211")
OTHER_DISTRICT = an_actor("other district", "district_reviewer", division="210202")
OFFICER = an_actor("officer", "city_officer")
MAKER = an_actor("maker", "finance_maker")
CHECKER = an_actor("checker", "finance_checker")
STRANGER = an_actor("stranger", "enterprise", organisation_id=an_id("somebody else"))


@cache
def dalian() -> Pack:
    """The pack as it is shipped."""
    return load_folder(ROOT / "packs" / CITY / PROGRAMME)


def an_applicant(name: str = "甲") -> Applicant:
    """An enterprise: its id, code and registered name follow from `name`."""
    number = int.from_bytes(name.encode(), "big") % 10**8
    return Applicant(
        kind="enterprise",
        id=an_id(f"organisation {name}"),
        credit_code=with_check_character(f"91210200{number:08d}A"),
        name=f"大连{name}轴承（集团）有限公司",
    )


def enterprise(applicant: Applicant) -> Actor:
    """Somebody of the enterprise."""
    return an_actor(f"account of {applicant.name}", "enterprise", organisation_id=applicant.id)


def a_case_id(applicant: Applicant) -> UUID:
    return case_id_of(CITY, PROGRAMME, "2024-1", applicant.credit_code)


def heard(aggregate_id: UUID, sequence: int = 1) -> dict[str, Any]:
    """The head of an event."""
    return {"city": CITY, "aggregate_id": aggregate_id, "sequence": sequence, "at": NOON, "actor": an_id("elsewhere")}


def an_organisation(applicant: Applicant, *, name: str | None = None, sequence: int = 1) -> OrganisationChanged:
    return OrganisationChanged(
        **heard(applicant.id, sequence),
        organisation_kind="enterprise",
        credit_code=applicant.credit_code,
        name=name or applicant.name,
        division="210211",
        size_class="small",
    )


def an_account(
    applicant: Applicant, *, name: str | None = None, number: str = "6222000012345678", sequence: int = 1
) -> PayeeAccountChanged:
    return PayeeAccountChanged(
        **heard(an_id(f"account {applicant.id}"), sequence),
        organisation_id=applicant.id,
        account_name=name or applicant.name,
        bank_name="大连银行甘井子支行",
        branch_code="313222080012",
        number=SEALER.seal(number, purpose=NUMBER_PURPOSE),
    )


def a_project_id(applicant: Applicant, project: str = "1") -> UUID:
    return an_id(f"project {project} of {applicant.id}")


def a_contract(
    applicant: Applicant,
    project: str = "1",
    *,
    amount_yuan: int = 400_000,
    lines: Iterable[ContractLine] = (),
    signed_on: date = date(2024, 5, 6),
) -> ContractFiled:
    return ContractFiled(
        **heard(a_project_id(applicant, project)),
        case_id=a_case_id(applicant),
        applicant=applicant,
        provider_id=an_id("provider"),
        contract_number="HT-1",
        signed_on=signed_on,
        amount_fen=amount_yuan * 100,
        down_payment_fen=0,
        payee_account_id=an_id(f"account {applicant.id}"),
        lines=tuple(lines),
    )


def a_contract_line(product: str, *, ceiling_yuan: int = 0, quantity: str = "1", line: int = 1) -> ContractLine:
    return ContractLine(
        line=line,
        product_id=an_id(product),
        product_name=product,
        category="N",
        cost_category="software",
        price_fen=1,
        ceiling_fen=ceiling_yuan * 100,
        quantity=quantity,
    )


def an_eligible_line(
    yuan: int, *, line: int = 1, product: str | None = None, ceiling_yuan: int | None = None, **members: Any
) -> EligibleLine:
    given: dict[str, Any] = {
        "line": line,
        "product_id": an_id(product) if product else None,
        "cost_category": "software",
        "link": "production_control",
        "claimed_fen": yuan * 100,
        "audited_fen": yuan * 100,
        "ceiling_fen": ceiling_yuan * 100 if ceiling_yuan is not None else None,
        "invoiced_on": date(2024, 9, 1),
    }
    return EligibleLine(**given | members)


def an_acceptance(
    applicant: Applicant,
    project: str = "1",
    *,
    yuan: int = 400_000,
    lines: Iterable[EligibleLine] | None = None,
    sequence: int = 3,
    **members: Any,
) -> AcceptancePassed:
    """Accepted at level 2 with one audited line of software, unless said otherwise."""
    spend = tuple(lines) if lines is not None else (an_eligible_line(yuan),)
    ref = dalian().ref
    given: dict[str, Any] = {
        "case_id": a_case_id(applicant),
        "project_id": a_project_id(applicant, project),
        "applicant": applicant,
        "division": "210211",
        "pack": ref.text,
        "pack_sha256": ref.sha256,
        "state": "passed",
        "level": 2,
        "edition": "2024",
        "completed_on": date(2025, 3, 1),
        "accepted_on": date(2025, 5, 20),
        "audited_fen": sum(line.audited_fen for line in spend),
        "lines": spend,
    }
    return AcceptancePassed(**heard(an_id(f"acceptance {project} of {applicant.id}"), sequence), **given | members)


def with_changes(pack: Pack, changes: Mapping[str, Any]) -> Pack:
    """A copy of the pack whose compiled content differs: `{"split": …}`; a path has dots."""
    compiled = dict(pack.compiled)
    for path, value in changes.items():
        *parents, last = path.split(".")
        place: dict[str, Any] = compiled
        for name in parents:
            place[name] = dict(place[name])
            place = place[name]
        place[last] = value
    return Pack.from_json(canonical_json(compiled))


def moved_on(event: Any, **members: Any) -> Any:
    """The next word of the same aggregate."""
    return replace(event, sequence=event.sequence + 1, **members)
