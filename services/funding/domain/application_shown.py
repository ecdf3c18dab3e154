"""An award application as the API shows it: the same for the answer of a command and for a reading."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from casework.desks import may_take, next_actor
from casework.masking import masked
from casework.shown import (
    shown_attachments,
    shown_basis,
    shown_conditions,
    shown_ending,
    shown_filings,
    shown_item,
    shown_next,
    shown_review,
    shown_route,
    shown_slot,
    shown_step,
)
from casework.states import Action, State, is_allowed
from contracts.actor import Actor
from contracts.wire import to_json
from policy.pack import Pack
from services.funding.domain.application_rules import ApplicationRules
from services.funding.domain.award_application import SERVICE, AwardApplication

Shown = dict[str, Any]

_DRAFTING: Final = ("save_answers", "attach", "remove_attachment")
_ENDS: Final = (("submit", Action.SUBMIT), ("withdraw", Action.WITHDRAW))


def application_shown(application: AwardApplication, rules: ApplicationRules, actor: Actor) -> Shown:
    """Everything that this actor may know. Sealed answers by their last four."""
    dossier = application.dossier
    return {
        "id": str(application.id),
        "version": application.version,
        "case_id": str(application.case_id),
        "project_id": to_json(application.project_id),
        "stage": application.stage,
        "title": rules.stage.title,
        "lines": list(rules.stage.awards),
        "state": dossier.state.value,
        "programme_year": dossier.pack.programme_year,
        "pack": dossier.pack.text,
        "pack_sha256": dossier.pack.sha256,
        "applicant": to_json(application.applicant),
        "division": application.division,
        "started_at": to_json(dossier.started_at),
        "submitted_at": to_json(dossier.submitted_at),
        "step": shown_step(dossier, rules.step(dossier)),
        "next": shown_next(next_actor(application)),
        "actions": list(_actions(application, rules, actor)),
        "answers": masked(to_json(dossier.answers)),
        "problems": _problems(application, rules),
        "attachments": shown_attachments(dossier.attachments),
        "stale_pages": list(rules.stale_pages(dossier)),
        "items_to_correct": [shown_item(item) for item in dossier.items_to_correct],
        "filings": shown_filings(dossier),
        "reviews": [shown_review(each) for each in dossier.reviews],
        "ending": shown_ending(dossier.ending),
    }


def application_form_shown(rules: ApplicationRules) -> Shown:
    """What is asked for in this pack version, who will review it, and what has to hold."""
    return {
        "pack": rules.pack.ref.text,
        "pack_sha256": rules.pack.ref.sha256,
        "form": dict(rules.form.describe()),
        "slots": [shown_slot(slot) for slot in rules.slots],
        "steps": shown_route(rules.route.steps),
        "conditions": shown_conditions(rules.gate),
    }


def award_stages_shown(pack: Pack) -> list[Shown]:
    """What can be asked for under a pack, by whom, and for which lines."""
    stages = (ApplicationRules.of(pack, stage.name) for stage in pack.stages if stage.awards)
    return [
        {
            "programme_year": pack.programme_year,
            "pack": pack.ref.text,
            "stage": rules.stage.name,
            "title": rules.stage.title,
            "applicants": sorted(rules.stage.applicants),
            "lines": [{"line": line.key, "title": line.title} for line in rules.lines],
            "is_about_project": rules.is_about_project,
            "opens_when": sorted(rules.stage.opens_when),
            "closes_when": sorted(rules.stage.closes_when),
            **shown_basis(rules.stage.basis),
        }
        for rules in stages
    ]


def _problems(application: AwardApplication, rules: ApplicationRules) -> list[Shown]:
    if not application.dossier.is_open_for_changes:
        return []
    return [problem.as_wire() for problem in rules.form.problems(dict(application.dossier.answers), complete=False)]


def _actions(application: AwardApplication, rules: ApplicationRules, actor: Actor) -> Iterator[str]:
    """What may be done now by this actor, so that a client shows only buttons that work."""
    if actor.organisation_id == application.applicant.id and actor.may("funding.apply"):
        yield from _DRAFTING if application.dossier.is_open_for_changes else ()
        yield from (name for name, action in _ENDS if is_allowed(application.state, action))
    step = rules.step(application.dossier)
    if application.state is State.IN_REVIEW and step is not None and actor.may("funding.review"):
        yield from ("review",) if may_take(actor, application, step, service=SERVICE) else ()
