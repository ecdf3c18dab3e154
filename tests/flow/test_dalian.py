"""Dalian's programme from registration to payment, as the manual tells it (DL1 to DL13)."""

from __future__ import annotations

import json
import re
from contextlib import closing
from typing import Any

import psycopg2
import pytest

from console.demo import cast
from console.invariants import all_findings
from contracts.events.subscriptions import SERVICES
from tests.flow.conftest import Played

WAN = 1_000_000


@pytest.mark.shows("DL1", "DL2", "DL4", "DL6", "DL7", "DL8", "DL9", "DL10", "DL11", "DL12", "ALL2")
def test_the_manuals_case_gets_twenty_wan_half_central_and_half_local(played: Played) -> None:
    case = played.cases["manual"]

    assert case["award_fen"] == 20 * WAN
    assert case["shares"] == {"central": 10 * WAN, "local": 10 * WAN}
    assert (case["status"], case["paid_fen"]) == ("paid", 20 * WAN)


@pytest.mark.shows("DL3", "DL4")
def test_a_returned_declaration_is_corrected_stamped_again_and_paid(played: Played) -> None:
    assert played.cases["returned"]["paid_fen"] == 20 * WAN


@pytest.mark.shows("DL4", "DL5")
def test_a_rejected_declaration_ends_there(played: Played) -> None:
    assert played.cases["rejected"]["status"] == "rejected"
    assert played.cases["rejected"]["award_fen"] == 0


@pytest.mark.shows("DL9", "ALL4")
def test_an_award_is_cut_to_fifty_wan_and_says_by_which_article(played: Played) -> None:
    case = played.cases["capped"]

    assert case["award_fen"] == 50 * WAN
    assert any("二、支持标准" in (line["article"] or "") for line in case["explanation"])


def test_a_price_above_the_catalogues_ceiling_is_cut_before_the_rate(played: Played) -> None:
    assert played.cases["ceiling"]["award_fen"] == 15 * WAN


@pytest.mark.shows("ALL2")
def test_the_shares_of_every_award_add_up_to_the_fen(played: Played) -> None:
    for case in played.cases.values():
        assert sum(case["shares"].values()) == case["award_fen"]


def test_every_invariant_holds(played: Played) -> None:
    broken = [found.as_json() for found in all_findings(played.installation.settings) if not found.holds]

    assert broken == []


def test_played_again_it_prints_the_same_cases(played: Played) -> None:
    again = {case["case"]: case for case in played.demonstration().run()}

    assert again == played.cases


def test_bank_accounts_and_phones_are_nowhere_in_clear(played: Played) -> None:
    secrets = [cast.PHONE, cast.PASSWORD, *_account_numbers(played)]

    for service in SERVICES:
        for table in ("outbox", "audit", "inbox", "idempotency"):
            content = _dump(played, service, table)
            found = [secret for secret in secrets if secret in content]
            assert found == [], f"{service}.{table}"
    for log in (played.installation.data / "logs").glob("*.log"):
        text = log.read_text(errors="replace")
        assert [secret for secret in secrets if secret in text] == [], log.name


def _account_numbers(played: Played) -> list[str]:
    return [cast.account_number(enterprise) for enterprise in cast.ENTERPRISES]


def _dump(played: Played, service: str, table: str) -> str:
    address = played.installation.settings.database(service, "auditor")
    with closing(psycopg2.connect(address)) as connection, connection.cursor() as cursor:
        cursor.execute(f"select to_jsonb(t) from {table} t")
        rows: list[Any] = [row for (row,) in cursor.fetchall()]
    return re.sub(r"\s", "", json.dumps(rows, ensure_ascii=False))
