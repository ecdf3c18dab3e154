"""Evidence on PostgreSQL: what comes back, and what the index over the whole city holds whatever two do at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID

import psycopg2
import pytest

from chassis.db.errors import Duplicate
from chassis.db.pool import Pool
from chassis.db.transaction import Reading
from contracts.actor import Actor
from contracts.refusal import NotFound, Refusal
from services.acceptance.domain.duplicates import FlagState, Mark, MarkKind
from services.acceptance.domain.evidence import Allocation, Part
from services.acceptance.storage.duplicates import flags_of
from services.acceptance.storage.list_duplicates import WantedFlags, get_duplicate_flag, list_duplicate_flags
from services.acceptance.storage.read_acceptance import check_acceptance
from services.acceptance.storage.read_evidence import get_evidence, get_match
from tests.builders_acceptance import COMPLETE, PROJECT, an_upload
from tests.builders_declaration import (
    CITY,
    DISTRICT,
    ENTERPRISE,
    NOON,
    OFFICER,
    OTHER_DISTRICT,
    STRANGER,
    an_id,
    an_organisation,
)
from tests.builders_evidence import SELLER, a_number, given_invoice, given_payment, yuan
from tests.desk_evidence import (
    OTHER_PROJECT,
    THE_STRANGER,
    allocate,
    change,
    decide,
    enter,
    import_invoices,
    kept,
    other_project,
    remove,
    stranger_starts,
)
from tests.invoice_samples import digital_xml, ofd
from tests.storage.acceptance.conftest import RealDesk

INVOICE = Mark(kind=MarkKind.INVOICE, value=a_number(1))


@pytest.fixture
def city(desk: RealDesk) -> RealDesk:
    """With a second enterprise and its project, and the provider of both."""
    desk.know(THE_STRANGER)
    desk.know(an_organisation("provider", kind="provider", credit_code=SELLER))
    desk.enrol(other_project())
    return desk


def states(desk: RealDesk, project_id: UUID) -> dict[str, str]:
    return {flag.mark.value: flag.state.value for flag in flags_of(desk.reading, project_id)}


def test_what_was_entered_comes_back_as_it_was(city: RealDesk) -> None:
    one = city.start()
    enter(city, one, given_invoice(), file=an_upload("invoice.pdf"))
    enter(city, one, given_payment(pays=(a_number(1),)))
    before = kept(city, one)
    payment = next(item for item in before.items if item.pays)
    said = Allocation(item_id=payment.id, parts=(Part(amount_fen=1, invoice_id=before.items[0].id),))

    allocate(city, one, said)

    after = kept(city, one)
    assert after.items == before.items
    assert (after.allocations, after.version) == ((said,), before.version + 1)
    change(city, one, str(payment.id), given_payment(amount="5"))
    assert [item.gross_fen for item in kept(city, one).items] == [yuan(100000), yuan(5)]
    remove(city, one, str(before.items[0].id))
    assert [item.id for item in kept(city, one).items] == [payment.id]


def test_a_document_is_once_in_a_project_whatever_two_do_at_once(city: RealDesk) -> None:
    one = city.start()

    def write(_: int) -> str:
        try:
            enter(city, one, given_invoice())
        except (Duplicate, Refusal) as refused:
            return type(refused).__name__
        return "entered"

    with ThreadPoolExecutor(4) as threads:
        results = list(threads.map(write, range(4)))

    assert results.count("entered") == 1
    assert len(kept(city, one).items) == 1


def test_files_are_taken_whole_or_not_at_all(city: RealDesk) -> None:
    one = city.start()
    import_invoices(city, one, digital_xml(), ofd())
    before = kept(city, one)

    with pytest.raises(Refusal):
        import_invoices(city, one, digital_xml(a_number(2)), digital_xml())

    assert kept(city, one) == before
    assert {item.source.value for item in before.items} == {"invoice_file"}
    assert states(city, PROJECT) == {}


def test_an_invoice_found_in_two_projects_flags_both(city: RealDesk) -> None:
    one, other = city.start(), stranger_starts(city)
    enter(city, one, given_invoice())

    shown = enter(city, other, given_invoice(buyer_code=THE_STRANGER.credit_code), STRANGER)

    [flag] = shown["flags"]
    assert (flag["value"], flag["state"], flag["is_notice"]) == (a_number(1), "open", False)
    assert shown["items"][0]["flags"] == [flag["id"]]
    assert states(city, PROJECT) == {a_number(1): "open"}
    assert an_organisation().name not in str(shown)
    checked = check_acceptance(city.reading, city.packs, STRANGER, UUID(other), at=NOON)
    assert "duplicate_undecided" in {warning["code"] for warning in checked["warnings"]}


def test_of_two_who_use_a_number_at_the_same_instant_both_are_flagged(city: RealDesk) -> None:
    """Two connections: neither has seen the other's row when it begins."""
    together = Barrier(2)

    def use(project_id: UUID) -> None:
        with city.units.open(Actor.system(CITY), request_id="test", now=city.clock.now()) as unit:
            unit.duplicates.flags_of(project_id)  # the transaction has begun
            together.wait()
            unit.duplicates.use(project_id, {INVOICE: False})
            city.units.commit(unit)

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(use, (PROJECT, OTHER_PROJECT)))

    assert states(city, PROJECT) == states(city, OTHER_PROJECT) == {a_number(1): "open"}


