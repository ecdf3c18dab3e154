"""Texts of a pack: statements that people confirm, letters that are printed, terms of an account.

What people are told of a case is no text of a pack: a message names nobody and no amount (services/registry).

    truthfulness_statement:
      title: 申报材料真实性声明
      kind: statement
      body: |
        本企业承诺…
    recommendation_letter:
      title: 推荐函
      kind: letter
      body: 兹推荐{enterprise}参加试点。

A statement with `before_form: {source: …}` is confirmed before the form opens. A confirmation records the text's
`sha256`, so that it can be shown which version was confirmed.
"""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from policy.canonical import sha256_of
from policy.refs import Basis

KINDS = ("statement", "letter", "terms")


class _Blanks(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "______"


@dataclass(frozen=True)
class Text:
    """`body` has placeholders in braces; `before_form` is why it has to be confirmed before the form opens."""

    key: str
    title: str
    kind: str
    body: str
    basis: Basis
    before_form: Basis | None = None

    @cached_property
    def sha256(self) -> str:
        """Which wording it is: over title and body."""
        return sha256_of(f"{self.title}\n{self.body}".encode())

    @cached_property
    def placeholders(self) -> frozenset[str]:
        return frozenset(placeholders(self.body))

    def filled(self, **facts: Any) -> str:
        """The body with the facts put in; what is not given stays a blank to be written on."""
        return string.Formatter().vformat(self.body, (), _Blanks({name: str(value) for name, value in facts.items()}))


def placeholders(body: str) -> Iterator[str]:
    """The names in braces; ValueError for braces that do not match, or a name that is none."""
    for _, name, form, conversion in string.Formatter().parse(body):
        if name is None:
            continue
        if not name.isidentifier() or form or conversion:
            raise ValueError(f"{{{name}}}")
        yield name


def read_text(key: str, spec: Mapping[str, Any], sources: Mapping[str, str]) -> Text:
    """A text from its compiled form."""
    first = spec.get("before_form")
    before_form = Basis.read(first, sources) if first is not None else None
    return Text(key, spec["title"], spec["kind"], spec["body"], Basis.read(spec, sources), before_form)
