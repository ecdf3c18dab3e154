"""What the evidence of a project says, for whoever tries out a verdict."""

from __future__ import annotations

from chassis.db.transaction import Reading
from services.acceptance.domain.acceptance import Acceptance
from services.acceptance.domain.findings import NOTHING_FOUND, Findings, findings_of, is_needed
from services.acceptance.domain.known import KnownProject
from services.acceptance.domain.rulebook import Rulebook
from services.acceptance.storage.duplicates import flags_of
from services.acceptance.storage.evidence import read_evidence
from services.acceptance.storage.projects import KnownProjects


def read_findings(reading: Reading, acceptance: Acceptance, project: KnownProject, rules: Rulebook) -> Findings:
    """What a verdict would look at now; before it is asked for only what others use too, and nothing in between."""
    if acceptance.dossier.is_open_for_changes:
        return Findings(flags=tuple(flags_of(reading, project.id)))
    if not is_needed(acceptance, rules):
        return NOTHING_FOUND
    sellers = KnownProjects(reading).sellers_to(project.applicant.id)
    evidence = read_evidence(reading, acceptance.city, project)
    return findings_of(evidence, project, sellers, rules.pack, flags_of(reading, project.id))
