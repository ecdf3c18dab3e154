"""Assessments on PostgreSQL: what comes back, what two commands do at once, who sees what, and what others told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import psycopg2
import pytest

from casework.desks import ConflictOfInterest
from chassis.db.errors import Duplicate, LostUpdate
from chassis.db.pool import Pool
from chassis.db.transaction import Reading
from contracts.actor import Actor
from contracts.events.declaration import PackReleased
from contracts.events.registry import ProviderEnrolled, ProviderSuspended
from contracts.refusal import NotFound
from gateway.routes.acceptance import OPERATIONS
from services.acceptance.domain.assessment import AssessmentState, Diagnosis, Need, Reason, Stage
from services.acceptance.domain.assessment_request import Purpose
from services.acceptance.domain.assessment_rules import Pooled
from services.acceptance.storage.assessment_tables import ONE_OPEN_REQUEST, ONE_UNDER_WAY
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
from tests.builders_assessment import an_assessment, full_answers, handed_in, levels_for, some_answers
from tests.builders_declaration import (
    ASSESSOR,
    DISTRICT,
    ENTERPRISE,
    NOON,
    OFFICER,
    OTHER_ASSESSOR,
    OTHER_DISTRICT,
    PROGRAMME,
    SEALER,
    STRANGER,
    XIGANG_DISTRICT,
    a_code,
    an_id,
    an_institution,
    an_organisation,
    dalian,
)
from tests.desk_assessment import LevelDesk, six_values
from tests.storage.acceptance.conftest import RealDesk, heard, organisation_changed
from tests.storage.acceptance.test_reading import publish_everything

OTHER = an_institution("other institution", credit_code=a_code(901))
PAGE: dict[str, Any] = {"limit": 50, "after": None}
NEEDS = (
    Need(scope="common", link="production", aim="quality", text="工序数据靠人工记录"),
    Need(scope="own", link="production", aim="cost", text="换线时间长"),
    Need(scope="own", link="purchasing_and_sales", aim="stock", text="库存偏高"),
)


@pytest.fixture
def levels(desk: RealDesk) -> LevelDesk:
    """With a released pack and a second institution."""
    desk.know(OTHER)
    pack = dalian().ref
    released = PackReleased(**heard(), pack=pack.text, sha256=pack.sha256)
    desk.hear(lambda uow: uow.facts.keep_pack(released))
    return LevelDesk(desk)


def reading_of(levels: LevelDesk) -> Reading:
    desk = levels.desk
    assert isinstance(desk, RealDesk)
    return desk.reading


def ids_seen(levels: LevelDesk, actor: Actor, **wanted: Any) -> list[str]:
    return [each["id"] for each in list_assessments(reading_of(levels), actor, wanted, **PAGE)["items"]]


def test_what_was_saved_comes_back_as_it_was(levels: LevelDesk) -> None:
    request_id = levels.assigned(Purpose.DIAGNOSIS)
    assessment_id = levels.reported(request_id, full_answers())
    levels.dispute(assessment_id)
    levels.decide(assessment_id, is_upheld=False)

    stored = levels.stored(assessment_id)

    assert stored.answers == full_answers()
    assert stored.outcome is not None
    assert (str(stored.outcome.total), stored.outcome.level, stored.outcome.binding) == ("100.000", 4, 10)
    assert [(each.is_upheld, each.reasons) for each in stored.disputes] == [
        (False, (Reason(text="设备数量有误", item="f2"),))
    ]
    assert (stored.state, stored.settled_at) == (AssessmentState.CONFIRMED, NOON)
    assert [file.name for file in stored.evidence["report"]] == ["report.pdf"]
    assert levels.stored_request(request_id).level == 4


def test_of_two_who_save_at_once_one_is_asked_to_look_again(levels: LevelDesk) -> None:
    assessment_id = levels.start()
    before = levels.stored(assessment_id)
    levels.answer(assessment_id)

    with pytest.raises(LostUpdate):
        levels.act(ENTERPRISE, lambda uow: uow.assessments.save(before.changed(answers=full_answers())))


def test_a_request_has_one_assessment_under_way(levels: LevelDesk) -> None:
    request_id = levels.assigned()
    first = levels.start(ASSESSOR, request_id=UUID(request_id))

    with pytest.raises(Duplicate, match=ONE_UNDER_WAY):
        levels.start(ASSESSOR, request_id=UUID(request_id))
    levels.discard(first, ASSESSOR)
    assert levels.start(ASSESSOR, request_id=UUID(request_id)) != first


def test_a_project_has_one_open_request_of_a_kind(levels: LevelDesk) -> None:
    levels.request()

    with pytest.raises(Duplicate, match=ONE_OPEN_REQUEST):
        levels.request()


@pytest.mark.parametrize(
    ("members", "constraint"),
    [
        ({"state": AssessmentState.COMPLETED}, "assessment_handed_in_with_outcome"),
        ({"settled_at": NOON}, "assessment_settled_at"),
    ],
)
def test_what_must_never_be_false_is_held_by_the_database(
    levels: LevelDesk, members: dict[str, Any], constraint: str
) -> None:
    broken = replace(an_assessment(), **members)

    with pytest.raises(psycopg2.errors.CheckViolation, match=constraint):
        levels.act(ENTERPRISE, lambda uow: uow.assessments.add(broken))


def test_the_contracts_and_diagnoses_that_are_known_keep_an_institution_from_evaluating(levels: LevelDesk) -> None:
    levels.confirm(levels.reported(levels.assigned(Purpose.DIAGNOSIS)))
    provider = an_institution("provider", id=an_id("provider"), credit_code=a_code(500))
    desk = levels.desk
    assert isinstance(desk, RealDesk)
    desk.know(provider)
    request_id = levels.request()

    results = levels.assign_all(
        (request_id, an_institution().id), (request_id, provider.id), (request_id, OTHER.id), (str(uuid4()), OTHER.id)
    )

    refusals = [(each["refusal"] or {}).get("facts", {}).get("reasons") for each in results]
    assert refusals == [["advised_applicant"], ["sold_to_applicant"], None, None]
    assert [each["request"] is not None for each in results] == [False, False, True, False]
    with pytest.raises(ConflictOfInterest):
        levels.assign(request_id)


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


def test_an_enterprise_that_moves_takes_its_assessments_along(levels: LevelDesk) -> None:
    assessment_id = levels.self_assessed(programme_year=PROGRAMME)
    desk = levels.desk
    assert isinstance(desk, RealDesk)
    moved = an_organisation(division=XIGANG_DISTRICT)
    event = replace(organisation_changed(moved), sequence=2)
    desk.hear(lambda uow: uow.facts.keep_organisation(event))

    desk.follow_division(moved.id)

    assert ids_seen(levels, OTHER_DISTRICT) == [assessment_id]
    assert ids_seen(levels, DISTRICT) == []


def test_the_newest_news_of_the_pool_counts_in_whatever_order_it_comes(levels: LevelDesk) -> None:
    desk = levels.desk
    assert isinstance(desk, RealDesk)
    known: dict[str, Any] = {"credit_code": a_code(901), "name": "示例", "kinds": ("general",)}
    suspended = ProviderSuspended(**heard(OTHER.id, sequence=3), **known)
    enrolled = ProviderEnrolled(**heard(OTHER.id, sequence=2), **known)

    for event in (suspended, enrolled):
        desk.hear(lambda uow, event=event: uow.assessment_facts.keep_provider(event))

    found = levels.act(OFFICER, lambda uow: uow.assessment_facts.pooled(OTHER.id))
    assert found == Pooled(kinds=("general",), is_enrolled=False)


def test_another_city_sees_nothing_of_it(levels: LevelDesk, url: str) -> None:
    assessment_id = levels.self_assessed(project_id=PROJECT)
    pool = Pool(url.format(role="acceptance"), size=1)

    with pytest.raises(NotFound):
        get_assessment(Reading(pool, "elsewhere"), levels.packs, OFFICER, UUID(assessment_id))
    pool.close()


def test_a_below_level_evaluation_can_be_repeated_on_rows_too(levels: LevelDesk) -> None:
    request_id = levels.assigned()
    levels.confirm(levels.reported(request_id, some_answers(scenarios=levels_for(2, 2, 2))))

    levels.ask_again(request_id)
    levels.assign(request_id)
    levels.confirm(levels.reported(request_id))

    stored = levels.stored_request(request_id)
    assert (stored.state.value, stored.round, stored.level) == ("settled", 2, 2)


def test_what_a_row_repeats_is_what_the_documents_say(levels: LevelDesk) -> None:
    assessment = handed_in(an_assessment())
    levels.act(ENTERPRISE, lambda uow: uow.assessments.add(assessment))

    assert levels.stored(str(assessment.id)) == assessment
