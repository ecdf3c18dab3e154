"""The whole service behind its RPC methods on the embedded bus: events in, a project through all steps, events out.

Every answer is held against the schema that the API documents for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from casework.shelf import put_on_shelf
from chassis.subscriptions import SUBSCRIBED
from contracts.events.base import Event
from contracts.events.subscriptions import CONSUMES
from contracts.refusal import Refusal
from gateway.routes.project import OPERATIONS
from policy.canonical import canonical_json
from services.project.domain.rulebook import Rulebook
from services.project.service import ProjectService
from tests.builders_project import (
    ASSESSOR,
    CASE,
    CITY,
    DISTRICT,
    ENTERPRISE,
    OFFICER,
    SLOTS,
    an_institution,
    an_organisation,
    dalian,
    good_pages,
)
from tests.storage.project.conftest import (
    acceptance_failed,
    acceptance_passed,
    acceptance_requested,
    organisation_changed,
    pack_released,
    payee_changed,
    pilot_listed,
    product_listed,
    provider_enrolled,
    rectification_ordered,
)
from tests.storage.served import Platform, eventually, served

PREFIX = "undertaking."


@pytest.fixture
def platform(embedded_postgres: Any, fresh_databases: Any, tmp_path: Path) -> Iterator[Platform]:
    database_url = fresh_databases(embedded_postgres, ["project"])
    with served(ProjectService, OPERATIONS, database_url=database_url, folder=tmp_path) as made:
        put_on_shelf(made.blobs, canonical_json(dict(dalian().compiled)))
        yield made


def started(platform: Platform) -> dict[str, Any]:
    """The first project, once the news have arrived."""
    platform.tell(
        organisation_changed(an_organisation()),
        organisation_changed(an_institution()),
        pack_released(),
        provider_enrolled(),
        product_listed("software"),
        product_listed("gateway box"),
        payee_changed(),
        pilot_listed(),
    )
    found: list[dict[str, Any]] = []

    def start() -> bool:
        try:
            found.append(platform.call("start", ENTERPRISE, case_id=CASE))
        except Refusal as refusal:
            if refusal.code != "pilot_not_listed":
                raise
        return bool(found)

    eventually(start)
    return found[0]


def complete(platform: Platform, project_id: str) -> None:
    """Everything that the forms and slots ask for."""
    one = {"project_id": project_id}
    for page, answers in good_pages().items():
        method = "save_undertaking" if page.startswith(PREFIX) else "save_answers"
        platform.call(method, ENTERPRISE, **one, page=page.removeprefix(PREFIX), answers=answers)
    for slot in SLOTS:
        platform.call("attach", ENTERPRISE, **one, slot=slot, file=platform.upload())
    version = Rulebook(dalian()).first.commitment_version
    platform.call("confirm_undertaking", ENTERPRISE, **one, text_version=version)


def test_a_project_goes_all_the_way_to_its_end(platform: Platform) -> None:
    one = {"project_id": started(platform)["id"]}
    complete(platform, one["project_id"])
    eventually(lambda: platform.call("check", ENTERPRISE, **one)["problems"] == [])  # once all news have arrived

    results = platform.call("submit_several", ENTERPRISE, project_ids=[one["project_id"]])
    waiting = platform.call("list_waiting", DISTRICT)
    platform.call("review", DISTRICT, **one, verdict="approved")
    platform.call("assign", OFFICER, **one, institution_id=ASSESSOR.organisation_id)
    enrolled = platform.call("review", ASSESSOR, **one, verdict="approved", opinion="同意")
    answers = {"progress": {"reported_until": "2024-06-30", "percent": 50, "work_done": "上线", "paid_so_far": "60000"}}
    files = [{"slot": "implementation_proof", "file": platform.upload()}]
    platform.call("report_progress", ENTERPRISE, **one, answers=answers, files=files)
    platform.call("record_finding", DISTRICT, **one, found_on="2024-07-01", place="车间", text="属实")
    ended = platform.call("terminate", OFFICER, **one, reason="虚假改造")

    assert [each["is_submitted"] for each in results["items"]] == [True]
    assert [each["id"] for each in waiting["items"]] == [one["project_id"]]
    assert enrolled["filing_number"].startswith("DLBA")
    assert (ended["state"], ended["progress"]["percent"], len(ended["findings"])) == ("terminated", 50, 1)
    expected = [
        "project_filed",
        "project_filed",
        "project_assigned",
        "project_stage_approved",
        "project_enrolled",
        "contract_filed",
    ]
    expected += ["progress_reported", "finding_recorded", "project_terminated"]
    eventually(lambda: platform.announced() == expected)


def test_everything_that_can_be_read_reads_as_it_is_documented(platform: Platform) -> None:
    shown = started(platform)
    one = {"project_id": shown["id"]}
    platform.call("attach", ENTERPRISE, **one, slot="contract", file=platform.upload())

    platform.call("list", ENTERPRISE, text="大连", limit=1)
    platform.call("form_of", ENTERPRISE, **one)
    platform.call("corrections", ENTERPRISE, **one)
    platform.call("list_progress", ENTERPRISE, **one)
    platform.call("history", ENTERPRISE, **one)
    platform.call("changes", ENTERPRISE)
    file_id = platform.call("get", ENTERPRISE, **one)["attachments"]["contract"][0]["id"]
    file = platform.call("file_of", ENTERPRISE, **one, attachment_id=file_id)
    platform.call("remove_attachment", ENTERPRISE, **one, attachment_id=file_id)
    platform.call("withdraw", ENTERPRISE, **one)

    assert b"".join(platform.blobs.read(CITY, file["sha256"])).startswith(b"%PDF-")


def test_an_order_to_rectify_is_shown_with_the_project(platform: Platform) -> None:
    shown = started(platform)

    platform.tell(rectification_ordered(shown["id"]))

    def ordered() -> Any:
        return platform.call("get", ENTERPRISE, project_id=shown["id"])["rectification"]

    eventually(ordered)
    assert ordered()["reason"] == "未达到二级"


@pytest.mark.parametrize("news", [acceptance_requested, acceptance_passed, acceptance_failed])
def test_an_order_to_rectify_is_gone_after_the_acceptances_next_news(
    platform: Platform, news: Callable[..., Event]
) -> None:
    shown = started(platform)
    platform.tell(rectification_ordered(shown["id"]))

    def is_ordered() -> bool:
        return platform.call("get", ENTERPRISE, project_id=shown["id"])["rectification"] is not None

    eventually(is_ordered)
    platform.tell(news(shown["id"]))

    eventually(lambda: not is_ordered())


def test_a_refusal_crosses_the_bus_with_every_problem_and_changes_nothing(platform: Platform) -> None:
    shown = started(platform)

    with pytest.raises(Refusal) as refused:
        platform.call("submit", ENTERPRISE, project_id=shown["id"])

    assert refused.value.code == "dossier_incomplete"
    assert len(refused.value.problems) > 10
    assert platform.call("get", ENTERPRISE, project_id=shown["id"])["version"] == 1


def test_every_event_that_the_service_hears_has_one_handler() -> None:
    handlers = [getattr(ProjectService, name) for name in dir(ProjectService)]
    heard = [getattr(each, SUBSCRIBED) for each in handlers if hasattr(each, SUBSCRIBED)]

    assert sorted(each.NAME for each in heard) == sorted(each.NAME for each in CONSUMES["project"])


def test_every_operation_names_a_method_and_its_permission() -> None:
    for operation in OPERATIONS:
        method = getattr(ProjectService, operation.rpc_method)
        assert method.shuzhuan_permission == operation.permission, operation.name
        assert (method.shuzhuan_kind == "command") is operation.is_write
