"""Sentences for the refusals of the oversight service."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[int, str, str]]] = {}

PROBLEMS: Final[dict[str, tuple[str, str]]] = {}
