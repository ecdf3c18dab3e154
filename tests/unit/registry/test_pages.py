"""Cursors of lists: what we did not write is refused, whatever it is."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import orjson
import pytest

from contracts.refusal import Invalid
from services.registry.storage.queries.pages import identity, instant, limit_of, page, position, read_cursor, text


def a_cursor(*parts: Any) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(list(parts))).decode()


def test_a_cursor_comes_back_as_the_key_of_the_last_row() -> None:
    rows = [SimpleNamespace(at=datetime(2026, 11, 20, n, tzinfo=UTC), id=uuid4()) for n in range(3)]

    first = page(rows, 2, lambda row: row.id, lambda row: (row.at, row.id))
    last = page(rows[2:], 2, lambda row: row.id, lambda row: (row.at, row.id))

    assert first["items"] == [rows[0].id, rows[1].id]
    assert read_cursor(first["next"], (instant, identity)) == (rows[1].at, rows[1].id)
    assert (last["next"], read_cursor(None, (instant, identity))) == (None, (None, None))


@pytest.mark.parametrize(
    ("cursor", "kinds"),
    [
        ("%%%", (text,)),
        ("äöü", (text,)),
        (base64.urlsafe_b64encode(b"{}").decode(), (text,)),
        (a_cursor("a", "b"), (text,)),
        (a_cursor("a\0b"), (text,)),
        (a_cursor(7), (text,)),
        (a_cursor(7), (identity,)),
        (a_cursor("not a time"), (instant,)),
        (a_cursor("7"), (position,)),
        (a_cursor(2**62), (position,)),
        (a_cursor(True), (position,)),
    ],
)
def test_a_cursor_that_we_did_not_write_is_refused(cursor: str, kinds: Any) -> None:
    with pytest.raises(Invalid):
        read_cursor(cursor, kinds)


@pytest.mark.parametrize("limit", [0, -1, 201])
def test_a_page_has_one_to_two_hundred_rows(limit: int) -> None:
    with pytest.raises(Invalid):
        limit_of(limit)

    assert limit_of(200) == 201
