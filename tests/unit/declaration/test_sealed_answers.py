"""Sealed answers in tables: each row keeps its own, shown by the last four characters."""

from __future__ import annotations

from typing import Any

import pytest

from casework.masking import masked
from casework.sealed_answers import sealed_page
from contracts.refusal import Invalid
from tests.builders_declaration import PHONE, SEALER, a_pack

OTHER_PHONE = "13987654321"


def with_contacts(compiled: dict[str, Any]) -> None:
    """A page with a table of people and their phones."""
    columns = [
        {"key": "name", "title": "姓名", "type": "text", "max_length": 30},
        {"key": "phone", "title": "电话", "type": "phone", "sealed": True},
    ]
    table = {"key": "people", "title": "联系人", "type": "rows", "fields": columns}
    compiled["forms"]["declaration"]["pages"].append({"key": "contacts", "title": "联系人", "fields": [table]})


FORM = a_pack(with_contacts).form("declaration")


def people(*rows: tuple[str, Any]) -> dict[str, Any]:
    return {"people": [{"name": name, "phone": phone} for name, phone in rows]}


def sealed(answers: dict[str, Any], before: dict[str, Any] | None = None) -> dict[str, Any]:
    return sealed_page(FORM, "contacts", answers, {"contacts": before or {}}, SEALER)


def test_each_row_is_sealed_and_shown_by_its_last_four_digits() -> None:
    stored = sealed(people(("甲", PHONE), ("乙", OTHER_PHONE)))

    assert PHONE not in str(stored)
    assert [row["phone"] for row in masked(stored)["people"]] == [{"last4": "5678"}, {"last4": "4321"}]


def test_rows_that_are_sent_back_as_they_were_shown_keep_their_values_in_any_order() -> None:
    stored = sealed(people(("甲", PHONE), ("乙", OTHER_PHONE)))

    again = sealed(people(("乙", {"last4": "4321"}), ("甲", {"last4": "5678"})), stored)

    assert again["people"] == [stored["people"][1], stored["people"][0]]


def test_a_wrong_phone_in_a_row_is_refused_by_its_path() -> None:
    with pytest.raises(Invalid) as refusal:
        sealed(people(("甲", PHONE), ("乙", "12")))

    assert [problem.field for problem in refusal.value.problems] == ["answers.contacts.people.1.phone"]


def test_a_page_that_is_refused_is_told_everything_that_is_wrong_with_it() -> None:
    with pytest.raises(Invalid) as refusal:
        sealed(people(("甲" * 31, PHONE), ("乙", "12")))

    assert [(problem.code, problem.field) for problem in refusal.value.problems] == [
        ("too_long", "answers.contacts.people.0.name"),
        ("malformed", "answers.contacts.people.1.phone"),
    ]


def test_a_sealed_value_cannot_be_smuggled_in_from_somewhere_else() -> None:
    foreign = SEALER.seal(PHONE, purpose="payee_account.number").as_wire()

    with pytest.raises(Invalid):
        sealed(people(("甲", foreign)))


def test_the_answers_that_were_given_are_left_as_they_are() -> None:
    given = people(("甲", PHONE))

    sealed(given)

    assert given == people(("甲", PHONE))
