"""Putting approved declarations on the public list of their pack, and taking them off it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from casework.ports import Answers
from casework.states import State
from contracts.actor import Actor
from contracts.events.base import Event
from contracts.events.declaration import PilotDelisted, PilotListed, PlatformRecognised, PlatformRow
from contracts.money import ZERO
from contracts.refusal import ActionNotAllowed, Invalid, Problem
from policy.public_lists import PLATFORM_RECOGNISED, ListRule
from services.declaration.domain.declaration import Decision, Declaration, announced
from services.declaration.domain.errors import NoListOfDeclarations
from services.declaration.domain.pilot_list import PilotAction
from services.declaration.domain.rulebook import Rulebook


def put_on_list(declaration: Declaration, rules: Rulebook, *, by: Actor, at: datetime) -> Decision:
    """Listed at once, or proposed for publication where the pack asks for a notice. Only what was approved."""
    if declaration.state is not State.APPROVED:
        raise ActionNotAllowed(state=declaration.state.value, action=PilotAction.LIST.value)
    rule = _rule(rules)
    if rule.notice is None:
        return listed(declaration, rules, by=by, at=at)
    place = declaration.place.put_on(rule.key, _scale(declaration, rules, rule), PilotAction.PROPOSE)
    return Decision(declaration=declaration.changed(place=place))


def listed(declaration: Declaration, rules: Rulebook, *, by: Actor, at: datetime) -> Decision:
    """On the list: a pilot enterprise may file projects (DL4, DL6), a platform is recognised (认定)."""
    rule = _rule(rules)
    place = declaration.place.put_on(rule.key, _scale(declaration, rules, rule), PilotAction.LIST)
    changed = declaration.changed(place=place.since(at))
    return Decision(declaration=changed, events=tuple(_events(changed, rules, rule, by=by, at=at)))


def delisted(declaration: Declaration, *, by: Actor, at: datetime, reason: str) -> Decision:
    """Off the list for good; nothing more is released to it. `Invalid` without a reason."""
    if not reason.strip():
        raise Invalid(problems=[Problem(code="required", field="reason")])
    gone = declaration.changed(place=declaration.place.delisted(at=at, reason=reason))
    return Decision(declaration=gone, events=(announced(PilotDelisted, gone, at=at, by=by, reason=reason),))


def suspended(declaration: Declaration, *, by: Actor, at: datetime, reason: str) -> Decision:
    """Off the list until the warning is lifted (XB8)."""
    changed = declaration.changed(place=declaration.place.suspended(reason=reason))
    return Decision(declaration=changed, events=(announced(PilotDelisted, changed, at=at, by=by, reason=reason),))


def reinstated(declaration: Declaration, *, by: Actor, at: datetime) -> Decision:
    """On the list again."""
    changed = declaration.changed(place=declaration.place.reinstated())
    return Decision(declaration=changed, events=(announced(PilotListed, changed, at=at, by=by),))


def published(declaration: Declaration, notice_id: UUID) -> Declaration:
    """Its line stands in a notice that is open now."""
    return declaration.changed(place=declaration.place.published(notice_id))


def held(declaration: Declaration) -> Declaration:
    """The period is over, and an objection to it is undecided."""
    return declaration.changed(place=declaration.place.moved(PilotAction.HOLD))


def refused(declaration: Declaration) -> Declaration:
    """An objection to it was upheld: it is not listed by this notice."""
    return declaration.changed(place=declaration.place.moved(PilotAction.REFUSE))


def platform_rows(answers: Answers, rules: Rulebook) -> tuple[PlatformRow, ...]:
    """The enterprises that a platform serves, as these answers name them (NM4); none without a list of them."""
    columns = rules.list_rule.rows if rules.list_rule else None
    if columns is None:
        return ()
    return tuple(
        PlatformRow(
            enterprise_name=row[columns.enterprise_name] or "",
            credit_code=row[columns.credit_code] or "",
            actual_cost_fen=(row[columns.actual_cost] or ZERO).fen,
        )
        for row in rules.form.facts(answers).get(columns.table, ())
    )


def _rule(rules: Rulebook) -> ListRule:
    if rules.list_rule is None:
        raise NoListOfDeclarations(pack=rules.pack.ref.text)
    return rules.list_rule


def _facts(declaration: Declaration, rules: Rulebook) -> Mapping[str, Any]:
    return rules.form.facts(declaration.dossier.answers)


def _scale(declaration: Declaration, rules: Rulebook, rule: ListRule) -> str | None:
    return _facts(declaration, rules).get(rule.scale) if rule.scale else None


def _events(declaration: Declaration, rules: Rulebook, rule: ListRule, *, by: Actor, at: datetime) -> Iterator[Event]:
    for name in rule.announces:
        if name == PLATFORM_RECOGNISED:
            subsector = str(_facts(declaration, rules).get(rule.subsector or "") or "")
            rows = platform_rows(declaration.dossier.answers, rules)
            yield announced(PlatformRecognised, declaration, at=at, by=by, subsector=subsector, rows=rows)
        else:
            yield announced(PilotListed, declaration, at=at, by=by)
