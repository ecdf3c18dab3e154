"""What an award consists of: computed lines that explain themselves, and what was cut from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contracts.refusal import Problem
from policy.refs import NO_BASIS, Basis, PackRef


@dataclass(frozen=True, kw_only=True)
class Cut:
    """Why a line counts less than it could: `reason` is a stable code, `sentence` says it in Chinese."""

    reason: str
    sentence: str
    cut_fen: int
    basis: Basis = NO_BASIS

    def as_wire(self) -> dict[str, Any]:
        wire = {"reason": self.reason, "sentence": self.sentence, "cut_fen": self.cut_fen}
        return _with_basis(wire, self.basis)


@dataclass(frozen=True, kw_only=True)
class AwardLine:
    """One computed line, in the order of computing.

    `spend` (one per line of spend) or `row` (one per row), `category_cap`, `base`; then `rate`, `flat`, `per_unit`,
    `band` or `nothing`, and `cap`; then `total` of rows, `line_cap`, `overlap`; of a tranche `tranche`,
    `granted_before` and `recovery`.
    """

    code: str
    title: str
    basis: Basis
    requirement: str
    inputs: Mapping[str, Any]
    result_fen: int
    rate: str | None = None
    cap_fen: int | None = None
    cuts: tuple[Cut, ...] = ()

    @property
    def article(self) -> str | None:
        return self.basis.article

    @property
    def assumed(self) -> str | None:
        return self.basis.assumed

    def as_wire(self) -> dict[str, Any]:
        wire: dict[str, Any] = {
            "code": self.code,
            "title": self.title,
            "requirement": self.requirement,
            "inputs": dict(self.inputs),
            "result_fen": self.result_fen,
        }
        if self.rate is not None:
            wire["rate"] = self.rate
        if self.cap_fen is not None:
            wire["cap_fen"] = self.cap_fen
        if self.cuts:
            wire["cuts"] = [cut.as_wire() for cut in self.cuts]
        return _with_basis(wire, self.basis)


@dataclass(frozen=True, kw_only=True)
class RowAward:
    """What one row of a base of rows came to: `before_fen` by its own rate and cap, `award_fen` after all cuts."""

    row: str
    counted_fen: int
    before_fen: int
    award_fen: int

    def as_wire(self) -> dict[str, Any]:
        return {
            "row": self.row,
            "counted_fen": self.counted_fen,
            "before_fen": self.before_fen,
            "award_fen": self.award_fen,
        }


@dataclass(frozen=True, kw_only=True)
class Award:
    """`award_fen` is what is due: `calculated_fen`, or 0 when `problems` says which rules fail.

    `rows` are the parts of an award over rows; they add up to `calculated_fen`. `assumptions` are the reasons
    of everything assumed that it rests on, each once.
    """

    pack: PackRef
    line: str
    award_fen: int
    calculated_fen: int
    base_fen: int
    lines: tuple[AwardLine, ...]
    rows: tuple[RowAward, ...] = ()
    problems: tuple[Problem, ...] = ()
    assumptions: tuple[str, ...] = ()

    @property
    def cap_fen(self) -> int | None:
        """The cap of the tier, which runs over everything that the scope of the line was awarded; None: no cap."""
        return min(
            (line.cap_fen for line in self.lines if line.code == "cap" and line.cap_fen is not None), default=None
        )

    @property
    def explanation(self) -> list[dict[str, Any]]:
        """The computed lines as JSON, in the order in which they were computed."""
        return [line.as_wire() for line in self.lines]

    def as_wire(self) -> dict[str, Any]:
        wire = {
            "pack": self.pack.text,
            "pack_sha256": self.pack.sha256,
            "line": self.line,
            "award_fen": self.award_fen,
            "calculated_fen": self.calculated_fen,
            "base_fen": self.base_fen,
            "explanation": self.explanation,
            "assumptions": list(self.assumptions),
            "problems": [problem.as_wire() for problem in self.problems],
        }
        return {**wire, "rows": [row.as_wire() for row in self.rows]} if self.rows else wire


def _with_basis(wire: dict[str, Any], basis: Basis) -> dict[str, Any]:
    if basis.article is not None:
        wire["article"] = basis.article
    if basis.assumed is not None:
        wire["assumed"] = basis.assumed
    return wire
