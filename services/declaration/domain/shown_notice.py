"""A public notice as the API shows it: to everybody without names of objectors, to officers with them."""

from __future__ import annotations

from typing import Any

from casework.public_notice import NoticeLine, Objection, ObjectionState
from contracts.wire import to_json
from services.declaration.domain.pilot_notice import PilotNotice

Shown = dict[str, Any]


def shown_notice(notice: PilotNotice) -> Shown:
    """What is public: the period, the lines, and how many objections there are to each."""
    published = notice.notice
    return {
        "id": str(notice.id),
        "version": notice.version,
        "title": published.title,
        "programme_year": notice.programme_year,
        "pack": notice.pack.text,
        "state": published.state.value,
        "period": {"days": published.period.days, "unit": published.period.unit.value},
        "opened_at": to_json(published.opened_at),
        "closes_on": to_json(published.closes_on),
        "closes_at": to_json(published.closes_at),
        "is_provisional": published.is_provisional,
        "closed_at": to_json(published.closed_at),
        "lines": [_line(line) for line in published.lines],
    }


def shown_objections(notice: PilotNotice) -> list[Shown]:
    """What officers see: who objected to what, and what was found. Contacts by their last four characters."""
    return [_objection(line, each) for line in notice.notice.lines for each in line.objections]


def _line(line: NoticeLine) -> Shown:
    return {
        "declaration_id": str(line.id),
        "title": line.title,
        "objections": len(line.objections),
        "undecided": sum(each.state is ObjectionState.RAISED for each in line.objections),
        "upheld": sum(each.state is ObjectionState.UPHELD for each in line.objections),
    }


def _objection(line: NoticeLine, objection: Objection) -> Shown:
    return {
        "id": str(objection.id),
        "declaration_id": str(line.id),
        "title": line.title,
        "raised_by": objection.raised_by,
        "text": objection.text,
        "contact_last4": objection.contact.last4,
        "at": to_json(objection.at),
        "state": objection.state.value,
        "findings": objection.findings,
        "decided_at": to_json(objection.decided_at),
    }
