"""On the way into the pool: a draft under the pinned pack, handed in, judged step by step (XB3, ZS3)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from casework import attachments as files
from casework import drafting, filing, reviews
from casework.days import local_date
from casework.divisions import DivisionPath
from casework.dossier import Attachment
from casework.endings import withdraw as withdraw_dossier
from casework.pack_rules import attached, correctable, filing_problems, seal_of, slots_asked_for, stamps_of
from casework.registered_answers import with_registered
from casework.reviews import Judgement
from casework.sealed_answers import sealed_page
from casework.states import Action, next_state
from contracts.actor import Actor
from contracts.events.declaration import Applicant
from contracts.refusal import Invalid, Problem
from contracts.sealed import Sealer
from contracts.working_days import WorkingDays
from services.registry.domain.enrolment import Enrolment, Purpose, Recommended
from services.registry.domain.enrolment_rules import EnrolmentRules
from services.registry.domain.errors import EnrolmentNotOpen
from services.registry.domain.organisations import Organisation


@dataclass(frozen=True, kw_only=True)
class Standpoint:
    """What is known of the applicant when it hands in: itself, where it belongs, the lists it stands on."""

    organisation: Organisation
    division_path: DivisionPath
    lists: frozenset[str]
    calendar: WorkingDays


def start(
    enrolment_id: UUID,
    rules: EnrolmentRules,
    applicant: Organisation,
    *,
    kind: str,
    provider_id: UUID,
    at: datetime,
    answers: Mapping[str, Any],
    recommended: Recommended | None = None,
) -> Enrolment:
    """A draft. EnrolmentNotOpen outside its time, with the article."""
    problems = rules.closed(at)
    if problems:
        raise EnrolmentNotOpen(problems=problems, stage=rules.stage.name)
    return Enrolment(
        id=enrolment_id,
        city=applicant.city,
        version=1,
        purpose=Purpose.RECOMMENDATION if recommended else Purpose.APPLICATION,
        stage=rules.stage.name,
        kind=kind,
        programme_year=rules.pack.programme_year,
        applicant=applicant_of(applicant),
        provider_id=provider_id,
        division=applicant.division,
        division_path=(),
        dossier=drafting.start(
            applicant_id=applicant.id, pack=rules.pack.ref, form=rules.form.key, at=at, answers=answers
        ),
        recommended=recommended,
    )


def applicant_of(organisation: Organisation) -> Applicant:
    """An organisation as events and lists name who asks."""
    return Applicant(
        kind=organisation.kind.value,
        id=organisation.id,
        credit_code=organisation.credit_code,
        name=organisation.name,
    )


def save_answers(
    enrolment: Enrolment, rules: EnrolmentRules, sealer: Sealer, page: str, answers: Mapping[str, Any]
) -> Enrolment:
    """With this page as it is now, complete or not. After a return only what it unlocked."""
    before = enrolment.dossier.answers
    registered = with_registered(rules.form, page, answers, before)
    sealed = sealed_page(rules.form, page, registered, before, sealer)
    return enrolment.changed(dossier=drafting.save_answers(enrolment.dossier, page, sealed, form=rules.form))


def attach(
    enrolment: Enrolment, rules: EnrolmentRules, slot: str, file: Attachment, *, replaces: Collection[UUID] = ()
) -> Enrolment:
    """With one more file; `Invalid` where it does not fit its slot."""
    before = enrolment.dossier
    asked_for = slots_asked_for(before, rules.slots, rules.form.facts(dict(before.answers)))
    file = replace(file, stamps=stamps_of(before, rules.form, rules.slots, slot))
    dossier = files.attach(before, slot, file, replaces=replaces, also_unlocked=asked_for)
    found = rules.slots.problems(attached(dossier), complete=False)
    problems = [problem for problem in found if problem.field == f"attachments.{slot}"]
    if problems:
        raise Invalid(problems=problems)
    return enrolment.changed(dossier=dossier)


def remove_attachment(enrolment: Enrolment, attachment_id: UUID) -> Enrolment:
    """Without this file, whichever slot it is in."""
    present = enrolment.dossier.attachments.items()
    slot = next((slot for slot, held in present if any(each.id == attachment_id for each in held)), "")
    return enrolment.changed(dossier=files.remove_attachment(enrolment.dossier, slot, attachment_id))


def submit(
    enrolment: Enrolment, rules: EnrolmentRules, standpoint: Standpoint, *, by: Actor, at: datetime
) -> Enrolment:
    """In review, or DossierIncomplete with everything at once. A correction goes on with what came in time."""
    next_state(enrolment.state, Action.SUBMIT)
    dossier = filing.submit(
        enrolment.dossier,
        rules.route,
        standpoint.calendar,
        by=by,
        at=at,
        problems=problems_of(enrolment, rules, standpoint, at=at),
        statement_version=None,
        seal=seal_of(enrolment.dossier, rules.form, rules.slots),
    )
    return enrolment.changed(
        dossier=dossier,
        applicant=applicant_of(standpoint.organisation),
        division=standpoint.organisation.division,
        division_path=standpoint.division_path,
    )


def problems_of(enrolment: Enrolment, rules: EnrolmentRules, standpoint: Standpoint, *, at: datetime) -> list[Problem]:
    """Everything for which handing in would be refused now: the time, the form, the files, the pack's conditions."""
    facts = _facts(enrolment, rules, standpoint, at=at)
    return [
        *(() if enrolment.dossier.filings else rules.closed(at)),
        *filing_problems(enrolment.dossier, rules.form, rules.slots, facts),
        *(rules.gate.failed(facts) if rules.gate else ()),
    ]


def review(
    enrolment: Enrolment, rules: EnrolmentRules, calendar: WorkingDays, judgement: Judgement, *, by: Actor, at: datetime
) -> Enrolment:
    """At the next step, approved by the last one, returned, or rejected."""
    targets = correctable(rules.form, rules.slots)
    dossier = reviews.review(enrolment.dossier, rules.route, calendar, judgement, by=by, at=at, targets=targets)
    return enrolment.changed(dossier=dossier)


def withdraw(enrolment: Enrolment, *, by: Actor, at: datetime, text: str) -> Enrolment:
    """Taken back by whoever asked; the same can be asked again."""
    return enrolment.changed(dossier=withdraw_dossier(enrolment.dossier, by=by, at=at, text=text))


def _facts(enrolment: Enrolment, rules: EnrolmentRules, standpoint: Standpoint, *, at: datetime) -> dict[str, Any]:
    organisation, dossier = standpoint.organisation, enrolment.dossier
    size = organisation.size_class
    return {
        **rules.form.facts(dict(dossier.answers)),
        "applicant.kind": organisation.kind.value,
        "applicant.credit_code": organisation.credit_code,
        "applicant.division": organisation.division,
        "applicant.size_class": size.value if size else None,
        "standing.lists": standpoint.lists,
        "attachments.filled": rules.slots.filled(attached(dossier)),
        "declared_on": local_date(at),
    }
