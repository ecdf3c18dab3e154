"""What people do with evidence, in short: on fakes, and in real transactions, as the desk does it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework.uploads import UploadedFile
from contracts.actor import Actor
from services.acceptance.adapters.evidence_sheets import read_evidence_file
from services.acceptance.adapters.invoice_files import read_invoice
from services.acceptance.domain.evidence import Allocation, Evidence
from services.acceptance.domain.evidence_checks import GivenItem
from services.acceptance.use_cases.add_evidence_item import add_evidence_item
from services.acceptance.use_cases.change_evidence_item import change_evidence_item
from services.acceptance.use_cases.decide_duplicate_flag import decide_duplicate_flag
from services.acceptance.use_cases.import_evidence import import_evidence
from services.acceptance.use_cases.import_invoice_files import import_invoice_files
from services.acceptance.use_cases.propose_special_audit import propose_special_audit
from services.acceptance.use_cases.remove_evidence_item import remove_evidence_item
from services.acceptance.use_cases.save_evidence_allocations import save_evidence_allocations
from tests.builders_acceptance import a_project as known_project
from tests.builders_acceptance import an_applicant, an_upload
from tests.builders_declaration import (
    ASSESSOR,
    CITY,
    ENTERPRISE,
    OFFICER,
    SEALER,
    STRANGER,
    a_code,
    an_id,
    an_organisation,
)
from tests.desk_acceptance import Desk, Shown

OTHER_PROJECT = an_id("project of a stranger")
THE_STRANGER = an_organisation("stranger", credit_code=a_code(2), name="另一家示例有限公司")


def other_project() -> Any:
    """Of an enterprise that has nothing to do with the first."""
    return known_project(id=OTHER_PROJECT, case_id=an_id("case of a stranger"), applicant=an_applicant(THE_STRANGER))


def enter(
    desk: Desk,
    acceptance_id: str,
    item: GivenItem,
    actor: Actor = ENTERPRISE,
    *,
    file: UploadedFile | None = None,
    expected_version: int | None = None,
) -> Shown:
    given: dict[str, Any] = {"item": item, "file": file, "expected_version": expected_version}
    shown: Shown = desk.act(actor, lambda uow: add_evidence_item(uow, desk.clock, actor, UUID(acceptance_id), **given))
    return shown


def change(desk: Desk, acceptance_id: str, item_id: str, item: GivenItem, actor: Actor = ENTERPRISE) -> Shown:
    given: dict[str, Any] = {"item": item, "file": None, "expected_version": None}
    shown: Shown = desk.act(
        actor,
        lambda uow: change_evidence_item(uow, desk.clock, actor, UUID(acceptance_id), UUID(item_id), **given),
    )
    return shown


def remove(desk: Desk, acceptance_id: str, item_id: str, actor: Actor = ENTERPRISE) -> Shown:
    shown: Shown = desk.act(
        actor,
        lambda uow: remove_evidence_item(uow, actor, UUID(acceptance_id), UUID(item_id), expected_version=None),
    )
    return shown


def allocate(desk: Desk, acceptance_id: str, *allocations: Allocation, actor: Actor = ENTERPRISE) -> Shown:
    given: dict[str, Any] = {"allocations": allocations, "expected_version": None}
    shown: Shown = desk.act(
        actor, lambda uow: save_evidence_allocations(uow, desk.packs, actor, UUID(acceptance_id), **given)
    )
    return shown


def import_excel(desk: Desk, acceptance_id: str, content: bytes, actor: Actor = ENTERPRISE) -> Shown:
    given: dict[str, Any] = {"reading": read_evidence_file(content), "sha256": "0" * 64, "expected_version": None}
    shown: Shown = desk.act(actor, lambda uow: import_evidence(uow, desk.clock, actor, UUID(acceptance_id), **given))
    return shown


def import_invoices(desk: Desk, acceptance_id: str, *contents: bytes, actor: Actor = ENTERPRISE) -> Shown:
    read = [(read_invoice(content), an_upload(f"{number}.xml")) for number, content in enumerate(contents)]
    given: dict[str, Any] = {"invoices": read, "expected_version": None}
    shown: Shown = desk.act(
        actor, lambda uow: import_invoice_files(uow, desk.clock, actor, UUID(acceptance_id), **given)
    )
    return shown


def propose(desk: Desk, acceptance_id: str, actor: Actor = ASSESSOR, *, replaces: bool = False) -> Shown:
    given: dict[str, Any] = {"replaces": replaces, "expected_version": None}
    shown: Shown = desk.act(
        actor, lambda uow: propose_special_audit(uow, desk.packs, SEALER, actor, UUID(acceptance_id), **given)
    )
    return shown


def decide(desk: Desk, flag_id: str, *, is_cleared: bool, reason: str = "同一发票按比例分摊到两个项目") -> Shown:
    given: dict[str, Any] = {"is_cleared": is_cleared, "reason": reason}
    shown: Shown = desk.act(
        OFFICER, lambda uow: decide_duplicate_flag(uow, desk.clock, OFFICER, UUID(flag_id), **given)
    )
    return shown


def kept(desk: Desk, acceptance_id: str, actor: Actor = ENTERPRISE) -> Evidence:
    """The evidence as it is now."""

    def read(uow: Any) -> Evidence:
        project = uow.projects.around(uow.acceptances.get(UUID(acceptance_id)).project_id).project
        found: Evidence = uow.evidence.of(CITY, project)
        return found

    found: Evidence = desk.act(actor, read)
    return found


def stranger_starts(desk: Desk) -> str:
    """An acceptance of the other enterprise's project."""
    return desk.start(STRANGER, OTHER_PROJECT)
