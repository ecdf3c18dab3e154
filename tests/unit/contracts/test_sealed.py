"""Sealed values: in clear only the last four characters; changed, or used for something else, they do not open."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest
from cryptography.exceptions import InvalidTag

from contracts.sealed import Sealed, Sealer

PHONE = "13800001234"
FIRST_KEY, SECOND_KEY = bytes(range(32)), bytes(range(32, 64))


def a_sealer() -> Sealer:
    return Sealer({"2026": FIRST_KEY}, current="2026")


def test_a_sealed_value_opens_with_its_key_and_its_purpose() -> None:
    sealed = a_sealer().seal(PHONE, purpose="contact.phone")

    assert a_sealer().open(sealed, purpose="contact.phone") == PHONE


def test_only_the_last_four_characters_are_in_clear() -> None:
    sealed = a_sealer().seal(PHONE, purpose="contact.phone")

    assert str(sealed) == "****1234"
    assert PHONE not in str(sealed.as_wire())
    assert PHONE.encode() not in base64.b64decode(sealed.box)


def test_the_same_value_never_looks_the_same_twice() -> None:
    sealer = a_sealer()

    assert sealer.seal(PHONE, purpose="contact.phone") != sealer.seal(PHONE, purpose="contact.phone")


def test_a_value_that_was_sealed_for_one_purpose_does_not_pose_as_another() -> None:
    sealed = a_sealer().seal(PHONE, purpose="contact.phone")

    with pytest.raises(InvalidTag):
        a_sealer().open(sealed, purpose="payee_account.number")


def test_a_value_that_was_tampered_with_does_not_open() -> None:
    sealed = a_sealer().seal(PHONE, purpose="contact.phone")
    box = bytearray(base64.b64decode(sealed.box))
    box[-1] ^= 1
    tampered = replace(sealed, box=base64.b64encode(bytes(box)).decode())

    with pytest.raises(InvalidTag):
        a_sealer().open(tampered, purpose="contact.phone")


def test_a_new_key_seals_while_the_old_one_still_opens() -> None:
    old = a_sealer().seal(PHONE, purpose="contact.phone")
    sealer = Sealer({"2026": FIRST_KEY, "2027": SECOND_KEY}, current="2027")

    assert sealer.open(old, purpose="contact.phone") == PHONE
    assert sealer.seal(PHONE, purpose="contact.phone").key_id == "2027"


def test_a_value_of_an_unknown_key_is_not_guessed_at() -> None:
    sealed = Sealer({"2027": SECOND_KEY}, current="2027").seal(PHONE, purpose="contact.phone")

    with pytest.raises(KeyError):
        a_sealer().open(sealed, purpose="contact.phone")


def test_a_sealer_needs_its_current_key_and_whole_keys() -> None:
    with pytest.raises(ValueError, match="no key"):
        Sealer({"2026": FIRST_KEY}, current="2027")
    with pytest.raises(ValueError, match="32 bytes"):
        Sealer({"2026": b"short"}, current="2026")


def test_a_sealed_value_travels_as_json() -> None:
    sealed = a_sealer().seal(PHONE, purpose="contact.phone")

    assert Sealed.from_wire(sealed.as_wire()) == sealed
