"""Tranches (分期): what is due when something happens, given what was granted before (XB18, ZS8).

    tranches:                            # in their order; the last one settles
      - key: first
        title: 首期拨付
        trigger: contract_filed          # the name of an event, or a list of names
        gate: first_payment              # its own gate; without one that of the line
        basis: contract.down_payment     # a fact that is money, or `award`, or `base`, as computed by the same claim
        rate: <dated, /1>
        cap: <dated, money>
        split: <dated, unit shares>      # its own split; without one that of the line, else that of the pack
        source: …
      - key: rest
        title: 验收后一次性拨付剩余资金
        trigger: [acceptance_passed, acceptance_failed, project_terminated]
        settles: true                    # the award minus everything that was granted before
        recovery: {recovers: true, title: 未达到二级的追回, assumed: …}      # below zero: claimed back, or left
        source: …

A line without tranches is paid at once: it has one settling tranche of the key `whole`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from policy.dated import Dated
from policy.reading import Reading
from policy.refs import NO_BASIS, Basis

if TYPE_CHECKING:
    from policy.subsidy import SubsidyLine

WHOLE = "whole"
OF_AWARD, OF_BASE = "award", "base"


@dataclass(frozen=True)
class RecoveryRule:
    """What becomes of what was granted above the award."""

    recovers: bool
    title: str
    basis: Basis


@dataclass(frozen=True, kw_only=True)
class Tranche:
    """One part of an award. A settling one has neither `of` nor rate nor cap."""

    key: str
    title: str
    basis: Basis
    triggers: tuple[str, ...] = ()
    gate: str | None = None
    of: str = OF_AWARD
    rate: Dated | None = None
    cap: Dated | None = None
    settles: bool = False
    recovery: RecoveryRule | None = None
    split: Dated | None = None


def read_tranches(line: Mapping[str, Any], reading: Reading) -> tuple[Tranche, ...]:
    """The tranches of a compiled line; the one that pays at once, where it names none."""
    specs = line.get("tranches", ())
    if not specs:
        return (Tranche(key=WHOLE, title=line["title"], basis=NO_BASIS, settles=True),)
    return tuple(_read(spec, f"{line['key']}.tranches.{number}", reading) for number, spec in enumerate(specs))


def _read(spec: Mapping[str, Any], key: str, reading: Reading) -> Tranche:
    trigger, recovery = spec["trigger"], spec.get("recovery")
    return Tranche(
        key=spec["key"],
        title=spec["title"],
        basis=reading.basis(spec),
        triggers=tuple(trigger) if isinstance(trigger, list) else (trigger,),
        gate=spec.get("gate"),
        of=spec.get("basis", OF_AWARD),
        rate=reading.dated_in(spec, "rate", key),
        cap=reading.dated_in(spec, "cap", key),
        settles=spec.get("settles", False),
        recovery=RecoveryRule(recovery["recovers"], recovery["title"], reading.basis(recovery)) if recovery else None,
        split=reading.dated_in(spec, "split", key),
    )


def triggered(line: SubsidyLine, event: str, granted: Collection[str]) -> Tranche | None:
    """The tranche that an event makes due: the first of its trigger that was not granted yet.

    `granted` are the keys of those that were. None once the settling one is among them.
    """
    if any(each.settles and each.key in granted for each in line.tranches):
        return None
    return next((each for each in line.tranches if event in each.triggers and each.key not in granted), None)
