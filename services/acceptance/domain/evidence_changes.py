"""Entering, changing and removing evidence: what is decided about one document among the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from casework.desks import is_for_applicant, may_take, must_act
from contracts.actor import Actor
from contracts.refusal import Invalid, NotFound, Problem
from services.acceptance.domain.acceptance import SERVICE, Acceptance
from services.acceptance.domain.allocating import still_true
from services.acceptance.domain.errors import EvidenceClosed, ReadFromFile
from services.acceptance.domain.evidence import Evidence, EvidenceItem, Source
from services.acceptance.domain.evidence_checks import item_problems, within
from services.acceptance.domain.known import KnownContract
from services.acceptance.domain.rulebook import Rulebook

MOST_LINES_IN_ALL: Final = 3_000
"""Of all documents of a project; a match of so many takes a fifth of a second."""


def must_enter(actor: Actor, acceptance: Acceptance) -> None:
    """NotFound for a stranger, EvidenceClosed while somebody else has the request."""
    must_act(actor, acceptance, service=SERVICE)
    if not acceptance.dossier.is_open_for_changes:
        raise EvidenceClosed(state=acceptance.state.value)


def may_allocate(actor: Actor, acceptance: Acceptance, rules: Rulebook) -> bool:
    """The enterprise, or its agent, while it has the request; whoever writes the assessor's papers meanwhile."""
    if acceptance.dossier.is_open_for_changes:
        return is_for_applicant(actor, acceptance)
    step = rules.step(acceptance.dossier)
    return step is not None and bool(step.forms) and may_take(actor, acceptance, step, service=SERVICE)


def added(
    evidence: Evidence, items: Sequence[EvidenceItem], contract: KnownContract | None, *, at: datetime
) -> Evidence:
    """With these documents more. Invalid with everything that is wrong, `items.<index>.…` where there are several."""
    problems = []
    counted = Counter((item.kind, item.full_number) for item in (*evidence.items, *items))
    for index, item in enumerate(items):
        found = item_problems(item, contract, at=at)
        if counted[item.kind, item.full_number] > 1 and item.number:
            found.append(Problem(code="already_entered", field="number", inputs={"number": item.number}))
        problems += within(found, f"items.{index}") if len(items) > 1 else found
    if problems:
        raise Invalid(problems=problems)
    return held_in_all(evidence.changed(items=(*evidence.items, *items)))


def held_in_all(evidence: Evidence) -> Evidence:
    """The same, unless it is more than can be matched while somebody waits for it: Invalid."""
    lines = sum(max(len(item.lines), 1) for item in evidence.items)
    if lines > MOST_LINES_IN_ALL:
        inputs = {"most": MOST_LINES_IN_ALL, "lines": lines}
        raise Invalid(problems=[Problem(code="too_many_lines", field="items", inputs=inputs)])
    return evidence


def replaced(evidence: Evidence, item: EvidenceItem, contract: KnownContract | None, *, at: datetime) -> Evidence:
    """With the document as it is now; what was allocated from or to it is proposed anew.

    NotFound, Invalid, or ReadFromFile where figures that an invoice file gave would become something else.
    """
    before = _held(evidence, item.id)
    if before.source is Source.INVOICE_FILE:
        item = _only_referring_otherwise(before, item)
    others = evidence.changed(items=tuple(each for each in evidence.items if each.id != item.id))
    checked = added(others, [item], contract, at=at)
    return evidence.changed(items=checked.items, allocations=still_true(evidence, item.id))


def removed(evidence: Evidence, item_id: UUID) -> Evidence:
    """Without the document, and without what was allocated from or to it. NotFound where there is none."""
    _held(evidence, item_id)
    left = tuple(each for each in evidence.items if each.id != item_id)
    return evidence.changed(items=left, allocations=still_true(evidence, item_id))


def _held(evidence: Evidence, item_id: UUID) -> EvidenceItem:
    found = evidence.item(item_id)
    if found is None:
        raise NotFound(kind="evidence_item", id=str(item_id))
    return found


def _only_referring_otherwise(before: EvidenceItem, after: EvidenceItem) -> EvidenceItem:
    """What the file said, with the contract lines that its owner names now."""
    named = {line.line: line.contract_line for line in after.lines}
    lines = tuple(replace(line, contract_line=named.get(line.line)) for line in before.lines)
    allowed = replace(before, lines=lines)
    same = replace(
        after,
        source=before.source,
        file=before.file,
        recorded_at=before.recorded_at,
        recorded_by=before.recorded_by,
    )
    if same != allowed:
        raise ReadFromFile(number=before.number)
    return allowed
