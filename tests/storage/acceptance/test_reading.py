"""The read side: lists page by page, what waits for whom, files, history, the feed, and who may see what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import psycopg2
import pytest

from contracts.actor import Actor
from contracts.codes import case_id_of
from contracts.refusal import Invalid, NotFound
from gateway.routes.acceptance import OPERATIONS
from services.acceptance.storage import read_acceptance as one
from services.acceptance.storage.list_acceptances import Wanted, list_acceptances, list_waiting
from services.acceptance.storage.read_changes import changes_since
from tests.builders_acceptance import (
    CASE,
    COMPLETE,
    PROJECT,
    REPORTS,
    SLOTS,
    a_project,
    a_request,
    a_return,
    an_applicant,
)
from tests.builders_declaration import (
    ASSESSOR,
    CITY,
    DISTRICT,
    ENTERPRISE,
    NOON,
    OFFICER,
    OTHER_ASSESSOR,
    OTHER_DISTRICT,
    PROGRAMME,
    STRANGER,
    XIGANG_DISTRICT,
    ZHONGSHAN_DISTRICT,
    a_code,
    an_id,
    an_organisation,
    somebody,
)
from tests.storage.acceptance.conftest import RealDesk

Page = Callable[[str | None], dict[str, Any]]


def walked(page: Page) -> list[str]:
    """The ids of a list, page by page."""
    items: list[str] = []
    after = None
    while True:
        answer = page(after)
        items += [item["id"] for item in answer["items"]]
        after = answer["next"]
        if after is None:
            return items


def listed(desk: RealDesk, actor: Actor, limit: int = 50, **wanted: Any) -> list[str]:
    return walked(lambda after: list_acceptances(desk.reading, actor, Wanted(**wanted), limit=limit, after=after))


def waiting(desk: RealDesk, actor: Actor, limit: int = 50, step: str | None = None) -> list[str]:
    return walked(lambda after: list_waiting(desk.reading, actor, step=step, limit=limit, after=after))


def several(desk: RealDesk, number: int, division: str = ZHONGSHAN_DISTRICT) -> list[str]:
    """Submitted acceptances of so many enterprises, oldest first."""
    ids = []
    for index in range(number):
        key, code = f"{division} {index}", a_code(100 + index + int(division))
        enterprise = an_organisation(key, credit_code=code, name=f"企业{index}", division=division)
        case_id = case_id_of(CITY, PROGRAMME, "2024-1", code)
        project = a_project(id=an_id(f"project {key}"), applicant=an_applicant(enterprise), case_id=case_id)
        desk.know(enterprise)
        desk.enrol(project)
        ids.append(desk.submitted(somebody("enterprise", name=key, organisation=enterprise), project.id))
    return ids


def test_a_list_goes_on_where_the_page_before_ended(desk: RealDesk) -> None:
    ids = several(desk, 5)

    assert set(listed(desk, OFFICER, limit=2)) == set(ids)
    assert listed(desk, OFFICER, limit=2) == listed(desk, OFFICER)
    assert waiting(desk, DISTRICT, limit=2) == waiting(desk, DISTRICT)
    assert set(waiting(desk, DISTRICT)) == set(ids)


def test_everybody_lists_what_concerns_him(desk: RealDesk) -> None:
    [here], [there] = several(desk, 1), several(desk, 1, XIGANG_DISTRICT)
    draft = desk.start()

    assert set(listed(desk, OFFICER)) == {here, there}
    assert listed(desk, DISTRICT) == [here]
    assert listed(desk, OTHER_DISTRICT) == [there]
    assert listed(desk, ENTERPRISE) == [draft]
    assert listed(desk, STRANGER) == []
    assert listed(desk, ASSESSOR) == []


def test_a_list_is_narrowed(desk: RealDesk) -> None:
    [here], [there] = several(desk, 1), several(desk, 1, XIGANG_DISTRICT)
    mine = desk.submitted()
    desk.review(here, COMPLETE)

    assert listed(desk, OFFICER, division=XIGANG_DISTRICT) == [there]
    assert set(listed(desk, OFFICER, state="in_review")) == {here, there, mine}
    assert listed(desk, OFFICER, step="effect_acceptance") == [here]
    assert listed(desk, OFFICER, project_id=PROJECT) == [mine]
    assert listed(desk, OFFICER, case_id=CASE) == [mine]
    assert set(listed(desk, OFFICER, text="企业")) == {here, there}
    assert listed(desk, OFFICER, text="业") == []
    assert listed(desk, OFFICER, text=a_code()) == [mine]


def test_each_step_waits_for_the_one_who_takes_it(desk: RealDesk) -> None:
    acceptance_id = desk.draft()
    assert waiting(desk, ENTERPRISE) == [acceptance_id]
    desk.submit(acceptance_id)
    assert [waiting(desk, who) for who in (ENTERPRISE, DISTRICT, OTHER_DISTRICT, OFFICER)] == [
        [],
        [acceptance_id],
        [],
        [],
    ]
    desk.review(acceptance_id, COMPLETE)
    assert [waiting(desk, who) for who in (DISTRICT, OFFICER, ASSESSOR)] == [[], [acceptance_id], []]
    desk.assign(acceptance_id)
    assert [waiting(desk, who) for who in (OFFICER, ASSESSOR, OTHER_ASSESSOR)] == [[], [acceptance_id], []]
    assert waiting(desk, ASSESSOR, step="completeness_check") == []
    desk.assess(acceptance_id)
    desk.pass_it(acceptance_id)
    assert [waiting(desk, who) for who in (ENTERPRISE, ASSESSOR)] == [[], []]


@pytest.mark.parametrize("after", ["", "x", "W10", "WyJhIiwiYiJd", "é"])
def test_a_cursor_that_is_none_of_ours_is_refused(desk: RealDesk, after: str) -> None:
    with pytest.raises(Invalid) as refused:
        list_acceptances(desk.reading, OFFICER, Wanted(), limit=50, after=after)

    assert refused.value.problems[0].field == "after"


def test_an_acceptance_is_read_by_those_whom_it_concerns(desk: RealDesk) -> None:
    acceptance_id = UUID(desk.submitted())

    for actor in (ENTERPRISE, DISTRICT, OFFICER):
        assert one.get_acceptance(desk.reading, desk.packs, actor, acceptance_id)["id"] == str(acceptance_id)
    for actor in (STRANGER, OTHER_DISTRICT, ASSESSOR):
        with pytest.raises(NotFound):
            one.get_acceptance(desk.reading, desk.packs, actor, acceptance_id)


def test_every_answer_is_as_the_document_says(desk: RealDesk) -> None:
    acceptance_id = UUID(desk.assessed())
    desk.pass_it(str(acceptance_id))
    answers = {
        "list_acceptances": list_acceptances(desk.reading, OFFICER, Wanted(), limit=1, after=None),
        "get_acceptance": one.get_acceptance(desk.reading, desk.packs, OFFICER, acceptance_id),
        "get_acceptance_forms": one.form_of(desk.reading, desk.packs, OFFICER, acceptance_id),
        "get_accepted_project": one.project_of(desk.reading, OFFICER, acceptance_id),
        "check_acceptance": one.check_acceptance(desk.reading, desk.packs, OFFICER, acceptance_id, at=NOON),
        "list_acceptance_corrections": one.changes_of(desk.reading, OFFICER, acceptance_id),
        "get_acceptance_history": one.history_of(desk.reading, OFFICER, acceptance_id, after=0, limit=50),
        "list_acceptance_changes": changes_since(desk.reading, OFFICER, after=0, limit=50),
    }

    schemas = {operation.name: operation.answer() for operation in OPERATIONS}

    assert {name: schemas[name].validate(answer) for name, answer in answers.items()} == {name: {} for name in answers}


def test_a_trial_says_what_submitting_would_refuse(desk: RealDesk) -> None:
    acceptance_id = desk.start()

    checked = one.check_acceptance(desk.reading, desk.packs, ENTERPRISE, UUID(acceptance_id), at=NOON)

    assert {"required", "attachment_missing"} <= {problem["code"] for problem in checked["problems"]}
    assert desk.stored(acceptance_id).version == 1


def test_a_reviewer_reads_only_what_the_correction_changed(desk: RealDesk) -> None:
    acceptance_id = desk.submitted()
    desk.review(acceptance_id, a_return("request.results"))
    desk.save(acceptance_id, **a_request(results="补充说明"))
    desk.submit(acceptance_id)

    [change] = one.changes_of(desk.reading, DISTRICT, UUID(acceptance_id))["items"]

    assert (change["path"], change["after"]) == ("answers.request.results", "补充说明")


def test_files_are_downloaded_by_those_who_see_them(desk: RealDesk) -> None:
    acceptance_id = desk.assessed()
    key = UUID(acceptance_id)
    [file] = desk.seen(acceptance_id, OFFICER)["attachments"][SLOTS[0]]
    [report] = desk.seen(acceptance_id, OFFICER)["reports"][REPORTS[0]]

    for actor in (ENTERPRISE, DISTRICT, ASSESSOR):
        assert one.file_of(desk.reading, desk.packs, actor, key, UUID(file["id"]))["sha256"] == file["sha256"]
    assert one.file_of(desk.reading, desk.packs, DISTRICT, key, UUID(report["id"]))["name"] == report["name"]
    for actor, wanted in ((ENTERPRISE, report["id"]), (OTHER_DISTRICT, file["id"]), (OFFICER, str(uuid4()))):
        with pytest.raises(NotFound):
            one.file_of(desk.reading, desk.packs, actor, key, UUID(wanted))
    desk.pass_it(acceptance_id)
    assert one.file_of(desk.reading, desk.packs, ENTERPRISE, key, UUID(report["id"]))["name"] == report["name"]


def test_the_applicant_reads_the_history_without_accounts(desk: RealDesk) -> None:
    acceptance_id = desk.submitted()
    desk.review(acceptance_id, COMPLETE)

    history = one.history_of(desk.reading, ENTERPRISE, UUID(acceptance_id), after=0, limit=50)

    assert [entry["action"] for entry in history["items"]] == ["start", "save", "attach", "attach", "submit", "review"]
    assert history["items"][-1]["roles"] == ["district_reviewer"]
    assert str(DISTRICT.account_id) not in str(history)


def test_the_feed_shows_each_what_concerns_him(desk: RealDesk, url: str) -> None:
    [_] = several(desk, 1, XIGANG_DISTRICT)
    acceptance_id = desk.assessed()
    desk.pass_it(acceptance_id)
    publish_everything(url)

    own = changes_since(desk.reading, ENTERPRISE, after=0, limit=50)
    everything = changes_since(desk.reading, OFFICER, after=0, limit=50)

    assert [item["name"] for item in own["items"]] == [
        "acceptance_requested",
        "acceptance_requested",
        "acceptance_assigned",
        "level_confirmed",
        "acceptance_passed",
    ]
    assert {item["aggregate_id"] for item in own["items"]} == {acceptance_id}
    assert len(everything["items"]) == 6
    assert len(changes_since(desk.reading, DISTRICT, after=0, limit=50)["items"]) == 5
    assert len(changes_since(desk.reading, ASSESSOR, after=0, limit=50)["items"]) == 5
    assert changes_since(desk.reading, STRANGER, after=0, limit=50)["items"] == []


def publish_everything(url: str) -> None:
    """What the relay does with what waits."""
    with psycopg2.connect(url.format(role="acceptance_relay")) as connection, connection.cursor() as cursor:
        cursor.execute(
            "update outbox set published_at = now(), position = ranked.place"
            " from (select seq, row_number() over (order by seq) as place from outbox) as ranked"
            " where outbox.seq = ranked.seq"
        )
