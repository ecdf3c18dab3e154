"""A refusal: the platform says no, with a stable code, the facts, and every problem at once.

A refusal is not a bug. It crosses the bus as plain JSON (`as_wire`), and only the gateway turns it
into a sentence (`gateway/errors.py`). Requirement ALL4: whatever decides money or eligibility is
cited, so a problem can carry the article that it rests on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as member
from typing import Any, ClassVar

Json = Any


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing that is wrong: `code` is stable, `field` is the path in the input (`answers.basic.revenue`).

    `article` cites the rule (`notice 第一条（三）`), `requirement` what would have been right, in
    Chinese; `inputs` are the values that were judged, as JSON.
    """

    code: str
    field: str | None = None
    article: str | None = None
    requirement: str | None = None
    inputs: Mapping[str, Json] = member(default_factory=dict)

    def as_wire(self) -> dict[str, Json]:
        """The members that say something, as JSON."""
        wire: dict[str, Json] = {"code": self.code}
        for name in ("field", "article", "requirement"):
            value = getattr(self, name)
            if value is not None:
                wire[name] = value
        if self.inputs:
            wire["inputs"] = dict(self.inputs)
        return wire

    @classmethod
    def from_wire(cls, wire: Mapping[str, Json]) -> Problem:
        """The opposite of `as_wire`."""
        return cls(**wire)


class Refusal(Exception):
    """Base of every refusal. Subclasses set `code`; facts are keyword arguments and JSON."""

    code: ClassVar[str] = "refused"

    def __init__(self, *, problems: Iterable[Problem] = (), **facts: Json) -> None:
        super().__init__(self.code)
        self.problems = tuple(problems)
        self.facts = facts

    def as_wire(self) -> dict[str, Json]:
        """`{"code": str, "facts": {…}, "problems": [{…}]}`."""
        return {"code": self.code, "facts": self.facts, "problems": [problem.as_wire() for problem in self.problems]}

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        codes = ", ".join(problem.code for problem in self.problems)
        return f"{self.code}({details})" + (f" [{codes}]" if codes else "")


def refusal_from_wire(wire: Mapping[str, Json]) -> Refusal:
    """The refusal that another process raised: same code, facts and problems, class `Refusal`."""
    refusal = Refusal(problems=[Problem.from_wire(problem) for problem in wire.get("problems", ())])
    refusal.facts = dict(wire.get("facts", {}))
    refusal.code = wire["code"]  # type: ignore[misc]  # the code of the class that raised it over there
    return refusal


class Invalid(Refusal):
    """The input is wrong; `problems` names every field and rule."""

    code = "invalid"


class NotFound(Refusal):
    """There is no such thing here, or it belongs to somebody else: both look the same from outside."""

    code = "not_found"


class NotAllowed(Refusal):
    """The actor may not do this: `permission` or `role` says what would be needed."""

    code = "not_allowed"


class NotSignedIn(Refusal):
    """No actor, an expired one, or a signature that does not verify."""

    code = "not_signed_in"


class ActionNotAllowed(Refusal):
    """The state does not know this move: facts `state`, `action`."""

    code = "action_not_allowed"


class KeyReused(Refusal):
    """The same idempotency key came with another request."""

    code = "key_reused"


class StaleVersion(Refusal):
    """Somebody else changed it since it was read (`If-Match`): facts `expected`, `found`."""

    code = "stale_version"


class AlreadyExists(Refusal):
    """A unique fact is taken: facts name it."""

    code = "already_exists"
