"""Submitting a dossier, again after a return, and what has changed since it was filed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from casework.changes import Change, changes
from casework.dossier import Dossier, Filing, OpenStep
from casework.ports import Route
from casework.refusals import DossierIncomplete
from casework.routes import open_step, step_after_return
from casework.seals import Seal, seal_problems
from casework.states import Action, next_state
from contracts.actor import Actor
from contracts.refusal import Problem
from contracts.wire import to_json
from contracts.working_days import WorkingDays
from policy.gates import Need


@dataclass(frozen=True, kw_only=True)
class Check:
    """What handing in would say: `problems` would refuse it, `warnings` not; `needs` is what you would need."""

    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    needs: tuple[Need, ...] = ()


def submit(
    dossier: Dossier,
    route: Route,
    calendar: WorkingDays,
    *,
    by: Actor,
    at: datetime,
    statement_version: str | None,
    problems: Iterable[Problem] = (),
    seal: Seal | None = None,
) -> Dossier:
    """The dossier in review: at the first step of the route, or after a return where the route says.

    `problems` are what the pack finds (form, attachments, eligibility); `statement_version` is the text
    to be confirmed, None where the pack has none; `seal` what is stamped now, None where nothing is.
    Raises `DossierIncomplete` with everything that is wrong at once.
    """
    state = next_state(dossier.state, Action.SUBMIT)
    found = [*problems, *_statement_problems(dossier, statement_version)]
    found += seal_problems(dossier, seal) if seal else ()
    if found:
        raise DossierIncomplete(problems=found)
    return replace(
        dossier,
        state=state,
        filings=(*dossier.filings, filing_of(dossier, by=by, at=at)),
        items_to_correct=(),
        step=_step(dossier, route, calendar, at=at),
    )


def content_digest(dossier: Dossier) -> str:
    """sha256 in hex over pack, form, answers and the files' own digests: equal content, equal digest (NM6)."""
    files = {slot: [each.sha256 for each in files] for slot, files in dossier.attachments.items() if files}
    content = {
        "pack": dossier.pack.sha256,
        "form": dossier.form,
        "applicant": str(dossier.applicant_id),
        "answers": to_json(dossier.answers),
        "attachments": files,
    }
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def changes_between(before: Filing, after: Filing) -> tuple[Change, ...]:
    """What the applicant changed from one filing to another."""
    return changes(before.answers, after.answers, before.attachments, after.attachments)


def changes_since_filed(dossier: Dossier) -> tuple[Change, ...]:
    """What differs from the version that was judged last.

    While the applicant corrects: from what was filed. In review again and later: what the correction
    changed, so that the reviewer reads only that. Nothing before the first return.
    """
    if dossier.is_open_for_changes and dossier.filings:
        filed = dossier.filings[-1]
        return changes(filed.answers, dossier.answers, filed.attachments, dossier.attachments)
    return changes_between(*dossier.filings[-2:]) if len(dossier.filings) > 1 else ()


def filing_of(dossier: Dossier, *, by: Actor, at: datetime) -> Filing:
    """What the dossier says now, to be kept."""
    return Filing(
        at=at,
        by=by.account_id,
        organisation_id=by.organisation_id,
        answers=dossier.answers,
        attachments=dossier.attachments,
        digest=content_digest(dossier),
    )


def _step(dossier: Dossier, route: Route, calendar: WorkingDays, *, at: datetime) -> OpenStep:
    if dossier.step is None:
        return open_step(route, 0, calendar, at=at)
    return step_after_return(route, dossier.step, calendar, at=at)


def _statement_problems(dossier: Dossier, text_version: str | None) -> Iterator[Problem]:
    if text_version is None:
        return
    if dossier.statement is None:
        yield Problem(code="statement_not_confirmed", field="statement")
    elif dossier.statement.text_version != text_version:
        yield Problem(code="statement_outdated", field="statement", inputs={"text_version": text_version})
