"""One codec for events, RPC arguments and jsonb: what was written reads back, what is wrong says where."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.money import Money
from contracts.sealed import Sealed
from contracts.wire import Malformed, from_json, to_json


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, kw_only=True)
class Line:
    amount_fen: Money
    rate: Decimal
    on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Parcel:
    id: UUID
    at: datetime
    lines: tuple[Line, ...]
    colour: Colour = Colour.RED
    phone: Sealed | None = None
    notes: Mapping[str, str] = field(default_factory=dict)
    kind: Literal["large", "small"] = "small"


AT = datetime(2026, 11, 21, 12, tzinfo=UTC)


def a_parcel(**members: Any) -> Parcel:
    line = Line(amount_fen=Money(2_000), rate=Decimal("0.50"), on=date(2026, 11, 21))
    sealed = Sealed(key_id="2026", box="c2VhbGVk", last4="1234")
    given: dict[str, Any] = {"id": UUID(int=1), "at": AT, "lines": (line,), "phone": sealed, "notes": {"a": "b"}}
    return Parcel(**{**given, **members})


def test_what_was_written_reads_back_through_real_json() -> None:
    parcel = a_parcel(colour=Colour.BLUE, kind="large")

    wire = json.loads(json.dumps(to_json(parcel)))

    assert from_json(Parcel, wire) == parcel


def test_money_is_an_integer_of_fen_and_a_decimal_is_text() -> None:
    wire = to_json(a_parcel())

    assert wire["lines"] == [{"amount_fen": 2000, "rate": "0.50", "on": "2026-11-21"}]


@given(
    st.builds(
        Line,
        amount_fen=st.builds(Money, st.integers(-(10**15), 10**15)),
        rate=st.decimals(-(10**12), 10**12, allow_nan=False, allow_infinity=False),
        on=st.none() | st.dates(),
    )
)
def test_every_line_reads_back(line: Line) -> None:
    assert from_json(Line, to_json(line)) == line


def test_a_member_that_is_not_known_here_is_ignored_and_an_absent_one_has_its_default() -> None:
    wire = {"id": str(UUID(int=1)), "at": AT.isoformat(), "lines": [], "invented_later": True}

    assert from_json(Parcel, wire) == Parcel(id=UUID(int=1), at=AT, lines=())


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"id": "no id"}, "id"),
        ({"id": None}, "id"),
        ({"at": "yesterday"}, "at"),
        ({"lines": {}}, "lines"),
        ({"lines": [{"amount_fen": "2000", "rate": "1"}]}, "lines.0.amount_fen"),
        ({"lines": [{"amount_fen": True, "rate": "1"}]}, "lines.0.amount_fen"),
        ({"lines": [{"amount_fen": 1, "rate": 0.5}]}, "lines.0.rate"),
        ({"lines": [{"amount_fen": 1, "rate": "half"}]}, "lines.0.rate"),
        ({"lines": [{"amount_fen": 1}]}, "lines.0.rate"),
        ({"lines": [{"amount_fen": 1, "rate": "1", "on": "2026-02-30"}]}, "lines.0.on"),
        ({"lines": ["line"]}, "lines.0"),
        ({"colour": "green"}, "colour"),
        ({"phone": {"key_id": "2026"}}, "phone"),
        ({"notes": {"a": 1}}, "notes.a"),
        ({"kind": "huge"}, "kind"),
    ],
)
def test_what_is_malformed_says_where(change: dict[str, Any], path: str) -> None:
    wire = to_json(a_parcel()) | change

    with pytest.raises(Malformed) as refused:
        from_json(Parcel, wire)

    assert refused.value.path == path


@pytest.mark.parametrize("value", [0.5, object(), {"rate": 0.1}, [b"bytes"]])
def test_a_float_or_a_stranger_is_never_written(value: Any) -> None:
    with pytest.raises(TypeError):
        to_json(value)


def test_a_kind_that_cannot_be_read_is_a_bug_and_not_a_refusal() -> None:
    with pytest.raises(TypeError, match="no way to read"):
        from_json(complex, "1")
    with pytest.raises(TypeError, match="only `X"):
        from_json(int | str, 1)


def test_a_set_is_written_in_order_so_that_equal_sets_have_equal_json() -> None:
    assert to_json(frozenset({"b", "a"})) == ["a", "b"]
    assert from_json(frozenset[str], ["b", "a"]) == frozenset({"a", "b"})


@pytest.mark.parametrize("text", ["NaN", "Infinity", "1e5", " 1", "1.", "\u0661"])
def test_a_decimal_is_digits_and_nothing_cleverer(text):
    with pytest.raises(Malformed, match="decimal"):
        from_json(Decimal, text)


@pytest.mark.parametrize("text", ["2026-11-21", "2026-11-21T09:00:00"])
def test_an_instant_without_a_time_zone_is_no_instant(text):
    with pytest.raises(Malformed, match="time zone"):
        from_json(datetime, text)
