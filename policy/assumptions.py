"""What a pack assumes: every place that says `assumed`, because no source speaks. Listed by `packs check`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

NATIONAL: Final = "national"
_NAMES = ("title", "name", "code", "stage", "key", "criterion", "severity")
_VALUES = (
    "value", "format", "max_bytes", "working_days", "opens_at", "from", "unit", "counts", "full", "score", "code",
    "resumes_at", "weight", "count", "points", "least_projects",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Assumption:
    """`key` is its path in the compiled pack, `title` what it is called, `value` what was assumed, `reason` why."""

    key: str
    title: str
    value: str
    reason: str

    @property
    def is_national(self) -> bool:
        """Whether it came in with `packs/national`: no city's own."""
        return self.key.split(".")[0] == NATIONAL

    @property
    def sentence(self) -> str:
        """As people read it."""
        return f"{self.title} = {self.value} — {self.reason}"


def assumptions_in(compiled: Any, key: str = "", title: str = "") -> Iterator[Assumption]:
    """Every assumption below `compiled`, in the order of the pack."""
    if isinstance(compiled, Mapping):
        title = next((str(compiled[name]) for name in _NAMES if name in compiled), title)
        value = next((compiled[name] for name in _VALUES if name in compiled), "")
        for name in ("assumed", "assumed_limits"):
            if name in compiled:
                yield Assumption(key, title, str(value), compiled[name])
        for name, member in compiled.items():
            yield from assumptions_in(member, f"{key}.{name}" if key else name, title)
    elif isinstance(compiled, list):
        for index, member in enumerate(compiled):
            yield from assumptions_in(member, f"{key}.{index}", title)
