"""The administrator releases a compiled pack: from now on cases can be pinned to it. Nothing is ever overwritten."""

from __future__ import annotations

from typing import Any

from chassis.clock import Clock
from contracts.actor import Actor
from contracts.wire import to_json
from policy.lifecycle import first_stage
from policy.packs import Pack, Packs
from services.declaration.domain.calls import CallDecision, planned, replanned
from services.declaration.domain.errors import PackAlreadyReleased, PackNotUsable, PackOfAnotherCity
from services.declaration.domain.releases import PackRelease, announced, release
from services.declaration.domain.rulebook import Rulebook
from services.declaration.use_cases.ports import Unit


def readable_pack(content: bytes) -> Pack:
    """The pack of an uploaded file, with everything in it read once. PackNotUsable for anything else."""
    try:
        pack = Pack.from_json(content)
        Rulebook.at(pack, first_stage(pack))
        _read_everything(pack)
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError) as error:
        raise PackNotUsable(reason=f"{type(error).__name__}: {error}"[:300]) from None
    return pack


def release_pack(uow: Unit, packs: Packs, clock: Clock, actor: Actor, pack: Pack) -> dict[str, Any]:
    """The release, announced; its calls are planned or replanned. The same content again changes nothing.

    `pack` lies on the shelf already. PackOfAnotherCity, PackAlreadyReleased for the same version with
    another content.
    """
    if pack.city != uow.city:
        raise PackOfAnotherCity(pack=pack.ref.text, city=uow.city)
    earlier = uow.releases.find(pack.ref.text)
    if earlier is not None:
        if earlier.pack != pack.ref:
            raise PackAlreadyReleased(pack=pack.ref.text, sha256=earlier.pack.sha256)
        return _shown(earlier)
    released = release(pack, at=clock.now(), by=actor)
    uow.releases.add(released)
    uow.outbox.add([announced(released)])
    uow.audit.record(actor, "release_pack", released, pack=released.pack.text, sha256=released.pack.sha256)
    _plan_calls(uow, clock, actor, pack)
    packs.get(pack.ref)
    return _shown(released)


def _plan_calls(uow: Unit, clock: Clock, actor: Actor, pack: Pack) -> None:
    known = {call.key: call for call in uow.calls.of_programme(pack.programme_year)}
    for described in pack.calls:
        plan = planned(pack, described)
        call = known.get(plan.key)
        if call is None:
            uow.calls.add(plan)
            uow.audit.record(actor, "plan_call", plan, pack=pack.ref.text)
        elif pack.ref.order > call.pack.order:
            _replan(uow, actor, replanned(call, plan, at=clock.now(), by=actor))


def _replan(uow: Unit, actor: Actor, decision: CallDecision | None) -> None:
    if decision is None:
        return
    uow.calls.save(decision.call)
    uow.outbox.add(decision.events)
    uow.audit.record(actor, "replan_call", decision.call, pack=decision.call.pack.text)


def _read_everything(pack: Pack) -> None:
    """Parts of a pack are read when they are first asked for: here all are, so that a broken one is never released."""
    for stage in pack.stages:
        _ = stage.form and pack.form(stage.form)
        _ = stage.attachments and pack.slots(stage.attachments)
        _ = stage.route and pack.route(stage.route)
        _ = stage.gate and pack.gate(stage.gate)
    _ = (pack.calls, pack.lines, pack.split, pack.size_table, pack.texts, pack.divisions, pack.calendar_exceptions)


def _shown(release: PackRelease) -> dict[str, Any]:
    return {
        "id": str(release.id),
        "version": release.version,
        "pack": release.pack.text,
        "sha256": release.pack.sha256,
        "title": release.title,
        "released_at": to_json(release.released_at),
    }
