"""Sealed answers on their way to a screen and back: people see four characters, and need not type them all again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policy.fields import is_sealed_value


def masked(answers: Any) -> Any:
    """The answers with `{"last4": …}` in place of every sealed value: what leaves the service."""
    if is_sealed_value(answers):
        return {"last4": answers["last4"]}
    if isinstance(answers, Mapping):
        return {name: masked(answer) for name, answer in answers.items()}
    if isinstance(answers, list):
        return [masked(answer) for answer in answers]
    return answers


def unmasked(answers: Any, kept: Any) -> Any:
    """What came back, with the sealed value again wherever `kept` has it in the same place under the same mask.

    A mask without its value stays a mask, and the form refuses it.
    """
    if is_sealed_value(kept) and answers == {"last4": kept["last4"]}:
        return kept
    if isinstance(answers, Mapping):
        before = kept if isinstance(kept, Mapping) else {}
        return {name: unmasked(answer, before.get(name)) for name, answer in answers.items()}
    if isinstance(answers, list):
        rows = kept if isinstance(kept, list) else []
        return [unmasked(row, rows[index] if index < len(rows) else None) for index, row in enumerate(answers)]
    return answers
