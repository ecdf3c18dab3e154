"""Reading the evidence of a project, and what matching makes of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework.uploads import Download
from chassis.db.transaction import Reading
from contracts.actor import Actor
from contracts.refusal import NotFound
from contracts.wire import to_json
from policy.packs import Packs
from services.acceptance.domain.evidence import Evidence
from services.acceptance.domain.evidence_shown import shown_evidence, shown_match
from services.acceptance.domain.findings import Matched, matched
from services.acceptance.domain.matching_rules import Contracted
from services.acceptance.storage.duplicates import flags_of
from services.acceptance.storage.evidence import read_evidence
from services.acceptance.storage.projects import KnownProjects
from services.acceptance.storage.read_acceptance import seen

Shown = dict[str, Any]


def get_evidence(reading: Reading, actor: Actor, acceptance_id: UUID) -> Shown:
    """The documents of the project, what was allocated, and its flags."""
    acceptance = seen(reading, actor, acceptance_id)
    project = KnownProjects(reading).around(acceptance.project_id).project
    return shown_evidence(read_evidence(reading, actor.city, project), flags_of(reading, project.id))


def get_match(reading: Reading, packs: Packs, actor: Actor, acceptance_id: UUID) -> Shown:
    """Line by line of the contract what is eligible, and why the rest is not."""
    evidence, found = match_of(reading, packs, actor, acceptance_id)
    return shown_match(found.match, found.contracted, found.rules, version=evidence.version)


def match_of(reading: Reading, packs: Packs, actor: Actor, acceptance_id: UUID) -> tuple[Evidence, Matched]:
    """For who may see the acceptance."""
    acceptance = seen(reading, actor, acceptance_id)
    known = KnownProjects(reading)
    project = known.around(acceptance.project_id).project
    evidence, sellers = read_evidence(reading, actor.city, project), known.sellers_to(project.applicant.id)
    pack = packs.get(acceptance.dossier.pack)
    return evidence, matched(evidence, project, sellers, pack, flags_of(reading, project.id))


def contracted_of(reading: Reading, actor: Actor, acceptance_id: UUID) -> Contracted | None:
    """The lines of the contract with their ceilings; None where it is not known."""
    acceptance = seen(reading, actor, acceptance_id)
    project = KnownProjects(reading).around(acceptance.project_id).project
    if project.contract is None:
        return None
    return Contracted.of(project.contract, seller_code=None, buyer_code=project.applicant.credit_code)


def file_of_item(reading: Reading, actor: Actor, acceptance_id: UUID, item_id: UUID) -> Shown:
    """The permission to download the scan or the electronic document."""
    acceptance = seen(reading, actor, acceptance_id)
    project = KnownProjects(reading).around(acceptance.project_id).project
    item = read_evidence(reading, actor.city, project).item(item_id)
    if item is None or item.file is None:
        raise NotFound(kind="evidence_item", id=str(item_id))
    file = item.file
    return dict(to_json(Download(sha256=file.sha256, media_type=file.media_type, name=file.name, size=file.size)))
