"""The words of docs/glossary.md, and whether a name is made of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tests.architecture.source import ROOT

PAGE = ROOT / "docs" / "glossary.md"

GENERAL = frozenset(
    (
        # between words
        *("and", "as", "by", "for", "from", "in", "of", "on", "one", "own", "to", "with", "all", "several", "due"),
        *("into", "off", "out"),
        # reading
        *("list", "get", "find", "show", "count", "read", "check", "history", "change", "item", "summary"),
        # writing
        *("save", "attach", "remove", "put", "start", "create", "open", "close", "move", "record", "report", "turn"),
        *("choose", "import", "export", "keep", "follow", "recompute", "settle", "take", "drop", "cancel"),
        # on every platform
        *("account", "session", "password", "contact", "mail", "message", "member", "staff", "login", "file", "form"),
        *("answer", "page", "name", "note", "number", "text", "date", "year", "day", "state", "preference", "paper"),
    )
)
"""Words that every platform needs and no notice defines. Reviewed: a word of the programme belongs on the page."""

_QUOTED = re.compile(r"`([^`]+)`")
_WORD = re.compile(r"[a-z]+")
_IRREGULAR = {"paid": "pay", "withdrawn": "withdraw", "drawn": "draw", "taken": "take", "put": "put", "done": "do"}


@cache
def words() -> frozenset[str]:
    """Every word that the page quotes as code."""
    return words_of(PAGE.read_text(encoding="utf-8"))


def words_of(text: str) -> frozenset[str]:
    """The words in backticks, in the forms that `base_forms` knows."""
    quoted = {word for name in _QUOTED.findall(text) for word in _WORD.findall(name.lower())}
    return frozenset(form for word in quoted for form in base_forms(word))


def unknown_words(name: str) -> list[str]:
    """The words of a name (`notice_opened`, `pilot-notices`) that neither the page nor the general list has."""
    known = words() | GENERAL
    return [word for word in _WORD.findall(name.lower()) if not known & set(base_forms(word))]


def base_forms(word: str) -> Iterator[str]:
    """The word, and what it may be the plural or the past of."""
    yield word
    if word in _IRREGULAR:
        yield _IRREGULAR[word]
    if word.endswith("ies"):
        yield word[:-3] + "y"
    if word.endswith("s") and not word.endswith("ss"):
        yield word[:-1]
        if word.endswith("es"):
            yield word[:-2]
    if word.endswith("ed"):
        stem = word[:-2]
        yield stem
        yield stem + "e"
        if len(stem) > 2 and stem[-1] == stem[-2]:
            yield stem[:-1]
