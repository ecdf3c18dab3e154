"""What a service stores of a dossier and a notice: every column, and the same value back."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import CheckConstraint, Column, MetaData, Table, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from casework.dossier import Dossier
from casework.public_notice import PublicNotice, close_notice
from casework.reviews import record_finding
from casework.states import State
from casework.tables import (
    dossier_columns,
    dossier_from_columns,
    dossier_to_columns,
    notice_columns,
    notice_from_columns,
    notice_to_columns,
)
from tests.unit.casework.builders import A_DAY, DISTRICT, MONDAY, a_dossier, in_review, reviewed, submitted
from tests.unit.casework.test_public_notice import ITS_END, a_planned_notice, decided, under_objection

DOSSIERS = Table("declaration", MetaData(), Column("id", Uuid, primary_key=True), *dossier_columns("declaration"))
NOTICES = Table("notice", MetaData(), Column("id", Uuid, primary_key=True), *notice_columns("notice"))


def as_row(table: Table, values: dict[str, Any]) -> SimpleNamespace:
    """The row as the database gives it back: jsonb went through JSON, other columns came along."""
    stored = {
        name: json.loads(json.dumps(value)) if isinstance(table.c[name].type, JSONB) else value
        for name, value in values.items()
    }
    return SimpleNamespace(**stored, id=None, city="dalian", version=3)


def stored_and_read(dossier: Dossier) -> Dossier:
    return dossier_from_columns(as_row(DOSSIERS, dossier_to_columns(dossier)))


def a_twice_filed_dossier() -> Dossier:
    again = submitted(a_dossier(State.RETURNED))
    return record_finding(again, by=DISTRICT, at=MONDAY, found_on=MONDAY.date(), place="厂房", text="设备在用")


@pytest.mark.parametrize("state", State)
def test_a_dossier_in_any_state_reads_back_as_it_was_stored(state: State) -> None:
    assert stored_and_read(a_dossier(state)) == a_dossier(state)


def test_a_dossier_with_a_history_reads_back_as_it_was_stored() -> None:
    assert stored_and_read(a_twice_filed_dossier()) == a_twice_filed_dossier()


def test_a_provisional_deadline_is_stored_as_one() -> None:
    dossier = in_review(MONDAY + 60 * A_DAY)

    assert dossier.is_provisional
    assert stored_and_read(dossier) == dossier


@pytest.mark.parametrize(
    "notice",
    [a_planned_notice(), under_objection(), decided(is_upheld=True), close_notice(under_objection(), at=ITS_END)],
)
def test_a_notice_reads_back_as_it_was_stored(notice: PublicNotice) -> None:
    assert notice_from_columns(as_row(NOTICES, notice_to_columns(notice))) == notice


def test_every_column_is_written() -> None:
    assert {"id", *dossier_to_columns(in_review())} == set(DOSSIERS.columns.keys())
    assert {"id", *notice_to_columns(a_planned_notice())} == set(NOTICES.columns.keys())


def test_what_people_search_for_has_a_column_of_its_own() -> None:
    row = dossier_to_columns(in_review())

    assert (row["state"], row["step_role"], row["step_division_level"]) == (
        "in_review",
        "district_reviewer",
        "district",
    )
    assert (row["submitted_at"], row["due_on"].isoformat()) == (MONDAY, "2026-11-05")


def test_an_ended_dossier_says_when_and_is_at_no_step() -> None:
    row = dossier_to_columns(reviewed(reviewed(in_review()), by=DISTRICT))

    assert (row["ended_at"], row["step_name"], row["due_on"]) == (MONDAY, None, None)


def test_the_database_knows_the_states_and_names_its_rules_after_the_table() -> None:
    rules = {rule.name: str(rule.sqltext) for rule in DOSSIERS.constraints if isinstance(rule, CheckConstraint)}

    assert all(str(name).startswith("declaration_") for name in rules)
    assert all(f"'{state}'" in rules["declaration_state_known"] for state in State)
