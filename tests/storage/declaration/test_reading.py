"""The read side: lists page by page, what waits for whom, the history, the feed, and who may see what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import psycopg2
import pytest
from sqlalchemy import select

from casework.history import broken_links
from chassis.db.pool import Pool
from chassis.db.tables import audit
from chassis.db.transaction import Reading
from contracts.actor import Actor
from contracts.refusal import Invalid, NotFound
from services.declaration.storage import read_declaration as one
from services.declaration.storage import read_public
from services.declaration.storage.list_declarations import Wanted, list_declarations, list_waiting
from services.declaration.storage.read_changes import changes_since
from services.declaration.storage.read_lists import Listed, read_list
from tests.builders_declaration import (
    ASSESSOR,
    DISTRICT,
    ENTERPRISE,
    NOON,
    OFFICER,
    OTHER_ASSESSOR,
    OTHER_DISTRICT,
    PHONE,
    STRANGER,
    XIGANG_DISTRICT,
    a_code,
    a_return,
    an_organisation,
    approval,
    good_answers,
    somebody,
)
from tests.storage.declaration.conftest import RealDesk, organisation_changed

Page = Callable[[str | None], dict[str, Any]]


def walked(page: Page) -> list[dict[str, Any]]:
    """All items of a list, page by page."""
    items, after = [], None
    while True:
        answer = page(after)
        items += answer["items"]
        after = answer["next"]
        if after is None:
            return items


def several(desk: RealDesk, number: int, division: str = "210202") -> list[str]:
    """Submitted declarations of so many enterprises, oldest first."""
    ids = []
    for index in range(number):
        code = a_code(100 + index + int(division))
        enterprise = an_organisation(f"{division} {index}", credit_code=code, name=f"企业{index}", division=division)
        desk.hear(organisation_changed(enterprise), "keep_organisation")
        ids.append(desk.a_submitted(somebody("enterprise", name=f"{division} {index}", organisation=enterprise)))
    return ids


def ids_of(items: list[dict[str, Any]]) -> list[str]:
    return [item["id"] for item in items]


def listed(desk: RealDesk, actor: Actor, limit: int = 50, **wanted: Any) -> list[str]:
    return ids_of(
        walked(lambda after: list_declarations(desk.reading, actor, Wanted(**wanted), limit=limit, after=after))
    )


def waiting(desk: RealDesk, actor: Actor, limit: int = 50) -> list[str]:
    return ids_of(walked(lambda after: list_waiting(desk.reading, actor, limit=limit, after=after)))


def test_a_list_is_read_page_by_page_without_gap_or_repetition(desk: RealDesk) -> None:
    ids = several(desk, 5)

    assert listed(desk, OFFICER, limit=2) == listed(desk, OFFICER)
    assert set(listed(desk, OFFICER)) == set(ids)
    assert waiting(desk, DISTRICT, limit=2) == waiting(desk, DISTRICT)
    assert set(waiting(desk, DISTRICT)) == set(ids)


def test_everybody_lists_what_concerns_him(desk: RealDesk) -> None:
    [here], [there] = several(desk, 1), several(desk, 1, XIGANG_DISTRICT)
    draft = desk.start()["id"]

    assert set(listed(desk, OFFICER)) == {here, there}
    assert listed(desk, DISTRICT) == [here]
    assert listed(desk, OTHER_DISTRICT) == [there]
    assert listed(desk, ENTERPRISE) == [draft]
    assert listed(desk, STRANGER) == []
    assert listed(desk, ASSESSOR) == []


def test_a_list_is_narrowed_by_state_division_and_the_beginning_of_a_name(desk: RealDesk) -> None:
    [here], [there] = several(desk, 1), several(desk, 1, XIGANG_DISTRICT)
    desk.review(here, approval())

    assert listed(desk, OFFICER, division=XIGANG_DISTRICT) == [there]
    assert set(listed(desk, OFFICER, state="in_review", batch="2024-1")) == {here, there}
    assert listed(desk, OFFICER, state="approved") == []
    assert set(listed(desk, OFFICER, text="企业")) == {here, there}
    assert listed(desk, OFFICER, text="业") == []
    assert listed(desk, OFFICER, text="%") == []
    assert listed(desk, OFFICER, text=desk.stored(there).applicant.credit_code[:18]) == [there]


def test_each_step_waits_for_the_one_who_takes_it(desk: RealDesk) -> None:
    declaration_id = desk.a_complete_draft()
    assert waiting(desk, ENTERPRISE) == [declaration_id]
    desk.submit(declaration_id)
    assert [waiting(desk, who) for who in (ENTERPRISE, DISTRICT, OTHER_DISTRICT, OFFICER)] == [
        [],
        [declaration_id],
        [],
        [],
    ]
    desk.review(declaration_id, approval())
    assert [waiting(desk, who) for who in (DISTRICT, OFFICER, ASSESSOR)] == [[], [declaration_id], []]
    desk.assign(declaration_id)
    assert [waiting(desk, who) for who in (OFFICER, ASSESSOR, OTHER_ASSESSOR)] == [[], [declaration_id], []]
    desk.review(declaration_id, a_return("basic.address"), ASSESSOR)
    assert [waiting(desk, who) for who in (ASSESSOR, ENTERPRISE)] == [[], [declaration_id]]


@pytest.mark.parametrize("after", ["", "x", "W10", "WyJhIiwiYiJd", "é"])
def test_a_cursor_that_is_none_of_ours_is_refused(desk: RealDesk, after: str) -> None:
    with pytest.raises(Invalid) as refusal:
        list_declarations(desk.reading, OFFICER, Wanted(), limit=50, after=after)

    assert refusal.value.problems[0].field == "after"


def test_a_declaration_is_read_by_those_whom_it_concerns(desk: RealDesk) -> None:
    declaration_id = UUID(desk.a_submitted())

    for actor in (ENTERPRISE, DISTRICT, OFFICER):
        assert one.get_declaration(desk.reading, desk.packs, actor, declaration_id)["id"] == str(declaration_id)
    for actor in (STRANGER, OTHER_DISTRICT, ASSESSOR):
        with pytest.raises(NotFound):
            one.get_declaration(desk.reading, desk.packs, actor, declaration_id)


def test_a_trial_says_what_submitting_would_refuse_and_what_is_needed(desk: RealDesk) -> None:
    declaration_id = desk.start()["id"]

    checked = one.check_declaration(desk.reading, desk.packs, ENTERPRISE, UUID(declaration_id), at=NOON)

    assert {"attachment_missing", "statement_not_confirmed"} <= {each["code"] for each in checked["problems"]}
    assert "pilot_subsector" in {need["code"] for need in checked["needs"]}
    assert desk.stored(declaration_id).version == 1


def test_a_reviewer_reads_only_what_the_correction_changed(desk: RealDesk) -> None:
    declaration_id = desk.a_submitted()
    desk.review(declaration_id, a_return("basic.address"))
    desk.save(declaration_id, "basic", {**good_answers()["basic"], "address": "新址"})
    desk.attach(declaration_id, "stamped_form", 9)
    desk.submit(declaration_id)

    changed = one.changes_of(desk.reading, DISTRICT, UUID(declaration_id))["items"]

    assert [each["path"] for each in changed] == ["answers.basic.address", "attachments.stamped_form"]
    assert (changed[0]["before"], changed[0]["after"]) == ("大连市中山区示例路1号", "新址")


def test_a_filed_file_can_be_downloaded_by_those_who_see_the_case(desk: RealDesk) -> None:
    declaration_id = desk.a_submitted()
    [file] = desk.seen(declaration_id, ENTERPRISE)["attachments"]["audit_report"]

    permitted = one.file_of(desk.reading, DISTRICT, UUID(declaration_id), UUID(file["id"]))

    assert (permitted["sha256"], permitted["name"]) == (file["sha256"], file["name"])
    with pytest.raises(NotFound):
        one.file_of(desk.reading, OTHER_DISTRICT, UUID(declaration_id), UUID(file["id"]))
    with pytest.raises(NotFound):
        one.file_of(desk.reading, DISTRICT, UUID(declaration_id), uuid4())


def test_the_applicant_reads_the_history_of_its_case_without_accounts(desk: RealDesk) -> None:
    declaration_id = desk.a_submitted()
    desk.review(declaration_id, approval())

    history = one.history_of(desk.reading, ENTERPRISE, UUID(declaration_id), after=0, limit=50)

    assert [entry["action"] for entry in history["items"]][-2:] == ["submit", "review"]
    assert history["items"][-1]["roles"] == ["district_reviewer"]
    assert str(DISTRICT.account_id) not in str(history)
    first = one.history_of(desk.reading, ENTERPRISE, UUID(declaration_id), after=0, limit=2)
    assert (len(first["items"]), first["next"]) == (2, 2)
    rest = one.history_of(desk.reading, ENTERPRISE, UUID(declaration_id), after=2, limit=50)
    assert first["items"] + rest["items"] == history["items"]


def test_a_history_that_was_tampered_with_is_found_out(desk: RealDesk, url: str) -> None:
    desk.an_approved()
    auditor = Pool(url.format(role="declaration_auditor"), size=1)
    whole = select(audit).order_by(audit.c.city, audit.c.chain_id, audit.c.position)
    rows = Reading(auditor, "").read(whole)
    auditor.close()
    long = next(index for index, row in enumerate(rows) if row.position == 3)

    assert list(broken_links(rows)) == []
    changed = [*rows[:long], rows[long]._replace(action="nothing"), *rows[long + 1 :]]
    assert [(each.position, each.fault) for each in broken_links(changed)] == [(3, "digest")]
    removed = [*rows[:long], *rows[long + 1 :]]
    assert [(each.position, each.fault) for each in broken_links(removed)] == [(4, "missing")]
    swapped = [*rows[:long], rows[long]._replace(hash=rows[0].hash), *rows[long + 1 :]]
    assert [(each.position, each.fault) for each in broken_links(swapped)] == [(3, "hash")]


def test_the_feed_shows_each_what_concerns_him_and_goes_on_where_it_ended(desk: RealDesk, url: str) -> None:
    [mine], [_] = several(desk, 1), several(desk, 1, XIGANG_DISTRICT)
    publish_everything(url)
    owner = somebody("enterprise", name="210202 0", organisation=an_organisation("210202 0"))

    everything = changes_since(desk.reading, OFFICER, after=0, limit=50)
    own = changes_since(desk.reading, owner, after=0, limit=50)

    assert [item["name"] for item in everything["items"]] == ["pack_released", *["declaration_submitted"] * 2]
    assert [item["aggregate_id"] for item in own["items"]] == [mine]
    assert own["next"] == everything["next"] == everything["items"][-1]["position"]
    assert len(changes_since(desk.reading, DISTRICT, after=0, limit=50)["items"]) == 1
    assert changes_since(desk.reading, STRANGER, after=0, limit=50)["items"] == []
    rest = changes_since(desk.reading, OFFICER, after=everything["next"], limit=50)
    assert (rest["items"], rest["next"], rest["has_more"]) == ([], everything["next"], False)
    first = changes_since(desk.reading, OFFICER, after=0, limit=1)
    assert (first["next"], first["has_more"]) == (everything["items"][0]["position"], True)


def test_what_is_not_published_yet_has_no_place_in_the_feed(desk: RealDesk) -> None:
    desk.a_submitted()

    assert changes_since(desk.reading, OFFICER, after=0, limit=50) == {"items": [], "next": 0, "has_more": False}


def test_nothing_that_leaves_the_database_shows_the_phone(desk: RealDesk, url: str) -> None:
    desk.an_approved()

    with psycopg2.connect(url.format(role="declaration_auditor")) as connection, connection.cursor() as cursor:
        for table in ("declaration", "outbox", "audit"):
            cursor.execute(f"select count(*) from {table} where {table}::text like %s", (f"%{PHONE}%",))
            assert cursor.fetchone() == (0,)


def test_the_public_reads_calls_and_the_pilot_list(desk: RealDesk) -> None:
    declaration_id = desk.an_approved()
    desk.list_pilots(declaration_id)

    [call] = read_public.list_calls(desk.reading, desk.packs, read_public.WantedCalls(), at=NOON)["items"]
    detail = read_public.get_call(desk.reading, desk.packs, UUID(call["id"]), at=NOON)
    pilots = read_list(desk.reading, "pilots", Listed(batch="2024-1"), limit=1, after=None)

    assert (call["is_open"], call["closes_at"]) == (True, None)
    assert detail["windows"][0]["assumed"].startswith("通知一")
    assert [pilot["declaration_id"] for pilot in pilots["items"]] == [declaration_id]
    assert read_list(desk.reading, "pilots", Listed(division="210203"), limit=1, after=None)["items"] == []
    assert read_list(desk.reading, "platforms", Listed(), limit=1, after=None)["items"] == []


def publish_everything(url: str) -> None:
    """What the relay does with what waits."""
    with psycopg2.connect(url.format(role="declaration_relay")) as connection, connection.cursor() as cursor:
        cursor.execute(
            "update outbox set published_at = now(), position = ranked.place"
            " from (select seq, row_number() over (order by seq) as place from outbox) as ranked"
            " where outbox.seq = ranked.seq"
        )
