"""The targets of a programme, as its newest released pack says them; frozen quarters keep the pack of their day."""

from __future__ import annotations

from casework.common_facts import CommonFacts
from chassis.db.transaction import Reading, Transaction
from contracts.refusal import NotFound
from policy.packs import Pack, Packs
from policy.refs import PackRef
from policy.targets import Period, Target, Targets, read_targets


def pack_with_targets(known: Reading | Transaction, packs: Packs, programme_year: str) -> Pack:
    """The newest version that was released; NotFound for a programme that there is not, or that promised nothing."""
    released = (PackRef.parse(each.pack, each.sha256) for each in CommonFacts(known).packs())
    versions = [ref for ref in released if ref.programme_year == programme_year]
    if not versions:
        raise NotFound(kind="programme", id=programme_year)
    pack = packs.get(max(versions, key=lambda ref: ref.order))
    if not targets_of(pack).rows:
        raise NotFound(kind="target", id=programme_year)
    return pack


def targets_of(pack: Pack) -> Targets:
    return read_targets(pack.compiled, pack.sources)


def row_of(targets: Targets, code: str) -> Target:
    """NotFound where the pack has no such row."""
    try:
        return targets.row(code)
    except KeyError:
        raise NotFound(kind="target", id=code) from None


def period_of(targets: Targets, code: str | None) -> Period | None:
    """NotFound where the pack has no such period; None for the whole."""
    try:
        return None if code is None else targets.period(code)
    except KeyError:
        raise NotFound(kind="period", id=code) from None
