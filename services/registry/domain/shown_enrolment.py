"""An enrolment as the API shows it: the same for the answer of a command and for a reading."""

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
from policy.packs import Pack
from services.registry.domain.enrolment import Enrolment, Recommended
from services.registry.domain.enrolment_rules import EnrolmentRules
from services.registry.domain.shown_delegation import delegation_rules_shown

Shown = dict[str, Any]

SERVICE: Final = "registry"
_DRAFTING: Final = ("save_answers", "attach", "remove_attachment")


def enrolment_shown(enrolment: Enrolment, rules: EnrolmentRules, actor: Actor) -> Shown:
    """Everything that this actor may know. Sealed answers by their last four."""
    dossier = enrolment.dossier
    return {
        "id": str(enrolment.id),
        "version": enrolment.version,
        "purpose": enrolment.purpose.value,
        "stage": enrolment.stage,
        "kind": enrolment.kind,
        "state": dossier.state.value,
        "programme_year": enrolment.programme_year,
        "pack": dossier.pack.text,
        "pack_sha256": dossier.pack.sha256,
        "applicant": to_json(enrolment.applicant),
        "provider_id": str(enrolment.provider_id),
        "division": enrolment.division,
        "started_at": to_json(dossier.started_at),
        "submitted_at": to_json(dossier.submitted_at),
        "step": shown_step(dossier, rules.step(dossier)),
        "next": shown_next(next_actor(enrolment)),
        "actions": list(_actions(enrolment, rules, actor)),
        "answers": masked(to_json(dossier.answers)),
        "problems": _problems(enrolment, rules),
        "attachments": shown_attachments(dossier.attachments),
        "stale_pages": list(rules.stale_pages(dossier)),
        "items_to_correct": [shown_item(item) for item in dossier.items_to_correct],
        "filings": shown_filings(dossier),
        "reviews": [shown_review(each) for each in dossier.reviews],
        "ending": shown_ending(dossier.ending),
        "recommended": recommended_shown(enrolment.recommended),
    }


def recommended_shown(recommended: Recommended | None) -> Shown | None:
    """What is recommended, and to whom."""
    if recommended is None:
        return None
    offer = recommended.offer
    return {
        "enterprise_id": str(recommended.enterprise_id),
        "product_id": to_json(recommended.product_id),
        "category": offer.category,
        "title": offer.title,
        "unit": offer.unit,
        "description": offer.description,
        "proposed_price_fen": offer.price.fen,
        "scenarios": list(offer.scenarios),
        "subsectors": list(offer.subsectors),
        "aims": list(offer.aims),
        "links": list(offer.links),
        "is_light_solution": offer.is_light_solution,
    }


def form_shown(rules: EnrolmentRules) -> Shown:
    """What is asked for in this pack version, and who will review it."""
    return {
        "pack": rules.pack.ref.text,
        "pack_sha256": rules.pack.ref.sha256,
        "form": dict(rules.form.describe()),
        "slots": [shown_slot(slot) for slot in rules.slots],
        "steps": shown_route(rules.route.steps),
        "conditions": shown_conditions(rules.gate),
    }


def kinds_shown(pack: Pack) -> Shown:
    """The kinds of providers of a pack with their rights, and what a product may name."""
    rules = pack.providers
    return {
        "programme_year": pack.programme_year,
        "pack": pack.ref.text,
        "kinds": [
            {
                "code": kind.code,
                "title": kind.title,
                "stage": kind.stage,
                "rights": [{"act": act, **shown_basis(basis)} for act, basis in kind.rights.items()],
                **shown_basis(kind.basis),
            }
            for kind in rules.kinds.values()
        ],
        "categories": [
            {"code": each.code, "title": each.title, "group": each.group, **shown_basis(each.basis)}
            for each in rules.categories.values()
        ],
        "recommended_as": rules.recommendation.enrols_as if rules.recommendation else None,
        "delegation": delegation_rules_shown(pack),
        **{
            name: [{"code": code, "title": title} for code, title in getattr(rules, name).items()]
            for name in ("scenarios", "subsectors", "aims", "links")
        },
    }


def _problems(enrolment: Enrolment, rules: EnrolmentRules) -> list[Shown]:
    if not enrolment.dossier.is_open_for_changes:
        return []
    return [problem.as_wire() for problem in rules.form.problems(dict(enrolment.dossier.answers), complete=False)]


def _actions(enrolment: Enrolment, rules: EnrolmentRules, actor: Actor) -> Iterator[str]:
    """What may be done now by this actor, so that a client shows only buttons that work."""
    if actor.organisation_id == enrolment.applicant.id and actor.may("registry.apply_as_provider"):
        yield from _DRAFTING if enrolment.dossier.is_open_for_changes else ()
        yield from (name for name, action in _ENDS if is_allowed(enrolment.state, action))
    step = rules.step(enrolment.dossier)
    if enrolment.state is State.IN_REVIEW and step is not None and actor.may("registry.review"):
        yield from ("review",) if may_take(actor, enrolment, step, service=SERVICE) else ()


_ENDS: Final = (("submit", Action.SUBMIT), ("withdraw", Action.WITHDRAW))
