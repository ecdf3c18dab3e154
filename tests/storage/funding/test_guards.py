"""What the database itself holds, whoever tries."""

from __future__ import annotations

from uuid import UUID, uuid4

import psycopg2
import pytest

from tests.storage.funding.conftest import RealDesk


@pytest.mark.parametrize(
    "statement",
    [
        "update ledger_posting set amount_fen = 1",
        "delete from ledger_entry",
        "update payee_snapshot set reason = 'x'",
    ],
)
@pytest.mark.parametrize("role", ["funding", "funding_owner"])
def test_what_was_booked_is_never_changed_whoever_tries(desk: RealDesk, url: str, statement: str, role: str) -> None:
    desk.budget()
    tranche_id = desk.accepted()
    desk.planned(tranche_id)

    with pytest.raises(psycopg2.Error) as refused:
        execute(url, role, "select set_config('app.city', 'dalian', false)", statement)

    # The service has no grant, the owner meets the trigger.
    assert refused.value.pgcode in ("42501", "SZ002")


def test_an_entry_that_does_not_balance_is_refused_at_the_commit(url: str) -> None:
    entry = uuid4()
    with pytest.raises(psycopg2.Error) as refused:
        execute(
            url,
            "funding",
            "select set_config('app.city', 'dalian', false)",
            an_entry(entry, postings=2),
            a_posting(entry, 1, "paid", 5),
            a_posting(entry, 2, "in_transit", -4),
        )

    assert refused.value.pgcode == "SZ003"


def test_nothing_is_slipped_into_an_entry_that_was_booked(url: str) -> None:
    entry = uuid4()
    city = "select set_config('app.city', 'dalian', false)"
    execute(
        url,
        "funding",
        city,
        an_entry(entry, postings=2),
        a_posting(entry, 1, "paid", 5),
        a_posting(entry, 2, "in_transit", -5),
    )

    with pytest.raises(psycopg2.Error) as refused:
        execute(url, "funding", city, a_posting(entry, 3, "paid", 7), a_posting(entry, 4, "in_transit", -7))

    assert refused.value.pgcode == "SZ003"


def test_shares_that_do_not_add_up_are_refused_by_the_database(desk: RealDesk, url: str) -> None:
    desk.accepted()

    with pytest.raises(psycopg2.Error) as refused:
        execute(
            url,
            "funding",
            "select set_config('app.city', 'dalian', false)",
            """update tranche set shares = '{"central": 1}'""",
        )

    assert refused.value.diag.constraint_name == "tranche_shares_add_up"


def execute(url: str, role: str, *statements: str) -> None:
    connection = psycopg2.connect(url.format(role=role))
    try:
        with connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
    finally:
        connection.close()


def an_entry(entry_id: UUID, *, postings: int) -> str:
    return f"""
        insert into ledger_entry
            (id, city, kind, subject_id, subject_version, subject_kind, booked_on, at, postings)
        values ('{entry_id}', 'dalian', 'payment_made', '{uuid4()}', 1, 'tranche', current_date, now(), {postings})
    """


def a_posting(entry_id: UUID, line: int, account: str, fen: int) -> str:
    return f"""
        insert into ledger_posting (city, entry_id, line, account, fund_source, fund_year, category, amount_fen)
        values ('dalian', '{entry_id}', {line}, '{account}', 'central', 2025, 'c', {fen})
    """
