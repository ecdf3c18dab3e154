"""The unified social credit code (统一社会信用代码, GB 32100-2015) and the ids computed from it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.codes import case_id_of, credit_code, is_branch_code, with_check_character

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.mark.parametrize(
    "code",
    [
        "91110108551385082Q",
        "91150100MA2T2Y8FN0",  # remainder 0: the check character that copied snippets get wrong
        "91442000MAY4NUGYK1",
        "91210200MA626E53AY",
        "91210200MA30J4H3YX",
    ],
)
def test_a_code_with_the_right_check_character_is_accepted(code: str) -> None:
    assert credit_code(code) == code


@pytest.mark.parametrize(
    "written",
    [
        "91110108551385082q",
        "91110108-551385082-Q",
        " 9111 0108 5513 8508 2Q ",
        "".join(chr(ord(character) + 0xFEE0) for character in "91110108551385082Q"),  # full width
    ],
)
def test_a_code_may_be_written_with_small_or_full_width_letters_spaces_and_hyphens(written: str) -> None:
    assert credit_code(written) == "91110108551385082Q"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("91210200MA626E53AX", "credit_code_check_digit"),  # the sample of Dalian's manual
        ("91110108551385082O", "credit_code_character"),
        ("9111010855138508", "credit_code_length"),
        ("91110108551385082QQ", "credit_code_length"),
        ("", "credit_code_length"),
    ],
)
def test_a_wrong_code_is_refused_with_what_is_wrong(code: str, reason: str) -> None:
    with pytest.raises(ValueError, match=f"^{reason}$"):
        credit_code(code)


@given(st.text(ALPHABET, min_size=17, max_size=17))
def test_a_code_that_was_completed_passes_its_own_check(first_seventeen: str) -> None:
    assert credit_code(with_check_character(first_seventeen))[:17] == first_seventeen


@given(st.text(ALPHABET, min_size=17, max_size=17), st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_mistyped_character_is_always_noticed(first_seventeen: str, position: int, typed: str) -> None:
    code = with_check_character(first_seventeen)
    mistyped = code[:position] + typed + code[position + 1 :]

    if mistyped == code:
        assert credit_code(mistyped) == code
    else:
        with pytest.raises(ValueError, match="credit_code_check_digit"):
            credit_code(mistyped)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("102222020003", True), ("10222202000", False), ("1022220200033", False), ("10222202000A", False), ("", False)],
)
def test_a_branch_code_has_twelve_digits(text: str, expected: bool) -> None:
    assert is_branch_code(text) is expected


def test_everybody_computes_the_same_case_id_and_another_round_has_another() -> None:
    first = case_id_of("dalian", "sme-digital-2024", "1", "91110108551385082Q")

    assert first == case_id_of("dalian", "sme-digital-2024", "1", "91110108551385082Q")
    assert first != case_id_of("dalian", "sme-digital-2024", "2", "91110108551385082Q")
    assert first != case_id_of("xiamen", "sme-digital-2024", "1", "91110108551385082Q")
