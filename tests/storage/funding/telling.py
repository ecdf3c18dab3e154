"""What a running funding service is told before anything can be tested: accepted projects, and budgets."""

from __future__ import annotations

from typing import Any

from contracts.events.declaration import PackReleased, PilotListed
from contracts.events.registry import CalendarChanged
from services.funding.domain.payee import NUMBER_PURPOSE
from tests import builders_funding as build
from tests.builders_funding import CATEGORY, CHECKER, MAKER, OFFICER
from tests.storage.funding.running import Caller, waited_for

PDF = b"%PDF-1.7 document"
ACCOUNT = "6222000012345678"
ENTERPRISES = ("甲", "乙", "丙", "丁")
LATER = "乙2"


def a_document(call: Caller, number: str) -> dict[str, Any]:
    return {"document_number": number, "document_on": call.clock.today(), "file": call.upload(PDF)}


def tell(call: Caller) -> dict[str, str]:
    """Accepted projects of four enterprises, and a second project of one of them: the tranche of each."""
    ref = build.dalian().ref
    call.publish(PackReleased(**build.heard(build.an_id("pack")), pack=ref.text, sha256=ref.sha256))
    call.publish(CalendarChanged(**build.heard(build.an_id("2025")), year=2025, is_confirmed=True))
    for name in ENTERPRISES:
        applicant = build.an_applicant(name)
        listed = PilotListed(
            **build.heard(build.an_id(f"pilot {name}")),
            case_id=build.a_case_id(applicant),
            applicant=applicant,
            division="210211",
            pack=ref.text,
            pack_sha256=ref.sha256,
            batch="2024-1",
        )
        account = build.an_account(applicant)
        sealed = call.sealer.seal(ACCOUNT, purpose=NUMBER_PURPOSE)
        call.publish(build.an_acceptance(applicant))
        for event in (listed, build.an_organisation(applicant), build.a_contract(applicant)):
            call.publish(event)
        call.publish(type(account)(**{**vars(account), "number": sealed}))
    second = build.an_applicant(ENTERPRISES[1])
    call.publish(build.a_contract(second, "2"))
    call.publish(build.an_acceptance(second, "2", yuan=50_000))
    projects = {name: str(build.a_project_id(build.an_applicant(name))) for name in ENTERPRISES}
    projects[LATER] = str(build.a_project_id(second, "2"))

    def tranches() -> dict[str, str] | None:
        found = call("list_tranches", OFFICER, state="computed")["items"]
        by_project = {item["project_id"]: item["id"] for item in found}
        names = {name: by_project.get(project) for name, project in projects.items()}
        return names if all(names.values()) else None  # type: ignore[return-value]

    found: dict[str, str] = waited_for(tranches)
    return found


def budget(call: Caller) -> None:
    year = call.clock.today().year
    for source in ("central", "local"):
        given = {"fund_source": source, "fund_year": year, "category": CATEGORY, "amount_fen": 100_000_000}
        mistake = call("enter_budget", MAKER, **given, **a_document(call, f"误录 {source}"))
        call("withdraw_budget", MAKER, line_id=mistake["id"], expected_version=1)
        line = call("enter_budget", MAKER, **given, **a_document(call, f"大财建 {source}"))
        call("confirm_budget", CHECKER, line_id=line["id"], expected_version=1)
    assert call("get_budget_line_file", CHECKER, line_id=line["id"])["size"] == len(PDF)
