"""Identifiers of the field: the unified social credit code (统一社会信用代码), bank branch codes, case ids."""

from __future__ import annotations

import re
import unicodedata
from uuid import NAMESPACE_URL, UUID, uuid5

CASES = uuid5(NAMESPACE_URL, "urn:shuzhuan:case")

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_SHAPE = re.compile(rf"[{_ALPHABET}]{{18}}")


def credit_code(text: str) -> str:
    """The normal form of a credit code: NFKC, upper case, without spaces and hyphens.

    ValueError says whether the length, a character or the check digit is wrong (GB 32100-2015).
    """
    normal = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).upper()
    if len(normal) != 18:
        raise ValueError("credit_code_length")
    if not _SHAPE.fullmatch(normal):
        raise ValueError("credit_code_character")
    if _check_character(normal[:17]) != normal[17]:
        raise ValueError("credit_code_check_digit")
    return normal


def with_check_character(first_seventeen: str) -> str:
    """A whole code from its first 17 characters: for fixtures and demonstrations, never for real enterprises."""
    return first_seventeen + _check_character(first_seventeen)


def is_branch_code(text: str) -> bool:
    """Whether `text` looks like a 12-digit bank branch code (联行号)."""
    return re.fullmatch(r"[0-9]{12}", text) is not None


def case_id_of(city: str, programme_year: str, batch: str, code: str) -> UUID:
    """The id of a case: one applicant in one round of one programme. Computed, so that nobody has to ask for it."""
    return uuid5(CASES, f"{city}/{programme_year}/{batch}/{code}")


def _check_character(first_seventeen: str) -> str:
    total = sum(
        _ALPHABET.index(character) * weight for character, weight in zip(first_seventeen, _WEIGHTS, strict=True)
    )
    return _ALPHABET[(31 - total % 31) % 31]