def test_a_flag_that_was_cleared_is_raised_again_by_a_third(city: RealDesk) -> None:
    mark = {INVOICE: False}
    for project in (PROJECT, OTHER_PROJECT):
        city.hear(lambda uow, project=project: uow.duplicates.use(project, mark))
    [flag] = flags_of(city.reading, PROJECT)
    decide(city, str(flag.id), is_cleared=True)
    assert states(city, PROJECT) == {a_number(1): "cleared"}

    city.hear(lambda uow: uow.duplicates.use(OTHER_PROJECT, mark))
    assert states(city, PROJECT) == {a_number(1): "cleared"}

    city.hear(lambda uow: uow.duplicates.use(an_id("third project"), mark))
    assert states(city, PROJECT) == {a_number(1): "open"}


def test_the_flag_of_the_last_one_left_is_lifted_unless_it_was_confirmed(city: RealDesk) -> None:
    marks = {INVOICE: False, Mark(kind=MarkKind.FILE, value="0" * 64): False}
    for project in (PROJECT, OTHER_PROJECT):
        city.hear(lambda uow, project=project: uow.duplicates.use(project, marks))
    confirmed = next(flag for flag in flags_of(city.reading, PROJECT) if flag.mark.kind is MarkKind.FILE)
    decide(city, str(confirmed.id), is_cleared=False)

    city.hear(lambda uow: uow.duplicates.drop(OTHER_PROJECT, marks))

    assert states(city, PROJECT) == {"0" * 64: "confirmed"}
    assert states(city, OTHER_PROJECT) == {}


def test_the_same_attachment_is_a_notice_until_it_is_evidence(city: RealDesk) -> None:
    one, other = city.start(), stranger_starts(city)
    city.attach(one, "acceptance_materials")
    city.attach(other, "acceptance_materials", STRANGER)
    assert [flag.is_notice for flag in flags_of(city.reading, PROJECT)] == [True]

    enter(city, one, given_invoice(), file=an_upload("acceptance_materials.pdf"))

    assert [flag.is_notice for flag in flags_of(city.reading, PROJECT)] == [False]
    [held] = city.stored(one).dossier.attachments["acceptance_materials"]
    city.remove(one, str(held.id))
    assert [flag.state for flag in flags_of(city.reading, PROJECT)] == [FlagState.OPEN]
    [held] = city.stored(other).dossier.attachments["acceptance_materials"]
    city.remove(other, str(held.id), STRANGER)
    assert flags_of(city.reading, PROJECT) == []


def test_officers_see_whose_the_other_is_districts_those_of_their_own(city: RealDesk) -> None:
    one, other = city.draft(), stranger_starts(city)
    for mine, actor, code in ((one, ENTERPRISE, None), (other, STRANGER, THE_STRANGER.credit_code)):
        given = given_invoice(**({"buyer_code": code} if code else {}))
        enter(city, mine, given, actor)
    city.submit(one)

    def listed(actor: Actor, **wanted: Any) -> list[dict[str, Any]]:
        found = list_duplicate_flags(city.reading, actor, WantedFlags(**wanted), limit=50, after=None)
        items: list[dict[str, Any]] = found["items"]
        return items

    by_project = {item["project_id"]: item for item in listed(OFFICER)}
    assert by_project.keys() == {str(PROJECT), str(OTHER_PROJECT)}
    assert [each["applicant"]["name"] for each in by_project[str(PROJECT)]["others"]] == [THE_STRANGER.name]
    assert len(listed(DISTRICT)) == 2
    assert listed(OTHER_DISTRICT) == []
    assert [len(listed(OFFICER, **wanted)) for wanted in ({"state": "open"}, {"state": "cleared"})] == [2, 0]
    assert len(listed(OFFICER, kind="invoice", is_notice=False, project_id=PROJECT, division="210202")) == 1
    flag_id = UUID(by_project[str(PROJECT)]["id"])
    assert get_duplicate_flag(city.reading, DISTRICT, flag_id) == by_project[str(PROJECT)]
    with pytest.raises(NotFound):
        get_duplicate_flag(city.reading, OTHER_DISTRICT, flag_id)


