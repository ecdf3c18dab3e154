"""The chart of accounts in the database is the one that the rules book to."""

from __future__ import annotations

import psycopg2

from services.funding.domain.ledger import Account


def test_the_chart_has_every_account_that_the_rules_book_to(url: str) -> None:
    with psycopg2.connect(url.format(role="funding")) as connection, connection.cursor() as cursor:
        cursor.execute("select code from ledger_account order by position")
        codes = [code for (code,) in cursor.fetchall()]
    connection.close()

    assert codes == [account.value for account in Account]
