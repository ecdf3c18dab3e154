"""What is handed to the national platform can be checked by whoever has the public key, and nothing goes missing."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.national_feed import (
    NOTHING_BEFORE,
    FeedBroken,
    FeedSigner,
    FeedVerifier,
    Place,
    digest_of,
    followed,
    line_of,
)

ROOT = Path(__file__).resolve().parents[3]
OLD, NEW = bytes(range(32)), bytes(range(32, 64))
SIGNER = FeedSigner({"f1": OLD}, "f1")


def chain(length: int) -> list[dict[str, Any]]:
    """Records, each naming the one before."""
    records: list[dict[str, Any]] = []
    previous = NOTHING_BEFORE
    for number in range(1, length + 1):
        records.append({"number": number, "previous": previous, "applicant_name": f"企业{number}"})
        previous = digest_of(line_of(records[-1]))
    return records


def test_a_line_has_its_members_in_order_and_no_spaces() -> None:
    assert line_of({"b": 1, "a": "数转", "c": None}) == '{"a":"数转","b":1,"c":null}'.encode()


@given(length=st.integers(0, 30), cuts=st.lists(st.integers(0, 30)))
def test_however_the_feed_is_cut_into_pages_the_reader_comes_to_the_same_place(length: int, cuts: list[int]) -> None:
    records = chain(length)
    bounds = [0, *sorted(min(cut, length) for cut in cuts), length]
    place = Place()

    for begin, end in pairwise(bounds):
        place = followed(place, records[begin:end])

    assert place == followed(Place(), records)
    assert place.number == length


@given(length=st.integers(2, 20), data=st.data())
def test_a_record_that_is_lost_changed_or_moved_is_seen(length: int, data: st.DataObject) -> None:
    records = chain(length)
    hit = data.draw(st.integers(0, length - 2))
    lost = records[:hit] + records[hit + 1 :]
    changed = [*records[:hit], {**records[hit], "applicant_name": "别的企业"}, *records[hit + 1 :]]
    moved = [*records[:hit], records[hit + 1], records[hit], *records[hit + 2 :]]

    for broken in (lost, changed, moved):
        with pytest.raises(FeedBroken):
            followed(Place(), broken)


def test_what_is_signed_is_found_good_by_the_public_key_and_by_no_other() -> None:
    page = SIGNER.signed({"items": chain(2), "next": 2})

    FeedVerifier(SIGNER.public_keys()).must_be_signed(page)

    for spoilt in (
        {**page, "next": 3},
        {**page, "more": True},
        {**page, "signature": "AAAA"},
        {**page, "key_id": "f9"},
    ):
        with pytest.raises(FeedBroken):
            FeedVerifier(SIGNER.public_keys()).must_be_signed(spoilt)
    with pytest.raises(FeedBroken):
        FeedVerifier(FeedSigner({"f1": NEW}, "f1").public_keys()).must_be_signed(page)


def test_the_same_content_has_the_same_signature() -> None:
    assert SIGNER.signed({"next": 2}) == SIGNER.signed({"next": 2})


def test_after_a_change_of_keys_both_what_was_signed_and_what_is_signed_is_found_good() -> None:
    changed = FeedSigner({"f1": OLD, "f2": NEW}, "f2")

    reader = FeedVerifier(changed.public_keys())

    assert list(changed.public_keys()) == ["f2", "f1"]
    assert changed.signed({"next": 2})["key_id"] == "f2"
    reader.must_be_signed(changed.signed({"next": 2}))
    reader.must_be_signed(SIGNER.signed({"next": 2}))


def test_a_signer_without_its_current_key_is_refused() -> None:
    with pytest.raises(ValueError, match="f2"):
        FeedSigner({"f1": OLD}, "f2")


def test_the_reader_in_the_documentation_finds_the_same() -> None:
    page = (ROOT / "docs" / "national-feed.md").read_text(encoding="utf-8")
    told: dict[str, Any] = {}
    exec(page.partition("```python\n")[2].partition("```")[0], told)  # noqa: S102  # our own page
    records = chain(3)
    signed = SIGNER.signed({"after": 0, "items": records, "next": 3, "has_more": False})

    number, digest = told["check"](signed, SIGNER.public_keys(), 0, NOTHING_BEFORE)

    assert Place(number, digest) == followed(Place(), records)
    with pytest.raises(AssertionError):
        told["check"](SIGNER.signed({"after": 0, "items": records[1:]}), SIGNER.public_keys(), 0, NOTHING_BEFORE)
