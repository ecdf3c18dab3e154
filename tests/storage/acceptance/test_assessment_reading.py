"""Who reads what of assessments: lists, trials, comparisons, reports, needs, and what was announced."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from contracts.actor import Actor
from contracts.refusal import NotFound
from gateway.routes.acceptance import OPERATIONS
from services.acceptance.domain.assessment import Diagnosis, Need, Stage
from services.acceptance.domain.assessment_request import Purpose
from services.acceptance.storage.list_assessments import list_assessments, list_requests
from services.acceptance.storage.list_needs import list_needs
from services.acceptance.storage.read_assessment import (
    check_assessment,
    compare_assessment,
    file_of,
    form_of,
    get_assessment,
    get_request,
    history_of,
)
from services.acceptance.storage.read_changes import changes_since
from services.acceptance.storage.read_reports import check_report, report_of
from tests.builders_acceptance import PROJECT
from tests.builders_declaration import (
    ASSESSOR,
    DISTRICT,
    ENTERPRISE,
    OFFICER,
    OTHER_ASSESSOR,
    OTHER_DISTRICT,
    SEALER,
    STRANGER,
    a_code,
    an_institution,
)
from tests.desk_assessment import LevelDesk, six_values
from tests.storage.acceptance.conftest import ids_seen, reading_of
from tests.storage.acceptance.test_reading import publish_everything

OTHER = an_institution("other institution", credit_code=a_code(901))
PAGE: dict[str, Any] = {"limit": 50, "after": None}
NEEDS = (
    Need(scope="common", link="production", aim="quality", text="工序数据靠人工记录"),
    Need(scope="own", link="production", aim="cost", text="换线时间长"),
    Need(scope="own", link="purchasing_and_sales", aim="stock", text="库存偏高"),
)


def test_an_institutions_draft_is_its_own_until_it_is_handed_in(levels: LevelDesk) -> None:
    request_id = levels.assigned()
    draft = levels.start(ASSESSOR, request_id=UUID(request_id))
    before = {actor: ids_seen(levels, actor) for actor in (ASSESSOR, ENTERPRISE, OFFICER, DISTRICT)}
    levels.answer(draft, ASSESSOR)
    levels.attach(draft)
    levels.submit(draft, ASSESSOR)

    everybody = (ASSESSOR, ENTERPRISE, OFFICER, DISTRICT)
    strangers = (STRANGER, OTHER_ASSESSOR, OTHER_DISTRICT)

    assert list(before.values()) == [[draft], [], [], []]
    assert [ids_seen(levels, actor) for actor in everybody] == [[draft]] * 4
    assert [ids_seen(levels, actor) for actor in strangers] == [[]] * 3
    for actor in strangers:
        with pytest.raises(NotFound):
            get_assessment(reading_of(levels), levels.packs, actor, UUID(draft))
        with pytest.raises(NotFound):
            get_request(reading_of(levels), actor, UUID(request_id))


def test_lists_are_narrowed_and_go_on_page_by_page(levels: LevelDesk) -> None:
    made = [levels.self_assessed(project_id=PROJECT, stage=stage) for stage in (Stage.BEFORE, Stage.AFTER)]
    wanted: dict[str, Any] = {"stage": "before"}

    first = list_assessments(reading_of(levels), ENTERPRISE, {}, limit=1, after=None)
    second = list_assessments(reading_of(levels), ENTERPRISE, {}, limit=1, after=first["next"])

    assert {each["id"] for each in first["items"] + second["items"]} == set(made)
    assert second["next"] is None
    assert ids_seen(levels, OFFICER, **wanted) == [made[0]]


def test_requests_are_seen_by_the_enterprise_its_institution_and_the_bureau(levels: LevelDesk) -> None:
    request_id = levels.assigned()

    def seen(actor: Actor, **wanted: Any) -> list[str]:
        return [each["id"] for each in list_requests(reading_of(levels), actor, wanted, **PAGE)["items"]]

    assert [seen(actor) for actor in (ENTERPRISE, ASSESSOR, OFFICER, DISTRICT)] == [[request_id]] * 4
    assert [seen(actor) for actor in (STRANGER, OTHER_ASSESSOR, OTHER_DISTRICT)] == [[]] * 3
    assert seen(OFFICER, state="requested") == []
    assert get_request(reading_of(levels), ASSESSOR, UUID(request_id))["actions"] == ["assess"]


def test_a_trial_says_what_the_answers_are_worth_before_they_are_handed_in(levels: LevelDesk) -> None:
    request_id = levels.assigned()
    draft = levels.start(ASSESSOR, request_id=UUID(request_id))
    levels.answer(draft, ASSESSOR)

    told = check_assessment(reading_of(levels), levels.packs, ASSESSOR, UUID(draft))
    form = form_of(reading_of(levels), levels.packs, ASSESSOR, UUID(draft))

    assert [problem["code"] for problem in told["problems"]] == ["report_missing"]
    assert (told["outcome"]["level"], told["outcome"]["total"]) == (2, "43.800")
    assert [each["code"] for each in told["advice"]["items"]] == ["f4", "m4", "f5"]
    assert (len(form["items"]), len(form["scenarios"]), form["levels"][2]["score"]) == (15, 16, "60.000")


def test_before_and_after_are_compared_over_projects_and_imports(levels: LevelDesk) -> None:
    (result,) = levels.bring_in(six_values(credit_code=a_code()))
    after = levels.self_assessed(project_id=PROJECT)

    told = compare_assessment(reading_of(levels), levels.packs, ENTERPRISE, UUID(after))

    assert told["before"]["id"] == result["assessment"]["id"]
    assert told["total"] == {"before": "30.625", "after": "43.800", "difference": "+13.175"}
    assert [each["code"] for each in told["dimensions"]] == ["foundation", "management", "effect"]
    assert (told["items"], told["scenarios"]) == ([], [])


def test_evidence_and_history_are_read_by_those_who_read_the_assessment(levels: LevelDesk) -> None:
    assessment_id = levels.reported(levels.assigned())
    (file,) = levels.stored(assessment_id).evidence["report"]

    permitted = file_of(reading_of(levels), ENTERPRISE, UUID(assessment_id), file.id)
    history = history_of(reading_of(levels), ENTERPRISE, UUID(assessment_id), after=0, limit=50)

    assert permitted["name"] == "report.pdf"
    assert [each["action"] for each in history["items"]] == [
        "request",
        "assign",
        "start",
        "save_answers",
        "attach",
        "submit",
    ]


def test_the_report_is_checked_by_its_code(levels: LevelDesk) -> None:
    assessment_id = levels.reported(levels.assigned())
    document = report_of(reading_of(levels), levels.packs, SEALER, ENTERPRISE, UUID(assessment_id))

    waiting = check_report(reading_of(levels), SEALER, document["code"])
    levels.confirm(assessment_id)
    confirmed = check_report(reading_of(levels), SEALER, document["code"])

    assert document["mark"] == "待企业确认，尚未生效"
    assert (waiting["status"], confirmed["status"]) == ("not_submitted", "current")
    with pytest.raises(NotFound):
        check_report(reading_of(levels), SEALER, "0000-0000-0000-0000-0000-0000")


@pytest.mark.shows("XB4")
def test_needs_are_listed_by_link_and_aim_with_their_numbers(levels: LevelDesk) -> None:
    draft = levels.start(ASSESSOR, request_id=UUID(levels.assigned(Purpose.DIAGNOSIS)))
    levels.answer(draft, ASSESSOR)
    levels.attach(draft)
    levels.diagnose(draft, Diagnosis(subsector="轴承制造", needs=NEEDS))
    levels.submit(draft, ASSESSOR)
    unconfirmed = list_needs(reading_of(levels), OFFICER, {}, **PAGE)
    levels.confirm(draft)

    everything = list_needs(reading_of(levels), OFFICER, {}, **PAGE)
    own = list_needs(reading_of(levels), DISTRICT, {"scope": "own", "link": "production"}, **PAGE)

    assert (unconfirmed["items"], unconfirmed["counts"]) == ([], [])
    assert [need["text"] for need in everything["items"][0]["needs"]] == [need.text for need in NEEDS]
    assert [(each["scope"], each["link"], each["aim"], each["count"]) for each in everything["counts"]] == [
        ("common", "production", "quality", 1),
        ("own", "production", "cost", 1),
        ("own", "purchasing_and_sales", "stock", 1),
    ]
    assert [need["text"] for item in own["items"] for need in item["needs"]] == ["换线时间长"]
    assert list_needs(reading_of(levels), OFFICER, {"subsector": "轴承制造"}, **PAGE)["items"]
    assert list_needs(reading_of(levels), STRANGER, {}, **PAGE)["items"] == []


def test_events_of_assessments_are_seen_by_whom_they_concern(levels: LevelDesk, url: str) -> None:
    assessment_id = levels.reported(levels.assigned())
    levels.confirm(assessment_id)
    publish_everything(url)

    def names(actor: Actor) -> list[str]:
        return [each["name"] for each in changes_since(reading_of(levels), actor, after=0, limit=50)["items"]]

    everything = ["assessment_requested", "assessment_assigned", "assessment_submitted", "level_confirmed"]
    assert [names(actor) for actor in (ENTERPRISE, ASSESSOR, OFFICER, DISTRICT)] == [everything] * 4
    assert [names(actor) for actor in (STRANGER, OTHER_ASSESSOR, OTHER_DISTRICT)] == [[]] * 3


def test_every_answer_is_as_the_document_says(levels: LevelDesk) -> None:
    request_id = levels.assigned(Purpose.DIAGNOSIS)
    assessment_id = UUID(levels.reported(request_id))
    levels.dispute(str(assessment_id))
    reading, packs = reading_of(levels), levels.packs

    answers = {
        "list_assessments": list_assessments(reading, OFFICER, {}, **PAGE),
        "get_assessment": get_assessment(reading, packs, OFFICER, assessment_id),
        "get_assessment_form": form_of(reading, packs, OFFICER, assessment_id),
        "check_assessment": check_assessment(reading, packs, OFFICER, assessment_id),
        "compare_assessment": compare_assessment(reading, packs, OFFICER, assessment_id),
        "get_assessment_history": history_of(reading, OFFICER, assessment_id, after=0, limit=50),
        "list_assessment_requests": list_requests(reading, OFFICER, {}, **PAGE),
        "get_assessment_request": get_request(reading, OFFICER, UUID(request_id)),
        "list_diagnosis_needs": list_needs(reading, OFFICER, {}, **PAGE),
        "import_assessments": {"items": levels.bring_in(six_values(credit_code=a_code()), six_values())},
    }

    schemas = {operation.name: operation.answer() for operation in OPERATIONS}
    assert {name: schemas[name].validate(answer) for name, answer in answers.items()} == {name: {} for name in answers}
