"""The whole service behind its RPC methods on the embedded bus: events in, an acceptance through all steps, events out.

Every answer is held against the schema that the API documents for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from casework.shelf import put_on_shelf
from chassis.service import PERMISSION
from chassis.subscriptions import SUBSCRIBED
from contracts.events.project import ProgressReported
from contracts.events.subscriptions import CONSUMES
from contracts.refusal import Refusal
from gateway.routes.acceptance import OPERATIONS
from policy.canonical import canonical_json
from services.acceptance.service import AcceptanceService
from tests.builders_acceptance import PROJECT, REPORTS, SLOTS, a_project, a_request, an_audit, an_evaluation
from tests.builders_declaration import (
    ASSESSOR,
    CITY,
    DISTRICT,
    ENTERPRISE,
    OFFICER,
    an_institution,
    an_organisation,
    dalian,
)
from tests.storage.acceptance.conftest import contract_filed, enrolled, heard, organisation_changed
from tests.storage.served import Platform, eventually, served


@pytest.fixture
def platform(embedded_postgres: Any, fresh_databases: Any, tmp_path: Path) -> Iterator[Platform]:
    database_url = fresh_databases(embedded_postgres, ["acceptance"])
    with served(AcceptanceService, OPERATIONS, database_url=database_url, folder=tmp_path) as made:
        put_on_shelf(made.blobs, canonical_json(dalian().compiled))
        yield made


def told(platform: Platform) -> None:
    """The news of the others, in any order; waits until it was heard."""
    project = a_project()
    platform.tell(
        ProgressReported(**heard(PROJECT), percent=100, reports=2),
        contract_filed(project),
        enrolled(project),
        *(organisation_changed(each) for each in (an_organisation(), an_institution())),
    )
    tables = ("known_project", "known_contract", "known_progress")
    eventually(lambda: all(platform.rows(f"select count(*) from {table}") == [(1,)] for table in tables))
    eventually(lambda: platform.rows("select count(*) from known_organisation") == [(2,)])


def a_submitted(platform: Platform) -> dict[str, str]:
    """Asked for. Gives the argument that names it."""
    told(platform)
    one = {"acceptance_id": platform.call("start", ENTERPRISE, project_id=PROJECT)["id"]}
    platform.call("save_answers", ENTERPRISE, **one, page="request", answers=a_request())
    for slot in SLOTS:
        platform.call("attach", ENTERPRISE, **one, slot=slot, file=platform.upload())
    platform.call("submit", ENTERPRISE, **one)
    return one


def test_an_acceptance_goes_all_the_way_to_the_verdict(platform: Platform) -> None:
    one = a_submitted(platform)
    [waiting] = platform.call("list_waiting", DISTRICT)["items"]
    platform.call("review", DISTRICT, **one, verdict="approved", step="completeness_check")
    platform.call("assign", OFFICER, **one, institution_id=ASSESSOR.organisation_id)
    platform.call("save_paper", ASSESSOR, **one, form="evaluation", page="evaluation", answers=an_evaluation())
    for page, answers in an_audit().items():
        platform.call("save_paper", ASSESSOR, **one, form="special_audit", page=page, answers=answers)
    for slot in REPORTS:
        platform.call("attach_report", ASSESSOR, **one, slot=slot, file=platform.upload())
    checked = platform.call("check", ASSESSOR, **one)

    passed = platform.call("review", ASSESSOR, **one, verdict="passed", opinion="达到二级")

    assert waiting["id"] == one["acceptance_id"]
    assert checked["problems"] == []
    assert (passed["state"], passed["result"]["level"]) == ("approved", 2)
    eventually(lambda: platform.announced()[-2:] == ["level_confirmed", "acceptance_passed"])
    [(level,), (verdict,)] = platform.rows(
        "select payload from outbox where name in ('level_confirmed', 'acceptance_passed') order by position"
    )
    assert level["sequence"] == verdict["sequence"] == passed["version"]
    assert [line["ceiling_fen"] for line in verdict["lines"]] == [10_000_000]


def test_everything_that_can_be_read_reads_as_it_is_documented(platform: Platform) -> None:
    one = a_submitted(platform)

    for method in ("get", "form_of", "project_of", "check", "corrections", "history"):
        platform.call(method, ENTERPRISE, **one)
    listed = platform.call("list", OFFICER, text="大连", limit=1)
    platform.call("changes", OFFICER)
    [file] = platform.call("get", ENTERPRISE, **one)["attachments"][SLOTS[0]]
    permitted = platform.call("file_of", ENTERPRISE, **one, attachment_id=file["id"])

    assert [each["id"] for each in listed["items"]] == [one["acceptance_id"]]
    assert b"".join(platform.blobs.read(CITY, permitted["sha256"])).startswith(b"%PDF-")


def test_what_is_left_of_the_acts_is_answered_as_it_is_documented(platform: Platform) -> None:
    one = a_submitted(platform)
    item = {"kind": "attachment", "name": SLOTS[0], "reason_code": "unclear", "text": "请补正"}
    returned = platform.call("review", DISTRICT, **one, verdict="returned", opinion="请补正", items=[item])
    [file] = returned["attachments"][SLOTS[0]]
    platform.call("remove_attachment", ENTERPRISE, **one, attachment_id=file["id"])
    platform.call("withdraw", ENTERPRISE, **one)
    other = {"acceptance_id": platform.call("start", ENTERPRISE, project_id=PROJECT)["id"]}
    platform.call("save_answers", ENTERPRISE, **other, page="request", answers=a_request())
    for slot in SLOTS:
        platform.call("attach", ENTERPRISE, **other, slot=slot, file=platform.upload())
    platform.call("submit", ENTERPRISE, **other)
    platform.call("review", DISTRICT, **other, verdict="approved")
    platform.call("assign", OFFICER, **other, institution_id=ASSESSOR.organisation_id)
    reported = platform.call("attach_report", ASSESSOR, **other, slot=REPORTS[0], file=platform.upload())
    [report] = reported["reports"][REPORTS[0]]

    platform.call("remove_report", ASSESSOR, **other, attachment_id=report["id"])
    voided = platform.call("void", OFFICER, **other, reason_code="not_rectified", text="逾期未整改")

    assert voided["state"] == "voided"
    eventually(lambda: platform.announced()[-1:] == ["acceptance_failed"])


def test_a_second_request_for_the_project_is_refused_by_name(platform: Platform) -> None:
    a_submitted(platform)

    with pytest.raises(Refusal, match="acceptance_under_way"):
        platform.call("start", ENTERPRISE, project_id=PROJECT)


def test_before_the_project_is_known_here_one_is_asked_to_come_again(platform: Platform) -> None:
    with pytest.raises(Refusal, match="not_known_yet"):
        platform.call("start", ENTERPRISE, project_id=uuid4())


def test_a_refusal_crosses_the_bus_with_every_problem_and_changes_nothing(platform: Platform) -> None:
    told(platform)
    one = {"acceptance_id": platform.call("start", ENTERPRISE, project_id=PROJECT)["id"]}

    with pytest.raises(Refusal) as refused:
        platform.call("submit", ENTERPRISE, **one)

    assert refused.value.code == "dossier_incomplete"
    assert len(refused.value.problems) == 6
    assert platform.call("get", ENTERPRISE, **one)["version"] == 1


def test_there_is_a_handler_for_everything_that_it_is_said_to_hear() -> None:
    handled = {getattr(each, SUBSCRIBED, None) for each in vars_of(AcceptanceService)}

    assert set(CONSUMES["acceptance"]) <= handled


def test_every_operation_asks_for_the_permission_of_its_method() -> None:
    permissions = {operation.name: operation.permission for operation in OPERATIONS}

    methods = {each.name: getattr(getattr(AcceptanceService, each.rpc_method), PERMISSION) for each in OPERATIONS}

    assert permissions == methods


def vars_of(kind: type) -> list[Any]:
    return [getattr(kind, name) for name in dir(kind)]
