"""What the form and the slots of the pinned pack say of a dossier: the values that the other functions are handed.

problems = filing_problems(dossier, form, slots, facts)
dossier = submit(dossier, route, calendar, problems=problems, seal=seal_of(dossier, form, slots), …)
"""

from __future__ import annotations

from collections.abc import Mapping

from casework.dossier import Dossier
from casework.seals import Seal
from contracts.refusal import Problem
from policy.attachments import Attached, Slots
from policy.facts import Facts
from policy.forms import Form


def attached(dossier: Dossier) -> list[Attached]:
    """The files of the dossier, as slots judge them."""
    return [
        Attached(slot=slot, name=each.name, media_type=each.media_type, size=each.size)
        for slot, files in dossier.attachments.items()
        for each in files
    ]


def filing_problems(dossier: Dossier, form: Form, slots: Slots, facts: Facts | None = None) -> list[Problem]:
    """Everything that form and attachments lack before the dossier can be submitted."""
    answers = dict(dossier.answers)
    return [*form.problems(answers, complete=True), *slots.problems(attached(dossier), complete=True, facts=facts)]


def slots_asked_for(dossier: Dossier, slots: Slots, facts: Facts | None = None) -> frozenset[str]:
    """The slots that are compulsory and empty: after a return they may be filled although nobody named them."""
    found = slots.problems(attached(dossier), complete=True, facts=facts)
    missing = {problem.field for problem in found if problem.code == "attachment_missing"}
    return frozenset(slot.code for slot in slots if f"attachments.{slot.code}" in missing)


def stamps_of(dossier: Dossier, form: Form, slots: Slots, slot: str) -> Mapping[str, str]:
    """What a scan that is uploaded to the slot now shows, page by page; empty for a slot that takes no stamped form."""
    is_stamped = any(each.code == slot and each.stamps == form.key for each in slots.stamped)
    return form.stamped_digest(dict(dossier.answers)) if is_stamped else {}


def seal_of(dossier: Dossier, form: Form, slots: Slots) -> Seal | None:
    """The slot of the form's stamped scan with the pages as they are now; None where nothing is stamped."""
    for slot in slots.stamped:
        if slot.stamps == form.key:
            return Seal(slot=slot.code, pages=form.stamped_digest(dict(dossier.answers)))
    return None


def correctable(form: Form, slots: Slots) -> frozenset[str]:
    """The paths that a reviewer's correction may name: every field of the form, every slot."""
    fields = {f"answers.{page.key}.{field.key}" for page in form.pages for field in page.fields}
    return frozenset(fields | {f"attachments.{slot.code}" for slot in slots})
