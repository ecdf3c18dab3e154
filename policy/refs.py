"""References: which pack version a case is judged by, and which article a value rests on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_TEXT = re.compile(r"([a-z0-9-]+)/([a-z0-9-]+)@([0-9]+(?:\.[0-9]+)*)")


@dataclass(frozen=True, order=True, slots=True)
class PackRef:
    """A pinned pack version: where it stands, its version, and the sha256 of its canonical JSON."""

    city: str
    programme_year: str
    version: str
    sha256: str

    @property
    def text(self) -> str:
        """`dalian/sme-digital-2024@1`."""
        return f"{self.city}/{self.programme_year}@{self.version}"

    @property
    def order(self) -> tuple[int, ...]:
        """What versions of one programme are sorted by: 1.10 comes after 1.9."""
        return tuple(int(part) for part in self.version.split("."))

    @classmethod
    def parse(cls, text: str, sha256: str) -> PackRef:
        """The opposite of `text`; ValueError for anything else."""
        match = _TEXT.fullmatch(text)
        if match is None:
            raise ValueError(f"not a pack reference: {text!r}")
        city, programme_year, version = match.groups()
        return cls(city, programme_year, version, sha256)


@dataclass(frozen=True, slots=True)
class Basis:
    """What a value rests on: an article, as people cite it, or the reason why it had to be assumed."""

    article: str | None = None
    assumed: str | None = None

    @classmethod
    def read(cls, spec: Mapping[str, Any], sources: Mapping[str, str]) -> Basis:
        """From `{source: {ref, article}}` or `{assumed: …}`; `sources` maps a ref to its short name (`指南`)."""
        source = spec.get("source")
        if source is None:
            return cls(assumed=spec.get("assumed"))
        return cls(article=f"{sources[source['ref']]} {source['article']}")

    @property
    def remark(self) -> str:
        """What a sentence adds so that an assumed value is seen to be assumed; nothing for a cited one."""
        return f"（假定：{self.assumed}）" if self.assumed else ""


NO_BASIS = Basis()
