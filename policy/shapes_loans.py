"""The shape of loans.yaml; `policy.loans` says what it means."""

from __future__ import annotations

from policy.schema import Check, key, shape, text
from policy.shapes_conditions import REQUIRED

LOANS: Check = shape(
    {
        "enterprises": shape({"title": text}, basis=REQUIRED),
        "projects": shape({"title": text, "gate": key}, basis=REQUIRED),
    }
)
