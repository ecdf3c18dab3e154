"""The read side: lists page by page, what waits for whom, progress, history, the feed, and who may see what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import psycopg2
import pytest

from contracts.actor import Actor
from contracts.refusal import Invalid, NotFound
from gateway.schemas.base import page_of
from gateway.schemas.declaration import declarations as dossier
from gateway.schemas.project import projects as schemas
from services.project.storage import read_project as one
from services.project.storage.list_projects import Wanted, list_projects, list_waiting
from services.project.storage.read_changes import changes_since
from services.project.use_cases.submit_project import submit_projects
from tests.builders_declaration import OTHER_ASSESSOR, OTHER_DISTRICT, STRANGER
from tests.builders_project import (
    ASSESSOR,
    CITY,
    DISTRICT,
    ENTERPRISE,
    NOON,
    OFFICER,
    PROVIDER,
    a_code,
    a_report,
    a_return,
)
from tests.storage.project.conftest import RealDesk, as_answer, rectification_ordered

Page = Callable[[str | None], dict[str, Any]]
EVERYBODY = [ENTERPRISE, DISTRICT, OFFICER, ASSESSOR]
STRANGERS = [STRANGER, OTHER_DISTRICT, OTHER_ASSESSOR]


def walked(page: Page) -> list[str]:
    """The ids of a list, page by page."""
    ids, after = [], None
    while True:
        answer = as_answer(page_of(schemas.ProjectSummary), page(after))
        ids += [item["id"] for item in answer["items"]]
        after = answer["next"]
        if after is None:
            return ids


def listed(desk: RealDesk, actor: Actor, limit: int = 50, **wanted: Any) -> list[str]:
    return walked(lambda after: list_projects(desk.reading, actor, Wanted(**wanted), limit=limit, after=after))


def waiting(desk: RealDesk, actor: Actor, limit: int = 50, step: str | None = None) -> list[str]:
    return walked(lambda after: list_waiting(desk.reading, actor, step=step, limit=limit, after=after))


def several(desk: RealDesk, number: int) -> list[str]:
    """So many submitted projects, oldest first, each under its own contract."""
    ids = []
    for index in range(number):
        contract = {"number": f"HT-{index}", "signed_on": "2024-03-01", "amount": "180000.50"}
        draft = desk.draft(contract=contract, undertaking__contract={"contract_number": f"HT-{index}"})
        ids.append(desk.submit(draft)["id"])
    return ids


def read(desk: RealDesk, actor: Actor, shown: dict[str, Any]) -> dict[str, Any]:
    return as_answer(schemas.Project, one.get_project(desk.reading, desk.packs, actor, UUID(shown["id"]), at=NOON))


def test_a_list_is_read_page_by_page_without_gap_or_repetition(desk: RealDesk) -> None:
    ids = several(desk, 5)

    for actor in (ENTERPRISE, DISTRICT, OFFICER):
        assert listed(desk, actor, limit=2) == listed(desk, actor)
        assert set(listed(desk, actor)) == set(ids)
    assert waiting(desk, DISTRICT, limit=2) == waiting(desk, DISTRICT)
    assert set(waiting(desk, DISTRICT)) == set(ids)


def test_a_list_is_narrowed_and_searched_by_the_beginning_of_name_or_code(desk: RealDesk) -> None:
    filed, draft = several(desk, 1)[0], desk.start()["id"]

    assert set(listed(desk, ENTERPRISE)) == {filed, draft}
    assert listed(desk, ENTERPRISE, state="draft") == [draft]
    assert listed(desk, OFFICER, provider_id=PROVIDER, division="210202", step="preliminary_review") == [filed]
    assert listed(desk, OFFICER, text="大连示例", limit=1) == [filed]
    assert listed(desk, OFFICER, text=a_code()[:8]) == [filed]
    assert listed(desk, OFFICER, text="%") == []
    assert listed(desk, OFFICER, state="enrolled") == []


def test_whom_it_does_not_concern_sees_nothing_in_any_list(desk: RealDesk) -> None:
    several(desk, 1)

    for actor in STRANGERS:
        assert listed(desk, actor) == []
        assert waiting(desk, actor) == []


def test_a_project_waits_for_one_desk_after_the_other(desk: RealDesk) -> None:
    draft = desk.draft()
    assert waiting(desk, ENTERPRISE) == [draft["id"]]

    shown = desk.submit(draft)
    assert (waiting(desk, ENTERPRISE), waiting(desk, DISTRICT)) == ([], [shown["id"]])
    assert waiting(desk, DISTRICT, step="recheck") == []
    desk.review(shown, DISTRICT)
    assert (waiting(desk, DISTRICT), waiting(desk, OFFICER)) == ([], [shown["id"]])
    desk.assign(shown)
    assert (waiting(desk, OFFICER), waiting(desk, ASSESSOR)) == ([], [shown["id"]])
    desk.review(shown, ASSESSOR)
    assert waiting(desk, ASSESSOR) == []


def test_what_is_shown_to_everybody_concerned_is_what_is_documented(desk: RealDesk) -> None:
    shown = desk.find(desk.report(desk.enrolled(), a_report()))
    desk.hear("known.keep_acceptance", rectification_ordered(UUID(shown["id"])))

    for actor in EVERYBODY:
        assert read(desk, actor, shown)["rectification"]["reason"] == "未达到二级"
    for actor in STRANGERS:
        with pytest.raises(NotFound):
            read(desk, actor, shown)


def test_the_answer_of_a_command_is_what_reading_shows(desk: RealDesk) -> None:
    shown = desk.draft()
    assert as_answer(schemas.Project, shown) == read(desk, ENTERPRISE, shown)

    returned = desk.review(desk.submit(shown), DISTRICT, a_return("basic.content"))
    assert as_answer(schemas.Project, returned) == read(desk, DISTRICT, returned)


def test_other_answers_are_what_is_documented(desk: RealDesk) -> None:
    draft = desk.start()
    project_id = UUID(draft["id"])

    check = one.check_project(desk.reading, desk.packs, ENTERPRISE, project_id, at=NOON)
    results = desk.act(ENTERPRISE, lambda uow: submit_projects(uow, desk.packs, desk.clock, ENTERPRISE, [project_id]))

    assert as_answer(dossier.DeclarationCheck, check)["problems"]
    assert {each["code"] for each in check["needs"]} >= {"provider_enrolled", "contract_is_genuine"}
    as_answer(schemas.ProjectForms, one.form_of(desk.reading, desk.packs, ENTERPRISE, project_id))
    as_answer(dossier.DeclarationCorrections, one.changes_of(desk.reading, ENTERPRISE, project_id))
    as_answer(schemas.SubmissionResults, results)
    as_answer(schemas.ReportedProject, desk.report(desk.enrolled(), a_report()))


def test_progress_is_listed_newest_first_page_by_page(desk: RealDesk) -> None:
    shown = desk.enrolled()
    for percent in (10, 20, 30):
        desk.report(shown, a_report(percent))

    percents, after = [], None
    while after or not percents:
        page = one.list_progress(desk.reading, DISTRICT, UUID(shown["id"]), limit=2, after=after)
        as_answer(page_of(schemas.ProjectProgressReport), page)
        percents += [item["percent"] for item in page["items"]]
        after = page["next"]

    assert sorted(percents, reverse=True) == [30, 20, 10]
    with pytest.raises(Invalid):
        one.list_progress(desk.reading, DISTRICT, UUID(shown["id"]), limit=2, after="nonsense")


def test_files_of_the_filing_and_of_progress_are_for_those_concerned(desk: RealDesk) -> None:
    shown = desk.report(desk.enrolled(), a_report())
    project_id = UUID(shown["id"])
    filed = UUID(shown["attachments"]["contract"][0]["id"])
    evidence = UUID(shown["report"]["attachments"]["implementation_proof"][0]["id"])

    for actor in EVERYBODY:
        assert one.file_of(desk.reading, actor, project_id, filed)["name"] == "contract.pdf"
        assert one.file_of(desk.reading, actor, project_id, evidence)["name"] == "现场照片.pdf"
    with pytest.raises(NotFound):
        one.file_of(desk.reading, STRANGER, project_id, filed)
    with pytest.raises(NotFound):
        one.file_of(desk.reading, ENTERPRISE, project_id, uuid4())


def test_the_applicant_reads_its_audit_log(desk: RealDesk) -> None:
    shown = desk.find(desk.enrolled())

    history = as_answer(
        dossier.CaseHistory, one.history_of(desk.reading, ENTERPRISE, UUID(shown["id"]), after=0, limit=200)
    )

    actions = [item["action"] for item in history["items"]]
    assert actions[0] == "start"
    assert actions[-5:] == ["submit", "review", "assign", "review", "record_finding"]
    assert "设备未到场" not in str(history)


def test_the_feed_gives_what_was_published_to_those_concerned(desk: RealDesk, url: str) -> None:
    desk.enrolled()
    _publish(url)

    for actor in (ENTERPRISE, DISTRICT, OFFICER, ASSESSOR):
        feed = as_answer(dossier.ChangesFeed, changes_since(desk.reading, actor, after=0, limit=50))
        assert [item["name"] for item in feed["items"]][-2:] == ["project_enrolled", "contract_filed"]
    for actor in STRANGERS:
        assert changes_since(desk.reading, actor, after=0, limit=50)["items"] == []


def _publish(url: str) -> None:
    """What the relay does, without a bus."""
    with psycopg2.connect(url.format(role="project_relay")) as connection, connection.cursor() as cursor:
        cursor.execute("select set_config('app.city', %s, true)", (CITY,))
        cursor.execute("update outbox set position = seq, published_at = now()")
