"""The verification code: found by its beginning, proven by its mark, read as people type it."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from casework.print_codes import SIGNS, Marker, PrintCode
from contracts.sealed import Sealer

CASE = UUID("3f2a9c1e-0000-4000-8000-00000000abcd")
SEALER = Sealer({"k1": b"1" * 32}, "k1")


def a_marker(**given: object) -> Marker:
    return Marker(**{"sealer": SEALER, "kind": "declaration_form", "city": "dalian", "id": CASE, **given})  # type: ignore[arg-type]


def read(text: str) -> PrintCode:
    code = PrintCode.read(text)
    assert code is not None
    return code


def test_a_code_is_six_groups_of_four_signs_that_nobody_misreads() -> None:
    groups = a_marker().code("digest").split("-")

    assert [len(group) for group in groups] == [4] * 6
    assert set("".join(groups)) <= set(SIGNS)
    assert set(SIGNS).isdisjoint("ILOU")


def test_a_code_says_which_case_it_begins_like() -> None:
    first, last = read(a_marker().code("digest")).ids

    assert first < CASE < last
    assert (first.hex[:10], last.hex[:10]) == (CASE.hex[:10], CASE.hex[:10])
    assert not first <= uuid4() <= last


@pytest.mark.parametrize("typed", [str.lower, lambda code: code.replace("-", ""), lambda code: code.replace("-", " ")])
def test_a_code_is_read_as_people_type_it(typed: object) -> None:
    code = a_marker().code("digest")

    assert str(read(typed(code))) == code  # type: ignore[operator]


def test_signs_that_look_alike_are_taken_for_each_other() -> None:
    assert PrintCode.read("O1IL" * 6) == PrintCode.read("0111" * 6)


@pytest.mark.parametrize(
    "text", ["", "ABCD", "U" * 24, "0" * 25, "\uff10" * 24, "0" * 100_000, "0000-0000-0000-0000-0000-000é"]
)
def test_what_is_no_code_is_none(text: str) -> None:
    assert PrintCode.read(text) is None


def test_a_code_is_of_its_content_its_case_its_city_and_its_kind_only() -> None:
    code = read(a_marker().code("digest"))

    assert a_marker().is_of(code, "digest")
    assert not a_marker().is_of(code, "another")
    assert not a_marker(id=uuid4()).is_of(code, "digest")
    assert not a_marker(city="xiamen").is_of(code, "digest")
    assert not a_marker(kind="undertaking").is_of(code, "digest")


def test_a_code_stays_good_when_the_keys_change_and_nobody_else_can_make_one() -> None:
    code = read(a_marker().code("digest"))
    renewed = Sealer({"k1": b"1" * 32, "k2": b"2" * 32}, "k2")

    assert a_marker(sealer=renewed).is_of(code, "digest")
    assert a_marker(sealer=renewed).code("digest") != str(code)
    assert not a_marker(sealer=Sealer({"k1": b"9" * 32}, "k1")).is_of(code, "digest")