def test_the_list_of_flags_goes_on_where_a_page_ended(city: RealDesk) -> None:
    for project in (PROJECT, OTHER_PROJECT):
        marks = {Mark(kind=MarkKind.INVOICE, value=a_number(number)): False for number in range(3)}
        city.hear(lambda uow, project=project, marks=marks: uow.duplicates.use(project, marks))

    pages, after = [], None
    while True:
        page = list_duplicate_flags(city.reading, OFFICER, WantedFlags(), limit=2, after=after)
        pages.append([item["id"] for item in page["items"]])
        after = page["next"]
        if after is None:
            break

    assert [len(page) for page in pages] == [2, 2, 2]
    assert len({flag_id for page in pages for flag_id in page}) == 6


def test_the_match_is_read_by_whoever_sees_the_acceptance(city: RealDesk) -> None:
    one = city.draft()
    enter(city, one, given_invoice())
    enter(city, one, given_payment())
    city.submit(one)
    city.review(one, COMPLETE)

    found = get_match(city.reading, city.packs, DISTRICT, UUID(one))

    assert (found["eligible_fen"], found["is_seller_known"]) == (yuan(100000), True)
    assert get_evidence(city.reading, ENTERPRISE, UUID(one))["version"] == found["version"] == 2
    for read in (get_evidence, lambda *given: get_match(given[0], city.packs, *given[1:])):
        with pytest.raises(NotFound):
            read(city.reading, STRANGER, UUID(one))


def test_a_number_of_another_city_is_not_compared(city: RealDesk, url: str) -> None:
    city.hear(lambda uow: uow.duplicates.use(PROJECT, {INVOICE: False}))
    elsewhere = Actor.system("xiamen")

    with city.units.open(elsewhere, request_id="test", now=city.clock.now()) as unit:
        unit.duplicates.use(OTHER_PROJECT, {INVOICE: False})
        city.units.commit(unit)

    pool = Pool(url.format(role="acceptance"), size=1)
    assert flags_of(Reading(pool, "xiamen"), OTHER_PROJECT) == []
    assert flags_of(city.reading, PROJECT) == []
    pool.close()


@pytest.mark.parametrize(
    "change_",
    [
        "update evidence_item set gross_fen = 0, net_fen = 0, tax_fen = 0",
        "update evidence_item set net_fen = net_fen + 1",
        "update evidence_item set kind = 'receipt'",
        "update evidence_item set source = 'guessed'",
        "update evidence set version = -1",
        "update evidence_use set state = 'open'",
        "update evidence_use set reason = 'because'",
        "update evidence_use set state = 'cleared', raised_at = now()",
    ],
)
def test_what_must_never_be_false_is_refused_by_the_database(city: RealDesk, url: str, change_: str) -> None:
    enter(city, city.start(), given_invoice())
    pool = Pool(url.format(role="acceptance"), size=1)

    with pool.connection() as connection, connection.cursor() as cursor:
        cursor.execute("begin; select set_config('app.city', 'dalian', true)")
        with pytest.raises(psycopg2.IntegrityError):
            cursor.execute(change_)
    pool.close()


def test_the_index_knows_a_document_by_its_project_kind_and_number(city: RealDesk) -> None:
    one = city.start()
    enter(city, one, given_invoice())
    twin = kept(city, one)
    copy = twin.changed(items=(*twin.items, type(twin.items[0])(**{**vars(twin.items[0]), "id": an_id("twin")})))

    with pytest.raises(Duplicate) as refused:
        city.act(ENTERPRISE, lambda uow: uow.evidence.save(twin, copy))

    assert refused.value.constraint == "evidence_item_once"
