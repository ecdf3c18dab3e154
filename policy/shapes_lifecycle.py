"""The shape of lifecycle.yaml: the stages of a programme."""

from __future__ import annotations

from policy.lifecycle import APPLICANT_KINDS, SERVICES, YIELDS
from policy.schema import Check, anything, either, flag, key, list_of, matching, one_of, shape, text, whole
from policy.shapes_conditions import REQUIRED

event_name = matching(r"[a-z]+(_[a-z]+)*", "an_event_in_the_past_tense")
_LIMIT = either((lambda value: value is None, anything), (lambda value: True, whole(1)))

LIFECYCLE: Check = list_of(
    shape(
        {"name": key, "title": text, "service": one_of(*SERVICES), "actor": key},
        {
            "form": key,
            "attachments": key,
            "route": key,
            "gate": key,
            "opens_when": list_of(event_name, unique=""),
            "closes_when": list_of(event_name, unique=""),
            "has_window": flag,
            "awards": list_of(key, at_least=1, unique=""),
            "applicants": list_of(one_of(*APPLICANT_KINDS), at_least=1, unique=""),
            "yields": list_of(one_of(*YIELDS), at_least=1, unique=""),
            "is_published": flag,
            "amendment": shape({"route": key}, basis=REQUIRED),
            "delegable": flag,
            "projects_per_case": shape({"at_most": _LIMIT}, basis=REQUIRED),
        },
        basis=REQUIRED,
    ),
    at_least=1,
    unique="name",
)
