"""How the use cases of evidence load it, and keep it together with what others are told by its marks."""

from __future__ import annotations

from dataclasses import replace

from casework.dossier import Attachments
from casework.uploads import UploadedFile
from services.acceptance.domain.acceptance import Acceptance
from services.acceptance.domain.duplicates import file_mark, marks_of_all, no_longer_used
from services.acceptance.domain.evidence import Evidence, EvidenceFile
from services.acceptance.domain.evidence_shown import Shown, shown_evidence
from services.acceptance.domain.findings import Findings, findings_of
from services.acceptance.domain.known import KnownProject
from services.acceptance.domain.rulebook import Rulebook
from services.acceptance.use_cases.ports import Unit


def keep_evidence(uow: Unit, acceptance: Acceptance, before: Evidence, after: Evidence) -> Shown:
    """Saved, its numbers and files marked as used; gives what changed as it is shown, and the flags as they are now."""
    gone, attached = no_longer_used(before, after, attached_files(acceptance))
    uow.evidence.save(before, after)
    uow.duplicates.drop(after.project_id, gone, still_attached=attached)
    uow.duplicates.use(after.project_id, dict.fromkeys(marks_of_all(after) - marks_of_all(before), False))
    held = {item.id: item for item in before.items}
    changed = tuple(item for item in after.items if held.get(item.id) != item)
    return shown_evidence(replace(after, items=changed), uow.duplicates.flags_of(after.project_id))


def evidence_of(uow: Unit, project: KnownProject) -> Evidence:
    """Locked."""
    return uow.evidence.of(uow.city, project)


def findings_about(uow: Unit, project: KnownProject, rules: Rulebook) -> Findings:
    """What the evidence of a project says when a verdict is given."""
    flags = uow.duplicates.flags_of(project.id)
    return findings_of(
        evidence_of(uow, project), project, uow.projects.sellers_to(project.applicant.id), rules.pack, flags
    )


def attached_files(acceptance: Acceptance) -> frozenset[str]:
    """The hashes of everything that is, or was filed as, an attachment or a report."""
    dossier = acceptance.dossier
    held: list[Attachments] = [dossier.attachments, acceptance.papers.attachments]
    held += [filing.attachments for filing in dossier.filings]
    return frozenset(file.sha256 for slots in held for files in slots.values() for file in files)


def release_files(uow: Unit, before: Acceptance, after: Acceptance) -> None:
    """Files that were attached and are held no longer, nor were ever filed, may be anybody's."""
    gone = attached_files(before) - attached_files(after)
    uow.duplicates.drop_notices(after.project_id, {file_mark(sha256) for sha256 in gone})


def file_of(file: UploadedFile | None) -> EvidenceFile | None:
    """The uploaded file as evidence holds it."""
    if file is None:
        return None
    return EvidenceFile(sha256=file.sha256, size=file.size, media_type=file.media_type, name=file.name)
